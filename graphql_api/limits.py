"""How much one address or one key may do in a time, counted per process."""

import math
import time
from dataclasses import dataclass
from enum import StrEnum

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter


class Bucket(StrEnum):
    """What is counted apart from what."""

    REPORTS = "REPORTS"
    ANSWER_RATINGS = "ANSWER_RATINGS"
    KEY_REQUESTS = "KEY_REQUESTS"


@dataclass(frozen=True)
class Account:
    """Who is charged: a bucket, and within it an address or a key's id."""

    bucket: Bucket
    holder: str


class Limiter:
    """Counts in windows that begin with a holder's first charge.

    Args:
        reports_per_hour, answer_ratings_per_hour: per address.
        requests_per_minute: per key.
    """

    def __init__(self, *, reports_per_hour: int, answer_ratings_per_hour: int, requests_per_minute: int) -> None:
        self._storage = MemoryStorage()
        self._strategy = FixedWindowRateLimiter(self._storage)
        self._items: dict[Bucket, RateLimitItem] = {
            Bucket.REPORTS: RateLimitItemPerHour(reports_per_hour, namespace=Bucket.REPORTS),
            Bucket.ANSWER_RATINGS: RateLimitItemPerHour(answer_ratings_per_hour, namespace=Bucket.ANSWER_RATINGS),
            Bucket.KEY_REQUESTS: RateLimitItemPerMinute(requests_per_minute, namespace=Bucket.KEY_REQUESTS),
        }

    async def charge(self, account: Account) -> int | None:
        """Count one use.

        Returns:
            None when it is within the limit; else the whole seconds, at least 1, until it would be.
        """
        item = self._items[account.bucket]
        if await self._strategy.hit(item, account.holder):
            return None
        await self.refund(account)
        window = await self._strategy.get_window_stats(item, account.holder)
        return max(1, math.ceil(window.reset_time - time.time()))

    async def refund(self, account: Account) -> None:
        """Take back one use that came to nothing."""
        await self._storage.decr(self._items[account.bucket].key_for(account.holder))
