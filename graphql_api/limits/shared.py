"""Counters in Redis, which several processes share, and what is known of its being there."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from graphql_api.logs import describe_error

logger = structlog.get_logger(__name__)

Result = TypeVar("Result")

KEY_PREFIX = "feedback:limits"
PATIENCE_SECONDS = 0.2
PROBE_EVERY_SECONDS = 2.0
# How many may ask at once, each over a connection of its own.
TURNS = 32
SLICES = 8
TROUBLE = (RedisError, OSError, TimeoutError)
PROBE = RateLimitItemPerSecond(1, namespace="PROBE")

TAKE_BACK = """
local count = tonumber(redis.call("get", KEYS[1]))
if count == nil then return end
local left = math.min(count, tonumber(ARGV[1])) - tonumber(ARGV[2])
if left > 0 then redis.call("set", KEYS[1], left, "keepttl") else redis.call("del", KEYS[1]) end
"""


class RedisUnavailable(Exception):  # noqa: N818 - says the state that health reports
    """Redis did not answer, or is known not to."""


class RedisCounters:
    """Counts that all processes share which use one Redis."""

    def __init__(self, pool: ConnectionPool) -> None:
        storage = RedisStorage(
            "async+redis://",
            implementation="redispy",
            key_prefix=KEY_PREFIX,
            connection_pool=pool,  # type: ignore[arg-type]  # the library says less than it takes
        )
        self._storage = storage
        self._strategy = FixedWindowRateLimiter(storage)
        self._take_back = Redis(connection_pool=pool).register_script(TAKE_BACK)

    async def charge(self, item: RateLimitItem, holder: str, amount: int = 1) -> int | None:
        """As `LocalCounters` does."""
        if await self._strategy.hit(item, holder, cost=amount):
            return None
        ends_at = await self._storage.get_expiry(item.key_for(holder))
        return max(1, math.ceil(ends_at - time.time()))

    async def refund(self, item: RateLimitItem, holder: str, amount: int = 1) -> None:
        """As `LocalCounters` does, in one step."""
        await self._take_back(keys=[f"{KEY_PREFIX}:{item.key_for(holder)}"], args=[item.amount, amount])


class SharedCounters:
    """Redis, asked only while it is known to answer. While it is not, one probe looks whether it is back."""

    def __init__(self, url: str) -> None:
        # Whoever waits is let go by `patiently`; a second try would count twice what the first has counted.
        self._pool = ConnectionPool.from_url(
            url, retry=Retry(NoBackoff(), 0), socket_timeout=None, socket_connect_timeout=None
        )
        self._counters = RedisCounters(self._pool)
        self._turns = asyncio.Semaphore(TURNS)
        self._probing: asyncio.Task[None] | None = None

    @property
    def is_available(self) -> bool:
        """Whether Redis is not known to be down."""
        return self._probing is None

    async def ask(self, work: Callable[[RedisCounters], Coroutine[Any, Any, Result]]) -> Result:
        """What comes of work with the counters.

        Raises:
            RedisUnavailable: within a fifth of a second where Redis is found to be down, at once where it is known.
        """
        if self.is_available:
            async with self._turns:
                # It may have gone while others had their turns.
                if self.is_available:
                    return await self._ask(work)
        raise RedisUnavailable

    async def look(self) -> None:
        """Find out whether Redis answers, and writes."""
        if self.is_available:
            try:
                await self._ask(_probe)
            except RedisUnavailable:
                return

    async def aclose(self) -> None:
        """Stop probing and close the connections."""
        if self._probing is not None:
            self._probing.cancel()
            await asyncio.wait({self._probing})
        await self._pool.disconnect()

    async def _ask(self, work: Callable[[RedisCounters], Coroutine[Any, Any, Result]]) -> Result:
        try:
            return await patiently(work(self._counters))
        except TROUBLE as error:
            self._trip(error)
            raise RedisUnavailable from error

    def _trip(self, error: Exception) -> None:
        if self._probing is None:
            logger.warning("redis does not answer, limits are counted in memory", error=describe_error(error))
            self._probing = asyncio.create_task(self._until_back())

    async def _until_back(self) -> None:
        while not await self._answers():  # noqa: ASYNC110 - nobody can tell us
            await asyncio.sleep(PROBE_EVERY_SECONDS)
        self._probing = None
        logger.info("redis is back, limits are counted there")

    async def _answers(self) -> bool:
        try:
            await patiently(_probe(self._counters))
        except Exception as error:  # noqa: BLE001 - whatever it is, Redis does not answer
            logger.debug("redis does not answer", error=describe_error(error))
            return False
        return True


async def _probe(counters: RedisCounters) -> None:
    """Write something: a Redis whose disk is full, or a replica, answers and still cannot count."""
    await counters.charge(PROBE, "PROBE")


async def patiently(work: Awaitable[Result]) -> Result:
    """The work's result, or TimeoutError after PATIENCE_SECONDS; the work is then asked to stop and left behind.

    The time passes in slices: where our own event loop is late, it comes to hear the answer that is there already
    before the one that gave it is taken to hang.
    """
    task = asyncio.ensure_future(work)
    try:
        for _ in range(SLICES):
            done, _ = await asyncio.wait({task}, timeout=PATIENCE_SECONDS / SLICES)
            if done:
                return task.result()
        raise TimeoutError(f"no answer within {PATIENCE_SECONDS} s")
    finally:
        if not task.done():
            task.cancel()
            task.add_done_callback(_forget)


def _forget(task: "asyncio.Future[Result]") -> None:
    """Take notice of how abandoned work ended, so that asyncio does not complain that nobody did."""
    if not task.cancelled():
        task.exception()
