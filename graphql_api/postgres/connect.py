"""Connecting the ORM to PostgreSQL, one pool a process."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit
from weakref import WeakKeyDictionary

import asyncpg
from tortoise import Tortoise
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.connection import get_connection

from graphql_api.postgres.turns import Turn, Turns

STATEMENT_TIMEOUT_MS = 10_000
# asyncpg's own limit comes so much later than the server's, for a server that does not answer at all.
COMMAND_GRACE_SECONDS = 2.0

# The connections that submissions are committed on: few, and never waiting behind what admins ask.
INTAKE = "intake"
INTAKE_CONNECTIONS = 4

# The connections that admins search and count on. Nothing there may take long, and each search is planned for its own
# values: the way to a rare word is not the way to a common one.
SEARCHES = "searches"
SEARCHES_CONNECTIONS = 4
SEARCHES_TIMEOUT_MS = 2_000
SEARCHES_SETTINGS = {
    "statement_timeout": str(SEARCHES_TIMEOUT_MS),
    "plan_cache_mode": "force_custom_plan",
    # What is searched lies in memory: to reach a page costs little more than to look at the words of a row.
    "seq_page_cost": "0.2",
    "random_page_cost": "0.6",
    "cpu_tuple_cost": "0.25",
    "cpu_index_tuple_cost": "0.015",
    # A table from end to end, or whole tables in the order of their ids: never the shortest way to one page.
    "enable_seqscan": "off",
    "enable_mergejoin": "off",
    # Starting helpers takes longer than a page may.
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}

# The connections that exports and re-analyses find their pages on. Nobody waits there, and what gives up is given up
# for good; so only what would never end is ended.
BACKGROUND = "background"
BACKGROUND_CONNECTIONS = 2
BACKGROUND_TIMEOUT_MS = 120_000
BACKGROUND_SETTINGS = SEARCHES_SETTINGS | {"statement_timeout": str(BACKGROUND_TIMEOUT_MS)}

_turns_of: WeakKeyDictionary[AsyncpgDBClient, Turns] = WeakKeyDictionary()


async def leave_as_it_is(_connection: object) -> None:
    """Send nothing when a connection goes back to its pool.

    asyncpg would give up the session's locks, cursors, listeners and settings, with a statement that costs the database
    more than reading a page. Nothing here makes any on a pooled connection: locks are a transaction's
    (`pg_advisory_xact_lock`), settings come with the connection, and who listens has a connection of their own. asyncpg
    itself ends a transaction that was left open.
    """


def tortoise_config(url: str, *, pool_size: int = 10, is_patient: bool = False) -> dict[str, Any]:
    """The ORM's configuration for a database. Its pools are made when first used.

    Args:
        url: `postgresql://…`, also with the socket's folder as `?host=`.
        pool_size: connections that this process may hold, apart from four for submissions, four for searches and two
            for what is read in the background.
        is_patient: statements may take as long as they need, as migrations do; else 10 s.
    """
    usual = {"statement_timeout": "0" if is_patient else str(STATEMENT_TIMEOUT_MS)}
    pools = {
        "default": (pool_size, usual),
        INTAKE: (INTAKE_CONNECTIONS, usual),
        SEARCHES: (SEARCHES_CONNECTIONS, SEARCHES_SETTINGS),
        BACKGROUND: (BACKGROUND_CONNECTIONS, BACKGROUND_SETTINGS),
    }
    return {
        "connections": {
            name: {
                "engine": "tortoise.backends.asyncpg",
                "credentials": _credentials(url, size, server_settings),
            }
            for name, (size, server_settings) in pools.items()
        },
        "apps": {"models": {"models": ["models", "aerich.models"], "default_connection": "default"}},
        "use_tz": True,
        "timezone": "UTC",
    }


def _credentials(url: str, pool_size: int, server_settings: Mapping[str, str]) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = parts.hostname or options.pop("host", None)
    timeout_ms = int(server_settings["statement_timeout"])
    return {
        "host": unquote(host) if host else None,
        "port": parts.port or int(options.pop("port", 5432)),
        "user": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
        "database": parts.path.lstrip("/") or None,
        "minsize": 1,
        "maxsize": pool_size,
        "timeout": 5,
        "command_timeout": timeout_ms / 1000 + COMMAND_GRACE_SECONDS if timeout_ms else None,
        "server_settings": {"application_name": "feedback", "timezone": "UTC", **server_settings},
        **({"reset": leave_as_it_is} if timeout_ms else {}),
        **({"ssl": options["sslmode"]} if "sslmode" in options else {}),
    }


@asynccontextmanager
async def connected(url: str, *, pool_size: int = 10, is_patient: bool = False) -> AsyncIterator[None]:
    """The ORM is connected inside, and its pools closed afterwards. Arguments as those of `tortoise_config`."""
    config = tortoise_config(url, pool_size=pool_size, is_patient=is_patient)
    await Tortoise.init(config=config, _enable_global_fallback=True)
    try:
        yield
    finally:
        await Tortoise.close_connections()


@asynccontextmanager
async def transaction(pool: str = "default") -> AsyncIterator[asyncpg.Connection]:
    """One transaction on a connection of a pool, committed when the block ends and rolled back when it raises."""
    async with Turn(await _turns(pool)) as connection, connection.transaction():
        yield connection


async def fetch(sql: str, *values: object, pool: str = "default") -> list[asyncpg.Record]:
    """Run one statement on a connection of a pool and return its rows."""
    async with Turn(await _turns(pool)) as connection:
        rows: list[asyncpg.Record] = await connection.fetch(sql, *values)
        return rows


async def _turns(pool: str) -> Turns:
    """The turns at a pool, which is made when it is first used."""
    client = cast("AsyncpgDBClient", get_connection(pool))
    turns = _turns_of.get(client)
    if turns is None or turns.pool is not client._pool:  # noqa: SLF001 - no public name
        # Makes it, where there is none.
        await client.acquire_connection().ensure_connection()
        turns = _turns_of[client] = Turns(client._pool)  # noqa: SLF001
    return turns
