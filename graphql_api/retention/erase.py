"""Erasing what one person sent, everywhere, so that it does not come back."""

import asyncio
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from uuid import UUID

import structlog

from graphql_api.audit.record import Actor, record
from graphql_api.intake.erased import ErasedSessions
from graphql_api.postgres.connect import fetch, transaction
from graphql_api.retention.archive import ROOT, keys, may_hold, pack, thin
from graphql_api.retention.remove import lock, remove
from graphql_api.retention.spooled import Theirs, erase_spooled
from graphql_api.retention.turn import turn
from graphql_api.spool.originals import Originals
from graphql_api.spool.spool import Spool
from graphql_api.storage.deletions import delete_due
from graphql_api.storage.storage import Storage, StorageUnavailable
from models.enums import AuditOutcome

logger = structlog.get_logger(__name__)

BATCH = 500
# Of an archive: while one part is fetched, another is looked through.
PARTS_AT_ONCE = 4
BURY_SESSION = """
INSERT INTO erased_session (digest, erased_at) VALUES ($1, $2)
ON CONFLICT (digest) DO UPDATE SET erased_at = greatest(erased_session.erased_at, excluded.erased_at)
"""
BURY = """
INSERT INTO tombstone (submission_key, erased_at) SELECT unnest($1::uuid[]), $2 ON CONFLICT DO NOTHING
"""
THEIRS = "SELECT id FROM feedback WHERE session_id = $1 AND created_at <= $2 ORDER BY created_at, id LIMIT $3"
KEYS = """
SELECT submission_key FROM feedback WHERE id = ANY($1)
UNION ALL
SELECT submission_key FROM answer_rating_change WHERE feedback_id = ANY($1)
"""
# Those that wait, and those that were given up.
DELETE_JOBS = "DELETE FROM pgqueuer WHERE status <> 'picked' AND payload = ANY($1) RETURNING id"
# What they have sent since is another beginning.
BEGIN_ANEW = """
UPDATE session SET first_seen_at = first.moment, last_seen_at = greatest(last_seen_at, first.moment)
FROM (SELECT min(created_at) AS moment FROM feedback WHERE session_id = $1) AS first
WHERE session.id = $1 AND first.moment > session.first_seen_at
"""
# Which feedback is to be read again may be said by naming the session.
FORGET_WISHES = "DELETE FROM reanalysis WHERE criteria ->> 'session_id' = $1"
DELETE_EXPORTS = "DELETE FROM export RETURNING id"


@dataclass(frozen=True)
class Erased:
    """How much was removed, by place; all zero when it is done again.

    `spooled` counts lines of spool and quarantine, `archived` lines of archives, which are written anew without them.
    `exports` are all that there were: any may hold theirs, and can be made again. `archives_unreadable` are damaged or
    none of ours, and left as they are: someone has to look.
    """

    submissions: int = 0
    screenshots: int = 0
    spooled: int = 0
    jobs: int = 0
    archived: int = 0
    exports: int = 0
    archives_unreadable: int = 0

    def __add__(self, other: "Erased") -> "Erased":
        return Erased(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(Erased)})


@dataclass(frozen=True)
class Eraser:
    """What erasing needs. `sessions` makes the hash that stands for a session from now on."""

    storage: Storage
    spool: Spool
    originals: Originals
    sessions: ErasedSessions = field(repr=False)

    async def erase(self, session_id: str, *, actor: Actor) -> Erased:
        """Remove everything that came under a session until now, and keep it from coming back; safe to do again.

        What is sent under the same session from now on is kept like anything else.

        Raises:
            StorageUnavailable, OSError: archives, pictures or the spool could not be cleaned; do it again.
            NoTurn: others are cleaning up or erasing.
            asyncpg.PostgresError: do it again.
        """
        until = datetime.now(UTC)
        digest = self.sessions.digest(session_id)
        try:
            removed = await self._erase(session_id, digest, until)
        except StorageUnavailable:
            await _note(actor, digest, None, until)
            raise
        await _note(actor, digest, removed, until)
        return removed

    async def _erase(self, session_id: str, digest: bytes, until: datetime) -> Erased:
        async with turn():
            # First, so that nothing of it is replayed or imported from here on.
            await fetch(BURY_SESSION, digest, until)
            theirs = Theirs(session_id)
            spooled = await erase_spooled(self.spool, theirs)
            await fetch(BURY, list(theirs.keys), until)
            removed = await self._erase_rows(session_id, until)
            removed += replace(await self._erase_archived(session_id, until), spooled=spooled)
            # What was being committed or replayed while the rows went.
            removed += await self._erase_rows(session_id, until)
            exports = await fetch(DELETE_EXPORTS)
            removed = replace(removed, exports=len(exports))
            await fetch(FORGET_WISHES, session_id)
            await fetch(BEGIN_ANEW, session_id)
            await self.originals.remove(theirs.originals)
            await delete_due(self.storage, self.originals.remove)
        return removed

    async def _erase_rows(self, session_id: str, until: datetime) -> Erased:
        total = Erased()
        while ids := [row["id"] for row in await fetch(THEIRS, session_id, until, BATCH)]:
            total += await _erase_batch(ids, until)
        return total

    async def _erase_archived(self, session_id: str, until: datetime) -> Erased:
        """Write every archive anew that holds something of theirs."""
        parts = [found.key async for found in self.storage.objects(ROOT)]
        total = Erased()
        for start in range(0, len(parts), PARTS_AT_ONCE):
            erasing = (self._erase_from_part(key, session_id, until) for key in parts[start : start + PARTS_AT_ONCE])
            # All of them have ended when one has failed.
            for erased in await asyncio.gather(*erasing, return_exceptions=True):
                if isinstance(erased, BaseException):
                    raise erased
                total += erased
        return total

    async def _erase_from_part(self, key: str, session_id: str, until: datetime) -> Erased:
        content = await self.storage.get(key)
        try:
            if not await asyncio.to_thread(may_hold, content, session_id):
                return Erased()
            kept, gone = await asyncio.to_thread(thin, content, lambda line: line["session_id"] == session_id)
            names = [each for line in gone for each in keys(line)]
        except (EOFError, OSError, zlib.error, ValueError, KeyError, TypeError) as error:
            # Its message may hold words of the line.
            logger.error("archive cannot be read", key=key, error=type(error).__name__)  # noqa: TRY400
            return Erased(archives_unreadable=1)
        if not gone:
            return Erased()
        await fetch(BURY, names, until)
        if kept:
            await self.storage.put(key, pack(kept))
        else:
            await self.storage.delete(key)
        return Erased(archived=len(gone))


async def _erase_batch(ids: Sequence[UUID], until: datetime) -> Erased:
    async with transaction() as connection:
        await lock(connection, ids)
        buried = [row["submission_key"] for row in await connection.fetch(KEYS, ids)]
        await connection.execute(BURY, buried, until)
        jobs = await connection.fetch(DELETE_JOBS, [each.bytes for each in ids])
        removed = await remove(connection, ids)
    return Erased(submissions=removed.submissions, screenshots=removed.screenshots, jobs=len(jobs))


async def _note(actor: Actor, digest: bytes, removed: Erased | None, now: datetime) -> None:
    """Write down what was removed; None where not everything could be."""
    details = vars(removed) if removed else {}
    outcome = AuditOutcome.DONE if removed else AuditOutcome.FAILED
    subjects = [digest.hex()]
    async with transaction() as connection:
        await record(connection, actor, "eraseSession", now=now, subjects=subjects, details=details, outcome=outcome)
    logger.info("session erased", outcome=outcome.value, **details)
