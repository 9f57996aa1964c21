"""Three users of one database: the owner migrates, the app does all that the service does, analysts read."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from graphql_api.health import worker as worker_state
from graphql_api.postgres.connect import fetch
from graphql_api.postgres.migrate import migrate
from graphql_api.postgres.roles import FOR_ANALYSTS, NOT_FOR_ANALYSTS, RolesError, give_rights, grants
from graphql_api.tasks.reading import make_jobs
from graphql_api.upkeep import note_beat
from graphql_api.worker import Worker
from tests.cli.conftest import Run, feedback
from tests.conftest import make_settings, running
from tests.readers import NoReader

__all__ = ["feedback"]
OWNER, APP, ANALYTICS = (f"test_{name}_{uuid4().hex[:8]}" for name in ("owner", "app", "analytics"))


def as_user(url: str, user: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{user}@"))


@pytest.fixture
async def url(empty_database_url: str) -> AsyncIterator[str]:
    """A database of its own owner, migrated by that, with rights given."""
    admin = await asyncpg.connect(empty_database_url)
    await admin.execute("CREATE EXTENSION IF NOT EXISTS vector")
    name = urlsplit(empty_database_url).path[1:]
    for role in (OWNER, APP, ANALYTICS):
        await admin.execute(f'CREATE ROLE "{role}" LOGIN')
    await admin.execute(f'ALTER DATABASE "{name}" OWNER TO "{OWNER}"')
    owner_url = as_user(empty_database_url, OWNER)
    try:
        await migrate(owner_url)
        await give_rights(owner_url, app=APP, analytics=ANALYTICS)
        yield empty_database_url
    finally:
        await admin.execute(f'REASSIGN OWNED BY "{OWNER}" TO postgres')
        for role in (APP, ANALYTICS, OWNER):
            await admin.execute(f'DROP OWNED BY "{role}"')
            await admin.execute(f'DROP ROLE "{role}"')
        await admin.close()


async def refused(url: str, *statements: str) -> list[str]:
    """Those of the statements that the user is refused."""
    connection = await asyncpg.connect(url)
    found = []
    try:
        for statement in statements:
            try:
                await connection.execute(statement)
            except asyncpg.InsufficientPrivilegeError:
                found.append(statement)
    finally:
        await connection.close()
    return found


async def test_the_app_serves_works_and_backs_up_without_the_right_to_change_the_schema(
    url: str, tmp_path: Path, feedback: Run
) -> None:
    app_url = as_user(url, APP)
    assert await migrate(app_url) == []
    async with running(make_settings(app_url, tmp_path)) as service:
        receipt = await service.submit()
        assert (receipt["status"], (await service.submit())["status"]) == ("SAVED", "SAVED")
        worker = Worker(app_url, jobs=make_jobs(NoReader("model_unavailable")))
        async with asyncio.timeout(30):
            await worker.run(until_empty=True)
        await note_beat()
        assert await worker_state() == "beats"
        assert len(await fetch("SELECT FROM analysis")) == 2
        reply = await service.ask_as_admin("{ feedbacks(first: 5) { totalCount } metrics { intake { saved } } }")
        assert reply.data["feedbacks"]["totalCount"] == 2
    backed_up = await feedback("backup", database_url=app_url)
    assert backed_up.returncode == 0, backed_up.stderr
    ddl = ["CREATE TABLE t (x int)", "DROP TABLE feedback", "ALTER TABLE feedback ADD x int", "TRUNCATE feedback"]
    ddl += ["CREATE INDEX i ON feedback (message)", "DELETE FROM aerich", "CREATE ROLE another"]
    assert await refused(app_url, *ddl) == ddl


async def test_analysts_read_feedback_and_neither_keys_nor_jobs_and_write_nothing(url: str) -> None:
    mine = as_user(url, ANALYTICS)
    assert await refused(mine, *(f"SELECT FROM {table}" for table in FOR_ANALYSTS)) == []
    others = [f"SELECT FROM {table}" for table in NOT_FOR_ANALYSTS]
    writes = ["UPDATE feedback SET is_read = true", "DELETE FROM session", "CREATE TABLE t (x int)"]
    assert await refused(mine, *others, *writes) == [*others, *writes]


async def test_somebody_has_decided_for_every_table_whether_analysts_read_it(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    tables = {row[0] for row in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    await connection.close()
    assert tables == {*FOR_ANALYSTS, *NOT_FOR_ANALYSTS}


async def test_what_cannot_be_granted_is_said_in_one_line(url: str, feedback: Run) -> None:
    with pytest.raises(RolesError, match="does not own the tables"):
        await give_rights(as_user(url, APP), app=APP, analytics=None)
    nobody = await feedback("roles", "--app", "no_such_role", database_url=url)
    shown = await feedback("roles", "--app", APP, "--analytics", ANALYTICS, "--show")
    assert shown.stdout.splitlines() == [f"{each};" for each in grants(app=APP, analytics=ANALYTICS)]
    assert (nobody.returncode, nobody.stderr.count("\n")) == (1, 1)
    assert "does not exist" in nobody.stderr


async def test_a_schema_behind_stops_the_app_with_the_way_out(
    url: str, feedback: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    await refused(as_user(url, OWNER), "DELETE FROM aerich WHERE version LIKE '7%'", "DROP TABLE upkeep")
    stopped = await feedback("migrate", database_url=as_user(url, APP))
    assert (stopped.returncode, stopped.stderr.count("\n")) == (1, 1)
    assert "run `feedback migrate` with the DATABASE_URL of the tables' owner first" in stopped.stderr


def test_a_role_with_a_strange_name_stays_a_name() -> None:
    assert grants(app='a"; DROP TABLE x; --', analytics=None)[0].endswith('TO "a""; DROP TABLE x; --"')
