"""The web application: reads settings, chooses tools and wires them."""

import asyncio
import contextlib
import gc
import os
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import HTTPConnection
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp

from graphql_api.alerts.channels.configured import make_channels
from graphql_api.alerts.figures import alert_families
from graphql_api.alerts.watch import Watch
from graphql_api.analysis.assemble import assemble
from graphql_api.analysis.chain import Chain
from graphql_api.arrivals import Arrivals
from graphql_api.callers.callers import Callers
from graphql_api.callers.keys import Keys
from graphql_api.callers.refusals import Refusals
from graphql_api.context import AiTerms, Context
from graphql_api.health import health_parts
from graphql_api.http.client_address import base_url, client_address
from graphql_api.http.credentials import api_key, login_cookie, tell_caller
from graphql_api.http.endpoint import GraphQLEndpoint
from graphql_api.http.exports import ExportPage
from graphql_api.http.operations import MakeContext, Operations
from graphql_api.http.pages import Pages
from graphql_api.http.request_log import HEADER as REQUEST_ID
from graphql_api.http.request_log import RequestLog
from graphql_api.http.safe_headers import SafeHeaders
from graphql_api.http.screenshots import ScreenshotPage
from graphql_api.http.socket import GraphQLSocket
from graphql_api.intake.erased import ErasedSessions
from graphql_api.intake.identity import Identity
from graphql_api.intake.intake import Intake
from graphql_api.intake.keeper import Keeper
from graphql_api.intake.ledger import Ledger
from graphql_api.intake.secret import read_secret
from graphql_api.limits import Limiter
from graphql_api.links import Links
from graphql_api.logs import describe_error, set_up_logs
from graphql_api.metrics.analysis_figures import analysis_figures
from graphql_api.metrics.prometheus import FigureSource, intake_figures
from graphql_api.metrics.refusals import refusal_figures
from graphql_api.metrics.storage import screenshot_figures
from graphql_api.postgres.connect import connected
from graphql_api.postgres.migrate import pending_migrations
from graphql_api.schema import schema
from graphql_api.settings import Settings, read_settings
from graphql_api.storage.storage import Storage
from graphql_api.tasks.picturing import make_originals, make_spool, make_storage
from graphql_api.tasks.worker import make_worker
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
    callers = make_callers(settings)
    storage = make_storage(settings)
    links = Links(read_secret(settings.feedback_data_dir, settings.secret_key))
    chain = assemble(settings)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with (
            connected(url, pool_size=settings.database_pool_size),
            keeper.running(replays=True),
            limiter,
            callers.uses.running(),
            _worker(url, settings, chain),
        ):
            _collect_less_garbage()
            yield

    intake = make_intake(settings, limiter, keeper)
    refusals = Refusals()
    figures: list[FigureSource] = [
        partial(intake_figures, intake),
        partial(refusal_figures, refusals),
        partial(screenshot_figures, make_originals(settings)),
        alert_families,
        analysis_figures,
    ]
    parts = health_parts(intake, limiter, settings, storage=storage, chain=chain, watch=Watch(make_channels(settings)))
    pages = Pages(intake, parts=parts, figures=figures)
    make_context = _context_maker(
        settings, intake=intake, limiter=limiter, callers=callers, links=links, storage=storage
    )
    operations = Operations(schema, make_context=make_context, refusals=refusals)
    endpoint = GraphQLEndpoint(operations, max_body_bytes=settings.max_body_bytes)
    origins = settings.origins
    routes = [
        Route("/graphql", _with_cors(endpoint, origins), methods=None),
        WebSocketRoute(
            "/graphql", GraphQLSocket(operations, origins=origins, trusted_hops=settings.trusted_proxy_hops)
        ),
        Route("/health", pages.health),
        Route("/ready", pages.ready),
        Route("/metrics", pages.metrics),
        Route("/exports/{id}", ExportPage(storage, links).show),
        Route("/screenshots/{id}", ScreenshotPage(storage, links).show),
    ]
    middleware = [Middleware(RequestLog), Middleware(SafeHeaders)]
    return Starlette(routes=routes, middleware=middleware, lifespan=lifespan)


