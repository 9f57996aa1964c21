"""What operators and their tools ask for: /health, /ready and /metrics."""

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from graphql_api.intake.intake import Intake
from graphql_api.limits import Limiter
from graphql_api.metrics.prometheus import exposition
from graphql_api.postgres.breaker import PROBE_PATIENCE_SECONDS, within
from graphql_api.postgres.connect import fetch
from graphql_api.postgres.outage import is_outage

REACHABLE, UNREACHABLE = "reachable", "unreachable"


class Pages:
    """Three pages about one process's parts."""

    def __init__(self, *, intake: Intake, limiter: Limiter) -> None:
        self._intake = intake
        self._limiter = limiter

    async def health(self, _request: Request) -> Response:
        """Alive, and the state of each part. Always 200: a process that answers is alive."""
        keeper = self._intake.keeper
        balance = keeper.audit.balance
        parts = {
            "database": UNREACHABLE if keeper.breaker.is_open else await _database(),
            "spool": await keeper.spool.unwritable_because() or "writable",
            "limits": self._limiter.state,
            "promises": "kept"
            if balance.is_kept
            else f"{balance.missing} accepted submissions are missing: see the log",
        }
        return JSONResponse({"status": "alive", "parts": parts})

    async def ready(self, _request: Request) -> Response:
        """Whether a submission can be kept: 200 while the database answers or the spool can be written, else 503."""
        database = await _database()
        reason = await self._intake.keeper.spool.unwritable_because()
        is_ready = database == REACHABLE or reason is None
        body = {"ready": is_ready, "database": database, "spool": reason or "writable"}
        return JSONResponse(body, status_code=200 if is_ready else 503)

    async def metrics(self, _request: Request) -> Response:
        """Figures for Prometheus."""
        keeper = self._intake.keeper
        text = exposition(self._intake.figures, await keeper.balance(), await keeper.spool.status())
        return Response(text, media_type=CONTENT_TYPE_LATEST)


async def _database() -> str:
    try:
        await within(PROBE_PATIENCE_SECONDS, fetch("SELECT 1"))
    except Exception as error:
        if not is_outage(error):
            raise
        return UNREACHABLE
    return REACHABLE
