"""The spool: accepted records, safe on disk until the database takes them. This file is all that others need."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from graphql_api.spool.erase import Erased, IsTheirs, erase, mentioned
from graphql_api.spool.failure import BadRecord, NotRetriable, SpoolFull, SpoolUnavailable
from graphql_api.spool.files import Files
from graphql_api.spool.folder import Folder
from graphql_api.spool.index import Index
from graphql_api.spool.quarantine import Quarantine, Quarantined
from graphql_api.spool.record import Record, to_line
from graphql_api.spool.replay import CommitBatch, Ended, Replay, Replayed
from graphql_api.spool.writer import Answer, Fate, Outcome, Request, Writer

__all__ = [
    "BadRecord",
    "CommitBatch",
    "Ended",
    "Erased",
    "Fate",
    "Held",
    "LastReplay",
    "NotRetriable",
    "Outcome",
    "Quarantined",
    "Record",
    "Replayed",
    "Spool",
    "SpoolFull",
    "SpoolStatus",
    "SpoolUnavailable",
]

# A segment is let go of when nothing came for so long, so that any process can replay or erase it.
SEAL_AFTER_SECONDS = 2.0
# More than this waiting means that the disk hangs: refusing is better than filling the memory.
MOST_WAITING_BYTES = 64 * 1024 * 1024
PROBE_EVERY_SECONDS = 5.0
PROBE_PATIENCE_SECONDS = 2.0

Result = TypeVar("Result")


@dataclass(frozen=True)
class LastReplay:
    """When this process's last replay ended, and what it did."""

    at: datetime
    replayed: Replayed


@dataclass(frozen=True)
class SpoolStatus:
    """What lies in the folder, whoever put it there, and what this process did since its start.

    `depth` counts keys, without those that this process has committed out of segments it is still replaying. `bytes`
    has the quarantine in it. `quarantined` counts what lies in quarantine now, by reason; `torn` was never
    acknowledged. `spooled`, `replayed` (kept by the database or known to it) and `sent_to_quarantine` count since
    the start.
    """

    depth: int
    bytes: int
    max_bytes: int
    segments: int
    oldest_age_seconds: float | None
    quarantined: dict[str, int]
    last_replay: LastReplay | None
    spooled: int
    replayed: int
    sent_to_quarantine: int


@dataclass(frozen=True)
class Held:
    """Keys by where they are."""

    spooled: set[str]
    quarantined: set[str]


