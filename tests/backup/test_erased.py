"""What was erased after a backup stays erased when that is restored, also when the restore is killed and done again."""

import asyncio
import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import asyncpg
import orjson
import pytest

from graphql_api.audit.record import COMMAND_LINE
from graphql_api.intake.entry import enter
from graphql_api.intake.identity import Identity
from graphql_api.intake.records import to_record
from graphql_api.intake.submission import Submission
from graphql_api.postgres.connect import connected, fetch
from graphql_api.retention.archive import ROOT, unpack
from graphql_api.retention.cleanup import clean_up
from graphql_api.settings import Settings
from graphql_api.tasks.picturing import make_spool, make_storage
from tests.cli.conftest import Run, feedback
from tests.make import make_feedback
from tests.retention.conftest import keys_under, no_originals

__all__ = ["feedback"]

NOW = datetime.now(UTC)
THEIRS, OTHERS = "someone-7f3a", "another-11"
NOTHING = dict.fromkeys(
    ("submissions", "screenshots", "spooled", "jobs", "archived", "exports", "archives_unreadable"), 0
)


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """The data folder that the command has."""
    return settings.model_copy(update={"feedback_data_dir": tmp_path / "data"})


@pytest.fixture
async def backup(feedback: Run, settings: Settings) -> str:
    """A backup of two sessions, each with a feedback in the database, one in an archive and one in the spool.

    One of them has been erased since.
    """
    storage, spool = make_storage(settings), make_spool(settings)
    async with connected(settings.database_url or "", pool_size=2):
        for session_id in (THEIRS, OTHERS):
            await make_feedback(session_id=session_id, created_at=NOW - timedelta(days=200))
        await clean_up(90, storage=storage, remove_originals=no_originals, actor=COMMAND_LINE)
        for session_id in (THEIRS, OTHERS):
            await make_feedback(session_id=session_id)
            waiting = enter(Submission(uuid4(), session_id, message="It broke."), Identity(b"s" * 32), NOW)
            await spool.append(to_record(waiting))
        await spool.close()
    made = await feedback("backup", "--json")
    erased = await feedback("erase", THEIRS, "--json")
    counts = {"submissions": 1, "archived": 1, "spooled": 1}
    assert json.loads(erased.stdout) == NOTHING | counts, erased.stderr
    return str(json.loads(made.stdout)["path"])


async def look(feedback: Run, settings: Settings) -> None:
    """Nothing of the one is anywhere, and everything of the other."""
    storage = make_storage(settings)
    (part,) = [unpack(await storage.get(key)) for key in await keys_under(storage, ROOT)]
    assert [orjson.loads(line)["session_id"] for line in part] == [OTHERS]
    files = [path for path in settings.feedback_data_dir.rglob("*") if path.is_file() and path.suffix != ".gz"]
    assert not [path for path in files if THEIRS.encode() in path.read_bytes() and "backup" not in path.parts[-2]]
    async with connected(settings.database_url or "", pool_size=2):
        assert await fetch("SELECT session_id FROM feedback") == [(OTHERS,)]
    assert (await make_spool(settings).status()).depth >= 1
    again = await feedback("erase", THEIRS, "--json")
    assert json.loads(again.stdout) == NOTHING


async def test_a_restore_of_something_older_brings_nothing_back(feedback: Run, settings: Settings, backup: str) -> None:
    restored = await feedback("restore", "--force", backup)
    assert restored.returncode == 0, restored.stderr
    await look(feedback, settings)


async def test_a_restore_that_was_killed_half_way_and_is_done_again_ends_the_same(
    feedback: Run, settings: Settings, backup: str, tmp_path: Path
) -> None:
    connection = await asyncpg.connect(settings.database_url)
    environment = os.environ | {
        "DATABASE_URL": settings.database_url or "",
        "FEEDBACK_DATA_DIR": str(tmp_path / "data"),
    }
    program = Path(sys.executable).with_name("feedback")
    running = await asyncio.create_subprocess_exec(
        program, "restore", "--force", backup, env=environment, cwd=tmp_path
    )  # fmt: skip
    # The database, and what it remembered of erasing, is gone, and not yet back.
    while await connection.fetchval("SELECT to_regclass('erased_session')"):
        await asyncio.sleep(0.002)
    running.send_signal(signal.SIGKILL)
    assert await running.wait() == -signal.SIGKILL
    await connection.close()
    restored = await feedback("restore", "--force", backup)
    assert restored.returncode == 0, restored.stderr
    await look(feedback, settings)
