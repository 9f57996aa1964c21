"""Reading what admins ask for: bounded in time, whatever they ask."""

import asyncpg

from graphql_api.errors import CallerError, ErrorCode
from graphql_api.postgres.connect import SEARCHES, SEARCHES_TIMEOUT_MS, fetch


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
