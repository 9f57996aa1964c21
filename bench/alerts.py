"""Whether a Slack that hangs keeps receipts or analyses waiting.

    .venv/bin/python bench/alerts.py [--seconds 30] [--per-second 5]

Runs two services side by side, one with a Slack that answers at once and one with a Slack that never does, sends both
the same complaints in turns, and prints how long receipts and analyses took. Also measures how long a place among the
alerts of an hour takes to find, and how many feedbacks a second are looked at.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
from aiohttp import ClientSession

from graphql_api.alerts.evaluate import Evaluation
from graphql_api.alerts.similar import no_vectors
from graphql_api.postgres.connect import connected, fetch
from graphql_api.postgres.embedded import EmbeddedPostgres
from graphql_api.postgres.migrate import migrate
from tests.alerts.complaints import DIFFERENT
from tests.alerts.peer import OK, Reaction, listening
from tests.alerts.stage import complain
from tests.client import SUBMIT
from tests.faults.programs import Program

LATENCIES = """
SELECT extract(epoch FROM analysis.created_at - feedback.created_at)::float8 * 1000 AS ms
FROM feedback JOIN analysis ON analysis.feedback_id = feedback.id
"""
NEVER = Reaction(after_seconds=600)
OPEN_ALERTS = 1_000
OTHER_ALERT = """
WITH raised AS (
    INSERT INTO alert (id, rule, severity, status, topic, count, people, told_count, window_ends_at, created_at)
    VALUES (gen_random_uuid(), 'COMPLAINT', 'LOW', 'OPEN', 'BUG', 1, 1, 1, now() + interval '1 hour', now())
    RETURNING id
)
INSERT INTO alert_feedback (alert_id, feedback_id, rule, text_hash, embedding, created_at)
SELECT id, $1, 'COMPLAINT', sha256(uuid_send($1)),
       (SELECT array_agg(random() - 0.5) FROM generate_series(1, 384))::real[]::vector, now()
FROM raised
"""


@dataclass
class Side:
    """One of the two services."""

    name: str
    program: Program
    url: str
    receipts_ms: list[float] = field(default_factory=list)

    async def submit(self, session: ClientSession, number: int) -> None:
        """One complaint, timed."""
        message = f"{DIFFERENT[number % len(DIFFERENT)][0]} ({number})"
        body = {"query": SUBMIT, "variables": {"input": {"sessionId": f"s{number}", "message": message}}}
        began = time.perf_counter()
        async with session.post(f"{self.program.url}/graphql", json=body) as response:
            answer = await response.json()
        assert answer["data"]["submitFeedback"]["status"] == "SAVED", answer
        self.receipts_ms.append((time.perf_counter() - began) * 1000)

    async def analyses_ms(self, count: int) -> list[float]:
        """How long each took from its receipt, once all are there."""
        connection = await asyncpg.connect(self.url)
        try:
            while len(rows := await connection.fetch(LATENCIES)) < count:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.1)
        finally:
            await connection.close()
        return [row["ms"] for row in rows]


def row(name: str, what: str, values: list[float]) -> str:
    """A line of the table."""
    cuts = statistics.quantiles(values, n=20)
    return f"| {name} | {what} | {len(values)} | {statistics.median(values):.0f} | {cuts[18]:.0f} | {max(values):.0f} |"


async def side_by_side(server: EmbeddedPostgres, folder: Path, seconds: float, per_second: float) -> None:
    """Measure both services at the same time."""
    async with AsyncExitStack() as stack:
        sides = []
        for name, reaction in (("Slack answers", OK), ("Slack hangs", NEVER)):
            peer = await stack.enter_async_context(listening())
            peer.always = reaction
            database = name.replace(" ", "_").lower()
            url = await new_database(server, database)
            place = folder / database
            place.mkdir()
            options = {
                "SLACK_WEBHOOK_URL": peer.url,
                "ALERT_ALLOW_PRIVATE_NETWORKS": "true",
                "WORKER_IN_PROCESS": "true",
            }
            program = Program("serve", place, url, **options)
            await program.start()
            stack.push_async_callback(program.stop)
            sides.append(Side(name, program, url))
        session = await stack.enter_async_context(ClientSession())
        for side in sides:
            await side.submit(session, 0)
            await side.analyses_ms(1)
            side.receipts_ms.clear()
        number = 0
        for number in range(1, int(seconds * per_second) + 1):
            # Turns, so that neither is always first.
            for side in sides[:: 1 if number % 2 else -1]:
                await side.submit(session, number)
            await asyncio.sleep(1 / per_second)
        print("| | ms | number | median | p95 | worst |\n|---|---|---:|---:|---:|---:|")
        for side in sides:
            print(row(side.name, "receipt", side.receipts_ms))
            print(row(side.name, "analysed after", await side.analyses_ms(number + 1)))


async def evaluating(server: EmbeddedPostgres) -> None:
    """Measure the database's part of looking at a feedback, with many alerts open."""
    url = await new_database(server, "evaluating")

    async def embed(_text: str) -> str:
        return "[" + ",".join(["0.05"] * 384) + "]"

    async with connected(url):
        for name, evaluation, others in (
            ("equal texts only", Evaluation(no_vectors), 0),
            (f"vectors, {OPEN_ALERTS:,} other alerts open", Evaluation(embed), OPEN_ALERTS),
        ):
            for _ in range(others):
                await fetch(OTHER_ALERT, await complain())
            ids = [await complain("x" * (number + 1)) for number in range(300)]
            began = time.perf_counter()
            await asyncio.gather(*(evaluation.evaluate(id_) for id_ in ids))
            print(f"{name}: {len(ids) / (time.perf_counter() - began):.0f} feedbacks a second")


async def new_database(server: EmbeddedPostgres, name: str) -> str:
    """A migrated database."""
    connection = await asyncpg.connect(server.dsn("postgres"))
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    await migrate(server.dsn(name))
    return server.dsn(name)


async def measure(options: argparse.Namespace) -> None:
    """Everything, on a database server of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="feedback-bench-", ignore_cleanup_errors=True) as folder,
        EmbeddedPostgres(Path(folder) / "postgres") as server,
    ):
        await side_by_side(server, Path(folder), options.seconds, options.per_second)
        await evaluating(server)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--per-second", type=float, default=5)
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
