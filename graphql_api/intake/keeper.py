"""Keeping entries: in the database, or on disk until the database is back."""

import asyncio
import contextlib
import math
import random
from collections.abc import AsyncIterator, Coroutine, Sequence
from datetime import timedelta
from uuid import UUID

import structlog

from graphql_api.intake import commit as database
from graphql_api.intake.audit import Audit, Balance
from graphql_api.intake.commit import Fate, Outcome, Seen
from graphql_api.intake.entry import Entry
from graphql_api.intake.erased import ErasedSessions
from graphql_api.intake.group import GroupCommit, TooManyWaiting
from graphql_api.intake.ledger import Ledger
from graphql_api.intake.records import from_record, to_record
from graphql_api.logs import describe_error
from graphql_api.postgres.breaker import Breaker, Probe, within
from graphql_api.postgres.outage import is_outage
from graphql_api.spool.spool import Fate as SpoolFate
from graphql_api.spool.spool import Record, Replayed, Spool, SpoolUnavailable

logger = structlog.get_logger(__name__)

TRIES = 3
# Of all tries together. What takes longer is not waited for: the key makes a late commit harmless.
PATIENCE_SECONDS = 2.0
FIRST_PAUSE_SECONDS = 0.05
REPLAY_EVERY = timedelta(minutes=5)
AUDIT_EVERY = timedelta(seconds=30)
RETRY_AFTER_SECONDS = 5

ACCEPTED = {Fate.SAVED, Fate.QUEUED}
FATES = {
    Fate.SAVED: SpoolFate.KEPT,
    Fate.DUPLICATE: SpoolFate.DUPLICATE,
    Fate.KEY_REUSED: SpoolFate.KEY_REUSED,
}
OUTCOMES = {
    SpoolFate.KEPT: Fate.QUEUED,
    SpoolFate.DUPLICATE: Fate.DUPLICATE,
    SpoolFate.KEY_REUSED: Fate.KEY_REUSED,
}


