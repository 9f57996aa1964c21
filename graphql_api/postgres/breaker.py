"""Knowing that the database is down, so that callers need not find out one by one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from graphql_api.logs import describe_error

logger = structlog.get_logger(__name__)

Result = TypeVar("Result")
Probe = Callable[[], Awaitable[object]]

PROBE_EVERY_SECONDS = 0.5
PROBE_PATIENCE_SECONDS = 2.0


class Breaker:
    """Open while the database is known to be down. While it is, one probe looks whether it is back.

    Args:
        probe: returns when the database answers; raises, or takes longer than two seconds, when it does not.
        when_back: called once each time it is back, after the breaker has closed.
    """

    def __init__(self, probe: Probe, *, when_back: Callable[[], None]) -> None:
        self._probe = probe
        self._when_back = when_back
        self._probing: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the database is known to be down."""
        return self._probing is not None

    def trip(self, error: BaseException) -> None:
        """Open the breaker, unless it is open already."""
        if self._probing is None:
            logger.warning("database is down, submissions go to the spool", error=describe_error(error))
            self._probing = asyncio.create_task(self._until_back())

    async def aclose(self) -> None:
        """Stop probing; the breaker stays as it is."""
        if self._probing is not None:
            self._probing.cancel()
            await asyncio.wait({self._probing})

    async def _until_back(self) -> None:
        # The pause comes first: a database that answers, but cannot store, would be asked without end.
        await asyncio.sleep(PROBE_EVERY_SECONDS)
        while not await self._answers():  # noqa: ASYNC110 - nobody can tell us
            await asyncio.sleep(PROBE_EVERY_SECONDS)
        self._probing = None
        logger.info("database is back")
        self._when_back()

    async def _answers(self) -> bool:
        try:
            await within(PROBE_PATIENCE_SECONDS, self._probe())
        except Exception as error:  # noqa: BLE001 - whatever it is, the database does not answer
            logger.debug("database does not answer", error=describe_error(error))
            return False
        return True


async def within(seconds: float, work: Awaitable[Result]) -> Result:
    """The work's result, or TimeoutError after so many seconds.

    Unlike `asyncio.timeout` it keeps its word when asyncpg does not: cancelling asyncpg waits for a server that hangs.
    The work is asked to stop and left behind.
    """
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
        if not done:
            raise TimeoutError(f"no answer within {seconds} s")
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            task.add_done_callback(_forget)


def _forget(task: "asyncio.Future[Result]") -> None:
    """Take notice of how abandoned work ended, so that asyncio does not complain that nobody did."""
    if not task.cancelled():
        task.exception()
