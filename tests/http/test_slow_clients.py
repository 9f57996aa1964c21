"""Clients that hold connections without getting on: each is let go, and others are served meanwhile."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine

import pytest
import uvicorn
from aiohttp import ClientSession
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from graphql_api.cli.process_limits import MOST_CONNECTIONS
from graphql_api.cli.serving import UVICORN
from graphql_api.http.slow_clients import DeadlineProtocol

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Trickle = Callable[[asyncio.StreamWriter], Coroutine[None, None, None]]


class Impatient(DeadlineProtocol):
    HEAD_SECONDS = 0.3
    BODY_SECONDS = 0.3
    STALL_SECONDS = 0.3


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with the length of the body, or as many bytes as the path asks for; echoes what a WebSocket says."""
    if scope["type"] == "websocket":
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        await socket.send_text(await socket.receive_text())
        await socket.close()
        return
    request = Request(scope, receive)
    try:
        length = len(await request.body())
    except ClientDisconnect:
        return
    much = int(scope["path"][1:] or 0)
    await PlainTextResponse("x" * much if much else str(length))(scope, receive, send)


@contextlib.asynccontextmanager
async def serving(**options: object) -> AsyncIterator[int]:
    """The port of a server whose patience is short."""
    chosen = UVICORN | {"http": Impatient, "timeout_keep_alive": 1, "lifespan": "off"} | options
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, **chosen))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.005)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


async def nothing(_writer: asyncio.StreamWriter) -> None:
    """Says nothing at all."""


def dribbling(first: bytes, piece: bytes) -> Trickle:
    """Says a little at a time, without end."""

    async def dribble(writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while True:
            writer.write(piece)
            await asyncio.sleep(0.02)

    return dribble


SLOW = {
    "nothing": nothing,
    "a head, byte by byte": dribbling(HEAD + b"X: ", b"x"),
    "header after header": dribbling(HEAD, b"X: x\r\n"),
    "line breaks before a request": dribbling(b"", b"\r\n"),
    "a body, byte by byte": dribbling(HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
    "chunk after chunk": dribbling(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
}


async def is_let_go(port: int, trickle: Trickle) -> bytes:
    """What the server says before it ends the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    trickling = asyncio.create_task(trickle(writer))
    try:
        async with asyncio.timeout(20):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        trickling.cancel()
        writer.close()


@pytest.mark.parametrize("name", SLOW)
async def test_a_slow_client_is_let_go(name: str) -> None:
    async with serving() as port:
        said = await is_let_go(port, SLOW[name])
    assert said == b"" or said.startswith(b"HTTP/1.1 408 ")


async def test_who_has_said_nothing_is_told_nothing() -> None:
    async with serving() as port:
        assert await is_let_go(port, nothing) == b""


async def test_three_hundred_of_them_are_let_go_and_others_are_served_meanwhile() -> None:
    async with serving() as port:
        trickles = list(SLOW.values()) * 50
        slow = [asyncio.create_task(is_let_go(port, trickle)) for trickle in trickles]
        await asyncio.sleep(0.1)
        assert (await exchange(port, HEAD + b"Content-Length: 2\r\n\r\nhi")).endswith(b"\r\n2")
        await asyncio.gather(*slow)


async def exchange(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    body = await reader.readexactly(int(length.split(b":")[1]))
    writer.close()
    return head + body


async def test_a_head_without_end_is_refused() -> None:
    async with serving() as port:
        said = await is_let_go(port, dribbling(HEAD, b"X: " + b"x" * 8_000 + b"\r\n"))
    assert said == b"" or said.startswith(b"HTTP/1.1 431 ")


async def test_a_client_that_takes_nothing_of_its_answer_is_let_go() -> None:
    async with serving() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        writer.write(b"GET /50000000 HTTP/1.1\r\nHost: x\r\n\r\n")
        await asyncio.sleep(1.0)
        received = 0
        async with asyncio.timeout(20):
            with contextlib.suppress(ConnectionResetError):
                while data := await reader.read(65_536):
                    received += len(data)
        assert received < 50_000_000
        writer.close()


async def test_requests_that_follow_one_another_each_get_their_time() -> None:
    async with serving() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(4):
            writer.write(HEAD)
            await asyncio.sleep(0.15)
            writer.write(b"Content-Length: 2\r\n\r\n")
            await asyncio.sleep(0.1)
            writer.write(b"hi")
            assert (await reader.readuntil(b"\r\n\r\n2")).startswith(b"HTTP/1.1 200 ")
        writer.close()


async def test_a_websocket_may_be_silent_for_longer() -> None:
    async with serving() as port, ClientSession() as session, session.ws_connect(f"ws://127.0.0.1:{port}/") as socket:
        await asyncio.sleep(0.8)
        await socket.send_str("still here")
        assert await socket.receive_str() == "still here"


async def test_connections_beyond_the_limit_are_told_to_come_back() -> None:
    async with serving(limit_concurrency=5) as port:
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(5)]
        assert (await exchange(port, HEAD + b"\r\n")).startswith(b"HTTP/1.1 503 ")
        for _, writer in idle:
            writer.close()


def test_the_service_is_as_patient_as_it_says_and_a_burst_of_a_thousand_fits() -> None:
    assert (DeadlineProtocol.HEAD_SECONDS, DeadlineProtocol.BODY_SECONDS) == (10, 30)
    assert UVICORN["limit_concurrency"] == MOST_CONNECTIONS > 1_000
