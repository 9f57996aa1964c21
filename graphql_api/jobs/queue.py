"""Naming work for the worker. Who does it, and how, is wired in worker.py."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries


class JobKind(StrEnum):
    """What can be asked of the worker. Each takes one id, of what it is about, and is safe to run twice.

    REANALYZE takes a reanalysis', ANNOUNCE a notice's, DELIVER a delivery's, EXPORT an export's, and all others a
    feedback's.
    """

    ANALYZE = "ANALYZE"
    ANALYZE_AGAIN = "ANALYZE_AGAIN"
    REANALYZE = "REANALYZE"
    ALERT = "ALERT"
    ANNOUNCE = "ANNOUNCE"
    DELIVER = "DELIVER"
    SCREENSHOT = "SCREENSHOT"
    EXPORT = "EXPORT"


# For work that nobody waits for: whatever has the usual priority, 0, goes first.
LOW_PRIORITY = -10
# How many jobs of a kind all workers together have under way, so that those that cost much, or wait for an alert's lock
# or for another's service, leave room for those who read feedback.
MOST_AT_ONCE: Mapping[JobKind, int] = {JobKind.ALERT: 10, JobKind.DELIVER: 8, JobKind.SCREENSHOT: 8, JobKind.EXPORT: 2}


async def enqueue(
    connection: asyncpg.Connection,
    kind: JobKind,
    subjects: Sequence[UUID],
    *,
    after: timedelta = timedelta(0),
    priority: int = 0,
) -> None:
    """Ask for a job for each subject, in the transaction that `connection` is in; it commits and rolls back with it.

    Args:
        subjects: the ids that the jobs are given; a feedback's, unless the kind says otherwise.
        after: how long the jobs wait before a worker may take them.
        priority: the higher goes first.
    """
    await enqueue_all(connection, {kind: subjects}, after=after, priority=priority)


def enqueuing(kind: JobKind, subjects: str) -> str:
    """Parts of a WITH that ask for a job for each `id` of its part `subjects`, in the same statement: as `enqueue`."""
    return f"""
    {kind.value}_job AS (
        INSERT INTO pgqueuer (priority, entrypoint, payload, headers, status)
        SELECT 0, '{kind.value}', uuid_send(id), 'null', 'queued' FROM {subjects}
        RETURNING id, status, entrypoint, priority
    ),
    {kind.value}_logged AS (
        INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority) SELECT * FROM {kind.value}_job
    )
    """  # noqa: S608 - of fixed parts


async def enqueue_all(
    connection: asyncpg.Connection,
    jobs: Mapping[JobKind, Sequence[UUID]],
    *,
    after: timedelta = timedelta(0),
    priority: int = 0,
) -> None:
    """As `enqueue`, for several kinds with one statement."""
    named = [(kind.value, subject.bytes) for kind, subjects in jobs.items() for subject in subjects]
    if named:
        kinds, payloads = zip(*named, strict=True)
        number = len(named)
        await Queries(AsyncpgDriver(connection)).enqueue(
            list(kinds), list(payloads), [priority] * number, [after] * number
        )
