"""The databases that the sides work on, in one PostgreSQL as the service embeds it, with fsync."""

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

import asyncpg

from bench.compare.install import RIVALS
from bench.million import SMALL, make
from graphql_api.postgres.connect import connected
from graphql_api.postgres.embedded import EmbeddedPostgres
from graphql_api.postgres.migrate import migrate
from graphql_api.tallies import add_up_tallies

# 64 clients of pgbench, and the pools of all that wait for their turn.
MAX_CONNECTIONS = 300
FUNCTIONS, LEAN = RIVALS / "functions.sql", RIVALS / "lean.sql"
# Beside what has some already, a fifth gets a picture, and a fifth of what alerts has an alert.
NEIGHBOURS = """
SET statement_timeout = 0; SET synchronous_commit = off;
INSERT INTO screenshot (feedback_id, feedback_created_at, status, annotations, attempts, picture_key, thumbnail_key,
                        sha256, size_bytes, width, height)
SELECT id, created_at, 'STORED', '[]', 0, 'picture/' || id, 'thumbnail/' || id, sha256('x'), 120000, 1280, 800
FROM feedback WHERE get_byte(uuid_send(id), 0) < 51
ON CONFLICT DO NOTHING;
INSERT INTO alert (id, rule, severity, status, count, people, told_count, created_at, closed_at, feedback_id)
SELECT md5('alert' || id)::uuid, 'COMPLAINT', 'MEDIUM', 'CLOSED', 1, 1, 1, created_at, created_at, feedback_id
FROM analysis WHERE alert_triggered AND get_byte(uuid_send(feedback_id), 1) < 51 ON CONFLICT DO NOTHING;
INSERT INTO alert_feedback (rule, text_hash, created_at, alert_id, feedback_id)
SELECT rule, sha256('x'), created_at, id, feedback_id FROM alert ON CONFLICT DO NOTHING
"""


@contextlib.contextmanager
def database_server(folder: Path) -> Iterator[EmbeddedPostgres]:
    """An embedded PostgreSQL that takes enough connections."""
    with EmbeddedPostgres(folder) as server:
        asyncio.run(_administer(server, f"ALTER SYSTEM SET max_connections = {MAX_CONNECTIONS}"))
    with EmbeddedPostgres(folder) as server:
        yield server


def postmaster(folder: Path) -> int:
    """The process that is the parent of all others of the server."""
    return int((folder / "cluster/postmaster.pid").read_text().splitlines()[0])


async def facts(server: EmbeddedPostgres) -> str:
    """The server's version, and the settings that decide what a commit is."""
    connection = await asyncpg.connect(server.dsn("postgres"))
    try:
        names = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
        return ", ".join([f"{name} {await connection.fetchval(f'SHOW {name}')}" for name in names])
    finally:
        await connection.close()


async def make_empty(server: EmbeddedPostgres, *, same_triggers: bool) -> tuple[str, str]:
    """A database for this service and one for its rivals, without feedback; their addresses.

    Args:
        same_triggers: the rivals pay for this service's triggers as well.
    """
    ours, rivals = await make_fresh(server, "ours"), await make_fresh(server, "rivals", with_functions=True)
    if not same_triggers:
        await _run(rivals, LEAN.read_text())
    return ours, rivals


async def make_fresh(server: EmbeddedPostgres, name: str, *, with_functions: bool = False) -> str:
    """A new database in the place of one of the same name; its address.

    Args:
        with_functions: also what rivals submit and search by.
    """
    await _administer(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    await migrate(server.dsn(name))
    if with_functions:
        await _run(server.dsn(name), FUNCTIONS.read_text())
    return server.dsn(name)


async def make_loaded(server: EmbeddedPostgres, place: str, large_rows: int) -> str:
    """A database with feedback, findings, pictures and alerts, made unless it is there; its address."""
    rows = SMALL if place == "small" else large_rows
    # Named for its size: a folder may be used again for another.
    url = await make(server, f"loaded_{rows}", rows)
    connection = await asyncpg.connect(url, command_timeout=None)
    try:
        if await connection.fetchval("SELECT to_regproc('search_feedback') IS NULL"):
            await connection.execute(NEIGHBOURS)
            await connection.execute(FUNCTIONS.read_text())
            # As a worker would have added up along the way.
            async with connected(url, pool_size=2):
                await add_up_tallies()
            await connection.execute("VACUUM (ANALYZE)")
    finally:
        await connection.close()
    return url


async def _administer(server: EmbeddedPostgres, *statements: str) -> None:
    await _run(server.dsn("postgres"), *statements)


async def _run(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
