"""Commands that run the service: serve, worker, migrate."""

import asyncio
import os
import signal
import tempfile
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import structlog
import uvicorn

from graphql_api.analysis.assemble import assemble
from graphql_api.app import create_app
from graphql_api.assembly import make_keeper
from graphql_api.board import VARIABLE
from graphql_api.callers.keys import create_first_key
from graphql_api.cli.console import answers
from graphql_api.cli.database import DatabaseUnreachable, bring_to_head, database, located_url
from graphql_api.cli.failures import fails_in_one_line
from graphql_api.cli.process_limits import MOST_CONNECTIONS, leave_no_core, make_room_for_connections
from graphql_api.cli.together import serve_together
from graphql_api.errors import StartupError
from graphql_api.http.socket import LIMITS
from graphql_api.logs import describe_error, set_up_logs
from graphql_api.postgres.connect import connected
from graphql_api.postgres.durability import undurable_settings
from graphql_api.postgres.outage import is_outage
from graphql_api.settings import Settings, read_settings
from graphql_api.tasks.worker import make_worker
from graphql_api.tracing import load_traces, tracing
from graphql_api.worker import Worker

logger = structlog.get_logger(__name__)

Result = TypeVar("Result")

# After SIGTERM: at most 8 s of draining, these for requests under way, and 15 in all for jobs.
STOP_PATIENCE_SECONDS = 6
# Proxies' headers are read by ourselves, and only where the settings name a proxy.
UVICORN: dict[str, Any] = {
    "http": "graphql_api.http.slow_clients:DeadlineProtocol",
    "proxy_headers": False,
    "server_header": False,
    "access_log": False,
    "log_config": None,
    "limit_concurrency": MOST_CONNECTIONS,
    "ws_max_size": LIMITS.message_bytes,
    "timeout_graceful_shutdown": STOP_PATIENCE_SECONDS,
}
# By it a container's health check sees that the worker lives.
BEAT = Path(tempfile.gettempdir()) / "feedback-worker.beat"


@fails_in_one_line
def serve() -> None:
    """Serve the API, with a worker unless WORKER_IN_PROCESS is false."""
    settings = read_settings()
    set_up_logs(settings.log_level, settings.log_format)
    leave_no_core()
    make_room_for_connections()
    with database(settings) as located:
        _announce(located, _first_key_if_there_is_a_database(located))
        options = UVICORN | {"host": located.host, "port": located.port}
        if located.workers == 1:
            uvicorn.run(create_app(located), **options)
        else:
            with tempfile.TemporaryDirectory(prefix="feedback-board-") as board:
                os.environ |= {"DATABASE_URL": located_url(located), VARIABLE: board}
                serve_together("graphql_api.app:create_app", workers=located.workers, **options)


def _first_key_if_there_is_a_database(settings: Settings) -> str | None:
    """The schema at head, and an admin key if there is none yet. Without a database the spool takes submissions in.

    Raises:
        StartupError: as `_require_durable`.
    """
    try:
        bring_to_head(settings)
        _require_durable(settings)
        return _asked(_first_key(settings))
    except DatabaseUnreachable as unreachable:
        logger.warning("starting without the database: submissions go to the spool", reason=str(unreachable))
        return None


def _require_durable(settings: Settings) -> None:
    """Refuse a database that can lose what it has confirmed, unless the operator allows it.

    Raises:
        StartupError: it is one. DatabaseUnreachable, which is one, because the database went away since.
    """
    names = _asked(undurable_settings(located_url(settings)))
    if names and settings.allow_unsafe_database:
        logger.warning("the database can lose acknowledged feedback", off=names)
    elif names:
        raise StartupError(
            f"a crash or a power cut could take acknowledged feedback: PostgreSQL has {', '.join(names)} off. "
            "Set to on there what is off, or ALLOW_UNSAFE_DATABASE=true to start all the same."
        )


def _asked(question: Coroutine[None, None, Result]) -> Result:
    """What the database answers.

    Raises:
        DatabaseUnreachable: it went away since it was last asked.
    """
    try:
        return asyncio.run(question)
    except Exception as error:
        if not is_outage(error):
            raise
        raise DatabaseUnreachable(f"the database went away ({type(error).__name__})") from error


async def _first_key(settings: Settings) -> str | None:
    """An admin key, made now if there is none and no API_KEY; else None."""
    if settings.api_key is not None:
        return None
    async with connected(located_url(settings), pool_size=2):
        return await create_first_key(datetime.now(UTC))


def _announce(settings: Settings, first_key: str | None) -> None:
    out = answers()
    base = f"http://{settings.host}:{settings.port}"
    out.print(f"GraphQL   {base}/graphql")
    out.print(f"GraphiQL  {base}/graphiql")
    out.print(f"Health    {base}/health")
    if first_key is not None:
        out.print(f"Admin API key, shown this once: {first_key}")


@fails_in_one_line
def worker() -> None:
    """Do jobs until stopped; run as many of these as there is work for."""
    settings = read_settings()
    set_up_logs(settings.log_level, settings.log_format)
    leave_no_core()
    with database(settings) as located:
        bring_to_head(located)
        _require_durable(located)
        asyncio.run(_work(located))


async def _work(settings: Settings) -> None:
    url = located_url(settings)
    # Heard from the start: loading the model takes its time.
    told_to_stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    traces = load_traces(settings.otel_exporter_otlp_endpoint)
    # The spool too, for a server that died before it could.
    async with (
        tracing(traces),
        connected(url, pool_size=settings.database_pool_size),
        make_keeper(settings).running(replays=True),
    ):
        doing = await make_worker(url, settings, assemble(settings), beat=_beat(), traces=traces)
        stopping = asyncio.create_task(_stop_when(told_to_stop, doing))
        try:
            await doing.run()
        finally:
            stopping.cancel()


async def _stop_when(told: asyncio.Event, doing: Worker) -> None:
    await told.wait()
    doing.stop()


def _beat() -> Path | None:
    """BEAT, or None where it cannot be written: another user's worker may have made it."""
    try:
        BEAT.touch()
    except OSError as error:
        logger.warning("no file for the worker's beat", path=str(BEAT), error=describe_error(error))
        return None
    return BEAT


@fails_in_one_line
def migrate() -> None:
    """Bring the database's schema up to this version's, one process at a time."""
    settings = read_settings()
    set_up_logs(settings.log_level, settings.log_format)
    with database(settings) as located:
        ran = bring_to_head(located)
    out = answers()
    for name in ran:
        out.print(f"ran {name}")
    if not ran:
        out.print("the schema is at head")
