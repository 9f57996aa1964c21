"""Reading what admins ask for: bounded in time, whatever they ask."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import asyncpg

from graphql_api.errors import CallerError, ErrorCode
from graphql_api.postgres.connect import (
    BACKGROUND,
    BACKGROUND_TIMEOUT_MS,
    SEARCHES,
    SEARCHES_TIMEOUT_MS,
    fetch,
)

Search: TypeAlias = Callable[..., Awaitable[list[asyncpg.Record]]]
"""`search`, where somebody waits for the answer, or `search_in_background`."""


class SearchEndless(Exception):  # noqa: N818 - it is named for what the caller reads
    """It was given up after two minutes. The message says so; trying again is hardly of use."""


async def search(sql: str, *values: object) -> list[asyncpg.Record]:
    """The rows of one statement, planned for these very values.

    Raises:
        CallerError: LIMITED, it would take longer than two seconds.
    """
    try:
        return await fetch(sql, *values, pool=SEARCHES)
    except asyncpg.QueryCanceledError:
        seconds = SEARCHES_TIMEOUT_MS // 1000
        message = f"This takes longer than {seconds} s. Ask for less: a shorter `createdAt`, or one more filter."
        raise CallerError(ErrorCode.LIMITED, message) from None


async def search_in_background(sql: str, *values: object) -> list[asyncpg.Record]:
    """As `search`, for jobs and commands: it may take two minutes, and holds up nobody who waits for a page.

    Raises:
        SearchEndless: it would take longer than two minutes.
    """
    try:
        return await fetch(sql, *values, pool=BACKGROUND)
    except asyncpg.QueryCanceledError:
        # Not as it is: it would pass for an outage, and be waited for.
        raise SearchEndless(f"the database was asked for longer than {BACKGROUND_TIMEOUT_MS // 1000} s") from None
