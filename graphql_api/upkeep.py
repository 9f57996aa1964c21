"""When backups, restore tests, cleanups and workers' beats were last done well, by the database's clock."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import asyncpg
import orjson

from graphql_api.postgres.connect import fetch
from models.enums import UpkeepKind

Ask = Callable[..., Awaitable[list[asyncpg.Record]]]
"""Runs one statement: `fetch` on the pool, or a connection's own."""

NOTE = """
INSERT INTO upkeep (kind, done_at, detail) VALUES ($1, now(), $2::jsonb)
ON CONFLICT (kind) DO UPDATE SET done_at = excluded.done_at, detail = excluded.detail
"""
AGES = "SELECT kind, greatest(0, extract(epoch FROM now() - done_at))::float8 AS age FROM upkeep"
DETAIL = "SELECT detail FROM upkeep WHERE kind = $1"


async def note_done(kind: UpkeepKind, detail: Mapping[str, object], *, ask: Ask = fetch) -> None:
    """Remember that it was done now. `detail`: names and counts, for people."""
    await ask(NOTE, kind, orjson.dumps(detail).decode())


async def ages(*, ask: Ask = fetch) -> dict[UpkeepKind, float]:
    """Seconds since each kind was last done; those never done are not in it."""
    return {UpkeepKind(row["kind"]): row["age"] for row in await ask(AGES)}


async def detail_of(kind: UpkeepKind, *, ask: Ask = fetch) -> dict[str, Any] | None:
    """What was noted when it was last done; None when it never was."""
    rows = await ask(DETAIL, kind)
    detail: dict[str, Any] | None = orjson.loads(rows[0]["detail"]) if rows else None
    return detail


async def note_beat() -> None:
    """A worker lives."""
    await note_done(UpkeepKind.WORKER_BEAT, {})
