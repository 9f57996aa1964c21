"""What operators and their tools ask for: /health, /ready and /metrics."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from graphql_api.intake.intake import Intake
from graphql_api.metrics.prometheus import FigureSource, exposition
from graphql_api.postgres.reachable import is_reachable

Part = Callable[[], Awaitable[str]]
"""Says in a few words how a part is, and what mends it."""


class Pages:
    """Three pages about one process's parts."""

    def __init__(self, intake: Intake, *, parts: Mapping[str, Part], figures: Sequence[FigureSource]) -> None:
        self._spool = intake.keeper.spool
        self._parts = parts
        self._figures = figures

    async def health(self, _request: Request) -> Response:
        """Alive, and the state of each part. Always 200: a process that answers is alive."""
        return JSONResponse({"status": "alive", "parts": {name: await part() for name, part in self._parts.items()}})

    async def ready(self, _request: Request) -> Response:
        """Whether a submission can be kept: 200 while the database answers or the spool can be written, else 503."""
        has_database = await is_reachable()
        reason = await self._spool.unwritable_because()
        is_ready = has_database or reason is None
        body = {"ready": is_ready, "database": database_state(has_database), "spool": reason or "writable"}
        return JSONResponse(body, status_code=200 if is_ready else 503)

    async def metrics(self, _request: Request) -> Response:
        """Figures for Prometheus."""
        families = [family for source in self._figures for family in await source()]
        return Response(exposition(families), media_type=CONTENT_TYPE_LATEST)


def database_state(is_reachable: bool) -> str:
    """The database's state in a word."""
    return "reachable" if is_reachable else "unreachable"
