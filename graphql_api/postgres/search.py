"""Reading what is asked for by criteria: bounded in time, whatever they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import asyncpg

from graphql_api.errors import CallerError, ErrorCode
from graphql_api.postgres.connect import (
    BACKGROUND,
    BACKGROUND_TIMEOUT_MS,
    SEARCHES,
    SEARCHES_TIMEOUT_MS,
    fetch,
)

_is_in_background: ContextVar[bool] = ContextVar("_is_in_background", default=False)


class SearchEndless(Exception):  # noqa: N818 - it is named for what the caller reads
    """It was given up after two minutes. The message says so; trying again is hardly of use."""


@contextmanager
def in_background() -> Iterator[None]:
    """For jobs and commands: searches inside may take two minutes, and hold up nobody who waits for a page."""
    token = _is_in_background.set(True)
    try:
        yield
    finally:
        _is_in_background.reset(token)


async def search(sql: str, *values: object) -> list[asyncpg.Record]:
    """The rows of one statement, planned for these very values.

    Raises:
        CallerError: LIMITED, it would take longer than two seconds.
        SearchEndless: in the background, it would take longer than two minutes.
    """
    try:
        return await fetch(sql, *values, pool=BACKGROUND if _is_in_background.get() else SEARCHES)
    except asyncpg.QueryCanceledError:
        # Not as it is: it would pass for an outage, and be waited for.
        if _is_in_background.get():
            raise SearchEndless(f"the database was asked for longer than {BACKGROUND_TIMEOUT_MS // 1000} s") from None
        seconds = SEARCHES_TIMEOUT_MS // 1000
        message = f"This takes longer than {seconds} s. Ask for less: a shorter `createdAt`, or one more filter."
        raise CallerError(ErrorCode.LIMITED, message) from None
