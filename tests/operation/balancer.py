"""What stands before two servers in production: asks each whether it is ready, and passes connections to those."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Sequence
from itertools import count
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout

LOOK_EVERY_SECONDS = 0.1


class Balancer:
    """Passes bytes between a port of loopback and the servers that say they are ready, in turns."""

    def __init__(self, urls: Sequence[str]) -> None:
        self._urls = urls
        self._ready: list[str] = []
        self._turn = count()
        self._passing: set[asyncio.Task[None]] = set()
        self.port = 0

    @property
    def url(self) -> str:
        """Where clients go."""
        return f"http://127.0.0.1:{self.port}"

    def sends_to(self, url: str) -> bool:
        """Whether the server gets connections."""
        return url in self._ready

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Balancer"]:
        """Passes connections while the block runs."""
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        looking = asyncio.create_task(self._look())
        try:
            yield self
        finally:
            looking.cancel()
            server.close()
            await asyncio.gather(looking, *self._passing, return_exceptions=True)

    async def until(self, url: str, *, is_ready: bool) -> None:
        """Wait until a server gets connections, or none any more."""
        async with asyncio.timeout(30):
            while self.sends_to(url) is not is_ready:
                await asyncio.sleep(0.02)

    async def _look(self) -> None:
        async with ClientSession(timeout=ClientTimeout(total=2)) as session:
            while True:
                self._ready = [url for url in self._urls if await _is_ready(session, url)]
                await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        chosen = self._ready[next(self._turn) % len(self._ready)]
        upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", urlsplit(chosen).port)
        self._spawn(_pass(reader, upstream_writer))
        self._spawn(_pass(upstream_reader, writer))

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)


async def _is_ready(session: ClientSession, url: str) -> bool:
    try:
        async with session.get(f"{url}/ready") as answer:
            return answer.status == 200
    except (ClientError, OSError, TimeoutError):
        return False


async def _pass(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65_536):
            target.write(data)
            await target.drain()
    except ConnectionError:
        pass
    finally:
        target.close()
