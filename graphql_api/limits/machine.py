"""Counters in a file, which the processes of one machine share and which outlive them."""

import contextlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import structlog
from limits import RateLimitItem
from limits.aio.storage import Storage

from graphql_api.limits.counters import Counters
from graphql_api.limits.memory import MemoryCounters
from graphql_api.logs import describe_error

logger = structlog.get_logger(__name__)

# Nobody holds the file for longer than one statement, some 20 microseconds.
PATIENCE_SECONDS = 0.2
SWEEP_EVERY = 1000
TABLE = """
CREATE TABLE IF NOT EXISTS used (
    key TEXT PRIMARY KEY, count INTEGER NOT NULL, ends_at REAL NOT NULL
) WITHOUT ROWID
"""
# A window that ends much later than a new one would began before the clock was set back. Processes read their clocks at
# slightly different times, so a minute of that is let pass.
ADD = """
INSERT INTO used (key, count, ends_at) VALUES (:key, :amount, :now + :expiry)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN ends_at > :now AND ends_at <= :now + :expiry + 60 THEN count + :amount ELSE :amount END,
    ends_at = CASE WHEN ends_at > :now AND ends_at <= :now + :expiry + 60 THEN ends_at ELSE :now + :expiry END
RETURNING count
"""
FIND = "SELECT count, ends_at FROM used WHERE key = ? AND ends_at > ?"
TAKE_BACK = "UPDATE used SET count = max(min(count, ?) - ?, 0) WHERE key = ? AND ends_at > ?"
SWEEP = "DELETE FROM used WHERE ends_at <= ?"


class FileStorage(Storage):
    """A table in a file. Nothing in it is worth an fsync: after a power cut people may send a little more.

    Args:
        path: in a folder that is there; made when needed.
        clock: seconds since 1970, the same for all who share the file.
    """

    STORAGE_SCHEME = None

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._clock = clock
        self._adds = 0
        # Each statement is a transaction of its own.
        self._file = sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF", TABLE):
            self._file.execute(statement)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What can go wrong outside."""
        return sqlite3.Error

    async def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to a count, in a new window where there is none; the new count."""
        now = self._clock()
        self._adds += 1
        if self._adds % SWEEP_EVERY == 1:
            self._file.execute(SWEEP, (now,))
        given = {"key": key, "amount": amount, "now": now, "expiry": expiry}
        (count,) = self._file.execute(ADD, given).fetchone()
        return int(count)

    async def get(self, key: str) -> int:
        """The count; 0 without a window."""
        return self._found(key)[0]

    async def get_expiry(self, key: str) -> float:
        """When the window ends; now without a window."""
        return self._found(key)[1]

    def take_back(self, key: str, limit: int, amount: int) -> None:
        """Make a count so much less than what was used."""
        self._file.execute(TAKE_BACK, (limit, amount, key, self._clock()))

    async def clear(self, key: str) -> None:
        """Forget a window."""
        self._file.execute("DELETE FROM used WHERE key = ?", (key,))

    async def reset(self) -> int:
        """Forget all windows; how many there were."""
        return self._file.execute("DELETE FROM used").rowcount

    async def check(self) -> bool:
        """Whether it can be used: always, or making it had failed."""
        return True

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _found(self, key: str) -> tuple[int, float]:
        now = self._clock()
        count, ends_at = self._file.execute(FIND, (key, now)).fetchone() or (0, now)
        return int(count), float(ends_at)


class MachineCounters(Counters):
    """Counts of all processes that share a file; in this process's memory while the file cannot be used."""

    def __init__(self, path: Path, instead: MemoryCounters) -> None:
        self._path = path
        self._instead = instead
        self._is_failing = False
        path.parent.mkdir(parents=True, exist_ok=True)
        self._table = FileStorage(path)
        super().__init__(self._table)

    @property
    def is_available(self) -> bool:
        """Whether the file could be used the last time."""
        return not self._is_failing

    async def charge(self, item: RateLimitItem, holder: str, amount: int = 1) -> int | None:
        try:
            waited = await super().charge(item, holder, amount)
        except sqlite3.Error as error:
            self._note(error)
            return await self._instead.charge(item, holder, amount)
        self._is_failing = False
        return waited

    async def refund(self, item: RateLimitItem, holder: str, amount: int = 1) -> None:
        await self._instead.refund(item, holder, amount)
        with contextlib.suppress(sqlite3.Error):  # the charge that follows says it
            self._table.take_back(item.key_for(holder), item.amount, amount)

    def close(self) -> None:
        """Let go of the file."""
        self._table.close()

    def _note(self, error: sqlite3.Error) -> None:
        if not self._is_failing:
            logger.warning("limits are counted by each process for itself", error=describe_error(error))
        self._is_failing = True
