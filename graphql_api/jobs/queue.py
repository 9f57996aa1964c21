"""Naming work for the worker. Who does it, and how, is wired in worker.py."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries


class JobKind(StrEnum):
    """What can be asked of the worker. Each takes a feedback's id and is safe to run twice."""

    ANALYZE = "ANALYZE"


async def enqueue(
    connection: asyncpg.Connection,
    kind: JobKind,
    feedback_ids: Sequence[UUID],
    *,
    after: timedelta = timedelta(0),
) -> None:
    """Ask for a job for each feedback, in the transaction that `connection` is in; it commits and rolls back with it.

    Args:
        after: how long the jobs wait before a worker may take them.
    """
    if not feedback_ids:
        return
    number = len(feedback_ids)
    await Queries(AsyncpgDriver(connection)).enqueue(
        [kind.value] * number, [feedback_id.bytes for feedback_id in feedback_ids], [0] * number, [after] * number
    )
