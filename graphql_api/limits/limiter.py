"""How much one address or one key may do in a time."""

import contextlib
import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from pathlib import Path
from typing import Self

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute

from graphql_api.limits.counters import LocalCounters
from graphql_api.limits.machine import MachineCounters
from graphql_api.limits.memory import MemoryCounters
from graphql_api.limits.shared import RedisUnavailable, SharedCounters

# Logins that may fail in 15 minutes: of one address, and of all together.
FAILED_LOGINS = 5
ALL_FAILED_LOGINS = 100
# Keys that nobody knows, in headers of one address: more than a program with an old one sends before someone looks.
UNKNOWN_KEYS = 100
LOGIN_WINDOW_MINUTES = 15


class Bucket(StrEnum):
    """What is counted apart from what."""

    REPORTS = "REPORTS"
    ANSWER_RATINGS = "ANSWER_RATINGS"
    SCREENSHOT_KIBIBYTES = "SCREENSHOT_KIBIBYTES"
    KEY_REQUESTS = "KEY_REQUESTS"
    FAILED_LOGINS = "FAILED_LOGINS"
    ALL_FAILED_LOGINS = "ALL_FAILED_LOGINS"
    UNKNOWN_KEYS = "UNKNOWN_KEYS"


class LimiterState(StrEnum):
    """Where uses are counted now."""

    MEMORY = "memory"
    REDIS = "redis"
    # In a file, for all processes of this machine.
    MACHINE = "machine"
    # They should be counted in Redis, and are counted in memory until it is back.
    REDIS_UNAVAILABLE = "redis_unavailable"


@dataclass(frozen=True)
class Account:
    """Who is charged: a bucket, within it an address or a key's id, and how much."""

    bucket: Bucket
    holder: str
    amount: int = 1


class Limiter:
    """Counts in windows that begin with a holder's first charge; in memory, or in Redis for all processes together.

    While Redis is down each process, or each machine where there is a file, counts for itself, from nothing. When it is
    back its counts hold again.

    Args:
        reports_per_hour, answer_ratings_per_hour: per address.
        largest_screenshot: in bytes. An address may send as many as so many reports would hold, with whatever.
        requests_per_minute: per key.
        redis_url: where to count; None counts on this machine.
        file: where the processes of this machine count together, also after a restart; None counts in memory.
        secret: what addresses are hashed with, the same for all who count together; None makes one.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        *,
        reports_per_hour: int,
        answer_ratings_per_hour: int,
        requests_per_minute: int,
        largest_screenshot: int = 5 * 1024 * 1024,
        redis_url: str | None = None,
        file: Path | None = None,
        secret: bytes | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._items: dict[Bucket, RateLimitItem] = {
            Bucket.REPORTS: RateLimitItemPerHour(reports_per_hour, namespace=Bucket.REPORTS),
            Bucket.ANSWER_RATINGS: RateLimitItemPerHour(answer_ratings_per_hour, namespace=Bucket.ANSWER_RATINGS),
            Bucket.SCREENSHOT_KIBIBYTES: RateLimitItemPerHour(
                reports_per_hour * -(-largest_screenshot // 1024), namespace=Bucket.SCREENSHOT_KIBIBYTES
            ),
            Bucket.KEY_REQUESTS: RateLimitItemPerMinute(requests_per_minute, namespace=Bucket.KEY_REQUESTS),
            Bucket.FAILED_LOGINS: RateLimitItemPerMinute(
                FAILED_LOGINS, LOGIN_WINDOW_MINUTES, namespace=Bucket.FAILED_LOGINS
            ),
            Bucket.ALL_FAILED_LOGINS: RateLimitItemPerMinute(
                ALL_FAILED_LOGINS, LOGIN_WINDOW_MINUTES, namespace=Bucket.ALL_FAILED_LOGINS
            ),
            Bucket.UNKNOWN_KEYS: RateLimitItemPerMinute(
                UNKNOWN_KEYS, LOGIN_WINDOW_MINUTES, namespace=Bucket.UNKNOWN_KEYS
            ),
        }
        key = hashlib.blake2b(secret or secrets.token_bytes(32), person=b"limits").digest()
        # Few holders do most.
        self._hashed = lru_cache(maxsize=1024)(partial(_hash, key))
        memory = MemoryCounters(clock)
        self._machine = MachineCounters(file, memory) if file else None
        self._local: LocalCounters = self._machine or memory
        self._shared = SharedCounters(redis_url) if redis_url else None

    @property
    def state(self) -> LimiterState:
        """Where uses are counted now."""
        if self._shared is None:
            return LimiterState.MACHINE if self._machine and self._machine.is_available else LimiterState.MEMORY
        return LimiterState.REDIS if self._shared.is_available else LimiterState.REDIS_UNAVAILABLE

    async def charge(self, *accounts: Account) -> int | None:
        """Count a use that every account is charged for, or none is.

        Returns:
            None when it is within all limits; else the whole seconds, at least 1, until it would be within the first
            that it is not in.
        """
        for number, account in enumerate(accounts):
            if (wait := await self._charge(account)) is not None:
                await self.refund(*accounts[:number])
                return wait
        return None

    async def refund(self, *accounts: Account) -> None:
        """Take back a use that came to nothing."""
        for account in accounts:
            await self._refund(account)

    async def __aenter__(self) -> Self:
        """Find out where uses will be counted; never fails."""
        if self._shared is not None:
            await self._shared.look()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close what was opened."""
        if self._shared is not None:
            await self._shared.aclose()
        if self._machine is not None:
            self._machine.close()

    async def _charge(self, account: Account) -> int | None:
        item, holder = self._items[account.bucket], self._hashed(account.holder)
        if self._shared is not None:
            with contextlib.suppress(RedisUnavailable):
                return await self._shared.ask(lambda counters: counters.charge(item, holder, account.amount))
        return self._local.charge(item, holder, account.amount)

    async def _refund(self, account: Account) -> None:
        item, holder = self._items[account.bucket], self._hashed(account.holder)
        if self._shared is not None:
            with contextlib.suppress(RedisUnavailable):
                return await self._shared.ask(lambda counters: counters.refund(item, holder, account.amount))
        return self._local.refund(item, holder, account.amount)


def _hash(key: bytes, holder: str) -> str:
    """Addresses are never stored: this is the holder's name wherever uses are counted."""
    return hashlib.blake2b(holder.encode(), key=key, digest_size=16).hexdigest()
