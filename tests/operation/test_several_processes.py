"""`feedback serve` with two processes: one set of figures and one set of limits, whichever process answers."""

import asyncio
import os
import signal
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
from aiohttp import ClientError, ClientSession, TCPConnector
from prometheus_client.parser import text_string_to_metric_families

from graphql_api.cli.together import OwnSocket, serve_together
from tests.client import ADMIN, SUBMIT
from tests.faults.conftest import database
from tests.faults.database import Database
from tests.faults.programs import Program

__all__ = ["database"]
METRICS = "{ metrics { intake { accepted saved duplicates refused { reason count } } } }"


@asynccontextmanager
async def new_connections() -> AsyncIterator[ClientSession]:
    """Each request over one of its own, so that both processes get some."""
    async with ClientSession(connector=TCPConnector(force_close=True)) as session:
        yield session


async def samples(session: ClientSession, url: str) -> dict[str, float]:
    """What /metrics says, by name and labels."""
    async with session.get(f"{url}/metrics") as answer:
        families = text_string_to_metric_families(await answer.text())
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in families
        for sample in family.samples
    }


async def page(session: ClientSession, url: str, name: str) -> Any:
    async with session.get(f"{url}/{name}") as answer:
        return await answer.json()


async def ask(session: ClientSession, url: str, query: str, **variables: Any) -> Any:
    body = {"query": query, "variables": variables}
    async with session.post(f"{url}/graphql", json=body, headers=ADMIN if "metrics" in query else {}) as answer:
        return (await answer.json())["data"]


async def submit(session: ClientSession, url: str, number: int) -> str:
    submission = {"sessionId": f"s-{number}", "message": f"It failed {number} times."}
    result = (await ask(session, url, SUBMIT, input=submission))["submitFeedback"]
    return str(result.get("status") or result["__typename"])


async def settled(session: ClientSession, url: str, name: str, value: float) -> list[float]:
    """What ten askings say of a sample, once the processes have had the time to post."""
    async with asyncio.timeout(20):
        while True:
            said = [(await samples(session, url)).get(name, 0) for _ in range(10)]
            if said == [value] * 10:
                return said
            await asyncio.sleep(0.2)


async def test_figures_and_limits_are_those_of_all_processes_also_when_one_was_killed(
    database: Database, tmp_path: Path
) -> None:
    server = Program("serve", tmp_path, database.url(), WORKERS="2", SUBMISSIONS_PER_HOUR="20")
    try:
        await server.start()
        async with new_connections() as session:
            await settled(session, server.url, "feedback_processes", 2)
            assert min(await shares(server, connections=64)) > 8
            answers = Counter([await submit(session, server.url, number) for number in range(30)])
            assert answers == {"SAVED": 20, "RateLimited": 10}
            await settled(session, server.url, "feedback_submissions_total saved", 20)
            await settled(session, server.url, "feedback_refusals_total RATE_LIMITED", 10)
            found = await samples(session, server.url)
            assert sum(value for name, value in found.items() if name.startswith("feedback_accepted ")) == 20
            assert found["feedback_promises_kept"] == 1
            count = "feedback_request_seconds_count mutation ok graphql"
            assert found[count] == 30
            for _ in range(5):
                metrics = (await ask(session, server.url, METRICS))["metrics"]["intake"]
                assert (metrics["accepted"], metrics["saved"]) == (20, 20)
                assert metrics["refused"] == [{"reason": "RATE_LIMITED", "count": 10}]

            assert (await page(session, server.url, "health"))["parts"]["limits"] == "machine"
            assert (await page(session, server.url, "ready"))["migrations"] == "at head"
            victim = serving(server)[0]
            os.kill(victim.pid, signal.SIGKILL)
            await until_replaced(session, server, victim)
            await settled(session, server.url, "feedback_submissions_total saved", 20)
            await settled(session, server.url, "feedback_processes", 2)
            assert await submit(session, server.url, 31) == "RateLimited"

            await server.stop()
            await server.start()
            assert await submit(session, server.url, 32) == "RateLimited"
    finally:
        await server.stop()
    assert boards(tmp_path) == []


async def shares(server: Program, *, connections: int) -> list[int]:
    """How many of so many connections, made all at once, each process has."""
    port = urlsplit(server.url).port
    opened = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", port) for _ in range(connections)))
    async with asyncio.timeout(20):
        while sum(counted := [len(held(process, port)) for process in serving(server)]) < connections:
            await asyncio.sleep(0.05)
    for _, writer in opened:
        writer.close()
    return counted


def held(process: psutil.Process, port: int | None) -> list[Any]:
    connections = process.net_connections(kind="tcp")
    return [each for each in connections if each.status == psutil.CONN_ESTABLISHED and each.laddr.port == port]


# uvicorn leaves the socket that it could not bind to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", [socket.socket, OwnSocket])
def test_an_address_that_is_taken_is_not_shared(kind: type[socket.socket]) -> None:
    with kind() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SystemExit):
            serve_together("nothing:made", workers=2, host="127.0.0.1", port=taken.getsockname()[1])


def boards(folder: Path) -> list[Path]:
    return list(folder.glob("feedback-board-*"))


def serving(server: Program) -> list[psutil.Process]:
    """The processes that answer."""
    assert server._process is not None
    children = psutil.Process(server._process.pid).children()
    living = (child for child in children if child.status() != psutil.STATUS_ZOMBIE)
    return [child for child in living if "spawn_main" in " ".join(child.cmdline())]


async def until_replaced(session: ClientSession, server: Program, victim: psutil.Process) -> None:
    async with asyncio.timeout(30):
        while victim.is_running() and victim.status() != psutil.STATUS_ZOMBIE:
            await asyncio.sleep(0.05)
        while len(serving(server)) < 2:
            await asyncio.sleep(0.05)
        while True:
            try:
                async with session.get(f"{server.url}/ready") as answer:
                    if answer.status == 200:
                        return
            except ClientError:
                await asyncio.sleep(0.05)
