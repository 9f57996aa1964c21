"""Counters of one process, for as long as it lives."""

import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from limits import RateLimitItem
from limits.aio.storage import Storage

from graphql_api.limits.counters import Counters

# So many holders take 60 MiB. When more come, those whose windows end first are forgotten.
MAX_HOLDERS = 250_000
SWEPT_AT_ONCE = 100


@dataclass(slots=True)
class Window:
    """One holder's uses until a moment of the clock."""

    ends_at: float
    count: int = 0


class MemoryStorage(Storage):
    """A dictionary that forgets ended windows a few at a time.

    The library's own looks at every key, on the event loop, after every use. Here windows of one length lie in the
    order in which they begin, which is the order in which they end, so only the first need to be looked at.

    Args:
        clock: seconds that never go back.
        max_holders: how many windows of one length are kept.
    """

    STORAGE_SCHEME = None

    def __init__(self, clock: Callable[[], float], max_holders: int = MAX_HOLDERS) -> None:
        super().__init__()
        self._clock = clock
        self._max_holders = max_holders
        self._windows: defaultdict[float, OrderedDict[str, Window]] = defaultdict(OrderedDict)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What can go wrong outside: nothing."""
        return ValueError

    def __len__(self) -> int:
        return sum(map(len, self._windows.values()))

    async def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to a count, in a new window where there is none; the new count."""
        windows, now = self._windows[expiry], self._clock()
        self._sweep(windows, now)
        window = windows.get(key)
        if window is None or window.ends_at <= now:
            windows.pop(key, None)
            window = windows[key] = Window(now + expiry)
        window.count += amount
        return window.count

    async def get(self, key: str) -> int:
        """The count; 0 without a window."""
        window = self._current(key)
        return window.count if window else 0

    async def get_expiry(self, key: str) -> float:
        """When the window ends, by the wall clock; now without a window."""
        window = self._current(key)
        return time.time() + (window.ends_at - self._clock() if window else 0)

    def take_back(self, key: str, limit: int, amount: int) -> None:
        """Make a count so much less than what was used."""
        if window := self._current(key):
            window.count = max(min(window.count, limit) - amount, 0)

    async def clear(self, key: str) -> None:
        """Forget a window."""
        for windows in self._windows.values():
            windows.pop(key, None)

    async def reset(self) -> int:
        """Forget all windows; how many there were."""
        number = len(self)
        self._windows.clear()
        return number

    async def check(self) -> bool:
        """Whether it can be used: always."""
        return True

    def _current(self, key: str) -> Window | None:
        found = (windows[key] for windows in self._windows.values() if key in windows)
        return next((window for window in found if window.ends_at > self._clock()), None)

    def _sweep(self, windows: OrderedDict[str, Window], now: float) -> None:
        for _ in range(SWEPT_AT_ONCE):
            first = next(iter(windows.values()), None)
            if first is None or (first.ends_at > now and len(windows) < self._max_holders):
                return
            windows.popitem(last=False)


class MemoryCounters(Counters):
    """Counts in this process alone."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._memory = MemoryStorage(clock)
        super().__init__(self._memory)

    async def refund(self, item: RateLimitItem, holder: str, amount: int = 1) -> None:
        self._memory.take_back(item.key_for(holder), item.amount, amount)
