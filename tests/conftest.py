"""A real PostgreSQL for the whole run, a database of its own for each test, and the service over real HTTP."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio
import uvicorn
from aiohttp import ClientSession

from graphql_api.app import create_app
from graphql_api.cli.serving import UVICORN
from graphql_api.http.slow_clients import DeadlineProtocol
from graphql_api.postgres.connect import fetch
from graphql_api.postgres.embedded import EmbeddedPostgres
from graphql_api.postgres.migrate import migrate
from graphql_api.settings import Settings
from tests.client import ADMIN_KEY, Service

TEMPLATE = "template_migrated"


class Patient(DeadlineProtocol):
    """As the service's own, where clients share a busy machine and an event loop with it."""

    HEAD_SECONDS = BODY_SECONDS = STALL_SECONDS = 120.0


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """The run's server, with a migrated template database."""
    with (
        tempfile.TemporaryDirectory(prefix="feedback-tests-", ignore_cleanup_errors=True) as folder,
        EmbeddedPostgres(Path(folder) / "postgres") as server,
    ):
        asyncio.run(_make_template(server))
        yield server


async def _make_template(server: EmbeddedPostgres) -> None:
    await _administer(server, f"CREATE DATABASE {TEMPLATE}")
    await migrate(server.dsn(TEMPLATE))


async def _administer(server: EmbeddedPostgres, *statements: str) -> None:
    connection = await asyncpg.connect(server.dsn("postgres"))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@asynccontextmanager
async def new_database(server: EmbeddedPostgres, template: str) -> AsyncIterator[str]:
    """The address of a database that lives as long as the block."""
    name = f"test_{uuid4().hex}"
    await _administer(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    try:
        yield server.dsn(name)
    finally:
        await _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database_url(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """A migrated, empty database."""
    async with new_database(postgres, TEMPLATE) as url:
        yield url


@pytest.fixture
async def empty_database_url(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """A database without any schema."""
    async with new_database(postgres, "template0") as url:
        yield url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a service under test: generous limits, no worker, an admin key."""
    return make_settings(database_url, tmp_path)


def make_settings(database_url: str, data_dir: Path, **changes: object) -> Settings:
    """Settings that do not read the environment's `.env`."""
    chosen: dict[str, object] = {
        "database_url": database_url,
        "feedback_data_dir": data_dir,
        "api_key": ADMIN_KEY,
        "worker_in_process": False,
        "submissions_per_hour": 100_000,
        "answer_ratings_per_hour": 100_000,
        "requests_per_minute_per_key": 100_000,
        "log_level": "ERROR",
    }
    return Settings(_env_file=None, **(chosen | changes))  # type: ignore[arg-type]


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Service]:
    """The service over HTTP on a free port of loopback, for as long as the block."""
    options = UVICORN | {"http": Patient, "timeout_keep_alive": 60}
    config = uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, **options)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        if serving.done():
            serving.result()
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with ClientSession() as session:
        try:
            yield Service(session, f"http://127.0.0.1:{port}")
        finally:
            server.should_exit = True
    await serving


@pytest.fixture
async def service(settings: Settings) -> AsyncIterator[Service]:
    """A running service with generous limits and no worker."""
    async with running(settings) as service:
        yield service


@pytest.fixture
async def service_with_worker(settings: Settings) -> AsyncIterator[Service]:
    """A running service with a worker and the embedded model."""
    async with running(settings.model_copy(update={"worker_in_process": True})) as service:
        yield service


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_database_url(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """A migrated database for all tests of a module."""
    async with new_database(postgres, TEMPLATE) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_service(shared_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """A running service for all tests of a module, which run in the module's event loop."""
    async with running(make_settings(shared_database_url, tmp_path_factory.mktemp("data"))) as service:
        yield service


@pytest_asyncio.fixture(loop_scope="module")
async def emptied_service(shared_service: Service) -> Service:
    """The module's running service, with nothing stored."""
    await empty_database()
    return shared_service


async def empty_database() -> None:
    """Delete all that submissions leave behind."""
    for table in ("pgqueuer", "feedback", "session", "login", "api_key", "audit_record", "tombstone", "erased_session"):
        await fetch(f"DELETE FROM {table}")
