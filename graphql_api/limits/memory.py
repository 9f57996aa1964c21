"""Counters of one process, for as long as it lives."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from graphql_api.limits.counters import LocalCounters

# So many holders take 60 MiB. When more come, those whose windows end first are forgotten.
MAX_HOLDERS = 250_000
SWEPT_AT_ONCE = 100


@dataclass(slots=True)
class Window:
    """One holder's uses until a moment of the clock."""

    ends_at: float
    count: int = 0


class MemoryCounters(LocalCounters):
    """A dictionary that forgets ended windows a few at a time.

    Windows of one length lie in the order in which they begin, which is the order in which they end, so only the first
    need to be looked at.

    Args:
        clock: seconds that never go back.
        max_holders: how many windows of one length are kept.
    """

    def __init__(self, clock: Callable[[], float], max_holders: int = MAX_HOLDERS) -> None:
        self._clock = clock
        self._max_holders = max_holders
        self._windows: defaultdict[float, OrderedDict[str, Window]] = defaultdict(OrderedDict)

    def __len__(self) -> int:
        return sum(map(len, self._windows.values()))

    def add(self, key: str, expiry: float, amount: int = 1) -> tuple[int, float]:
        windows, now = self._windows[expiry], self._clock()
        self._sweep(windows, now)
        window = windows.get(key)
        if window is None or window.ends_at <= now:
            windows.pop(key, None)
            window = windows[key] = Window(now + expiry)
        window.count += amount
        return window.count, window.ends_at - now

    def count(self, key: str) -> int:
        """The count; 0 without a window."""
        window = self._current(key)
        return window.count if window else 0

    def take_back(self, key: str, limit: int, amount: int) -> None:
        if window := self._current(key):
            window.count = max(min(window.count, limit) - amount, 0)

    def _current(self, key: str) -> Window | None:
        found = (windows[key] for windows in self._windows.values() if key in windows)
        return next((window for window in found if window.ends_at > self._clock()), None)

    def _sweep(self, windows: OrderedDict[str, Window], now: float) -> None:
        for _ in range(SWEPT_AT_ONCE):
            first = next(iter(windows.values()), None)
            if first is None or (first.ends_at > now and len(windows) < self._max_holders):
                return
            windows.popitem(last=False)
