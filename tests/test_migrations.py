"""Migrations are forever: they run up and down, in any race, and give exactly the schema that the models describe."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from aerich import Command
from tortoise import Tortoise
from tortoise.utils import get_schema_sql

from graphql_api.postgres.binaries import find_programs
from graphql_api.postgres.connect import connected, tortoise_config
from graphql_api.postgres.migrate import MIGRATIONS, migrate, migration_files, pending_migrations
from graphql_api.postgres.owner import Owner
from models.ddl import BEFORE_THE_ORM, BEYOND_THE_ORM

ROOT = Path(__file__).parents[1]
FILES = migration_files()


async def test_migrating_runs_every_file_once(empty_database_url: str) -> None:
    assert await pending_migrations(empty_database_url) == FILES
    assert await migrate(empty_database_url) == FILES
    assert await migrate(empty_database_url) == []
    assert await pending_migrations(empty_database_url) == []


async def test_several_starts_at_once_migrate_once(empty_database_url: str) -> None:
    code = (
        "import asyncio, sys\nfrom graphql_api.postgres.migrate import migrate\n"
        "print(asyncio.run(migrate(sys.argv[1])))"
    )
    starts = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, empty_database_url, stdout=asyncio.subprocess.PIPE, cwd=ROOT
        )
        for _ in range(4)
    ]
    printed = [(await start.communicate())[0].decode().strip() for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0, 0]
    assert sorted(printed) == sorted([str(FILES), "[]", "[]", "[]"])


async def test_every_migration_goes_down_and_up_again(empty_database_url: str) -> None:
    await migrate(empty_database_url)
    before = dump(empty_database_url)
    async with connected(empty_database_url):
        command = Command(tortoise_config(empty_database_url), location=str(MIGRATIONS))
        await command.init()
        for _ in FILES:
            await command.downgrade(-1, delete=False)
    left = dump(empty_database_url)
    assert [line for line in left.splitlines() if line.startswith("CREATE TABLE")] == ["CREATE TABLE public.aerich ("]
    await migrate(empty_database_url)
    assert dump(empty_database_url) == before


async def test_migrated_and_model_built_schemas_agree(database_url: str, empty_database_url: str) -> None:
    async with connected(empty_database_url):
        tables = get_schema_sql(Tortoise.get_connection("default"), safe=False)
    connection = await asyncpg.connect(empty_database_url)
    for sql in (*BEFORE_THE_ORM, tables, *BEYOND_THE_ORM, queue_sql()):
        await connection.execute(sql)
    await connection.close()
    assert dump(database_url) == dump(empty_database_url)


def test_no_model_change_lacks_its_migration(tmp_path: Path) -> None:
    for name in ("graphql_api", "models", "migrations", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    subprocess.run(
        [Path(sys.executable).with_name("aerich"), "migrate", "--offline", "--no-input"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        check=True,
        capture_output=True,
    )
    assert {path.name for path in (tmp_path / "migrations" / "models").glob("[0-9]*.py")} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_migration_says_how_to_go_back(name: str) -> None:
    text = (MIGRATIONS / "models" / name).read_text()
    assert "async def downgrade" in text
    assert "DROP" in text


def queue_sql() -> str:
    """What the queue's library wants its tables to be."""
    command = [str(Path(sys.executable).with_name("pgq")), "sql", "install"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def dump(url: str) -> str:
    """The schema as pg_dump prints it, without what differs between two runs."""
    programs = find_programs(Owner(os.geteuid(), os.getegid(), ""))
    printed = subprocess.run(
        [programs / "pg_dump", "--schema-only", "--no-owner", "--exclude-table-data=*", url],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    lines = [
        line for line in printed.splitlines() if line and not line.startswith(("--", "\\restrict", "\\unrestrict"))
    ]
    return re.sub(r"^(CREATE TABLE [^\n]*\n)(.*?)(?=^\);)", _in_order, "\n".join(lines), flags=re.DOTALL | re.MULTILINE)


def _in_order(table: re.Match[str]) -> str:
    """Columns by name: one that a migration adds comes last, and means the same."""
    return table[1] + "\n".join(sorted(line.rstrip(",") for line in table[2].splitlines())) + "\n"
