"""What counting along costs submissions.

    .venv/bin/python bench/counting.py [--rounds 6] [--seconds 4]

Two services on two databases of one PostgreSQL: one as it is, one without what figures need (triggers, sizes and their
indexes). Both take submissions in turn, from 64 connections at once, so that a noisy machine is noisy for both. Prints
submissions per second and the ratio of the medians; then the same for the AI's analyses, of which most is counted,
written as the worker writes them.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import uuid4

import asyncpg
from aiohttp import ClientSession, TCPConnector

from graphql_api.postgres.embedded import EmbeddedPostgres
from graphql_api.postgres.migrate import migrate
from tests.client import ADMIN, SUBMIT
from tests.faults.programs import Program

CONNECTIONS = 64
WITHOUT = """
DROP TRIGGER feedback_tallied_insert ON feedback; DROP TRIGGER feedback_tallied_update ON feedback;
DROP TRIGGER answer_rating_tallied_insert ON answer_rating; DROP TRIGGER answer_rating_tallied_update ON answer_rating;
DROP TRIGGER analysis_tallied_insert ON analysis; DROP TRIGGER analysis_tallied_update ON analysis;
DROP INDEX analysis_moment, answer_rating_moment, feedback_size, answer_rating_size;
ALTER TABLE feedback DROP COLUMN size_bytes; ALTER TABLE answer_rating DROP COLUMN size_bytes
"""
REPLACE = "UPDATE analysis SET is_current = false WHERE feedback_id = $1 AND is_current"
ANALYSE = """
INSERT INTO analysis (feedback_id, feedback_created_at, is_current, text_hash, sentiment, topic, topics, confidence,
                      confidence_score, alert_triggered, method, prompt_version, cached, latency_ms, input_tokens,
                      output_tokens, cost_usd, created_at)
VALUES ($1, $2, true, sha256('x'), 'NEGATIVE', 'BUG', '[]', 'HIGH', 0.9, true, 'AI', 'v2', false, 1200, 300, 40, 0.0004,
        now())
"""


async def submissions_per_second(program: Program, url: str, seconds: float) -> float:
    """How many submissions get a receipt in a second."""
    deadline = time.monotonic() + seconds

    async def submit(session: ClientSession) -> int:
        kept = 0
        while time.monotonic() < deadline:
            key = str(uuid4())
            message = f"The export of report {key[:8]} crashes after a minute, and the page stays blank."
            given = {"sessionId": key[:4], "submissionKey": key, "message": message, "tags": ["export"]}
            body = {"query": SUBMIT, "variables": {"input": given}}
            async with session.post(f"{program.url}/graphql", json=body, headers=ADMIN) as response:
                answer = await response.json(content_type=None)
            kept += answer["data"]["submitFeedback"].get("status") == "SAVED"
        return kept

    began = time.monotonic()
    async with ClientSession(connector=TCPConnector(limit=CONNECTIONS)) as session:
        kept = await asyncio.gather(*(submit(session) for _ in range(CONNECTIONS)))
    return sum(kept) / (time.monotonic() - began)


async def analyses_per_second(_program: Program, url: str, seconds: float) -> float:
    """How many findings can be kept in a second, each in a transaction of its own, four at a time."""
    deadline = time.monotonic() + seconds
    async with asyncpg.create_pool(url, min_size=4, max_size=4) as pool:
        rows = await pool.fetch("SELECT id, created_at FROM feedback ORDER BY random() LIMIT 20000")
        waiting = iter(rows)

        async def analyse() -> int:
            kept = 0
            for row in waiting:
                if time.monotonic() > deadline:
                    break
                async with pool.acquire() as connection, connection.transaction():
                    await connection.execute(REPLACE, row["id"])
                    await connection.execute(ANALYSE, row["id"], row["created_at"])
                kept += 1
            return kept

        began = time.monotonic()
        return sum(await asyncio.gather(*(analyse() for _ in range(4)))) / (time.monotonic() - began)


Measure = Callable[[Program, str, float], Awaitable[float]]


async def compare(
    name: str, measure: Measure, programs: list[Program], urls: list[str], options: argparse.Namespace
) -> None:
    """Measure both in turn, and print the medians."""
    figures: list[list[float]] = [[], []]
    for round_ in range(options.rounds + 1):
        for place in (0, 1) if round_ % 2 else (1, 0):
            figure = await measure(programs[place], urls[place], options.seconds)
            if round_:
                figures[place].append(figure)
    medians = [statistics.median(each) for each in figures]
    ratios = sorted(with_ / without for with_, without in zip(*figures, strict=True))
    print(
        f"{name}: {medians[0]:.0f} per second counting along, {medians[1]:.0f} without; ratio"
        f" {statistics.median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f})",
        flush=True,
    )


async def measure(options: argparse.Namespace, folder: Path) -> None:
    """Start both and compare them."""
    with EmbeddedPostgres(folder / "postgres") as server:
        urls, programs = [], []
        for name in ("counting", "plain"):
            connection = await asyncpg.connect(server.dsn("postgres"))
            await connection.execute(f"CREATE DATABASE {name}")
            await connection.close()
            urls.append(server.dsn(name))
            await migrate(urls[-1])
            (folder / name).mkdir()
            programs.append(Program("serve", folder / name, urls[-1]))
        connection = await asyncpg.connect(urls[1])
        await connection.execute(WITHOUT)
        await connection.close()
        try:
            for program in programs:
                await program.start()
            await compare("submissions", submissions_per_second, programs, urls, options)
            await compare("analyses", analyses_per_second, programs, urls, options)
        finally:
            for program in programs:
                await program.stop()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=4)
    with tempfile.TemporaryDirectory(prefix="feedback-counting-", ignore_cleanup_errors=True) as folder:
        asyncio.run(measure(parser.parse_args(), Path(folder)))


if __name__ == "__main__":
    main()
