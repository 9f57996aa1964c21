"""What admins ask for, at 10,000 feedbacks and at 1,000,000 side by side.

    .venv/bin/python bench/million.py [--rows 1000000] [--rounds 30] [--only search] [--folder FOLDER]

Loads both into an embedded PostgreSQL of its own (some five minutes and 3 GB, gone afterwards unless a folder is named,
where the next run finds them), starts a service on each, and asks both in turn over HTTP, so that a noisy machine is
noisy for both. Prints in milliseconds the median and the least time of each, and the processor time that its service
and database took for an answer, and the ratios of these; then whether any of it read the table of feedback from end to
end; exits with 1 if so.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import psutil
from aiohttp import ClientSession

from bench.rows import SPAN_DAYS, load, word
from graphql_api.postgres.connect import connected
from graphql_api.postgres.embedded import EmbeddedPostgres
from graphql_api.postgres.migrate import migrate
from graphql_api.tallies import add_up_tallies
from tests.client import ADMIN
from tests.faults.programs import Program

SMALL = 10_000
WARM_UP = 3
WATCHED = "SELECT relname, seq_scan FROM pg_stat_user_tables WHERE relname IN ('feedback', 'analysis', 'answer_rating')"
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
# Longer than a connection keeps what it counted to itself.
SETTLE_SECONDS = 2.0

LIST = """
query ($filter: FeedbackFilter, $after: String, $last: Int, $orderBy: FeedbackOrder) {
  feedbacks(filter: $filter, after: $after, last: $last, orderBy: $orderBy) {
    edges { cursor node { id message category createdAt isRead
      analysis { ... on Analysis { sentiment topic confidence } ... on AnalysisPending { since } } } }
    pageInfo { hasNextPage }
  }
}
"""
ALERTS = """
query ($filter: AlertFilter) {
  alerts(filter: $filter) { edges { cursor node { id severity rule count createdAt } } pageInfo { hasNextPage } }
}
"""
ALERT_FILTERS: dict[str, dict[str, Any]] = {
    "all": {},
    "severity": {"severities": ["CRITICAL"]},
    "two severities": {"severities": ["CRITICAL", "HIGH"]},
    "rule": {"rules": ["SILENCE"]},
    "status": {"statuses": ["CLOSED"]},
    "status of none": {"statuses": ["OPEN"]},
    "not delivered": {"deliveryStatuses": ["FAILED"]},
    "delivered": {"deliveryStatuses": ["SENT"]},
}
COUNT = "query ($filter: FeedbackFilter) { feedbacks(first: 1, filter: $filter) { totalCount totalCountIsExact } }"
ANALYSIS = """
{ metrics { analysis(days: 366) { total alertRate fallbackRate cacheHitRate inputTokens costUsd
  sentiments { count } topics { count } confidences { count } methods { count } promptVersions { count }
  fallbackReasons { count } latency { p50 p95 p99 } } } }