class Spool:
    """One process's way into the spool's folder, which processes share. To be used in one event loop.

    Making one touches no disk, so that an unwritable folder stops nobody from starting.

    Args:
        folder: where segments lie; made when needed.
        max_bytes: how much all segments and the quarantine may take, whoever writes them.
        now: the clock, for people; nothing is decided by it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        max_bytes: int,
        files: Files | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        seal_after_seconds: float = SEAL_AFTER_SECONDS,
    ) -> None:
        self._folder = Folder(folder, files or Files())
        self._quarantine = Quarantine(self._folder)
        self._index = Index(self._folder)
        self._writer = Writer(self._folder, self._index, self._quarantine, max_bytes=max_bytes)
        self._max_bytes = max_bytes
        self._now = now
        self._seal_after_seconds = seal_after_seconds
        # One thread does all that the index and the open segment are touched by.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="spool")
        self._waiting: deque[tuple[Request, asyncio.Future[Answer]]] = deque()
        self._waiting_bytes = 0
        # Records on their way, also of those who do not wait for them any more.
        self._appending = 0
        self._more = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None
        self._is_closed = False
        self._probing: asyncio.Future[None] | None = None
        self._probed: tuple[float, str | None] = (-PROBE_EVERY_SECONDS, None)
        self._progress: dict[str, int] = {}
        self._last_replay: LastReplay | None = None
        self._spooled = self._replayed = self._sent_to_quarantine = 0

    @property
    def replayed(self) -> int:
        """How many records this process has brought in since it started."""
        return self._replayed

    async def append(self, record: Record) -> Outcome:
        """Keep a record: when this returns, it outlives a power cut. Cancelled, it may be kept all the same.

        Returns:
            KEPT; DUPLICATE with the id of the record that has the key already; KEY_REUSED with the id of the
            other record that has the key, and nothing was kept.
        Raises:
            SpoolUnavailable: it counts as not kept. SpoolFull, which is one, because `max_bytes` is reached.
            ValueError: it is not a record: no JSON object, no time zone, or longer than a mebibyte.
        """
        answer = await self._ask(Request(record, to_line(record)))
        if answer is None:
            raise RuntimeError("the writer gave no answer")
        return answer

    def is_surely_empty(self) -> bool:
        """Whether no record lies here or is on its way, by whichever process; False where that takes a longer look.

        Costs one question to the system. While records come and go, and for some seconds after, it is False.
        """
        return not self._appending and not self._is_closed and self._index.is_surely_empty()

    async def find(self, record: Record) -> Outcome | None:
        """As `append` where the key is known; None, and nothing kept, where it is not.

        Raises:
            SpoolUnavailable: it cannot be told.
        """
        return await self._ask(Request(record, to_line(record), only_if_known=True))

    async def replay(self, commit: CommitBatch, *, is_outage: Callable[[BaseException], bool]) -> Replayed:
        """Hand everything over that no other live process is writing; this process's own included.

        Args:
            commit: stores up to 500 records, all or none, and answers with a fate for each, in order. The same
                records may come again, and must then be DUPLICATE. KEY_REUSED goes to quarantine; so does a record
                for which it raises, alone in its batch, BadRecord or an error with a `sqlstate` of class 22 or 23.
            is_outage: whether an error of `commit` means that the database is away; that ends this replay.

        Returns:
            What was done. Errors of `commit` without a name, and of single segments, are counted there and logged.
        Raises:
            OSError: the folder cannot be listed.
        """
        await self._seal()
        replay = Replay(
            self._folder,
            self._quarantine,
            commit=commit,
            is_outage=is_outage,
            now=self._now,
            done=self._note_progress,
        )
        try:
            return await replay.run()
        finally:
            self._replayed += replay.report.kept + replay.report.duplicates
            self._sent_to_quarantine += replay.report.quarantined
            self._last_replay = LastReplay(self._now(), replay.report)

    async def erase(self, is_theirs: IsTheirs) -> Erased:
        """Remove all lines, quarantined ones too, of which `is_theirs` says so.

        Args:
            is_theirs: told a line's bytes: a record as JSON, or what is left of one.

        Returns:
            How many went. While `segments_live` is not 0, another process holds segments open: try again in
            `SEAL_AFTER_SECONDS`.
        Raises:
            OSError: not all of theirs is gone.
        """
        await self._seal()
        return await asyncio.to_thread(erase, self._folder, self._quarantine, is_theirs)

    async def quarantined(self, first: int = 100) -> list[Quarantined]:
        """At most `first` of what lies in quarantine. Raises OSError."""
        return await asyncio.to_thread(self._quarantine.some, first)

    async def retry_quarantined(self, name: str) -> Outcome | None:
        """Put what lies in quarantine back among what is to be replayed; None when there is nothing of that name.

        Raises:
            NotRetriable: it cannot be read, or its key belongs to another record in the spool. It stays.
            SpoolUnavailable, OSError: it stays.
        """
        found = await asyncio.to_thread(self._quarantine.read, name)
        if found is None:
            return None
        if found.record is None:
            raise NotRetriable(f"{name} cannot be read")
        outcome = await self.append(found.record)
        if outcome.fate is Fate.KEY_REUSED:
            raise NotRetriable(f"the key of {name} belongs to another record")
        await asyncio.to_thread(self._quarantine.remove, [name])
        return outcome

    async def discard_quarantined(self, name: str) -> bool:
        """Remove what lies in quarantine for good; whether there was something of that name. Raises OSError."""
        if await asyncio.to_thread(self._quarantine.read, name) is None:
            return False
        await asyncio.to_thread(self._quarantine.remove, [name])
        return True

    async def unwritable_because(self) -> str | None:
        """Why nothing can be appended now, found by writing a byte; None when something can.

        The disk is asked at most once in 5 s; a disk that does not answer in 2 s counts as unwritable.
        """
        if self._probing is None and time.monotonic() - self._probed[0] >= PROBE_EVERY_SECONDS:
            self._probing = asyncio.ensure_future(self._in_thread(self._probe))
        probing = self._probing
        if probing is not None:
            await asyncio.wait({probing}, timeout=PROBE_PATIENCE_SECONDS)
            if not probing.done():
                return "the disk does not answer"
            self._probing = None
            probing.result()
        return self._probed[1]

    async def status(self) -> SpoolStatus:
        """What there is and what was done.

        Raises:
            OSError: the folder cannot be read.
        """
        return await self._in_thread(self._status)

    async def held(self, keys: Collection[str]) -> Held:
        """Which of the keys lie in the spool, and which in quarantine.

        What is put back from quarantine, or replayed, at this very moment may be in neither.

        Raises:
            OSError: the folder cannot be read.
        """
        return await self._in_thread(self._held, keys)

    async def mentioned(self, words: Collection[bytes]) -> set[bytes]:
        """Which of the words stand in any line, quarantined ones included.

        Raises:
            OSError: it cannot be told.
        """
        return await asyncio.to_thread(mentioned, self._folder, self._quarantine, set(words)) if words else set()

    async def close(self) -> None:
        """Make durable what waits, and let others replay it. Later appends raise SpoolUnavailable."""
        self._is_closed = True
        self._more.set()
        if self._serving is not None:
            await self._serving
        await self._in_thread(self._writer.seal)
        self._thread.shutdown()

    async def _ask(self, request: Request) -> Outcome | None:
        if self._is_closed:
            raise SpoolUnavailable("the spool is closed")
        if self._waiting_bytes + len(request.line) > MOST_WAITING_BYTES:
            raise SpoolUnavailable("too much waits for the disk")
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, answered))
        self._appending += not request.only_if_known
        self._waiting_bytes += len(request.line)
        self._more.set()
        if self._serving is None or self._serving.done():
            self._serving = asyncio.create_task(self._serve())
        answer = await answered
        if isinstance(answer, SpoolUnavailable):
            raise answer
        return answer

    async def _serve(self) -> None:
        """Write all that waits, again and again; when nothing came for a while, let go of the segment and end."""
        while True:
            while self._waiting:
                await self._write_waiting()
            self._more.clear()
            try:
                await asyncio.wait_for(self._more.wait(), 0 if self._is_closed else self._seal_after_seconds)
            except TimeoutError:
                await self._in_thread(self._writer.seal)
            if not self._waiting:
                return

    async def _write_waiting(self) -> None:
        batch, self._waiting, self._waiting_bytes = self._waiting, deque(), 0
        writing = self._in_thread(self._writer.answer, [request for request, _ in batch])
        await asyncio.wait({writing})
        self._appending -= sum(not request.only_if_known for request, _ in batch)
        failed = writing.exception()
        answers = [] if failed else writing.result()
        self._spooled += sum(isinstance(each, Outcome) and each.fate is Fate.KEPT for each in answers)
        for place, (_, answered) in enumerate(batch):
            if answered.done():
                continue  # whoever asked is gone
            if failed:
                answered.set_exception(failed)
            else:
                answered.set_result(answers[place])

    def _in_thread(self, work: Callable[..., Result], *arguments: Any) -> asyncio.Future[Result]:
        return asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

    async def _seal(self) -> None:
        await self._in_thread(self._writer.seal)

    def _note_progress(self, segment: str, lines: int) -> None:
        self._progress[segment] = max(lines, self._progress.get(segment, 0))

    def _probe(self) -> None:
        reason = None
        try:
            self._folder.probe()
            self._index.refresh()
            if self._writer.room() <= 0:
                reason = "the spool holds as many bytes as it may"
        except OSError as error:
            reason = f"the spool cannot be written ({error.strerror})"
        self._probed = (time.monotonic(), reason)

    def _held(self, keys: Collection[str]) -> Held:
        quarantined = self._quarantine.keys() if sum(self._quarantine.counts().values()) else set[str]()
        self._index.refresh()
        spooled = {key for key in keys if self._index.find(key) is not None}
        return Held(spooled, quarantined.intersection(keys) - spooled)

    def _status(self) -> SpoolStatus:
        self._index.refresh()
        oldest = self._index.oldest()
        self._progress = {name: lines for name, lines in self._progress.items() if name in self._index.names()}
        return SpoolStatus(
            depth=max(0, self._index.depth() - sum(self._progress.values())),
            bytes=self._max_bytes - self._writer.room(),
            max_bytes=self._max_bytes,
            segments=len(self._index.names()),
            oldest_age_seconds=max(0.0, (self._now() - oldest).total_seconds()) if oldest else None,
            quarantined=dict(self._quarantine.counts()),
            last_replay=self._last_replay,
            spooled=self._spooled,
            replayed=self._replayed,
            sent_to_quarantine=self._sent_to_quarantine,
        )
