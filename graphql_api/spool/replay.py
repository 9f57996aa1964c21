"""Handing what lies in the spool over to the database, each record exactly once, whatever happens in between."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

import structlog

from graphql_api.logs import describe_error
from graphql_api.spool.failure import BadRecord
from graphql_api.spool.folder import Folder, Found, HeldSegment
from graphql_api.spool.quarantine import KEY_REUSED, REFUSED, Odd, Quarantine
from graphql_api.spool.record import Record, Unreadable
from graphql_api.spool.writer import Fate

logger = structlog.get_logger(__name__)

BATCH = 500
# After so many failures that nobody can name, it is not the records that are wrong.
MOST_FAILURES = 20
# SQLSTATE classes by which PostgreSQL says that a value can never be stored: data exception, integrity constraint.
REFUSALS = ("22", "23")

Result = TypeVar("Result")
CommitBatch = Callable[[Sequence[Record]], Awaitable[Sequence[Fate]]]


class Ended(StrEnum):
    """How a replay ended: at the end of all segments, or before it."""

    DONE = "DONE"
    OUTAGE = "OUTAGE"
    FAILURES = "FAILURES"


@dataclass
class Replayed:
    """What one replay did. All but `ended` are counts since it began.

    `segments_live` were left to the process that writes or replays them. `records_failed` and `segments_failed` met
    what nobody has a name for; it is in the log, and they stay for the next replay.
    """

    ended: Ended = Ended.DONE
    kept: int = 0
    duplicates: int = 0
    quarantined: int = 0
    segments_removed: int = 0
    segments_live: int = 0
    segments_failed: int = 0
    records_failed: int = 0


async def to_its_end(work: Callable[..., Result], *arguments: Any) -> Result:
    """Work in a thread; also when cancelled, only over when the work is, so that no file is closed under it."""
    working = asyncio.ensure_future(asyncio.to_thread(work, *arguments))
    try:
        return await asyncio.shield(working)
    finally:
        await asyncio.wait({working})


class _Stop(Exception):  # noqa: N818 - it is no error
    """This replay goes no further."""

    def __init__(self, why: Ended) -> None:
        super().__init__(why)
        self.why = why


class Replay:
    """One replay of all segments that are there when it begins.

    Args:
        commit: stores a batch, all or none, and answers with a fate for each, in order. It must be safe to do again.
        is_outage: whether an error of `commit` means that the same may succeed later.
        now: the clock, for the quarantine.
        done: told after each batch how many lines of which segment need no replay any more.
    """

    def __init__(
        self,
        folder: Folder,
        quarantine: Quarantine,
        *,
        commit: CommitBatch,
        is_outage: Callable[[BaseException], bool],
        now: Callable[[], datetime],
        done: Callable[[str, int], None],
    ) -> None:
        self._folder = folder
        self._quarantine = quarantine
        self._commit = commit
        self._is_outage = is_outage
        self._now = now
        self._done = done
        self.report = Replayed()

    async def run(self) -> Replayed:
        """Replay until all is done or the database is away.

        Raises:
            OSError: the folder cannot be listed.
        """
        try:
            for found in await to_its_end(self._folder.segments):
                await self._segment(found)
        except _Stop as stop:
            self.report.ended = stop.why
        return self.report

    async def _segment(self, found: Found) -> None:
        try:
            with self._folder.hold(found.path) as segment:
                if segment is None:
                    self.report.segments_live += 1
                    return
                if await self._hand_over(segment):
                    await to_its_end(self._folder.remove, segment)
                    self.report.segments_removed += 1
        except OSError:
            # The disk's, not the database's: those of `commit` never come this far.
            self.report.segments_failed += 1
            logger.exception("spool segment cannot be replayed", segment=found.path.name)

    async def _hand_over(self, segment: HeldSegment) -> bool:
        """Whether nothing of it is needed any more."""
        failures, done = self.report.records_failed, 0
        async with contextlib.aclosing(_read_ahead(segment)) as batches:
            async for lines in batches:
                odd = [Odd(line, line.flaw) for line in lines if isinstance(line, Unreadable)]
                odd += await self._batch([line for line in lines if isinstance(line, Record)])
                if odd:
                    await to_its_end(self._quarantine.add, segment.path.name, odd, self._now())
                    self.report.quarantined += len(odd)
                    for each in odd:
                        logger.warning("spooled record quarantined", segment=segment.path.name, **_described(each))
                done += len(lines)
                self._done(segment.path.name, done - (self.report.records_failed - failures))
        return failures == self.report.records_failed

    async def _batch(self, records: Sequence[Record]) -> list[Odd]:
        """Commit records, parting the batch until what is refused stands alone; what belongs into quarantine."""
        if not records:
            return []
        try:
            fates = await self._commit(records)
        except Exception as error:  # noqa: BLE001 - what it is decides; nothing is dropped, and bugs are logged
            return await self._after(error, records)
        odd = []
        for record, fate in zip(records, fates, strict=True):
            self.report.kept += fate is Fate.KEPT
            self.report.duplicates += fate is Fate.DUPLICATE
            if fate is Fate.KEY_REUSED:
                odd.append(Odd(record, KEY_REUSED))
        return odd

    async def _after(self, error: Exception, records: Sequence[Record]) -> list[Odd]:
        if self._is_outage(error):
            logger.info("replay stopped by an outage", error=describe_error(error))
            raise _Stop(Ended.OUTAGE)
        if len(records) > 1:
            middle = len(records) // 2
            first = await self._batch(records[:middle])
            return first + await self._batch(records[middle:])
        (record,) = records
        refusal = _refusal(error)
        if refusal is not None:
            return [Odd(record, REFUSED, refusal)]
        self.report.records_failed += 1
        logger.error("spooled record not committed", record_id=str(record.id), error=describe_error(error))
        if self.report.records_failed >= MOST_FAILURES:
            raise _Stop(Ended.FAILURES)
        return []


async def _read_ahead(segment: HeldSegment) -> AsyncGenerator[list[Record | Unreadable]]:
    """Batch after batch; each is read while the one before is committed. Raises OSError."""
    reading = asyncio.create_task(to_its_end(segment.next_records, BATCH))
    try:
        while lines := await reading:
            reading = asyncio.create_task(to_its_end(segment.next_records, BATCH))
            yield lines
    finally:
        # The segment is closed after this, and nobody may read it then.
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


def _refusal(error: BaseException | None) -> str | None:
    """Why the database can never take the record; None when that is not what the error says."""
    while error is not None:
        if isinstance(error, BadRecord):
            return error.detail
        code = getattr(error, "sqlstate", None)
        if isinstance(code, str) and code.startswith(REFUSALS):
            return f"SQLSTATE {code}"
        error = error.__cause__
    return None


def _described(odd: Odd) -> dict[str, str | None]:
    """What the log may say of it."""
    record_id = str(odd.what.id) if isinstance(odd.what, Record) else None
    return {"reason": odd.reason, "detail": odd.detail, "record_id": record_id}
