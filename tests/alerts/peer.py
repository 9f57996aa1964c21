"""A local server that stands for Slack, or for whatever else alerts are posted to."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web
from multidict import CIMultiDictProxy


@dataclass(frozen=True)
class Reaction:
    """What the server does with one request."""

    status: int = 200
    text: str = "ok"
    headers: dict[str, str] = field(default_factory=dict)
    after_seconds: float = 0


OK = Reaction()


@dataclass(frozen=True)
class Post:
    """What came in."""

    headers: CIMultiDictProxy[str]
    raw: bytes

    @property
    def body(self) -> Any:
        """As JSON."""
        return orjson.loads(self.raw)


class Peer:
    """Reacts as it is told, first to last, and then with `always`; keeps every post."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.always = OK
        self._next: list[Reaction] = []
        self.url = ""

    def react(self, *reactions: Reaction) -> None:
        """React so to the next posts."""
        self._next += reactions

    async def handle(self, request: web.Request) -> web.Response:
        """One request."""
        self.posts.append(Post(request.headers, await request.read()))
        reaction = self._next.pop(0) if self._next else self.always
        await asyncio.sleep(reaction.after_seconds)
        return web.Response(status=reaction.status, text=reaction.text, headers=reaction.headers)


@asynccontextmanager
async def listening() -> AsyncIterator[Peer]:
    """A peer on a free port of loopback."""
    peer = Peer()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", peer.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    (address,) = runner.addresses
    peer.url = f"http://127.0.0.1:{address[1]}/services/T0/B0/secret-of-the-hook"
    try:
        yield peer
    finally:
        await runner.cleanup()


def texts(blocks: Iterable[Any]) -> list[tuple[str, str]]:
    """Every text object in Slack's blocks: its type and what it says."""
    found: list[tuple[str, str]] = []
    waiting: list[Any] = list(blocks)
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, dict):
            if part.get("type") in {"plain_text", "mrkdwn"}:
                found.append((part["type"], part["text"]))
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return found