def _with_cors(endpoint: ASGIApp, origins: frozenset[str]) -> ASGIApp:
    """The endpoint, for pages of these other sites too; never with cookies."""
    if not origins:
        return endpoint
    return CORSMiddleware(
        endpoint,
        origins,
        allow_methods=["POST"],
        allow_headers=["X-API-Key", "Authorization", REQUEST_ID],
        expose_headers=["Retry-After", REQUEST_ID],
    )


def _collect_less_garbage() -> None:
    """Have the collector leave alone what was made at the start, and look seldom at what requests make.

    Most of it goes by its reference count. With Python's own thresholds the collector takes more than a quarter of the
    time that a submission costs.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def make_keeper(settings: Settings) -> Keeper:
    """What keeps submissions, as the settings have it."""
    url = settings.database_url or ""

    async def probe() -> None:
        if await pending_migrations(url):
            await _migrate_apart(url)

    ledger = Ledger(settings.feedback_data_dir / "accepted")
    erased = ErasedSessions(read_secret(settings.feedback_data_dir, settings.secret_key))
    return Keeper(spool=make_spool(settings), ledger=ledger, probe=probe, erased=erased)


async def _migrate_apart(url: str) -> None:
    """Run the migrations in a process of their own: they would close this one's connections."""
    command = (sys.executable, "-m", "graphql_api.cli.main", "migrate")
    migrating = await asyncio.create_subprocess_exec(*command, env=os.environ | {"DATABASE_URL": url})
    if await migrating.wait() != 0:
        raise ConnectionError("the migrations did not run")


def make_intake(settings: Settings, limiter: Limiter, keeper: Keeper) -> Intake:
    """The way in, as the settings have it."""
    secret = read_secret(settings.feedback_data_dir, settings.secret_key)
    return Intake(
        identity=Identity(secret),
        allowed_tags=settings.tags,
        limiter=limiter,
        keeper=keeper,
        originals=make_originals(settings),
        max_screenshot_bytes=settings.max_screenshot_bytes,
    )


def make_limiter(settings: Settings) -> Limiter:
    """The limits, as the settings have them."""
    return Limiter(
        reports_per_hour=settings.submissions_per_hour,
        answer_ratings_per_hour=settings.answer_ratings_per_hour,
        requests_per_minute=settings.requests_per_minute_per_key,
        redis_url=settings.redis_url,
        secret=read_secret(settings.feedback_data_dir, settings.secret_key),
    )


def make_callers(settings: Settings) -> Callers:
    """Who is known, as the settings have it."""
    setting = settings.api_key.get_secret_value() if settings.api_key else None
    return Callers(Keys(setting, secret=read_secret(settings.feedback_data_dir, settings.secret_key)))


def _context_maker(
    settings: Settings, *, intake: Intake, limiter: Limiter, callers: Callers, links: Links, storage: Storage
) -> MakeContext:
    arrivals = Arrivals()

    async def make_context(connection: HTTPConnection, key: str | None = None) -> Context:
        now = datetime.now(UTC)
        address = client_address(connection, trusted_hops=settings.trusted_proxy_hops)
        cookie = login_cookie(connection, trusted_hops=settings.trusted_proxy_hops)
        key = api_key(connection) if key is None else key
        base = base_url(connection, trusted_hops=settings.trusted_proxy_hops)
        return Context(
            caller=await tell_caller(callers, key=key, cookie=cookie, address=address, now=now),
            callers=callers,
            cookie=cookie if connection.scope["type"] == "http" else None,
            now=now,
            intake=intake,
            limiter=limiter,
            arrivals=arrivals,
            analysis_wait=timedelta(milliseconds=settings.analysis_wait_ms),
            link=lambda path, **options: base + links.sign(path, **options),
            ai_terms=AiTerms(
                settings.active_prompt_version,
                settings.canary_prompt_version if settings.canary_percent else None,
                settings.ai_monthly_budget_usd,
            ),
            storage=storage,
            originals=make_originals(settings),
            development=settings.development,
        )

    return make_context


@contextlib.asynccontextmanager
async def _worker(url: str, settings: Settings, chain: Chain) -> AsyncIterator[None]:
    """A worker runs inside, if the settings say so. Its model loads beside the first requests."""
    if not settings.worker_in_process:
        yield
        return
    workers: list[Worker] = []

    async def work() -> None:
        workers.append(await make_worker(url, settings, chain))
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
