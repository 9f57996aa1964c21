"""A wire to the database that can lose the word that a commit is done."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine

# PostgreSQL's answer to COMMIT: CommandComplete, its length, and the words.
COMMITTED = b"C\x00\x00\x00\x0bCOMMIT\x00"


class Wire:
    """Passes bytes between a port of loopback and the database's."""

    def __init__(self, upstream_port: int) -> None:
        self._upstream_port = upstream_port
        self._passing: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._is_losing = False
        self.port = 0
        self.lost_replies = 0

    @contextlib.asynccontextmanager
    async def losing(self) -> AsyncIterator[None]:
        """While the block runs, a commit's reply is dropped after it was given, and then its connection cut."""
        self._is_losing = True
        try:
            yield
        finally:
            self._is_losing = False

    @contextlib.asynccontextmanager
    async def taking_connections(self) -> AsyncIterator[None]:
        """The port is open while the block runs."""
        server = await asyncio.start_server(self._connect, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.close()
            for writer in list(self._writers):
                writer.transport.abort()
            await asyncio.gather(*self._passing, return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            upstream = await asyncio.open_connection("127.0.0.1", self._upstream_port)
        except OSError:
            writer.transport.abort()
            return
        self._spawn(self._pass(reader, upstream[1]))
        self._spawn(self._pass(upstream[0], writer))

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        self._writers.add(target)
        try:
            while data := await source.read(65_536):
                if self._is_losing and COMMITTED in data:
                    self.lost_replies += 1
                    return
                target.write(data)
                await target.drain()
        except OSError:
            pass
        finally:
            target.close()
            self._writers.discard(target)
