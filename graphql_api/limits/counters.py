"""Counting uses within windows, wherever the numbers lie.

Windows begin with a holder's first use. A count may rise above its limit: a refused use is counted and means nothing.
So what was used is the smaller of the two, and no second step is needed to take refused uses back, which could come
after its window.
"""

import math
from abc import ABC, abstractmethod

from limits import RateLimitItem


class LocalCounters(ABC):
    """Counts on this machine: nobody waits for them."""

    def charge(self, item: RateLimitItem, holder: str, amount: int = 1) -> int | None:
        """Count a use of so much.

        Returns:
            None when it is within the limit; else the whole seconds, at least 1, until it would be.
        """
        count, seconds_left = self.add(item.key_for(holder), item.get_expiry(), amount)
        return None if count <= item.amount else max(1, math.ceil(seconds_left))

    def refund(self, item: RateLimitItem, holder: str, amount: int = 1) -> None:
        """Take a use of so much back; nothing where the window has ended or nothing was used."""
        self.take_back(item.key_for(holder), item.amount, amount)

    @abstractmethod
    def add(self, key: str, expiry: float, amount: int = 1) -> tuple[int, float]:
        """Add to a count, in a new window where there is none; the new count, and seconds until the window ends."""

    @abstractmethod
    def take_back(self, key: str, limit: int, amount: int) -> None:
        """Make a count so much less than what was used of the limit."""
