"""`feedback serve`, `worker` and `migrate`: what they bring up, and what they leave behind."""

import asyncio
import re
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import asyncpg
import pytest
from aiohttp import ClientSession

from graphql_api.cli import serving as commands
from graphql_api.postgres.durability import undurable_settings
from graphql_api.postgres.migrate import migration_files
from tests.cli.conftest import PROGRAMS, Run, run_program
from tests.client import SUBMIT, VISITOR
from tests.conftest import make_settings
from tests.relay import relay


def start(*arguments: str, folder: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(PROGRAMS / "feedback"), *arguments],
        env={"FEEDBACK_DATA_DIR": str(folder / "data"), "TMPDIR": str(folder), "LOG_LEVEL": "WARNING"} | environment,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(address: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(address, timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise TimeoutError(process.communicate(timeout=5)[1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_serving_shows_the_first_key_and_takes_the_embedded_database_down(tmp_path: Path) -> None:
    port = free_port()
    submitted = run_program(
        "feedback", "submit", "before", environment={"FEEDBACK_DATA_DIR": str(tmp_path / "data")}, folder=tmp_path
    )
    serving = start("serve", folder=tmp_path, PORT=str(port))
    wait_for(f"http://127.0.0.1:{port}/ready", serving)
    serving.send_signal(signal.SIGTERM)
    said, _ = serving.communicate(timeout=30)
    assert submitted.returncode == 0
    assert re.search(r"^Admin API key, shown this once: \S{20,}$", said, re.MULTILINE)
    assert serving.returncode == 128 + signal.SIGTERM
    assert not (tmp_path / "data" / "postgres" / "cluster" / "postmaster.pid").exists()


async def test_a_worker_beats_and_ends_when_told(database_url: str, tmp_path: Path) -> None:
    working = start("worker", folder=tmp_path, DATABASE_URL=database_url)
    beat = tmp_path / "feedback-worker.beat"
    deadline = time.monotonic() + 30
    while not beat.exists() and time.monotonic() < deadline:
        time.sleep(0.05)  # noqa: ASYNC251 - the worker is another process
    time.sleep(0.3)  # noqa: ASYNC251 - until it listens to signals
    working.send_signal(signal.SIGTERM)
    _, complaints = working.communicate(timeout=30)
    assert (working.returncode, complaints) == (0, "")


async def test_migrates_an_empty_database_once(feedback: Run, empty_database_url: str) -> None:
    first = await feedback("migrate", database_url=empty_database_url)
    again = await feedback("migrate", database_url=empty_database_url)
    assert first.stdout.splitlines() == [f"ran {name}" for name in migration_files()]
    assert (again.returncode, again.stdout) == (0, "the schema is at head\n")
    connection = await asyncpg.connect(empty_database_url)
    assert await connection.fetchval("SELECT count(*) FROM api_key") == 0
    await connection.close()


async def test_serving_without_its_database_queues_and_a_worker_brings_it_in(
    empty_database_url: str, tmp_path: Path
) -> None:
    port = free_port()
    nowhere = f"postgresql://postgres@127.0.0.1:{free_port()}/feedback"
    serving = start("serve", folder=tmp_path, PORT=str(port), DATABASE_URL=nowhere)
    try:
        await asyncio.to_thread(wait_for, f"http://127.0.0.1:{port}/ready", serving)
        body = {"query": SUBMIT, "variables": {"input": VISITOR}}
        async with ClientSession() as session, session.post(f"http://127.0.0.1:{port}/graphql", json=body) as answer:
            receipt = (await answer.json())["data"]["submitFeedback"]
    finally:
        serving.kill()
        await asyncio.to_thread(serving.communicate)
    assert receipt["status"] == "QUEUED"
    worker = start("worker", folder=tmp_path, DATABASE_URL=empty_database_url, ML_ENABLED="false")
    connection = await asyncpg.connect(empty_database_url)
    try:
        async with asyncio.timeout(30):
            while str(await kept_id(connection)) != receipt["id"]:
                await asyncio.sleep(0.1)
    finally:
        await connection.close()
        worker.send_signal(signal.SIGTERM)
        await asyncio.to_thread(worker.communicate)
    assert worker.returncode == 0


async def kept_id(connection: asyncpg.Connection) -> object:
    """The id of the only feedback; None while there is none, or no table."""
    if not await connection.fetchval("SELECT to_regclass('feedback') IS NOT NULL"):
        return None
    return await connection.fetchval("SELECT id FROM feedback")


async def test_serving_begins_without_a_key_when_the_database_goes_away_before_one_is_made(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with relay(database_url) as wire:
        here = asyncio.get_running_loop()

        async def then_cut(url: str) -> list[str]:
            names = await undurable_settings(url)
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(wire.cut(), here))
            return names

        monkeypatch.setattr(commands, "undurable_settings", then_cut)
        settings = make_settings(wire.url, tmp_path, api_key=None)
        assert await asyncio.to_thread(commands._first_key_if_there_is_a_database, settings) is None
