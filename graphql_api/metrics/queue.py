"""What the worker has still to do."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime

import asyncpg
import strawberry
import structlog

from graphql_api.postgres.search import search

logger = structlog.get_logger(__name__)

# Waiting jobs are counted on the queue's own index of them; all others are few.
COUNT = """
SELECT entrypoint AS kind, 'queued' AS status, count(*) AS jobs,
    (SELECT min(execute_after) FROM pgqueuer AS due WHERE due.entrypoint = queued.entrypoint AND due.status = 'queued')
    AS oldest
FROM pgqueuer AS queued WHERE status = 'queued' GROUP BY entrypoint
UNION ALL
SELECT entrypoint, status::text, count(*), NULL FROM pgqueuer WHERE status IN ('picked', 'failed')
GROUP BY entrypoint, status
"""


@strawberry.type(description="The jobs of one kind.")
class JobCount:
    kind: str = strawberry.field(description="What is to be done: ANALYZE and the like. More may be added.")
    depth: int = strawberry.field(description="Jobs that wait, those for later included.")
    running: int = strawberry.field(description="Jobs that a worker has taken.")
    failed: int = strawberry.field(description="Jobs that were tried as often as they may be, and are held.")
    oldest_seconds: float | None = strawberry.field(
        description="How long the one that waits longest has been due; null where none is."
    )


@strawberry.type(description="What the worker has still to do.")
class QueueMetrics:
    depth: int = strawberry.field(description="Jobs that wait, those for later included.")
    running: int = strawberry.field(description="Jobs that a worker has taken.")
    failed: int = strawberry.field(
        description="Jobs that were tried as often as they may be, and are held until someone looks."
    )
    oldest_seconds: float | None = strawberry.field(
        description="How long the one that waits longest has been due; null where none is."
    )
    by_kind: list[JobCount] = strawberry.field(description="The same by kind, for kinds that have any.")


async def count_jobs(now: datetime) -> QueueMetrics:
    """The figures as of now."""
    counts = await count_by_kind(search, now)
    return QueueMetrics(
        depth=sum(count.depth for count in counts),
        running=sum(count.running for count in counts),
        failed=sum(count.failed for count in counts),
        oldest_seconds=max(
            (count.oldest_seconds for count in counts if count.oldest_seconds is not None), default=None
        ),
        by_kind=counts,
    )


async def count_by_kind(read: Callable[[str], Awaitable[Sequence[asyncpg.Record]]], now: datetime) -> list[JobCount]:
    """The jobs of each kind that has any, as of now. `read` asks the database."""
    kinds: dict[str, list[asyncpg.Record]] = {}
    for row in await read(COUNT):
        kinds.setdefault(row["kind"], []).append(row)
    return [_job_count(kind, rows, now) for kind, rows in sorted(kinds.items())]


def _job_count(kind: str, rows: Iterable[asyncpg.Record], now: datetime) -> JobCount:
    jobs = {row["status"]: row["jobs"] for row in rows}
    due = [row["oldest"] for row in rows if row["oldest"] is not None and row["oldest"] <= now]
    return JobCount(
        kind=kind,
        depth=jobs.get("queued", 0),
        running=jobs.get("picked", 0),
        failed=jobs.get("failed", 0),
        oldest_seconds=(now - due[0]).total_seconds() if due else None,
    )
