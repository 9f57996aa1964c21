"""Plain `aerich`, as operators know it, from the project's folder."""

import shutil
import subprocess
from pathlib import Path

import asyncpg

from graphql_api.postgres.migrate import MIGRATIONS, migration_files
from tests.cli.conftest import ROOT, run_program

FILES = migration_files()


def aerich(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run_program("aerich", *arguments, environment=environment, folder=ROOT)


async def test_upgrades_a_database_given_by_its_address(empty_database_url: str) -> None:
    upgraded = aerich("upgrade", DATABASE_URL=empty_database_url)
    assert upgraded.stdout.splitlines() == [f"Success upgrading to {name}" for name in FILES]
    assert aerich("heads", DATABASE_URL=empty_database_url).stdout == "No available heads.\n"
    assert aerich("history", DATABASE_URL=empty_database_url).stdout.splitlines() == FILES
    connection = await asyncpg.connect(empty_database_url)
    assert await connection.fetchval("SELECT count(*) FROM feedback") == 0
    await connection.close()


def test_brings_the_embedded_database_and_takes_it_down_again(tmp_path: Path) -> None:
    upgraded = aerich("upgrade", FEEDBACK_DATA_DIR=str(tmp_path))
    assert upgraded.returncode == 0, upgraded.stderr
    assert upgraded.stdout.count("Success") == len(FILES)
    assert not (tmp_path / "postgres" / "cluster" / "postmaster.pid").exists()


def test_comparing_models_with_migrations_needs_no_database(tmp_path: Path) -> None:
    # In a copy: where models and migrations differ, aerich writes a file.
    shutil.copytree(MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    compared = run_program(
        "aerich",
        *("migrate", "--offline", "--no-input"),
        environment={"FEEDBACK_DATA_DIR": str(tmp_path / "data")},
        folder=tmp_path,
    )
    assert (compared.returncode, compared.stdout) == (0, "No changes detected\n")
    assert not (tmp_path / "data").exists()


def test_says_in_one_line_what_is_wrong_with_a_setting() -> None:
    done = aerich("heads", DATABASE_URL="mysql://somewhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "aerich: DATABASE_URL is wrong: it takes an address like postgresql://user:password@host:5432/database; "
        "empty: embedded.\n"
    )
