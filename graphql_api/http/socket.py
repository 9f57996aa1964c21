"""WebSocket /graphql: operations by the protocol graphql-transport-ws, for callers with a key or a login.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from graphql_api.callers.cookie import Sender
from graphql_api.context import Context
from graphql_api.errors import ErrorCode
from graphql_api.http.answer import Answer, failure, refusal
from graphql_api.http.client_address import client_address
from graphql_api.http.credentials import bearer_token, login_cookie
from graphql_api.http.operations import Operations
from graphql_api.http.request import Refused, decode, operation_of

logger = structlog.get_logger(__name__)

PROTOCOL = "graphql-transport-ws"
LONGEST_ID = 100


@dataclass(frozen=True)
class SocketLimits:
    """What one socket may do, and how many there may be.

    Args:
        init_seconds: how long a client may take to say connection_init.
        look_again_seconds: how often is looked whether the caller may still be here.
        operations: how many may run at once.
        message_bytes: how long a message may be.
        sockets: how many may be open in this process.
        sockets_of_one_address: how many of these one address may have.
    """

    init_seconds: float = 5.0
    look_again_seconds: float = 60.0
    operations: int = 5
    message_bytes: int = 64 * 1024
    sockets: int = 500
    sockets_of_one_address: int = 20


LIMITS = SocketLimits()


class Closed(Exception):  # noqa: N818 - it is named for what is so
    """The connection ends, with a code of the protocol and a reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class GraphQLSocket:
    """Takes WebSockets.

    Args:
        origins: those of other sites whose pages may connect; they need a key, as cookies are for our own pages.
        trusted_hops: how many proxies of ours stand before the service.
    """

    def __init__(
        self,
        operations: Operations,
        *,
        origins: Collection[str] = (),
        trusted_hops: int = 0,
    ) -> None:
        self._operations = operations
        self._origins = origins
        self._trusted_hops = trusted_hops
        self._limits = LIMITS
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket as an ASGI application, until either side closes it."""
        socket = WebSocket(scope, receive, send)
        address = client_address(socket, trusted_hops=self._trusted_hops)
        if not (self._has_room(address) and self._is_welcome(socket)):
            await socket.close()  # before it was accepted: HTTP status 403
            return
        self._open[address] += 1
        try:
            await _Conversation(socket, self._operations, self._limits).run()
        finally:
            self._open -= Counter([address])

    def _has_room(self, address: str) -> bool:
        return self._open.total() < self._limits.sockets and self._open[address] < self._limits.sockets_of_one_address

    def _is_welcome(self, socket: WebSocket) -> bool:
        """Whether the page that connects, if it is one, is ours or one that is allowed to."""
        origin = socket.headers.get("origin")
        sender = login_cookie(socket, trusted_hops=self._trusted_hops).sender
        return sender is not Sender.OTHER_SITE or origin in self._origins


class _Conversation:
    """One socket, from the handshake to its end."""

    def __init__(self, socket: WebSocket, operations: Operations, limits: SocketLimits) -> None:
        self._socket = socket
        self._operations = operations
        self._limits = limits
        self._key: str | None = None
        self._running: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        is_spoken = PROTOCOL in self._socket.scope.get("subprotocols", ())
        await self._socket.accept(subprotocol=PROTOCOL if is_spoken else None)
        watching: asyncio.Task[None] | None = None
        try:
            await self._begin(is_spoken)
            watching = asyncio.create_task(self._keep_looking())
            while True:
                await self._take(await self._message())
        except Closed as closed:
            await self._close(closed)
        except WebSocketDisconnect:
            logger.debug("socket closed")
        finally:
            tasks = [*self._running.values(), *([watching] if watching else [])]
            for task in tasks:
                task.cancel()
            if tasks:
                await asyncio.wait(tasks)

    async def _begin(self, is_spoken: bool) -> None:
        """Hear who it is, in time, and let them in."""
        if not is_spoken:
            raise Closed(4406, "Subprotocol not acceptable")
        try:
            async with asyncio.timeout(self._limits.init_seconds):
                message = await self._message()
        except TimeoutError:
            raise Closed(4408, "Connection initialisation timeout") from None
        if message.get("type") != "connection_init":
            raise Closed(4401, "Unauthorized")
        payload = message.get("payload") or {}
        if not isinstance(payload, dict):
            raise Closed(4400, "Invalid message")
        self._key = _key(payload)
        await self._caller_is_known()
        await self._send({"type": "connection_ack"})

    async def _context(self) -> Context:
        return await self._operations.context(self._socket, self._key)

    async def _caller_is_known(self) -> None:
        """Raises:
        Closed: the caller has no key or login, or not any more.
        """
        try:
            caller = (await self._context()).caller
        except Refused as refused:
            raise Closed(4403 if refused.code is ErrorCode.FORBIDDEN else 4401, "Unauthorized") from None
        except Exception as error:  # noqa: BLE001 - the failure is logged with a reference, as over HTTP
            failure(error)
            raise Closed(1011, "Something went wrong on our side") from None
        if caller.is_unverified:
            raise Closed(1013, "Try again later")
        if caller.is_anonymous:
            raise Closed(4401, "Unauthorized")

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(self._limits.look_again_seconds)
            try:
                await self._caller_is_known()
            except Closed as closed:
                await self._close(closed)
                return

    async def _message(self) -> dict[str, Any]:
        """The next message.

        Raises:
            Closed: it is none of the protocol.
            WebSocketDisconnect: the client has gone.
        """
        received = await self._socket.receive()
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(received.get("code") or 1005)
        text = received.get("text")
        if text is None:
            raise Closed(4400, "Messages must be text")
        octets = text.encode("utf-8", "surrogatepass")
        if len(octets) > self._limits.message_bytes:
            raise Closed(1009, "Message too big")
        try:
            message = decode(octets)
        except Refused:
            message = None
        if not isinstance(message, dict):
            raise Closed(4400, "Invalid message")
        return message

    async def _take(self, message: Mapping[str, Any]) -> None:
        type_, id_ = message.get("type"), message.get("id")
        if type_ == "ping":
            await self._send({"type": "pong"})
        elif type_ == "connection_init":
            raise Closed(4429, "Too many initialisation requests")
        elif type_ in {"subscribe", "complete"}:
            if not isinstance(id_, str) or not 1 <= len(id_) <= LONGEST_ID:
                raise Closed(4400, "Invalid message")
            if type_ == "subscribe":
                await self._subscribe(id_, message.get("payload"))
            elif id_ in self._running:
                self._running.pop(id_).cancel()
        elif type_ != "pong":
            raise Closed(4400, "Invalid message")

    async def _subscribe(self, id_: str, payload: Any) -> None:
        if id_ in self._running:
            raise Closed(4409, "Subscriber already exists")
        if len(self._running) >= self._limits.operations:
            message = f"At most {self._limits.operations} operations may run at once."
            await self._send_answer(id_, refusal(Refused(429, message, ErrorCode.LIMITED)))
            return
        self._running[id_] = asyncio.create_task(self._answer(id_, payload))

    async def _answer(self, id_: str, payload: Any) -> None:
        began = time.perf_counter()
        try:
            # Who asks is looked up for each operation: a key that was revoked does nothing more.
            answered = await self._operations.run(operation_of(payload), await self._context())
        except Refused as refused:
            answered = refusal(refused)
        except Exception as error:  # noqa: BLE001 - the last place that can still answer as GraphQL does
            answered = failure(error)
        logger.info(
            "operation answered", status=answered.status, duration_ms=round((time.perf_counter() - began) * 1000, 1)
        )
        if self._running.get(id_) is asyncio.current_task():
            del self._running[id_]
            await self._send_answer(id_, answered)

    async def _send_answer(self, id_: str, answered: Answer) -> None:
        if "data" not in answered.body:
            await self._send({"id": id_, "type": "error", "payload": answered.body["errors"]})
            return
        await self._send({"id": id_, "type": "next", "payload": answered.body})
        await self._send({"id": id_, "type": "complete"})

    async def _send(self, message: Mapping[str, Any]) -> None:
        """Send a message, unless nobody is there any more to hear it."""
        if self._socket.application_state is WebSocketState.CONNECTED:
            with contextlib.suppress(WebSocketDisconnect):
                await self._socket.send_text(orjson.dumps(message).decode())

    async def _close(self, closed: Closed) -> None:
        if self._socket.application_state is WebSocketState.CONNECTED:
            with contextlib.suppress(WebSocketDisconnect):
                await self._socket.close(closed.code, closed.reason)


def _key(payload: Mapping[str, Any]) -> str | None:
    """The key in connection_init: {"apiKey": …}, or a header's name and value, for clients that send those there."""
    said = {name.lower(): value for name, value in payload.items() if isinstance(value, str)}
    for name in ("apikey", "x-api-key"):
        if name in said:
            return said[name]
    return bearer_token(said.get("authorization", ""))
