"""Taking feedback out of the database, with everything that hangs on it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

# One who rates or triages comes before, or finds nothing; nobody can hang anything more on these rows.
LOCK = "SELECT FROM feedback WHERE id = ANY($1) ORDER BY id FOR UPDATE"
COUNT_SCREENSHOTS = "SELECT count(*) FROM screenshot WHERE feedback_id = ANY($1) AND status <> 'REJECTED'"
DELETE = "DELETE FROM feedback WHERE id = ANY($1) RETURNING session_id"
LOCK_SESSIONS = "SELECT FROM session WHERE id = ANY($1) ORDER BY id FOR UPDATE"
COUNT_DOWN = """
UPDATE session SET feedback_count = session.feedback_count - gone.number
FROM unnest($1::text[], $2::int[]) AS gone (id, number) WHERE session.id = gone.id
"""
DELETE_EMPTY = "DELETE FROM session WHERE id = ANY($1) AND feedback_count = 0"


@dataclass(frozen=True)
class Removed:
    """How many feedbacks went, and how many pictures with them."""

    submissions: int
    screenshots: int


async def lock(connection: asyncpg.Connection, ids: Sequence[UUID]) -> None:
    """Let nobody else change these feedbacks until the transaction ends."""
    await connection.execute(LOCK, list(ids))


async def remove(connection: asyncpg.Connection, ids: Sequence[UUID]) -> Removed:
    """Delete feedbacks in the transaction of `connection`; their sessions count what is left, or go as well.

    Pictures go from the storage when the transaction has committed. Jobs that were asked for find nothing to do.
    """
    wanted = list(ids)
    screenshots = await connection.fetchval(COUNT_SCREENSHOTS, wanted)
    gone = Counter(row["session_id"] for row in await connection.fetch(DELETE, wanted))
    await connection.execute(LOCK_SESSIONS, list(gone))
    await connection.execute(COUNT_DOWN, list(gone), list(gone.values()))
    await connection.execute(DELETE_EMPTY, list(gone))
    return Removed(gone.total(), screenshots)
