"""Exports: feedback by criteria as a file, a page at a time, so that any number of rows takes the same memory."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import structlog
from pydantic import TypeAdapter

from graphql_api.audit.record import Actor, record
from graphql_api.feedback.criteria import Criteria
from graphql_api.feedback.search import FeedbackOrder, find_feedback
from graphql_api.jobs.queue import LOW_PRIORITY, JobKind, enqueue
from graphql_api.pagination import PageRequest, Position
from graphql_api.postgres.connect import fetch, transaction
from graphql_api.postgres.search import SearchEndless, in_background
from graphql_api.retention import spreadsheet
from graphql_api.retention.lines import read_lines
from graphql_api.storage.storage import Storage, StorageUnavailable
from models.enums import ExportFormat, ExportStatus

logger = structlog.get_logger(__name__)

ROOT = "exports"
PAGE = 500
KEPT = timedelta(days=1)
MOST_PENDING = 5
LOOK_EVERY_SECONDS = 0.1
CRITERIA = TypeAdapter(Criteria)

PENDING = "SELECT count(*) FROM export WHERE status = 'PENDING'"
STORE = """
INSERT INTO export (id, format, status, criteria, object_key, created_at) VALUES ($1, $2, 'PENDING', $3, $4, $5)
"""
FIND = "SELECT * FROM export WHERE id = $1"
READY = """
UPDATE export SET status = 'READY', row_count = $2, size_bytes = $3, finished_at = now()
WHERE id = $1 AND status = 'PENDING' RETURNING id
"""
FAILED = "UPDATE export SET status = 'FAILED', finished_at = now() WHERE id = $1 AND status = 'PENDING'"
FORGET = "DELETE FROM export WHERE created_at < $1"
NAMED = "SELECT object_key FROM export"


class TooManyExports(Exception):  # noqa: N818 - it is named for what the caller reads
    """As many as may wait are waiting."""


async def content(
    criteria: Criteria, format_: ExportFormat, *, now: datetime, show: Callable[[int], None] = lambda _rows: None
) -> AsyncIterator[bytes]:
    """The file: all feedback that meets the criteria and was there before `now`, oldest first, piece by piece.

    Args:
        show: is told after each piece how many rows came so far.
    Raises:
        SearchEndless: a page would take longer than two minutes.
    """
    if format_ is ExportFormat.CSV:
        yield spreadsheet.header()
    wanted = criteria.before(now)
    position: Position | None = None
    number = 0
    while True:
        with in_background():
            page = await find_feedback(wanted, FeedbackOrder.CREATED_AT_ASC, PageRequest(PAGE, position))
        if page.rows:
            async with transaction() as connection:
                texts = [line.text for line in await read_lines(connection, [row["id"] for row in page.rows])]
            number += len(texts)
            yield await asyncio.to_thread(_piece, texts, format_)
            show(number)
        if not page.has_next_page:
            return
        position = Position(page.rows[-1]["created_at"], page.rows[-1]["id"])


def _piece(texts: list[str], format_: ExportFormat) -> bytes:
    return spreadsheet.rows(texts) if format_ is ExportFormat.CSV else "".join(f"{each}\n" for each in texts).encode()


async def ask_for_export(criteria: Criteria, format_: ExportFormat, *, actor: Actor, now: datetime) -> UUID:
    """Have a worker write an export; its id. It is kept for a day.

    Raises:
        TooManyExports: five wait already.
    """
    export_id = uuid4()
    key = f"{ROOT}/{export_id}.{format_.value.lower()}"
    async with transaction() as connection:
        if await connection.fetchval(PENDING) >= MOST_PENDING:
            raise TooManyExports
        await connection.execute(STORE, export_id, format_.value, CRITERIA.dump_json(criteria).decode(), key, now)
        await enqueue(connection, JobKind.EXPORT, [export_id], priority=LOW_PRIORITY)
        named = sorted(criteria.asked)
        details = {"format": format_.value, "criteria": named}
        await record(connection, actor, "exportFeedback", now=now, subjects=[export_id], details=details)
    return export_id


async def find_export(export_id: UUID) -> asyncpg.Record | None:
    """An export and where it stands; None where there is none, or not any more."""
    rows = await fetch(FIND, export_id)
    return rows[0] if rows else None


async def wait_for_export(export_id: UUID, *, within_seconds: float) -> asyncpg.Record | None:
    """As `find_export`, as soon as it is settled or the time is over."""
    deadline = asyncio.get_running_loop().time() + within_seconds
    while True:
        row = await find_export(export_id)
        if row is None or row["status"] != ExportStatus.PENDING or asyncio.get_running_loop().time() > deadline:
            return row
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def write_export(export_id: UUID, *, storage: Storage) -> None:
    """The job that writes an export into the storage. Safe to run twice."""
    row = await find_export(export_id)
    if row is None or row["status"] != ExportStatus.PENDING:
        return
    rows = size = 0

    def count(number: int) -> None:
        nonlocal rows
        rows = number

    async def counted() -> AsyncIterator[bytes]:
        nonlocal size
        criteria, format_ = CRITERIA.validate_json(row["criteria"]), ExportFormat(row["format"])
        async for piece in content(criteria, format_, now=row["created_at"], show=count):
            size += len(piece)
            yield piece

    try:
        await storage.put(row["object_key"], counted())
    except (StorageUnavailable, SearchEndless):
        logger.exception("export cannot be written", export_id=str(export_id))
        await fetch(FAILED, export_id)
        return
    if not await fetch(READY, export_id, rows, size):
        # Something of it was erased meanwhile, and all exports with that.
        await storage.delete(row["object_key"])


async def forget_exports(storage: Storage, *, now: datetime) -> None:
    """Delete what is older than a day, also files that no row names."""
    await fetch(FORGET, now - KEPT)
    found = [each async for each in storage.objects(ROOT)]
    named = {row["object_key"] for row in await fetch(NAMED)}
    for each in found:
        if each.key not in named and each.modified_at < now - KEPT:
            await storage.delete(each.key)
