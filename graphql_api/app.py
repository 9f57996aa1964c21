"""The web application: reads settings, chooses tools and wires them."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from graphql_api.access.keys import Keys
from graphql_api.arrivals import Arrivals
from graphql_api.context import Context
from graphql_api.health import health_parts
from graphql_api.http.client_address import client_address
from graphql_api.http.endpoint import GraphQLEndpoint
from graphql_api.http.pages import Pages
from graphql_api.intake.identity import Identity
from graphql_api.intake.intake import Intake
from graphql_api.intake.keeper import Keeper
from graphql_api.intake.secret import read_secret
from graphql_api.limits import Limiter
from graphql_api.logs import describe_error, set_up_logs
from graphql_api.metrics.prometheus import intake_figures
from graphql_api.metrics.queue import queue_figures
from graphql_api.postgres.connect import connected
from graphql_api.postgres.migrate import pending_migrations
from graphql_api.schema import schema
from graphql_api.settings import Settings, read_settings
from graphql_api.spool.spool import Spool
from graphql_api.tasks import make_worker
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

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with (
            connected(url, pool_size=settings.database_pool_size),
            keeper.running(replays=True),
            limiter,
            _worker(url, settings),
        ):
            yield

    intake = make_intake(settings, limiter, keeper)
    pages = Pages(intake, parts=health_parts(intake, limiter), figures=[partial(intake_figures, intake), queue_figures])
    make_context = _context_maker(settings, intake, limiter)
    endpoint = GraphQLEndpoint(schema, make_context=make_context, max_body_bytes=settings.max_body_bytes)
    routes = [
        Route("/graphql", endpoint, methods=None),
        Route("/health", pages.health),
        Route("/ready", pages.ready),
        Route("/metrics", pages.metrics),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


def make_keeper(settings: Settings) -> Keeper:
    """What keeps submissions, as the settings have it."""
    url = settings.database_url or ""

    async def probe() -> None:
        if await pending_migrations(url):
            await _migrate_apart(url)

    spool = Spool(settings.feedback_data_dir / "spool", max_bytes=settings.spool_max_bytes)
    return Keeper(spool=spool, probe=probe)


async def _migrate_apart(url: str) -> None:
    """Run the migrations in a process of their own: they would close this one's connections."""
    command = (sys.executable, "-m", "graphql_api.cli.main", "migrate")
    migrating = await asyncio.create_subprocess_exec(*command, env=os.environ | {"DATABASE_URL": url})
    if await migrating.wait() != 0:
        raise ConnectionError("the migrations did not run")


def make_intake(settings: Settings, limiter: Limiter, keeper: Keeper) -> Intake:
    """The way in, as the settings have it."""
    secret = read_secret(settings.feedback_data_dir, settings.secret_key)
    return Intake(identity=Identity(secret), allowed_tags=settings.tags, limiter=limiter, keeper=keeper)


def make_limiter(settings: Settings) -> Limiter:
    """The limits, as the settings have them."""
    return Limiter(
        reports_per_hour=settings.submissions_per_hour,
        answer_ratings_per_hour=settings.answer_ratings_per_hour,
        requests_per_minute=settings.requests_per_minute_per_key,
        redis_url=settings.redis_url,
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
async def _worker(url: str, settings: Settings) -> AsyncIterator[None]:
    """A worker runs inside, if the settings say so. Its model loads beside the first requests."""
    if not settings.worker_in_process:
        yield
        return
    workers: list[Worker] = []

    async def work() -> None:
        workers.append(await make_worker(url, settings))
        await workers[0].run()

    working = asyncio.create_task(work())
    working.add_done_callback(_log_death)
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()
        if not workers:
            working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working


def _log_death(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        logger.error("worker died", error=describe_error(error))
