"""What operators and their tools ask for: /health, /ready and /metrics."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from graphql_api.http.drain import Draining
from graphql_api.intake.intake import Intake
from graphql_api.metrics.prometheus import FigureSource, exposition
from graphql_api.postgres.reachable import is_reachable

Part = Callable[[], Awaitable[str]]
"""Says in a few words how a part is, and what mends it."""


class Pages:
    """Three pages about one process's parts.

    Args:
        parts: what `/health` lists.
        ready_parts: what `/ready` says beside whether a submission can be kept.
        draining: set when this process is about to stop.
    """

    def __init__(
        self,
        intake: Intake,
        *,
        parts: Mapping[str, Part],
        ready_parts: Mapping[str, Part],
        figures: Sequence[FigureSource],
        draining: Draining,
    ) -> None:
        self._spool = intake.keeper.spool
        self._parts = parts
        self._ready_parts = ready_parts
        self._figures = figures
        self._draining = draining

    async def health(self, _request: Request) -> Response:
        """Alive, and the state of each part. Always 200: a process that answers is alive."""
        return JSONResponse({"status": "alive", "parts": {name: await part() for name, part in self._parts.items()}})

    async def ready(self, _request: Request) -> Response:
        """Whether a submission can be kept: 200 while the database answers or the spool can be written, else 503.

        503 also from the moment that the process is told to stop, while it still serves.
        """
        has_database = await is_reachable()
        reason = await self._spool.unwritable_because()
        is_ready = (has_database or reason is None) and not self._draining.is_set
        body = {
            "ready": is_ready,
            "draining": self._draining.is_set,
            "database": database_state(has_database),
            "spool": reason or "writable",
            **{name: await part() for name, part in self._ready_parts.items()},
        }
        return JSONResponse(body, status_code=200 if is_ready else 503)

    async def metrics(self, _request: Request) -> Response:
        """Figures for Prometheus."""
        families = [family for source in self._figures for family in await source()]
        return Response(exposition(families), media_type=CONTENT_TYPE_LATEST)


def database_state(is_reachable: bool) -> str:
    """The database's state in a word."""
    return "reachable" if is_reachable else "unreachable"
