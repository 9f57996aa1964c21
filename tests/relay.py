"""A wire to the database that a test can cut and mend."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit


class Relay:
    """Passes bytes between a TCP port and the database's socket while it is whole; refuses connections when cut."""

    def __init__(self, database_url: str) -> None:
        parts = urlsplit(database_url)
        self._socket = f"{parse_qs(parts.query)['host'][0]}/.s.PGSQL.{parse_qs(parts.query).get('port', ['5432'])[0]}"
        self._database = parts.path
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._passing: set[asyncio.Task[None]] = set()
        self._port = 0

    @property
    def url(self) -> str:
        """The database's address by way of the relay."""
        return f"postgresql://postgres@127.0.0.1:{self._port}{self._database}"

    async def mend(self) -> None:
        """Take connections."""
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Break all connections and refuse new ones."""
        assert self._server is not None
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.gather(*self._passing)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream_reader, upstream_writer = await asyncio.open_unix_connection(self._socket)
        for source, target in ((reader, upstream_writer), (upstream_reader, writer)):
            self._writers.add(target)
            task = asyncio.create_task(self._pass(source, target))
            self._passing.add(task)
            task.add_done_callback(self._passing.discard)

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65_536):
                target.write(data)
                await target.drain()
        except ConnectionError:
            pass
        finally:
            target.close()
            self._writers.discard(target)


@asynccontextmanager
async def relay(database_url: str) -> AsyncIterator[Relay]:
    """A whole relay to a database, for as long as the block."""
    wire = Relay(database_url)
    await wire.mend()
    try:
        yield wire
    finally:
        await wire.cut()
