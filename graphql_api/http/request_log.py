"""One line in the log for each request, under an id that the caller may choose and is told."""

import re
import time
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = structlog.get_logger(__name__)

HEADER = "X-Request-Id"
# What a caller's own id may be; any other is as none, and none is repeated that could break a line or a header.
ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{1,100}")
# What watchers ask every few seconds is said at DEBUG only.
WATCHED = frozenset({"/health", "/ready", "/metrics"})


class RequestLog:
    """Wraps an application: says of each request its path, status, duration, operation and key's id.

    Whatever is logged on the way carries `request_id` as well. Neither the query string nor any body is read.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as an ASGI application."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get(HEADER, "")
        request_id = asked if ACCEPTABLE.fullmatch(asked) else str(uuid4())
        # A pipelined request begins in the context of the one before it.
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        status = 0

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        began = time.perf_counter()
        try:
            await self._app(scope, receive, tell)
        finally:
            _log(scope, status or 500, time.perf_counter() - began)


def _log(scope: Scope, status: int, seconds: float) -> None:
    line = {
        "method": scope["method"][:10],
        # Other paths are as long, and as private, as their senders please.
        "path": scope["path"] if "endpoint" in scope else "(unknown)",
        "status": status,
        "duration_ms": round(seconds * 1000, 1),
    }
    if status in {401, 403, 429}:
        logger.warning("request refused", **line)
    elif scope["path"] in WATCHED and status == 200:
        logger.debug("request answered", **line)
    else:
        logger.info("request answered", **line)
