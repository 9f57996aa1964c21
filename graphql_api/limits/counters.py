"""Counting uses within windows, wherever the numbers lie."""

import math
import time
from abc import ABC, abstractmethod

from limits import RateLimitItem
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter


class Counters(ABC):
    """Counts in windows that begin with a holder's first use.

    A count may rise above its limit: a refused use is counted and means nothing. So what was used is the smaller of
    the two, and no second step is needed to take refused uses back, which could come after its window.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._strategy = FixedWindowRateLimiter(storage)

    async def charge(self, item: RateLimitItem, holder: str, amount: int = 1) -> int | None:
        """Count a use of so much.

        Returns:
            None when it is within the limit; else the whole seconds, at least 1, until it would be.
        """
        if await self._strategy.hit(item, holder, cost=amount):
            return None
        ends_at = await self._storage.get_expiry(item.key_for(holder))
        return max(1, math.ceil(ends_at - time.time()))

    @abstractmethod
    async def refund(self, item: RateLimitItem, holder: str, amount: int = 1) -> None:
        """Take a use of so much back, in one step; nothing where the window has ended or nothing was used."""
