"""Waiting until what was imported is analysed, and helping with it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from graphql_api.analysis.chain import Analyzer
from graphql_api.jobs.queue import JobKind
from graphql_api.postgres.connect import fetch
from graphql_api.tasks.reading import make_jobs
from graphql_api.worker import Worker

LOOK_EVERY_SECONDS = 0.25

# A job that was given up is held under another status: nobody waits for it.
WAITING = """
SELECT count(*) AS waiting, max(id) AS last FROM pgqueuer
WHERE entrypoint = $1 AND status IN ('queued', 'picked') AND id <= coalesce($2, id)
"""

READ = """
SELECT count(*) AS total, count(*) FILTER (WHERE analysis.method <> 'NONE') AS analysed
FROM feedback LEFT JOIN analysis ON analysis.feedback_id = feedback.id AND analysis.is_current
WHERE feedback.created_at = $1
"""


@dataclass(frozen=True)
class Backlog:
    """The analyses that wait: how many, and the id of the last one's job."""

    waiting: int
    last: int | None


@dataclass(frozen=True)
class Reading:
    """How much was analysed, by whatever method, and how much could not be."""

    analysed: int
    unread: int


async def backlog(up_to: int | None = None) -> Backlog:
    """The analyses that wait now, of the jobs up to an id."""
    (row,) = await fetch(WAITING, JobKind.ANALYZE.value, up_to)
    return Backlog(row["waiting"], row["last"])


async def analyze_backlog(url: str, found: Backlog, analyzer: Analyzer, show_waiting: Callable[[int], None]) -> None:
    """Run a worker beside those that may run elsewhere, until none of the backlog waits."""
    worker = Worker(url, jobs=make_jobs(analyzer))
    working = asyncio.create_task(worker.run())
    try:
        while not working.done():
            await asyncio.wait({working}, timeout=LOOK_EVERY_SECONDS)
            left = await backlog(found.last)
            show_waiting(left.waiting)
            if not left.waiting:
                break
    finally:
        worker.stop()
        await working


async def count_read(accepted_at: datetime) -> Reading:
    """How far the feedback is analysed that was accepted at exactly this moment."""
    (row,) = await fetch(READ, accepted_at)
    return Reading(row["analysed"], row["total"] - row["analysed"])
