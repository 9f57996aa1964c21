"""The database's part of a backup: one snapshot, what is in it, and putting it back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from graphql_api.backup.failure import BackupError
from graphql_api.backup.manifest import TableSum
from graphql_api.postgres.outage import is_outage

CONNECT_SECONDS = 5
APPLICATION = "feedback backup"
# How a value reads as text hangs on these; sums are only equal where they are.
READING = {
    "application_name": APPLICATION,
    "timezone": "UTC",
    "datestyle": "ISO",
    "intervalstyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "statement_timeout": "0",
}
TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
ORDER BY relname
"""
# Each row's first 60 bits of MD5, added up: equal whatever the order, and the same on every machine and version.
SUM = """
SELECT count(*) AS rows, coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint::numeric), 0)::text AS checksum
FROM "{table}" AS t
"""
FOREIGN_CLIENTS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'feedback'
"""
# Extensions and what belongs to them stay.
CLEAR = """
DO $$
DECLARE it record;
BEGIN
    FOR it IN
        SELECT format('TABLE IF EXISTS %s', oid::regclass) AS what FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
        UNION ALL
        SELECT format('ROUTINE IF EXISTS %s', oid::regprocedure) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
        UNION ALL
        SELECT format('TYPE IF EXISTS %s', oid::regtype) FROM pg_type
        WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_type.oid AND deptype = 'e')
    LOOP EXECUTE format('DROP %s CASCADE', it.what); END LOOP;
END $$
"""
# A first start leaves these filled: they are nobody's feedback.
FILLED_BY_A_START = frozenset({"aerich", "upkeep", "api_key", "pgqueuer_schedules", "pgqueuer_log"})


@dataclass(frozen=True)
class State:
    """What a snapshot holds. `snapshot` names it for pg_dump while the connection that exported it lives."""

    at: datetime
    server: int
    snapshot: str
    migrations: tuple[str, ...]
    tables: dict[str, TableSum]


@asynccontextmanager
async def snapshot(url: str) -> AsyncIterator[State]:
    """One state of the database, which stays to be read for as long as the block.

    Raises:
        BackupError: the database does not answer, or has no schema of this service.
    """
    async with asking(url) as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        yield State(
            at=await connection.fetchval("SELECT now()"),
            server=connection.get_server_version().major,
            snapshot=await connection.fetchval("SELECT pg_export_snapshot()"),
            migrations=await _migrations(connection),
            tables=await sums(connection),
        )


@asynccontextmanager
async def asking(url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection that reads values the way sums want it.

    Raises:
        BackupError: the database does not answer.
    """
    try:
        connection = await asyncpg.connect(url, timeout=CONNECT_SECONDS, server_settings=READING)
    except Exception as error:
        if not is_outage(error) and not isinstance(error, asyncpg.PostgresError):
            raise
        raise BackupError(f"the database cannot be reached ({type(error).__name__}): is PostgreSQL running?") from error
    try:
        yield connection
    finally:
        await connection.close()


async def sums(connection: asyncpg.Connection) -> dict[str, TableSum]:
    """Every table's number of rows and checksum."""
    names = [row["relname"] for row in await connection.fetch(TABLES)]
    return {name: TableSum(*await connection.fetchrow(SUM.format(table=name))) for name in names}


async def counts(connection: asyncpg.Connection) -> dict[str, int]:
    """Every table's number of rows."""
    names = [row["relname"] for row in await connection.fetch(TABLES)]
    return {name: await connection.fetchval(f'SELECT count(*) FROM "{name}"') for name in names}  # noqa: S608


async def filled_tables(url: str) -> list[str]:
    """The tables that hold somebody's rows: none in a database that only a first start has seen."""
    async with asking(url) as connection:
        found = await counts(connection)
    return sorted(name for name, rows in found.items() if rows and name not in FILLED_BY_A_START)


async def is_served(url: str) -> bool:
    """Whether servers or workers of this service are connected to the database."""
    async with asking(url) as connection:
        return bool(await connection.fetchval(FOREIGN_CLIENTS))


async def clear(url: str) -> None:
    """Drop everything of this service that the database has."""
    async with asking(url) as connection:
        await connection.execute(CLEAR)


async def server_major(url: str) -> int:
    """The server's major version."""
    async with asking(url) as connection:
        major: int = connection.get_server_version().major
        return major


@asynccontextmanager
async def scratch(url: str, name: str) -> AsyncIterator[None]:
    """A new, empty database beside the one of `url`, dropped after the block.

    Raises:
        BackupError: this user may not make databases.
    """
    async with asking(url) as connection:
        try:
            # Of the usual template, in which a superuser may have put pgvector for those who are none.
            await connection.execute(f'CREATE DATABASE "{name}"')
        except asyncpg.InsufficientPrivilegeError as error:
            raise BackupError(
                "a restored copy needs a database of its own: ALTER ROLE this user CREATEDB, or do without"
            ) from error
        try:
            yield
        finally:
            await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


async def _migrations(connection: asyncpg.Connection) -> tuple[str, ...]:
    if not await connection.fetchval("SELECT to_regclass('public.aerich') IS NOT NULL"):
        raise BackupError("the database has no schema of this service: nothing to back up. `feedback migrate` makes it")
    rows = await connection.fetch("SELECT version FROM aerich WHERE app = 'models' ORDER BY id")
    return tuple(row["version"] for row in rows)
