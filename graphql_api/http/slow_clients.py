"""HTTP connections that end when their client does not get on with it."""

import asyncio
from asyncio import TimerHandle
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graphql_api.http.quick_answers import QuickCycle

TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class DeadlineProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with deadlines for what it waits for without end, and a bound for the head.

    A head must be there within `HEAD_SECONDS` of the connection or of its first byte, a body within `BODY_SECONDS`
    of its head, however steadily bytes trickle in; a client that takes nothing of an answer for `STALL_SECONDS` is
    gone. Between requests uvicorn's own keep-alive timeout counts.
    """

    HEAD_SECONDS: ClassVar[float] = 10.0
    BODY_SECONDS: ClassVar[float] = 30.0
    STALL_SECONDS: ClassVar[float] = 30.0
    MOST_HEAD_BYTES: ClassVar[int] = 64 * 1024

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reading: TimerHandle | None = None
        self._stalling: TimerHandle | None = None
        self._is_upgraded = False
        self._is_in_head = False
        self._head_bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for a request."""
        super().connection_made(transport)  # type: ignore[arg-type]  # it names what transports of sockets are
        self._await(self.HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        self._go_on_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; without a request under way, bytes of any kind must become one in time."""
        super().data_received(data)
        if self._is_upgraded:
            return
        if self._is_in_head:
            self._head_bytes += len(data)
            if self._head_bytes > self.MOST_HEAD_BYTES:
                self._end(TOO_LARGE)
        is_idle = self.cycle is None or self.cycle.response_complete
        if self._reading is None and is_idle and not self.transport.is_closing():
            self._await(self.HEAD_SECONDS)

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._is_in_head, self._head_bytes = True, 0
        self._await(self.HEAD_SECONDS)

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._is_in_head = False
        self._await(self.BODY_SECONDS)
        before = self.cycle
        super().on_headers_complete()
        if self.cycle is not before:
            # It has just been made, and nothing has begun to use it.
            self.cycle.__class__ = QuickCycle

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._stop_waiting()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """The connection is HTTP's no more."""
        self._is_upgraded = True
        self._stop_waiting()
        super().handle_websocket_upgrade()

    def pause_writing(self) -> None:
        """The client does not take what it asked for as fast as it comes."""
        super().pause_writing()
        self._stalling = self.loop.call_later(self.STALL_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """It has taken some."""
        self._go_on_writing()
        super().resume_writing()

    def _await(self, seconds: float) -> None:
        self._stop_waiting()
        self._reading = self.loop.call_later(seconds, self._end, TIMEOUT)

    def _stop_waiting(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _go_on_writing(self) -> None:
        if self._stalling is not None:
            self._stalling.cancel()
            self._stalling = None

    def _end(self, answer: bytes) -> None:
        """End the connection; with an answer where a request has begun that has none."""
        self._stop_waiting()
        if self.transport.is_closing():
            return
        if self._is_in_head or (self.cycle is not None and not self.cycle.response_started):
            self.transport.write(answer)
        self.transport.close()
