"""One at a time: whoever archives, and whoever erases from archives."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from graphql_api.postgres.connect import transaction

# Any number that no other lock of this database has.
LOCK = 5_047_331_902
LOOK_EVERY_SECONDS = 0.1
TRY = "SELECT pg_try_advisory_xact_lock($1)"


class NoTurn(Exception):  # noqa: N818 - it is named for what the caller reads
    """Another has been at it for the whole time that was to be waited."""


@asynccontextmanager
async def turn(*, within_seconds: float = 60.0) -> AsyncIterator[None]:
    """Alone among all processes that share the database, for as long as the block; a killed one's turn ends with it.

    Holds a connection of the pool inside, and none while it waits.

    Raises:
        NoTurn: not within this time.
    """
    deadline = asyncio.get_running_loop().time() + within_seconds
    while True:
        async with transaction() as connection:
            if await connection.fetchval(TRY, LOCK):
                yield
                return
        if asyncio.get_running_loop().time() > deadline:
            raise NoTurn("others are cleaning up or erasing")
        await asyncio.sleep(LOOK_EVERY_SECONDS)
