"""Naming work for the worker. Who does it, and how, is wired in worker.py."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries


class JobKind(StrEnum):
    """What can be asked of the worker. Each takes one id, of what it is about, and is safe to run twice."""

    ANALYZE = "ANALYZE"
    ANALYZE_AGAIN = "ANALYZE_AGAIN"
    # Takes a reanalysis' id.
    REANALYZE = "REANALYZE"


# For work that nobody waits for: whatever has the usual priority, 0, goes first.
LOW_PRIORITY = -10


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
    if not subjects:
        return
    number = len(subjects)
    await Queries(AsyncpgDriver(connection)).enqueue(
        [kind.value] * number, [subject.bytes for subject in subjects], [priority] * number, [after] * number
    )
