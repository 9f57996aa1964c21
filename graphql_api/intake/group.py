"""Committing together: those who wait share one transaction, and one who comes alone waits for nobody."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from graphql_api.intake.commit import Outcome
from graphql_api.intake.entry import Entry
from graphql_api.postgres.outage import is_refusal

Commit = Callable[[Sequence[Entry]], Awaitable[list[Outcome]]]

LARGEST_GROUP = 128
# Transactions under way at once. A second one fills the time in which the first waits for the disk. Each costs as much
# as some ten entries, whatever is in it, so it waits until it is no smaller than the first, or that takes long.
LANES = 2
LONG_SECONDS = 0.1
LONGEST_WAIT_SECONDS = 2.0
# Until a group has been timed: what a slow disk still does.
ENTRIES_PER_SECOND_AT_FIRST = 500.0
NEWEST_WEIGHT = 0.2


class TooManyWaiting(Exception):  # noqa: N818 - it is named for what the caller reads
    """More wait than can be stored within two seconds; the entry was not taken."""

    def __init__(self, wait_seconds: float) -> None:
        super().__init__(f"{wait_seconds:.1f} s of work wait")
        self.wait_seconds = wait_seconds


class _Waiting(NamedTuple):
    entry: Entry
    outcome: asyncio.Future[Outcome]


class _Group(NamedTuple):
    """A transaction under way."""

    size: int
    began: float


class GroupCommit:
    """Gathers entries while a transaction is under way, and stores them in the next one.

    Args:
        commit: stores a group and answers with an outcome for each, in order; safe to do again. What it raises, each
            of the group raises; but a refusal of what one entry holds (`is_refusal`) makes it store them one by one,
            so that only the refused one raises it.
    """

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self._waiting: deque[_Waiting] = deque()
        self._working = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._under_way: list[_Group] = []
        self._entries_per_second = ENTRIES_PER_SECOND_AT_FIRST

    async def keep(self, entry: Entry) -> Outcome:
        """Store one entry.

        A caller who is cancelled takes nothing back: the entry may still be stored.

        Raises:
            TooManyWaiting: so many wait already that this one would wait more than two seconds.
            Exception: whatever `commit` raises.
        """
        wait_seconds = len(self._waiting) / self._entries_per_second
        if wait_seconds > LONGEST_WAIT_SECONDS:
            raise TooManyWaiting(wait_seconds)
        waiting = _Waiting(entry, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._working < LANES and self._is_next_due():
            self._working += 1
            task = asyncio.create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await waiting.outcome

    def _is_next_due(self) -> bool:
        now = asyncio.get_running_loop().time()
        return all(len(self._waiting) >= each.size or now - each.began > LONG_SECONDS for each in self._under_way)

    async def _work(self) -> None:
        try:
            while self._waiting and self._is_next_due():
                await self._store_next()
        finally:
            # Here and not when the task is done: who comes in between would find nobody to take what waits.
            self._working -= 1

    async def _store_next(self) -> None:
        group = [self._waiting.popleft() for _ in range(min(LARGEST_GROUP, len(self._waiting)))]
        under_way = _Group(len(group), asyncio.get_running_loop().time())
        self._under_way.append(under_way)
        try:
            await self._store(group)
        finally:
            self._under_way.remove(under_way)
        rate = len(group) / max(asyncio.get_running_loop().time() - under_way.began, 1e-6)
        # A lone entry says how long a transaction takes, not how many fit into one.
        if self._waiting or rate > self._entries_per_second:
            self._entries_per_second += NEWEST_WEIGHT * (rate - self._entries_per_second)

    async def _store(self, group: list[_Waiting]) -> None:
        try:
            outcomes = await self._commit([waiting.entry for waiting in group])
        except Exception as error:  # noqa: BLE001 - it is handed to those who wait
            if is_refusal(error) and len(group) > 1:
                for waiting in group:
                    await self._store([waiting])
                return
            for waiting in group:
                if not waiting.outcome.done():
                    waiting.outcome.set_exception(error)
            return
        for waiting, outcome in zip(group, outcomes, strict=True):
            if not waiting.outcome.done():
                waiting.outcome.set_result(outcome)
