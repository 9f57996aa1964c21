"""The web application: reads settings, chooses tools and wires them."""

import contextlib
import gc
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp

from graphql_api.alerts.channels.configured import make_channels
from graphql_api.alerts.figures import alert_families
from graphql_api.alerts.watch import Watch
from graphql_api.analysis.assemble import assemble
from graphql_api.assembly import (
    make_callers,
    make_context_maker,
    make_intake,
    make_keeper,
    make_limiter,
    make_links,
)
from graphql_api.board import VARIABLE, Board
from graphql_api.callers.refusals import Refusals
from graphql_api.health import health_parts, ready_parts
from graphql_api.http.admin_page import AdminPage
from graphql_api.http.application import Application
from graphql_api.http.drain import Draining
from graphql_api.http.endpoint import GraphQLEndpoint
from graphql_api.http.every_request import EveryRequest
from graphql_api.http.exports import ExportPage
from graphql_api.http.operations import Operations
from graphql_api.http.pages import Pages
from graphql_api.http.request_log import HEADER as REQUEST_ID
from graphql_api.http.screenshots import ScreenshotPage
from graphql_api.http.socket import GraphQLSocket
from graphql_api.inner_worker import worker_inside
from graphql_api.logs import set_up_logs
from graphql_api.metrics.analysis_figures import analysis_figures
from graphql_api.metrics.operation import operation_figures
from graphql_api.metrics.prometheus import FigureSource, intake_figures
from graphql_api.metrics.refusals import refusal_figures
from graphql_api.metrics.requests import RequestFigures
from graphql_api.metrics.storage import screenshot_figures
from graphql_api.postgres.connect import connected
from graphql_api.schema import schema
from graphql_api.settings import Settings, read_settings
from graphql_api.tasks.picturing import make_originals, make_storage
from graphql_api.tracing import Traces, load_traces, tracing

GRAPHQL = "/graphql"


def create_app(settings: Settings | None = None) -> Starlette:
    """The application for settings, or for the environment's. Needs `database_url`, migrated."""
    settings = settings or read_settings()
    set_up_logs(settings.log_level, settings.log_format)
    if settings.database_url is None:
        raise ValueError("create_app needs a database_url; `feedback serve` brings an embedded one")
    url = settings.database_url
    keeper, limiter = make_keeper(settings), make_limiter(settings)
    callers = make_callers(settings, limiter)
    storage, links, chain = make_storage(settings), make_links(settings), assemble(settings)
    board = Board(Path(os.environ[VARIABLE]) if VARIABLE in os.environ else None)
    draining, traces = Draining(), load_traces(settings.otel_exporter_otlp_endpoint)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        parts: list[AbstractAsyncContextManager[object]] = [
            tracing(traces),
            connected(url, pool_size=settings.database_pool_size),
            board.posting(),
            keeper.running(replays=True),
            limiter,
            callers.uses.running(),
        ]
        worker = worker_inside(url, settings, chain, traces)
        async with _running(parts, worker) as stop_worker:
            with draining.at_sigterm(settings.drain_seconds, stop_worker):
                yield

    intake = make_intake(settings, limiter, keeper, board)
    requests, refusals = RequestFigures(board), Refusals()
    figures: list[FigureSource] = [
        partial(intake_figures, intake),
        requests.families,
        partial(refusal_figures, refusals),
        partial(screenshot_figures, make_originals(settings)),
        alert_families,
        analysis_figures,
        *operation_figures(board, settings.feedback_data_dir),
    ]
    parts = health_parts(intake, limiter, settings, storage=storage, chain=chain, watch=Watch(make_channels(settings)))
    pages = Pages(intake, parts=parts, ready_parts=ready_parts(settings), figures=figures, draining=draining)
    operations = Operations(
        schema,
        make_context=make_context_maker(
            settings, intake=intake, limiter=limiter, callers=callers, links=links, storage=storage
        ),
        refusals=refusals,
        extensions=[traces.extension] if traces else [],
    )
    socket = GraphQLSocket(operations, origins=settings.origins, trusted_hops=settings.trusted_proxy_hops)
    return Application(
        GRAPHQL,
        _with_cors(GraphQLEndpoint(operations, max_body_bytes=settings.max_body_bytes), settings.origins),
        routes=[
            WebSocketRoute(GRAPHQL, socket),
            *_pages(pages, ScreenshotPage(storage, links), ExportPage(storage, links)),
        ],
        wrap=partial(_wrapped, requests=requests, draining=draining, traces=traces),
        lifespan=lifespan,
    )


@contextlib.asynccontextmanager
async def _running(
    parts: Sequence[AbstractAsyncContextManager[object]], worker: AbstractAsyncContextManager[Callable[[], None]]
) -> AsyncIterator[Callable[[], None]]:
    """All parts in their order, then the worker; yields how to stop the worker."""
    async with contextlib.AsyncExitStack() as stack:
        for part in parts:
            await stack.enter_async_context(part)
        stop_worker = await stack.enter_async_context(worker)
        _collect_less_garbage()
        yield stop_worker


def _collect_less_garbage() -> None:
    """Have the collector leave alone what was made at the start, and look seldom at what requests make.

    Most of it goes by its reference count. With Python's own thresholds the collector takes more than a quarter of the
    time that a submission costs.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _pages(pages: Pages, screenshots: ScreenshotPage, exports: ExportPage) -> list[BaseRoute]:
    return [
        Route("/health", pages.health),
        Route("/ready", pages.ready),
        Route("/metrics", pages.metrics),
        Route("/screenshots/{id}", screenshots.show),
        Route("/exports/{id}", exports.show),
        *AdminPage().routes,
    ]


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


def _wrapped(app: ASGIApp, requests: RequestFigures, draining: Draining, traces: Traces | None) -> ASGIApp:
    return EveryRequest(traces.http(app) if traces else app, figures=requests, draining=draining)
