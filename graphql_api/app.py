"""The web application: reads settings, chooses tools and wires them."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import Route

from graphql_api.access.keys import Keys
from graphql_api.arrivals import Arrivals
from graphql_api.board import VARIABLE, Board
from graphql_api.context import Context
from graphql_api.health import health_parts, ready_parts
from graphql_api.http.client_address import client_address
from graphql_api.http.drain import ClosesWhileDraining, Draining
from graphql_api.http.endpoint import GraphQLEndpoint
from graphql_api.http.measured import Measured
from graphql_api.http.pages import Pages
from graphql_api.intake.identity import Identity
from graphql_api.intake.intake import Intake
from graphql_api.intake.keeper import Keeper
from graphql_api.intake.ledger import Ledger
from graphql_api.intake.secret import read_secret
from graphql_api.limits import Limiter
from graphql_api.logs import describe_error, set_up_logs
from graphql_api.metrics.operation import operation_figures
from graphql_api.metrics.prometheus import FigureSource, intake_figures
from graphql_api.metrics.requests import RequestFigures
from graphql_api.postgres.connect import connected
from graphql_api.postgres.migrate import pending_migrations
from graphql_api.schema import schema
from graphql_api.settings import Settings, read_settings
from graphql_api.spool.spool import Spool
from graphql_api.tasks import make_worker
from graphql_api.tracing import Traces, load_traces
from graphql_api.worker import Worker

logger = structlog.get_logger(__name__)


def create_app(settings: Settings | None = None) -> Starlette:
    """The application for settings, or for the environment's. Needs `database_url`, migrated."""
    settings = settings or read_settings()
    set_up_logs(settings.log_level, settings.log_format)
    if settings.database_url is None:
        raise ValueError("create_app needs a database_url; `feedback serve` brings an embedded one")
    url = settings.database_url
    keeper = make_keeper(settings)
    limiter = make_limiter(settings)
    board = Board(Path(os.environ[VARIABLE]) if VARIABLE in os.environ else None)
    draining = Draining()
    traces = load_traces(settings.otel_exporter_otlp_endpoint)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with _running(
            url, settings, [board.posting(), keeper.running(replays=True), limiter], traces
        ) as stop_worker:
            with draining.at_sigterm(settings.drain_seconds, stop_worker):
                yield

    intake = make_intake(settings, limiter, keeper, board)
    requests = RequestFigures(board)
    figures: list[FigureSource] = [
        partial(intake_figures, intake),
        requests.families,
        *operation_figures(board, settings.feedback_data_dir),
    ]
    parts = health_parts(intake, limiter, settings)
    pages = Pages(intake, parts=parts, ready_parts=ready_parts(), figures=figures, draining=draining)
    make_context = _context_maker(settings, intake, limiter)
    endpoint = GraphQLEndpoint(
        schema,
        make_context=make_context,
        max_body_bytes=settings.max_body_bytes,
        extensions=[traces.extension] if traces else [],
    )
    routes = [
        Route("/graphql", endpoint, methods=None),
        Route("/health", pages.health),
        Route("/ready", pages.ready),
        Route("/metrics", pages.metrics),
    ]
    middleware = [Middleware(Measured, figures=requests), Middleware(ClosesWhileDraining, draining=draining)]
    if traces is not None:
        middleware.append(Middleware(traces.http))
    return Starlette(routes=routes, middleware=middleware, lifespan=lifespan)


@contextlib.asynccontextmanager
async def _running(
    url: str, settings: Settings, parts: Sequence[AbstractAsyncContextManager[object]], traces: Traces | None
) -> AsyncIterator[Callable[[], None]]:
    """Connected and traced, with all parts in their order, then the worker; yields how to stop the worker."""
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(tracing(traces))
        await stack.enter_async_context(connected(url, pool_size=settings.database_pool_size))
        for part in parts:
            await stack.enter_async_context(part)
        yield await stack.enter_async_context(_worker(url, settings, traces))


@contextlib.asynccontextmanager
async def tracing(traces: Traces | None) -> AsyncIterator[None]:
    """Traces are sent while the block runs, and what waits of them at its end."""
    try:
        yield
    finally:
        if traces is not None:
            await asyncio.to_thread(traces.close)


def make_keeper(settings: Settings) -> Keeper:
    """What keeps submissions, as the settings have it."""
    url = settings.database_url or ""

    async def probe() -> None:
        if await pending_migrations(url):
            await _migrate_apart(url)

    spool = Spool(settings.feedback_data_dir / "spool", max_bytes=settings.spool_max_bytes)
    return Keeper(spool=spool, ledger=Ledger(settings.feedback_data_dir / "accepted"), probe=probe)


async def _migrate_apart(url: str) -> None:
    """Run the migrations in a process of their own: they would close this one's connections."""
    command = (sys.executable, "-m", "graphql_api.cli.main", "migrate")
    migrating = await asyncio.create_subprocess_exec(*command, env=os.environ | {"DATABASE_URL": url})
    if await migrating.wait() != 0:
        raise ConnectionError("the migrations did not run")


def make_intake(settings: Settings, limiter: Limiter, keeper: Keeper, board: Board | None = None) -> Intake:
    """The way in, as the settings have it."""
    secret = read_secret(settings.feedback_data_dir, settings.secret_key)
    return Intake(identity=Identity(secret), allowed_tags=settings.tags, limiter=limiter, keeper=keeper, board=board)


def make_limiter(settings: Settings) -> Limiter:
    """The limits, as the settings have them."""
    return Limiter(
        reports_per_hour=settings.submissions_per_hour,
        answer_ratings_per_hour=settings.answer_ratings_per_hour,
        requests_per_minute=settings.requests_per_minute_per_key,
        redis_url=settings.redis_url,
        # One process needs no file to count right.
        file=settings.feedback_data_dir / "limits.sqlite" if settings.workers > 1 else None,
        secret=read_secret(settings.feedback_data_dir, settings.secret_key),
    )


def _context_maker(settings: Settings, intake: Intake, limiter: Limiter) -> Callable[[Request], Awaitable[Context]]:
    keys = Keys(settings.api_key.get_secret_value() if settings.api_key else None)
    arrivals = Arrivals()

    async def make_context(request: Request) -> Context:
        now = datetime.now(UTC)
        address = client_address(request, trusted_hops=settings.trusted_proxy_hops)
        return Context(
            caller=await keys.caller(_token(request), address=address, now=now),
            now=now,
            intake=intake,
            limiter=limiter,
            arrivals=arrivals,
            analysis_wait=timedelta(milliseconds=settings.analysis_wait_ms),
            development=settings.development,
        )

    return make_context


def _token(request: Request) -> str | None:
    """The API key that came with a request; an empty one counts as sent."""
    if (key := request.headers.get("x-api-key")) is not None:
        return key
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


@contextlib.asynccontextmanager
async def _worker(url: str, settings: Settings, traces: Traces | None) -> AsyncIterator[Callable[[], None]]:
    """A worker runs inside, if the settings say so; yields how to stop it. Its model loads meanwhile."""
    if not settings.worker_in_process:
        yield lambda: None
        return
    workers: list[Worker] = []

    async def work() -> None:
        workers.append(await make_worker(url, settings, traces=traces))
        await workers[0].run()

    def stop() -> None:
        for worker in workers:
            worker.stop()

    working = asyncio.create_task(work())
    working.add_done_callback(_log_death)
    try:
        yield stop
    finally:
        stop()
        if not workers:
            working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working


def _log_death(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        logger.error("worker died", error=describe_error(error))
