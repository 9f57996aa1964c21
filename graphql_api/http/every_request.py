"""What is done for every request, whatever it asks for, in one step around the application."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graphql_api.http.drain import Draining
from graphql_api.http.measured import labels_of
from graphql_api.http.request_log import HEADER, log_request, request_id_of
from graphql_api.http.safe_headers import safe_headers
from graphql_api.logs import begin_facts
from graphql_api.metrics.requests import RequestFigures

REQUEST_ID = HEADER.lower().encode()
CLOSE = (b"connection", b"close")


class EveryRequest:
    """Wraps the application.

    Each HTTP request is counted and timed until the last byte of its answer is handed over, and has one line in the
    log. Its answer names its id, has the headers that keep browsers safe, and closes the connection when this process
    is about to stop: a balancer sends the next request elsewhere. What is logged on the way, also of a WebSocket,
    carries the id.
    """

    def __init__(self, app: ASGIApp, *, figures: RequestFigures, draining: Draining) -> None:
        self._app = app
        self._figures = figures
        self._draining = draining

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As any ASGI application."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        request_id = request_id_of(scope)
        # A pipelined request begins in the context of the one before it.
        begin_facts(request_id=request_id)
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def complete(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message["headers"], *safe_headers(message["headers"]), (REQUEST_ID, request_id.encode())]
                message["headers"] = [*headers, CLOSE] if self._draining.is_set else headers
            await send(message)

        try:
            await self._app(scope, receive, complete)
        except Exception:
            status = 500
            raise
        finally:
            seconds = time.perf_counter() - began
            log_request(scope, status or 500, seconds)
            self._figures.count(labels_of(scope, status), seconds)