"""
FIGURES = {
    "cleanup preview": "{ cleanupPreview(retentionDays: 30) { submissions screenshots oldestAt } }",
    "prompt comparison": "{ promptComparison(days: 7) { version count alertRate p95LatencyMs } }",
    "metrics storage": "{ metrics { storage { totalSubmissions submissionsLast24Hours submissionsMb "
    "largestSubmissionKb } } }",
    "metrics analysis": ANALYSIS,
    "metrics spend": "{ metrics { spend { costUsd answers } } }",
    "metrics alerts": "{ metrics { alerts { raised { count } channels { name } } } }",
    "metrics queue": "{ metrics { queue { depth running failed oldestSeconds } } }",
    "metrics daily": "{ metrics { daily(days: 90) { day submissions alerted sentiments { count } } } }",
}


def filters() -> dict[str, dict[str, Any]]:
    """Every filter alone, those that are often asked for together, and the awkward ones."""
    old = datetime.now(UTC) - timedelta(days=SPAN_DAYS / 2)
    week = {"from": (old - timedelta(days=7)).isoformat(), "to": old.isoformat()}
    alone: dict[str, dict[str, Any]] = {
        "all": {},
        "category": {"categories": ["UX"]},
        "two categories": {"categories": ["UX", "BUG"]},
        "sentiment": {"sentiments": ["NEGATIVE"]},
        "two sentiments": {"sentiments": ["NEGATIVE", "MIXED"]},
        "topic": {"topics": ["GENERAL"]},
        "confidence": {"confidences": ["LOW"]},
        "method": {"methods": ["ML"]},
        "method of none": {"methods": ["NONE"]},
        "prompt version": {"promptVersions": ["v2"]},
        "rating": {"ratings": ["DOWN"]},
        "both ratings": {"ratings": ["UP", "DOWN"]},
        "alerted": {"alerted": True},
        "read": {"isRead": True},
        "unread": {"isRead": False},
        "archived": {"isArchived": True},
        "session": {"sessionId": "session-77"},
        "common tag": {"tags": ["web"]},
        "rare tag": {"tags": ["api"]},
        "tag of none": {"tags": ["nothing"]},
        "a week": {"createdAt": week},
        "picture": {"hasScreenshot": True},
        "no picture": {"hasScreenshot": False},
    }
    words: dict[str, dict[str, Any]] = {
        "search common": {"search": word(2)},
        "search frequent": {"search": word(30)},
        "search medium": {"search": word(300)},
        "search rare": {"search": word(5_000)},
        "search none": {"search": "xyzzy"},
        "search two common": {"search": f"{word(2)} {word(5)}"},
        "search phrase": {"search": f'"{word(1)} {word(2)}"'},
        "search or": {"search": f"{word(300)} or {word(5_000)}"},
        "search without": {"search": f"{word(2)} -{word(5)}"},
    }
    pairs = [
        ("unread", "archived"),
        ("unread", "sentiment"),
        ("unread", "alerted"),
        ("unread", "category"),
        ("sentiment", "topic"),
        ("sentiment", "confidence"),
        ("topic", "a week"),
        ("sentiment", "a week"),
        ("rating", "sentiment"),
        ("picture", "sentiment"),
        ("no picture", "alerted"),
        ("archived", "topic", "rare tag"),
        ("search common", "sentiment"),
        ("search medium", "sentiment"),
        ("search rare", "sentiment"),
        ("search common", "unread"),
        ("search medium", "unread"),
        ("search medium", "rare tag"),
        ("search common", "a week"),
        ("search medium", "a week"),
    ]
    known = alone | words
    together = {" + ".join(pair): {k: v for name in pair for k, v in known[name].items()} for pair in pairs}
    return known | together


@dataclass(frozen=True)
class Question:
    """A request that is timed."""

    name: str
    query: str
    variables: Mapping[str, Any]


def questions() -> list[Question]:
    """All that is asked of both."""
    lists = [Question(f"list: {name}", LIST, {"filter": each}) for name, each in filters().items()]
    medium = {"search": word(300)}
    ways = [
        Question("list: last page", LIST, {"last": 20}),
        Question("list: oldest first", LIST, {"orderBy": "CREATED_AT_ASC"}),
        Question("list: search medium, oldest first", LIST, {"filter": medium, "orderBy": "CREATED_AT_ASC"}),
    ]
    counts = [Question(f"count: {name}", COUNT, {"filter": each}) for name, each in filters().items()]
    alerts = [Question(f"alerts: {name}", ALERTS, {"filter": each}) for name, each in ALERT_FILTERS.items()]
    return [*lists, *ways, *alerts, *counts, *(Question(name, query, {}) for name, query in FIGURES.items())]


async def seconds(session: ClientSession, url: str, question: Question) -> float:
    """How long an answer takes, if only to say that it would take too long."""
    body = {"query": question.query, "variables": question.variables}
    began = time.perf_counter()
    async with session.post(f"{url}/graphql", json=body, headers=ADMIN) as response:
        answer = await response.json(content_type=None)
    taken = time.perf_counter() - began
    if any(error["extensions"]["code"] != "LIMITED" for error in answer.get("errors", ())):
        raise SystemExit(f"{question.name}: {answer['errors']}")
    return taken


async def compare(question: Question, urls: tuple[str, str], rounds: int) -> tuple[list[float], list[float]]:
    """How long answers of both took, in milliseconds, asked in turn."""
    taken: tuple[list[float], list[float]] = ([], [])
    async with ClientSession() as session:
        for round_ in range(WARM_UP + rounds):
            for place, url in enumerate(urls):
                spent = await seconds(session, url, question)
                if round_ >= WARM_UP:
                    taken[place].append(spent * 1000)
    return taken


@dataclass(frozen=True)
class Processes:
    """A service and its connections' processes in the database, and what they have computed."""

    program: Program
    connection: asyncpg.Connection

    async def seconds(self) -> float:
        """Processor time so far, in steps of a hundredth: other than the clock's, it is of nobody else."""
        rows = await self.connection.fetch(BACKENDS)
        return sum(_processor_seconds(pid) for pid in (self.program.pid, *(row["pid"] for row in rows)))


