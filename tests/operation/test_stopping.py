"""Stopping, and changing versions, without a lost request."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from tests.client import SUBMIT
from tests.faults.conftest import database
from tests.faults.database import SERVICE, Database
from tests.faults.programs import Program
from tests.operation.balancer import Balancer

__all__ = ["database"]
CLIENTS = 8
# DESIGN: a stop takes at most 20 s; one in which nothing is under way takes the drain and little more.
LONGEST_STOP_SECONDS = 20.0
SUBMIT_AND_WAIT = """mutation ($input: SubmitFeedbackInput!) { submitFeedback(input: $input) {
    ... on SubmitFeedbackSuccess { feedback { analysis { __typename } } } } }"""
READ_OR_WAITING = """
SELECT (SELECT count(*) FROM pgqueuer WHERE payload = uuid_send(feedback.id) AND entrypoint = 'ANALYZE')
       + (SELECT count(*) FROM analysis WHERE feedback_id = feedback.id) AS times
FROM feedback
"""


@dataclass
class Crowd:
    """Clients that submit one after the other, and what they were answered with."""

    url: str
    keeps_connections: bool
    answers: Counter[str] = field(default_factory=Counter)
    receipts: list[str] = field(default_factory=list)
    _is_over: bool = False

    @asynccontextmanager
    async def submitting(self) -> AsyncIterator["Crowd"]:
        """They submit while the block runs."""
        connector = TCPConnector(limit=0, force_close=not self.keeps_connections)
        async with ClientSession(connector=connector, timeout=ClientTimeout(total=30)) as session:
            clients = [asyncio.create_task(self._submit(session, number)) for number in range(CLIENTS)]
            try:
                yield self
            finally:
                self._is_over = True
                await asyncio.gather(*clients)

    async def _submit(self, session: ClientSession, number: int) -> None:
        while not self._is_over:
            key = str(uuid4())
            given = {"sessionId": f"s-{number}", "submissionKey": key, "message": "It broke again."}
            try:
                async with session.post(
                    f"{self.url}/graphql", json={"query": SUBMIT, "variables": {"input": given}}
                ) as answer:
                    result = (await answer.json())["data"]["submitFeedback"]
                self.answers[result.get("status", result["__typename"])] += 1
                self.receipts.append(key)
            except (ClientError, OSError, TimeoutError) as error:
                self.answers[type(error).__name__] += 1
            await asyncio.sleep(0.01)


async def stored(database: Database) -> set[str]:
    async with database.administering(SERVICE) as connection:
        return {str(row["submission_key"]) for row in await connection.fetch("SELECT submission_key FROM feedback")}


async def until_submitted(crowds: list[Crowd], number: int) -> None:
    async with asyncio.timeout(30):
        while not all(crowd.answers["SAVED"] >= number for crowd in crowds):
            await asyncio.sleep(0.02)


async def test_a_stop_under_load_says_so_first_and_fails_no_request_that_had_begun(
    database: Database, tmp_path: Path
) -> None:
    settings = {"DRAIN_SECONDS": "3", "ANALYSIS_WAIT_MS": "4000", "WORKER_IN_PROCESS": "true", "WORKERS": "2"}
    server = Program("serve", tmp_path, database.url(), **settings)
    crowds = [Crowd(server.url, keeps_connections=keeps) for keeps in (True, False)]
    try:
        await server.start()
        async with ClientSession() as session:
            async with crowds[0].submitting(), crowds[1].submitting():
                await until_submitted(crowds, 20)
                began = time.monotonic()
                server.signal_to_stop()
                said = await until_draining(session, server.url)
                await until_submitted(crowds, min(crowd.answers["SAVED"] for crowd in crowds) + 10)
            # These wait for an analysis that does not come, until after the server has stopped listening.
            slow = [asyncio.create_task(submit_and_wait(session, server.url)) for _ in range(4)]
            answered = await asyncio.gather(*slow)
            await server.ended()
            took = time.monotonic() - began
    finally:
        await server.kill()
    assert said["ready"] is False
    assert [crowd.answers.keys() for crowd in crowds] == [{"SAVED"}, {"SAVED"}], crowds
    assert set(answered) <= {"AnalysisPending", "Analysis"}
    assert took < LONGEST_STOP_SECONDS
    assert {*crowds[0].receipts, *crowds[1].receipts} <= await stored(database)
    async with database.administering(SERVICE) as connection:
        assert {row["times"] for row in await connection.fetch(READ_OR_WAITING)} == {1}


async def until_draining(session: ClientSession, url: str) -> dict[str, object]:
    """What /ready says as soon as it says 503. Both processes are told by the first, half a second later."""
    async with asyncio.timeout(10):
        while True:
            async with session.get(f"{url}/ready") as answer:
                said: dict[str, object] = await answer.json()
            if answer.status == 503:
                return said
            await asyncio.sleep(0.02)


async def submit_and_wait(session: ClientSession, url: str) -> str:
    given = {"sessionId": "slow", "message": "It broke again."}
    body = {"query": SUBMIT_AND_WAIT, "variables": {"input": given}}
    async with session.post(f"{url}/graphql", json=body) as answer:
        return str((await answer.json())["data"]["submitFeedback"]["feedback"]["analysis"]["__typename"])


async def test_a_rolling_restart_loses_no_request(database: Database, tmp_path: Path) -> None:
    servers = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        servers.append(Program("serve", tmp_path / name, database.url(), DRAIN_SECONDS="1.5"))
    crowd: Crowd | None = None
    try:
        await asyncio.gather(*(server.start() for server in servers))
        async with Balancer([server.url for server in servers]).running() as balancer:
            for server in servers:
                await balancer.until(server.url, is_ready=True)
            crowd = Crowd(balancer.url, keeps_connections=False)
            async with crowd.submitting():
                for server in servers:
                    await until_submitted([crowd], crowd.answers["SAVED"] + 10)
                    server.signal_to_stop()
                    await server.ended()
                    await server.start()
                    await balancer.until(server.url, is_ready=True)
    finally:
        await asyncio.gather(*(server.kill() for server in servers))
    assert crowd.answers.keys() == {"SAVED"}, crowd.answers
    assert set(crowd.receipts) <= await stored(database)
