"""Waiting for a pool's connections in the order of coming."""

import asyncio
from collections import deque
from types import TracebackType

import asyncpg


class Turns:
    """Lends the connections of one pool, to whoever has waited longest.

    asyncpg's pool wakes the one who has waited longest, and yet gives the connection to whoever asks before that one
    runs: under load some wait many times as long as others. Besides, to give a connection back to it and take it again
    costs more than a short statement, so while anyone waits it is handed on instead.
    """

    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool
        self._free = pool.get_max_size()
        self._waiting: deque[asyncio.Future[asyncpg.Connection | None]] = deque()

    async def take(self) -> asyncpg.Connection:
        """A connection, to be given back.

        Raises:
            OSError, asyncpg.PostgresError: none can be made.
        """
        connection = None
        if self._free:
            self._free -= 1
        else:
            connection = await self._next()
        if connection is not None:
            return connection
        try:
            return await self.pool.acquire()
        except BaseException:
            self._end()
            raise

    async def give_back(self, connection: asyncpg.Connection, *, is_as_new: bool) -> None:
        """Give a connection back; one with which something went wrong is for the pool to mend."""
        if is_as_new and _is_open(connection) and self._is_wanted(connection):
            return
        try:
            await self.pool.release(connection)
        finally:
            self._end()

    async def _next(self) -> asyncpg.Connection | None:
        """Wait for one's turn, which comes with a connection or with the right to one."""
        turn: asyncio.Future[asyncpg.Connection | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                # It came in the very moment in which nobody wanted it any more.
                await self._refuse(turn.result())
            raise

    async def _refuse(self, connection: asyncpg.Connection | None) -> None:
        if connection is None:
            self._end()
        else:
            await self.give_back(connection, is_as_new=True)

    def _end(self) -> None:
        """One turn has ended: the next one has the right to a connection."""
        if not self._is_wanted(None):
            self._free += 1

    def _is_wanted(self, connection: asyncpg.Connection | None) -> bool:
        """Whether somebody waited, who has it now."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(connection)
                return True
        return False


def _is_open(connection: asyncpg.Connection) -> bool:
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:
        # It broke, and has gone back to its pool by itself.
        return False


class Turn:
    """One's turn at a pool, as a block in which one has a connection."""

    __slots__ = ("_connection", "_turns")

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    async def __aenter__(self) -> asyncpg.Connection:
        self._connection = await self._turns.take()
        return self._connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._turns.give_back(self._connection, is_as_new=kind is None)
