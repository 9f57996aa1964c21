"""What was erased stays erased through a restore of something older, also through one that is killed."""

import zlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from pydantic import TypeAdapter

from graphql_api.backup.data import GRAVES, DataFile, replace
from graphql_api.backup.database import asking
from graphql_api.backup.failure import BackupError
from graphql_api.backup.make import Source
from graphql_api.retention.archive import ROOT, keys, pack, thin
from graphql_api.retention.remove import remove
from graphql_api.retention.spooled import read_record
from graphql_api.spool.spool import Spool

logger = structlog.get_logger(__name__)

BATCH = 500
SESSIONS = "SELECT digest, erased_at FROM erased_session"
KEYS = "SELECT submission_key, erased_at FROM tombstone"
BURY_SESSIONS = """
INSERT INTO erased_session (digest, erased_at) SELECT decode(unnest($1::text[]), 'hex'), unnest($2::timestamptz[])
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
    """What is remembered of what was erased, and when: sessions by a keyed hash in hex, submissions by their keys."""

    sessions: Mapping[str, datetime]
    keys: Mapping[UUID, datetime]

    def __bool__(self) -> bool:
        return bool(self.sessions or self.keys)


FILE = TypeAdapter(Graves)


async def keep_graves(target: Source) -> Graves:
    """What database and data folder remember, which lies in the data folder from now until `bury_again` is done.

    Raises:
        OSError: the data folder cannot be written; nothing was touched.
    """
    here, before = await _in_database(target.url), _in_file(target.data_dir / GRAVES)
    # What a restore that was killed had put back may remember an earlier erasure of the same session.
    latest = {
        digest: max(each.sessions[digest] for each in (before, here) if digest in each.sessions)
        for digest in before.sessions.keys() | here.sessions.keys()
    }
    graves = Graves(latest, {**here.keys, **before.keys})
    if graves:
        replace(target.data_dir, DataFile(GRAVES, FILE.dump_json(graves)))
    return graves


async def bury_again(target: Source, graves: Graves) -> None:
    """Put back what was remembered, and delete what came back although it had been erased.

    Pictures go from the storage when a worker runs.

    Raises:
        BackupError: the archive is of a version that could not erase; nothing is remembered there.
        OSError, StorageUnavailable: not everything is gone again; restore once more.
    """
    if not graves:
        return
    async with asking(target.url) as connection, connection.transaction():
        try:
            await connection.execute(BURY_SESSIONS, *_columns(graves.sessions))
        except asyncpg.UndefinedTableError as error:
            raise BackupError(
                "restored, but the archive is older than erasing: run `feedback migrate`, then erase again"
            ) from error
        await connection.execute(BURY_KEYS, *_columns(graves.keys))
        while ids := [row["id"] for row in await connection.fetch(ERASED, BATCH)]:
            await remove(connection, ids)
    await _thin_archives(target, graves)
    await _thin_spool(target, graves)
    (target.data_dir / GRAVES).unlink()


async def _thin_archives(target: Source, graves: Graves) -> None:
    """Write archives of cleanups anew that hold what was erased."""

    def is_gone(line: Mapping[str, Any]) -> bool:
        return not graves.keys.keys().isdisjoint(keys(line))

    for name in [name async for name, _ in target.objects.names() if name.startswith(f"{ROOT}/")]:
        content = b"".join([piece async for piece in target.objects.read(name)])
        try:
            kept, gone = thin(content, is_gone)
        except (EOFError, OSError, zlib.error, ValueError, KeyError, TypeError) as error:
            # Its message may hold words of the line.
            logger.error("archive cannot be read", key=name, error=type(error).__name__)  # noqa: TRY400
            continue
        if gone:
            await target.objects.write(name, _one(pack(kept)))


async def _thin_spool(target: Source, graves: Graves) -> None:
    def is_gone(line: bytes) -> bool:
        record = read_record(line)
        return record is not None and UUID(record.key) in graves.keys

    # Nobody else is at it, and nothing is added.
    await Spool(target.data_dir / "spool", max_bytes=0).erase(is_gone)


async def _in_database(url: str) -> Graves:
    """What the database remembers; nothing where it has no schema, or an old one."""
    async with asking(url) as connection:
        try:
            sessions, submissions = await connection.fetch(SESSIONS), await connection.fetch(KEYS)
        except asyncpg.UndefinedTableError:
            return Graves({}, {})
    return Graves(
        {row["digest"].hex(): row["erased_at"] for row in sessions},
        {UUID(str(row["submission_key"])): row["erased_at"] for row in submissions},
    )


def _in_file(path: Path) -> Graves:
    """What a restore that was killed had remembered."""
    return FILE.validate_json(path.read_bytes()) if path.exists() else Graves({}, {})


def _columns(moments: Mapping[Any, datetime]) -> tuple[Sequence[object], Sequence[datetime]]:
    return list(moments), list(moments.values())


async def _one(piece: bytes) -> AsyncIterator[bytes]:
    yield piece