class NotConfirmed(Exception):  # noqa: N818 - it is named for what the caller reads
    """The submission may or may not have been kept; sending it again with the same key is safe."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"not confirmed, try again in {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


class Keeper:
    """Keeps entries so that what it has answered for survives a kill, a power cut and an outage of the database.

    Args:
        probe: returns when the database answers and its schema is at head.
        erased: what must not come back from the spool.
    """

    def __init__(self, *, spool: Spool, ledger: Ledger, probe: Probe, erased: ErasedSessions) -> None:
        self.spool = spool
        self.erased = erased
        self.breaker = Breaker(probe, when_back=self._replay_soon)
        self.audit = Audit(spool, ledger)
        self._ledger = ledger
        self._group = GroupCommit(self._keep_group)
        self._replaying = asyncio.Lock()
        self._is_replay_due = False
        self._tasks: set[asyncio.Task[object]] = set()

    async def keep(self, entry: Entry) -> Outcome:
        """Keep one entry, for good.

        Returns:
            SAVED from the database, QUEUED from the spool, or what became of the entry's key before.
        Raises:
            NotConfirmed: neither could take it, or too many wait for the database.
        """
        if not self.breaker.is_open:
            try:
                return await self._group.keep(entry)
            except TooManyWaiting as crowd:
                raise NotConfirmed(math.ceil(crowd.wait_seconds)) from crowd
            except Exception as error:
                if not is_outage(error):
                    # The log names what it was about by this, and by nothing else.
                    error.add_note(f"feedback {entry.id}")
                    raise
        return await self._spool(entry)

    async def find(self, submission_key: UUID) -> Seen | None:
        """What the database has under the key; None when it has nothing, or is down."""
        if self.breaker.is_open:
            return None
        try:
            return await within(PATIENCE_SECONDS, database.find(submission_key))
        except Exception as error:
            if not is_outage(error):
                raise
            self.breaker.trip(error)
            return None

    async def find_spooled(self, entry: Entry) -> Outcome | None:
        """What the spool has under the entry's key, while the database is down; else None."""
        return await self._spooled_before(entry) if self.breaker.is_open else None

    async def keep_many(self, entries: Sequence[Entry]) -> list[Outcome]:
        """Store many entries in one transaction, without the spool behind it.

        Raises:
            NotConfirmed: the database could not be reached.
        """
        try:
            return await database.commit(entries)
        except Exception as error:
            if not is_outage(error):
                raise
            raise NotConfirmed(RETRY_AFTER_SECONDS) from error

    async def replay(self) -> Replayed:
        """Bring all that lies in the spool into the database; one replay of this process at a time."""
        async with self._replaying:
            replayed = await self.spool.replay(self._commit_records, is_outage=is_outage)
        if replayed.kept or replayed.quarantined:
            logger.info("spool replayed", **vars(replayed))
        return replayed

    @contextlib.asynccontextmanager
    async def running(self, *, replays: bool) -> AsyncIterator["Keeper"]:
        """The keeper, closed after the block.

        Args:
            replays: bring what lies in the spool into the database at once, and every five minutes.
        """
        if replays:
            self._start(self._replay_regularly())
            self._start(self._audit_regularly())
        try:
            yield self
        finally:
            await self.breaker.aclose()
            for task in self._tasks:
                task.cancel()
            if self._tasks:
                await asyncio.wait(self._tasks)
            await self.spool.close()
            self._ledger.close()

    async def _keep_group(self, entries: Sequence[Entry]) -> list[Outcome]:
        """Outcomes for all, of those that lie in the spool from there."""
        spooled: dict[int, Outcome] = {}
        # Asked once for all of them, and after the last one came.
        if not self.spool.is_surely_empty():
            found = await asyncio.gather(*map(self._spooled_before, entries))
            spooled = {place: outcome for place, outcome in enumerate(found) if outcome is not None}
        committed = iter(await self._commit([entry for place, entry in enumerate(entries) if place not in spooled]))
        outcomes = [spooled.get(place) or next(committed) for place in range(len(entries))]
        self.audit.note(
            entry.submission.submission_key
            for entry, outcome in zip(entries, outcomes, strict=True)
            if outcome.fate in ACCEPTED
        )
        return outcomes

    async def _commit(self, entries: Sequence[Entry]) -> list[Outcome]:
        """Three tries with growing pauses, two seconds in all; the breaker is open when none came through."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE_SECONDS
        for failures in range(1, TRIES + 1):
            if self.breaker.is_open:
                # Who waited behind those that found out goes to the spool at once.
                raise ConnectionError("the database is known to be down")
            try:
                return await within(deadline - loop.time(), database.commit(entries))
            except Exception as error:
                if not is_outage(error):
                    raise
                pause = FIRST_PAUSE_SECONDS * 2**failures * random.uniform(0.5, 1.5)  # noqa: S311 - spreads load
                if failures == TRIES or loop.time() + pause >= deadline:
                    self.breaker.trip(error)
                    raise
                logger.warning("commit failed, trying again", failures=failures, error=describe_error(error))
                await asyncio.sleep(pause)
        raise AssertionError("unreachable: the last try returns or raises")

    async def _commit_records(self, records: Sequence[Record]) -> list[SpoolFate]:
        try:
            entries = [from_record(record) for record in records]
            sent = [(entry.submission.session_id, entry.received_at) for entry in entries]
            are_erased = await self.erased.are_erased(sent)
            left = [entry for entry, is_erased in zip(entries, are_erased, strict=True) if not is_erased]
            outcomes = iter(await database.commit(left, is_replay=True))
        except Exception as error:
            # Else nobody would replay the rest when the database is back.
            if is_outage(error):
                self.breaker.trip(error)
            raise
        return [SpoolFate.DUPLICATE if is_erased else FATES[next(outcomes).fate] for is_erased in are_erased]

    async def _spooled_before(self, entry: Entry) -> Outcome | None:
        if self.spool.is_surely_empty():
            return None
        try:
            found = await self.spool.find(to_record(entry))
        except SpoolUnavailable:
            # The database tells as well, once it has what lies there.
            return None
        if found is None:
            return None
        self._replay_if_up()
        return Outcome(OUTCOMES[found.fate], found.id)

    async def _spool(self, entry: Entry) -> Outcome:
        try:
            kept = await self.spool.append(to_record(entry))
        except SpoolUnavailable as error:
            logger.exception("neither the database nor the spool takes submissions")
            raise NotConfirmed(RETRY_AFTER_SECONDS) from error
        self._replay_if_up()
        outcome = Outcome(OUTCOMES[kept.fate], kept.id)
        if outcome.fate in ACCEPTED:
            self.audit.note([entry.submission.submission_key])
        return outcome

    def _replay_if_up(self) -> None:
        """Bring in what was just spooled: a replay that came with the database may have looked before it was there."""
        if not self.breaker.is_open:
            self._replay_soon()

    def _replay_soon(self) -> None:
        is_waiting, self._is_replay_due = self._is_replay_due, True
        if not is_waiting:
            self._start(self._replay_as_due())

    async def _replay_as_due(self) -> None:
        async with self._replaying:
            self._is_replay_due = False
        await self._replay_unless_down()

    async def _replay_regularly(self) -> None:
        while True:
            await self._replay_unless_down()
            await asyncio.sleep(REPLAY_EVERY.total_seconds())

    async def _audit_regularly(self) -> None:
        while True:
            await asyncio.sleep(AUDIT_EVERY.total_seconds())
            await self.balance()

    async def balance(self) -> Balance:
        """Where what was accepted is, looked for now if the database answers; else as of the last look."""
        if not self.breaker.is_open:
            try:
                return await self.audit.look()
            except Exception as error:
                if not is_outage(error):
                    raise
                logger.warning("accepted submissions cannot be looked for now", error=describe_error(error))
        return self.audit.balance

    async def _replay_unless_down(self) -> None:
        try:
            await self.replay()
        except OSError:
            logger.exception("spool cannot be replayed")

    def _start(self, work: Coroutine[object, object, object]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
