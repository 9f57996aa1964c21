"""The database of a command: the one that DATABASE_URL names, or an embedded one for as long as the command runs."""

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import asyncpg
import structlog

from graphql_api.errors import StartupError
from graphql_api.logs import describe_error
from graphql_api.postgres.embedded import EmbeddedPostgres, EmbeddedPostgresError
from graphql_api.postgres.migrate import migrate
from graphql_api.postgres.outage import is_outage
from graphql_api.settings import Settings

logger = structlog.get_logger(__name__)

LOOK_AFTER_SECONDS = 1.0


class DatabaseUnreachable(StartupError):  # noqa: N818 - it is named for what is so
    """The database does not answer now; it may later."""


@contextmanager
def database(settings: Settings) -> Iterator[Settings]:
    """Inside, a database is there; yields the settings with its address filled in.

    An embedded one is stopped afterwards, also when SIGTERM or SIGHUP ends the command: they unwind it.

    Raises:
        StartupError: the embedded PostgreSQL cannot run here.
    """
    if settings.database_url is not None:
        yield settings
        return
    with _unwinding_at_signals(), _embedded(settings) as url:
        yield settings.model_copy(update={"database_url": url})


@contextmanager
def _embedded(settings: Settings) -> Iterator[str]:
    postgres = EmbeddedPostgres(settings.feedback_data_dir / "postgres")
    try:
        url = postgres.start()
    except EmbeddedPostgresError as error:
        raise StartupError(str(error)) from error
    over = threading.Event()
    guard = threading.Thread(target=_keep_running, args=(postgres, over), name="postgres-guard", daemon=True)
    guard.start()
    try:
        yield url
    finally:
        over.set()
        guard.join()
        postgres.stop()


@contextmanager
def _unwinding_at_signals() -> Iterator[None]:
    """Inside, a signal that would end the process on the spot raises SystemExit instead, once."""
    before = {number: signal.signal(number, _leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(128 + number)


def _keep_running(postgres: EmbeddedPostgres, over: threading.Event) -> None:
    """Bring the embedded server back whenever it is gone."""
    while not over.wait(LOOK_AFTER_SECONDS):
        try:
            postgres.ensure_running()
        except EmbeddedPostgresError as error:
            logger.warning("embedded PostgreSQL does not come back", error=describe_error(error))


def bring_to_head(settings: Settings) -> list[str]:
    """Run the migrations that the database does not have yet, one process at a time.

    Returns:
        The files that ran, in order.

    Raises:
        DatabaseUnreachable: the database cannot be reached now.
        StartupError: PostgreSQL lacks something that the schema needs, or this user may not run them.
    """
    url = located_url(settings)
    try:
        return asyncio.run(migrate(url))
    except asyncpg.FeatureNotSupportedError as error:
        # The migrations' own words.
        raise StartupError(str(error)) from error
    except Exception as error:
        if _lacks_rights(error):
            raise StartupError(
                "the schema is not at head, and this database user may not change it: run `feedback migrate` with "
                "the DATABASE_URL of the tables' owner first"
            ) from error
        if not (is_outage(error) or _is_locked_out(error)):
            raise
        name = type(error).__name__
        raise DatabaseUnreachable(f"DATABASE_URL cannot be reached ({name}): is PostgreSQL running there?") from error


def located_url(settings: Settings) -> str:
    """The address that `database` has filled in."""
    if settings.database_url is None:
        raise ValueError("no database_url: this belongs inside `with database(settings)`")
    return settings.database_url


def _lacks_rights(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, asyncpg.InsufficientPrivilegeError):
            return True
        error = error.__cause__
    return False


def _is_locked_out(error: Exception) -> bool:
    """Whether the server refused the user, the password or the name of the database."""
    return isinstance(error, asyncpg.InvalidAuthorizationSpecificationError | asyncpg.InvalidCatalogNameError)