def _processor_seconds(pid: int) -> float:
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


async def scans(url: str) -> dict[str, int]:
    """How often each table was read from end to end so far."""
    await asyncio.sleep(SETTLE_SECONDS)
    connection = await asyncpg.connect(url)
    try:
        return {row["relname"]: row["seq_scan"] for row in await connection.fetch(WATCHED)}
    finally:
        await connection.close()


async def make(server: EmbeddedPostgres, name: str, rows: int) -> str:
    """A database with so many feedbacks; its address."""
    url = server.dsn(name)
    connection = await asyncpg.connect(server.dsn("postgres"))
    is_there = await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name)
    if not is_there:
        await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    await migrate(url)
    if not is_there:
        began = time.monotonic()
        await load(url, rows)
        print(f"{rows:>9,} feedbacks loaded in {time.monotonic() - began:.0f} s", flush=True)
    # As a worker does every ten seconds.
    async with connected(url, is_patient=True):
        await add_up_tallies()
    return url


async def ask(sides: tuple[Processes, Processes], options: argparse.Namespace) -> None:
    """Ask everything of both and print the table."""
    print(f"\n| asked | {SMALL:,}: median, least, CPU | {options.rows:,}: median, least, CPU | ratios |")
    print("|---|---|---|---|")
    urls = (sides[0].program.url, sides[1].program.url)
    for question in questions():
        if options.only and options.only not in question.name:
            continue
        before = [await side.seconds() for side in sides]
        taken = await compare(question, urls, options.rounds)
        spent = [await side.seconds() - so_far for side, so_far in zip(sides, before, strict=True)]
        small, large = (
            (statistics.median(each), min(each), 1000 * seconds_ / (WARM_UP + options.rounds))
            for each, seconds_ in zip(taken, spent, strict=True)
        )
        ratios = [much / little if little else 1.0 for little, much in zip(small, large, strict=True)]
        cells = (", ".join(f"{each:.1f}" for each in figures) for figures in (small, large))
        print(f"| {question.name} | {' | '.join(cells)} | {', '.join(f'{each:.2f}' for each in ratios)} |", flush=True)


async def measure(options: argparse.Namespace, folder: Path) -> bool:
    """Load, ask, and tell whether every answer came by an index."""
    with EmbeddedPostgres(folder / "postgres") as server:
        urls = (await make(server, "small", SMALL), await make(server, "large", options.rows))
        places = (folder / "small", folder / "large")
        for place in places:
            place.mkdir(exist_ok=True)
        programs = (Program("serve", places[0], urls[0]), Program("serve", places[1], urls[1]))
        try:
            for program in programs:
                await program.start()
            before = await scans(urls[1])
            looking = [await asyncpg.connect(url) for url in urls]
            await ask((Processes(programs[0], looking[0]), Processes(programs[1], looking[1])), options)
            for connection in looking:
                await connection.close()
            after = await scans(urls[1])
        finally:
            for program in programs:
                await program.stop()
    read = {table: after[table] - before[table] for table in after}
    print("read from end to end: " + ", ".join(f"{table} {number} times" for table, number in sorted(read.items())))
    return read["feedback"] == 0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--only", help="a part of names: `search`, `count`, `metrics`")
    parser.add_argument("--folder", type=Path, help="where what is loaded is kept for another run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="feedback-million-", ignore_cleanup_errors=True) as folder:
        raise SystemExit(not asyncio.run(measure(options, options.folder or Path(folder))))


if __name__ == "__main__":
    main()
