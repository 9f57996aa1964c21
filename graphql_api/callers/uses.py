"""Noting when keys and logins were last used, beside the requests that use them."""

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Literal
from uuid import UUID

import structlog

from graphql_api.logs import describe_error
from graphql_api.postgres.connect import fetch
from graphql_api.postgres.outage import is_outage

logger = structlog.get_logger(__name__)

EVERY_SECONDS = 60.0
MOST_REMEMBERED = 10_000

Used = Literal["api_key", "login"]
NOTE: dict[Used, str] = {
    "api_key": "UPDATE api_key SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)",
    "login": "UPDATE login SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2",
}


class LastUses:
    """Writes the last use of each key and login at most once a minute, and never keeps a request waiting for it.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._noted_at: OrderedDict[UUID, float] = OrderedDict()
        self._waiting: dict[UUID, tuple[Used, datetime]] = {}
        self._writing: asyncio.Task[None] | None = None

    def note(self, used: Used, id_: UUID, now: datetime) -> None:
        """Remember a use. It is written soon, unless one of the last minute was."""
        at = self._clock()
        if at - self._noted_at.get(id_, -EVERY_SECONDS) < EVERY_SECONDS:
            return
        self._noted_at[id_] = at
        self._noted_at.move_to_end(id_)
        if len(self._noted_at) > MOST_REMEMBERED:
            self._noted_at.popitem(last=False)
        self._waiting[id_] = (used, now)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What was noted inside is written when the block ends, while the database is there."""
        try:
            yield
        finally:
            if self._writing is not None:
                await asyncio.wait({self._writing})

    async def _write(self) -> None:
        while self._waiting:
            id_, (used, now) = self._waiting.popitem()
            try:
                await fetch(NOTE[used], id_, now)
            except Exception as error:
                if not is_outage(error):
                    raise
                # The next use says it again.
                self._noted_at.pop(id_, None)
                logger.debug("a last use was not written", error=describe_error(error))
