"""What was erased stays erased through a restore of something older."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from graphql_api.backup.database import asking
from graphql_api.backup.failure import BackupError
from graphql_api.retention.remove import remove

BATCH = 500
SESSIONS = "SELECT digest, erased_at FROM erased_session"
KEYS = "SELECT submission_key, erased_at FROM tombstone"
BURY_SESSIONS = """
INSERT INTO erased_session (digest, erased_at) SELECT * FROM unnest($1::bytea[], $2::timestamptz[])
ON CONFLICT (digest) DO UPDATE SET erased_at = greatest(erased_session.erased_at, excluded.erased_at)
"""
BURY_KEYS = """
INSERT INTO tombstone (submission_key, erased_at) SELECT * FROM unnest($1::uuid[], $2::timestamptz[])
ON CONFLICT DO NOTHING
"""
ERASED = """
SELECT DISTINCT feedback.id FROM feedback
LEFT JOIN answer_rating_change AS change ON change.feedback_id = feedback.id
JOIN tombstone ON tombstone.submission_key IN (feedback.submission_key, change.submission_key)
LIMIT $1
"""


@dataclass(frozen=True)
class Graves:
    """What a database remembers of what was erased: keyed hashes and keys, no names."""

    sessions: Sequence[asyncpg.Record]
    keys: Sequence[asyncpg.Record]


async def read_graves(url: str) -> Graves:
    """What the database remembers; nothing where it has no schema, or an old one."""
    async with asking(url) as connection:
        try:
            return Graves(await connection.fetch(SESSIONS), await connection.fetch(KEYS))
        except asyncpg.UndefinedTableError:
            return Graves([], [])


async def bury_again(url: str, graves: Graves) -> None:
    """Put back what was remembered, and delete what came back although it had been erased.

    Pictures go from the storage when a worker runs.

    Raises:
        BackupError: the archive is of a version that could not erase; nothing is remembered there.
    """
    if not graves.sessions and not graves.keys:
        return
    async with asking(url) as connection, connection.transaction():
        try:
            await connection.execute(BURY_SESSIONS, *_columns(graves.sessions))
        except asyncpg.UndefinedTableError as error:
            raise BackupError(
                "restored, but the archive is older than erasing: run `feedback migrate`, then erase again"
            ) from error
        await connection.execute(BURY_KEYS, *_columns(graves.keys))
        while ids := [row["id"] for row in await connection.fetch(ERASED, BATCH)]:
            await remove(connection, ids)


def _columns(rows: Sequence[asyncpg.Record]) -> tuple[list[object], list[object]]:
    return [row[0] for row in rows], [row[1] for row in rows]
