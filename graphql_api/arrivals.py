"""Waiting for findings that a worker, in this process or another, is about to write."""

import asyncio
from datetime import timedelta
from uuid import UUID

from graphql_api.postgres.connect import fetch
from graphql_api.postgres.outage import is_outage

POLL = timedelta(milliseconds=15)
ARRIVED = "SELECT feedback_id FROM analysis WHERE is_current AND feedback_id = ANY($1)"


class Arrivals:
    """One look at the database for all who wait, every few milliseconds while anyone does."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Future[None], UUID] = {}
        self._looking: asyncio.Task[None] | None = None

    async def wait_for(self, feedback_id: UUID, patience: timedelta) -> bool:
        """Wait until the feedback has a finding, at most for `patience`; answers whether it is known to have.

        While the database cannot be reached, nothing is known.
        """
        arrival = asyncio.get_running_loop().create_future()
        self._waiting[arrival] = feedback_id
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            async with asyncio.timeout(patience.total_seconds()):
                await arrival
        except TimeoutError:
            return False
        finally:
            del self._waiting[arrival]
        return True

    async def _look(self) -> None:
        while self._waiting:
            # Who comes while the database is asked may wait for something newer than its answer.
            asking = dict(self._waiting)
            arrived = await _arrived(list(set(asking.values())))
            for arrival, feedback_id in asking.items():
                if feedback_id in arrived and not arrival.done():
                    arrival.set_result(None)
            await asyncio.sleep(POLL.total_seconds())


async def _arrived(feedback_ids: list[UUID]) -> set[UUID]:
    try:
        return {row["feedback_id"] for row in await fetch(ARRIVED, feedback_ids)}
    except Exception as error:
        if not is_outage(error):
            raise
        return set()
