"""Naming work for the worker. Who does it, and how, is wired in worker.py."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries


class JobKind(StrEnum):
    """What can be asked of the worker. Each takes one id, of what it is about, and is safe to run twice."""

    ANALYZE = "ANALYZE"
    SCREENSHOT = "SCREENSHOT"


# How many jobs of a kind all workers together have under way, so that costly ones leave room for others.
MOST_AT_ONCE: Mapping[JobKind, int] = {JobKind.SCREENSHOT: 8}


async def enqueue(
    connection: asyncpg.Connection,
    kind: JobKind,
    subjects: Sequence[UUID],
    *,
    after: timedelta = timedelta(0),
) -> None:
    """Ask for a job for each subject, in the transaction that `connection` is in; it commits and rolls back with it.

    Args:
        subjects: the ids that the jobs are given; a feedback's, unless the kind says otherwise.
        after: how long the jobs wait before a worker may take them.
    """
    if not subjects:
        return
    number = len(subjects)
    await Queries(AsyncpgDriver(connection)).enqueue(
        [kind.value] * number, [subject.bytes for subject in subjects], [0] * number, [after] * number
    )
