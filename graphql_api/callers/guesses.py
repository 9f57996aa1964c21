"""Keeping an address from trying one key after the other."""

import time
from collections.abc import Callable

from graphql_api.errors import CallerError, ErrorCode
from graphql_api.limits import Account, Bucket, Limiter

MOST_ADDRESSES = 10_000


class Guesses:
    """Addresses that have sent too many keys that nobody knows. Keys of the database need none of this: they hold 256
    random bits. The setting API_KEY holds what an operator chose.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, limiter: Limiter, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._limiter = limiter
        self._clock = clock
        self._until: dict[str, float] = {}

    def refuse(self, address: str) -> None:
        """Turn away what may be one more guess, whether it is right or not.

        Raises:
            CallerError: LIMITED, until the window of those that were wrong has ended.
        """
        until = self._until.get(address)
        if until is None:
            return
        wait = int(until - self._clock()) + 1
        if until <= self._clock():
            del self._until[address]
            return
        message = f"Too many unknown API keys came from this address. Try again in {wait} s."
        raise CallerError(ErrorCode.LIMITED, message, retry_after_seconds=wait)

    async def note(self, address: str) -> None:
        """One was wrong."""
        wait = await self._limiter.charge(Account(Bucket.UNKNOWN_KEYS, address))
        if wait is None:
            return
        if len(self._until) >= MOST_ADDRESSES:
            self._until.pop(next(iter(self._until)))
        self._until[address] = self._clock() + wait
