"""Waiting for findings that a worker, in this process or another, is about to write."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import UUID

from graphql_api.postgres.connect import fetch
from graphql_api.postgres.outage import is_outage

POLL = timedelta(milliseconds=15)
ARRIVED = "SELECT feedback_id FROM analysis WHERE is_current AND feedback_id = ANY($1)"


class Arrivals:
    """One look at the database for all who wait, every few milliseconds while anyone does."""

    def __init__(self) -> None:
        self._waiting: Counter[UUID] = Counter()
        self._looked = asyncio.Condition()
        self._arrived: set[UUID] = set()
        self._looking: asyncio.Task[None] | None = None

    async def wait_for(self, feedback_id: UUID, patience: timedelta) -> bool:
        """Wait until the feedback has a finding, at most for `patience`; answers whether it is known to have.

        While the database cannot be reached, nothing is known.
        """
        self._waiting[feedback_id] += 1
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            async with asyncio.timeout(patience.total_seconds()), self._looked:
                await self._looked.wait_for(lambda: feedback_id in self._arrived)
        except TimeoutError:
            return False
        finally:
            self._waiting[feedback_id] -= 1
            if not self._waiting[feedback_id]:
                del self._waiting[feedback_id]
        return True

    async def _look(self) -> None:
        while self._waiting:
            try:
                rows = await fetch(ARRIVED, list(self._waiting))
            except Exception as error:
                if not is_outage(error):
                    raise
                rows = []
            async with self._looked:
                self._arrived = {row["feedback_id"] for row in rows}
                self._looked.notify_all()
            await asyncio.sleep(POLL.total_seconds())
