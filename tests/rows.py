"""Looking at what the service has stored."""

from collections.abc import Awaitable, Callable

import asyncpg

from graphql_api.postgres.connect import fetch


async def count(table: str) -> int:
    """How many rows a table has."""
    (row,) = await fetch(f"SELECT count(*) FROM {table}")
    number: int = row["count"]
    return number


async def is_nothing_stored() -> bool:
    """Whether no submission has left anything behind."""
    return not any([await count(table) for table in ("feedback", "session", "answer_rating", "pgqueuer")])


async def everything_as_text() -> str:
    """Every column of every row of every table, as text."""
    return await everything_found_by(fetch)


async def everything_found_by(fetch: Callable[[str], Awaitable[list[asyncpg.Record]]]) -> str:
    """The same, for who has a connection of their own."""
    tables = await fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    texts = [row["text"] for name in tables for row in await fetch(f'SELECT t::text AS text FROM "{name[0]}" AS t')]
    payloads = await fetch("SELECT encode(payload, 'escape') AS text FROM pgqueuer")
    return "\n".join([*texts, *(row["text"] for row in payloads)])
