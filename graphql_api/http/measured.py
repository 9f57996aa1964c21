"""Measuring every request, as the outermost part of the application."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graphql_api.metrics.requests import RequestFigures, RequestLabels

PAGES = frozenset({"graphql", "graphiql", "health", "ready", "metrics", "screenshots", "exports"})


class Measured:
    """Counts HTTP requests and takes their time, until the last byte of the answer is handed over."""

    def __init__(self, app: ASGIApp, figures: RequestFigures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As any ASGI application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note_status)
        except Exception:
            status = 500
            raise
        finally:
            self._figures.count(_labels(scope, status), time.perf_counter() - began)


def _labels(scope: Scope, status: int) -> RequestLabels:
    page = scope["path"].split("/")[1] if "/" in scope["path"] else ""
    return RequestLabels(
        page=page if page in PAGES else "other",
        kind=scope.get("state", {}).get("operation_kind", "none"),
        outcome=_outcome(status),
    )


def _outcome(status: int) -> str:
    if status in {0, 499}:
        return "gone"
    return "failed" if status >= 500 else "refused" if status >= 400 else "ok"
