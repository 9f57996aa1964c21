"""The database of a command: the one that DATABASE_URL names, or an embedded one for as long as the command runs."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import asyncpg
import structlog

from graphql_api.access.keys import create_first_key
from graphql_api.errors import StartupError
from graphql_api.logs import describe_error
from graphql_api.postgres.connect import connected
from graphql_api.postgres.embedded import EmbeddedPostgres, EmbeddedPostgresError
from graphql_api.postgres.migrate import migrate
from graphql_api.settings import Settings

logger = structlog.get_logger(__name__)

LOOK_AFTER_SECONDS = 1.0


@contextmanager
def database(settings: Settings) -> Iterator[Settings]:
    """Inside, a database is there; yields the settings with its address filled in.

    Raises:
        StartupError: the embedded PostgreSQL cannot run here.
    """
    if settings.database_url is not None:
        yield settings
        return
    postgres = EmbeddedPostgres(settings.feedback_data_dir / "postgres")
    try:
        url = postgres.start()
    except EmbeddedPostgresError as error:
        raise StartupError(str(error)) from error
    over = threading.Event()
    guard = threading.Thread(target=_keep_running, args=(postgres, over), name="postgres-guard", daemon=True)
    guard.start()
    try:
        yield settings.model_copy(update={"database_url": url})
    finally:
        over.set()
        guard.join()
        postgres.stop()


def _keep_running(postgres: EmbeddedPostgres, over: threading.Event) -> None:
    """Bring the embedded server back whenever it is gone."""
    while not over.wait(LOOK_AFTER_SECONDS):
        try:
            postgres.ensure_running()
        except EmbeddedPostgresError as error:
            logger.error("embedded PostgreSQL does not come back", error=describe_error(error))


def prepare(settings: Settings) -> str | None:
    """Bring the schema to head, and make the first admin key if there is none and no API_KEY.

    Returns:
        The key that was made, for the only time; else None.

    Raises:
        StartupError: the database cannot be reached.
    """
    if settings.database_url is None:
        raise ValueError("prepare needs a database_url")
    return asyncio.run(_prepare(settings.database_url, wants_key=settings.api_key is None))


async def _prepare(url: str, *, wants_key: bool) -> str | None:
    try:
        await migrate(url)
        if not wants_key:
            return None
        async with connected(url, pool_size=2):
            return await create_first_key(datetime.now(UTC))
    except (OSError, asyncpg.PostgresConnectionError, asyncpg.InvalidAuthorizationSpecificationError) as error:
        raise StartupError(f"DATABASE_URL cannot be reached ({type(error).__name__}): is PostgreSQL running there?") from error
