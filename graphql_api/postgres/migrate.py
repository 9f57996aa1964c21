"""Bringing the database's schema up to the code's."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from aerich import Command

from graphql_api.postgres.connect import connected, tortoise_config

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
# Any fixed number that no other user of the database takes for something else.
CONNECT_TIMEOUT_SECONDS = 5
ADVISORY_LOCK = 0x66656564  # "feed"


async def migrate(url: str) -> list[str]:
    """Run every migration that the database does not have yet, one process at a time.

    Returns:
        The files that ran, in order; empty when the schema was already at head. Then nothing is written, and a user
        without the right to change the schema will do.
    """
    async with _alone(url):
        return await _run(url) if await pending_migrations(url) else []


async def _run(url: str) -> list[str]:
    async with connected(url, pool_size=2, is_patient=True):
        command = Command(tortoise_config(url), location=str(MIGRATIONS))
        await command.init()
        return await command.upgrade()


async def pending_migrations(url: str) -> list[str]:
    """The migrations that the database does not have yet, in order. Asks over a connection of its own."""
    connection = await asyncpg.connect(url, timeout=CONNECT_TIMEOUT_SECONDS, command_timeout=CONNECT_TIMEOUT_SECONDS)
    try:
        return await pending(connection.fetch)
    finally:
        await connection.close()


async def pending(ask: Callable[..., Awaitable[list[asyncpg.Record]]]) -> list[str]:
    """The same, by whatever runs a statement."""
    (row,) = await ask("SELECT to_regclass('aerich') IS NOT NULL AS is_migrated")
    rows = await ask("SELECT version FROM aerich WHERE app = 'models'") if row["is_migrated"] else []
    done = {row["version"] for row in rows}
    return [name for name in migration_files() if name not in done]


def migration_files() -> list[str]:
    """All migrations that this version has, in order."""
    names = (path.name for path in (MIGRATIONS / "models").glob("[0-9]*_*.py"))
    return sorted(names, key=lambda name: int(name.split("_")[0]))


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[None]:
    connection = await asyncpg.connect(url, timeout=CONNECT_TIMEOUT_SECONDS)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", ADVISORY_LOCK)
        yield
    finally:
        await connection.close()
