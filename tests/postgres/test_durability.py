"""A database that can lose what it has confirmed is recognised, and nobody serves with it unknowingly."""

import asyncio
import json
import signal
from pathlib import Path

import asyncpg
import pytest

from graphql_api.postgres.durability import undurable, undurable_settings
from tests.cli.conftest import run_program
from tests.cli.test_serving import free_port, start, wait_for

SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


async def alter_database(url: str, setting: str) -> None:
    connection = await asyncpg.connect(url)
    name = await connection.fetchval("SELECT current_database()")
    await connection.execute(f"ALTER DATABASE {name} SET {setting}")
    await connection.close()


@pytest.fixture
async def unsafe_url(empty_database_url: str) -> str:
    await alter_database(empty_database_url, "synchronous_commit = off")
    return empty_database_url


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({}, []),
        ({"fsync": "off"}, ["fsync"]),
        ({"full_page_writes": "off"}, ["full_page_writes"]),
        ({"full_page_writes": "off", "synchronous_commit": "off", "fsync": "off"}, list(SAFE)),
        *(({"synchronous_commit": value}, []) for value in ("local", "remote_write", "remote_apply")),
    ],
)
def test_what_can_lose_confirmed_rows_is_named(changes: dict[str, str], names: list[str]) -> None:
    assert undurable(SAFE | changes) == names


async def test_the_embedded_database_is_durable(empty_database_url: str) -> None:
    assert await undurable_settings(empty_database_url) == []


async def test_what_counts_is_what_a_new_connection_gets(empty_database_url: str) -> None:
    for value, names in (("off", ["synchronous_commit"]), ("local", [])):
        await alter_database(empty_database_url, f"synchronous_commit = {value}")
        assert await undurable_settings(empty_database_url) == names


async def test_an_unreachable_database_is_no_answer() -> None:
    with pytest.raises(ConnectionRefusedError):
        await undurable_settings("postgresql://nobody@127.0.0.1:1/nothing")


@pytest.mark.parametrize("command", ["serve", "worker"])
async def test_nobody_starts_with_a_database_that_can_lose_what_it_confirmed(
    unsafe_url: str, tmp_path: Path, command: str
) -> None:
    environment = {"DATABASE_URL": unsafe_url, "FEEDBACK_DATA_DIR": str(tmp_path / "data"), "PORT": str(free_port())}
    done = await asyncio.to_thread(
        run_program, "feedback", command, environment=environment | {"LOG_LEVEL": "WARNING"}, folder=tmp_path
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "feedback: a crash or a power cut could take acknowledged feedback: PostgreSQL has synchronous_commit off. "
        "Set to on there what is off, or ALLOW_UNSAFE_DATABASE=true to start all the same.\n"
    )


async def test_the_operator_can_allow_it_and_is_reminded(unsafe_url: str, tmp_path: Path) -> None:
    port = free_port()
    serving = start("serve", folder=tmp_path, DATABASE_URL=unsafe_url, PORT=str(port), ALLOW_UNSAFE_DATABASE="true")
    await asyncio.to_thread(wait_for, f"http://127.0.0.1:{port}/ready", serving)
    serving.send_signal(signal.SIGTERM)
    said, complaints = await asyncio.to_thread(serving.communicate, timeout=30)
    assert "Admin API key" in said
    assert any(json.loads(line).get("off") == ["synchronous_commit"] for line in complaints.splitlines())
