"""Telling an outage, which passes, from a refusal or a bug, which does not."""

from collections.abc import Iterator

import asyncpg
from tortoise.exceptions import DBConnectionError

# SQLSTATE classes and codes that mean "not now": connection lost, no room, shutting down, deadlock or
# serialization failure, lock not available, cancelled by a timeout. (PostgreSQL documentation, appendix A.)
PASSING_CLASSES = ("08", "40", "53", "57", "58")
REFUSING_CLASSES = ("22", "23")
# Lock not available, read-only while failing over, database not accepting connections, database not there.
PASSING_CODES = frozenset({"55P03", "25006", "55000", "3D000"})


def is_outage(error: BaseException) -> bool:
    """Whether the database could not be reached or could not serve, so that the same work may succeed later."""
    return any(_passes(cause) for cause in _causes(error))


def is_refusal(error: BaseException) -> bool:
    """Whether the database refused what a row holds, and will do so every time: data exceptions and constraints."""
    return any(
        isinstance(cause, asyncpg.PostgresError) and (cause.sqlstate or "").startswith(REFUSING_CLASSES)
        for cause in _causes(error)
    )


def _passes(error: BaseException) -> bool:
    if isinstance(error, asyncpg.PostgresError):
        code = error.sqlstate or ""
        return code.startswith(PASSING_CLASSES) or code in PASSING_CODES
    # InternalClientError is asyncpg's word for a connection that was cut between two of its states.
    return isinstance(error, OSError | asyncpg.InterfaceError | asyncpg.InternalClientError | DBConnectionError)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
