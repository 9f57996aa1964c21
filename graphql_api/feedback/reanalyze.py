"""Having feedback read again, by ids or by criteria: in batches, in the background, after whatever is new."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import asyncpg
from pydantic import TypeAdapter

from graphql_api.analysis.analyze import Reading, find_words, keep_all, read
from graphql_api.analysis.chain import Analyzer
from graphql_api.audit.record import Actor, record
from graphql_api.feedback.criteria import Criteria
from graphql_api.feedback.search import FeedbackOrder, count_all_feedback, find_feedback
from graphql_api.jobs.queue import LOW_PRIORITY, JobKind, enqueue
from graphql_api.pagination import PageRequest, Position
from graphql_api.postgres.connect import fetch, transaction
from graphql_api.postgres.search import in_background
from models.enums import AnalysisMethod

BATCH = 40
AT_ONCE = 8
"""Read at the same time: enough for the AI's latency and the local model's batches, few enough for others to get in."""

LONGEST_REST_SECONDS = 0.5
"""After a batch it rests as long as reading took, at most this: receipts need the processor, this can wait."""

SHOWN = 20
CRITERIA = TypeAdapter(Criteria)

STORE = """
INSERT INTO reanalysis (id, ids, criteria, requested, done, unread, created_at) VALUES ($1, $2, $3, $4, 0, 0, $5)
RETURNING *
"""
EXISTING = "SELECT id FROM feedback WHERE id = ANY($1) AND created_at <= $2 ORDER BY id"
FIND = "SELECT * FROM reanalysis WHERE id = $1"
NEWEST = "SELECT * FROM reanalysis ORDER BY created_at DESC, id DESC LIMIT $1"
# Only from the place where the batch began: a batch that is done twice counts once.
ADVANCE = """
UPDATE reanalysis SET
    done = done + $3, unread = unread + $4, place = $5::text, finished_at = CASE WHEN $5::text IS NULL THEN now() END
WHERE id = $1 AND place IS NOT DISTINCT FROM $2::text AND finished_at IS NULL
RETURNING true
"""


@dataclass(frozen=True)
class Batch:
    """Feedbacks to read now, and where the next batch begins; None when this is the last."""

    subjects: Sequence[UUID]
    next_place: str | None


async def ask_for_reanalysis(wanted: Sequence[UUID] | Criteria, *, actor: Actor, now: datetime) -> asyncpg.Record:
    """Have feedback read again that was there before `now`; the wish as a row. Ids that are nobody's are left out.

    Raises:
        SearchEndless: to count what meets the criteria takes longer than two minutes; nothing is asked for.
    """
    if isinstance(wanted, Criteria):
        wanted = wanted.before(now)
        ids, criteria, requested = None, CRITERIA.dump_json(wanted).decode(), await count_all_feedback(wanted)
    else:
        ids = [row["id"] for row in await fetch(EXISTING, list(wanted), now)]
        criteria, requested = None, len(ids)
    async with transaction() as connection:
        row = await connection.fetchrow(STORE, uuid4(), ids, criteria, requested, now)
        await enqueue(connection, JobKind.REANALYZE, [row["id"]], priority=LOW_PRIORITY)
        details = {"requested": requested, "by": "filter" if ids is None else "ids"}
        await record(connection, actor, "reanalyzeFeedback", now=now, subjects=[row["id"]], details=details)
    return row


async def find_reanalysis(reanalysis_id: UUID) -> asyncpg.Record | None:
    """A wish and how far it has come; None where there is none."""
    rows = await fetch(FIND, reanalysis_id)
    return rows[0] if rows else None


async def newest_reanalyses() -> list[asyncpg.Record]:
    """The latest wishes, newest first."""
    return await fetch(NEWEST, SHOWN)


async def reanalyze(reanalysis_id: UUID, *, analyzer: Analyzer) -> None:
    """Do the next batch of a wish, and ask for the one after it. What was read since the wish is left as it is.

    The findings are kept and counted in one transaction: a batch that is done twice is kept and counted once. Where
    nobody can read a text, the finding before stands.
    """
    row = await find_reanalysis(reanalysis_id)
    if row is None or row["finished_at"] is not None:
        return
    batch = await _batch(row)
    turns = asyncio.Semaphore(AT_ONCE)

    async def in_turn(words: asyncpg.Record) -> Reading:
        async with turns:
            return await read(words, analyzer, is_anew=True)

    began = time.monotonic()
    found = (await find_words(batch.subjects)).values()
    due = [words for words in found if words["read_at"] is None or words["read_at"] < row["created_at"]]
    readings = await asyncio.gather(*(in_turn(words) for words in due))
    was_read = [reading for reading in readings if reading.finding.method is not AnalysisMethod.NONE]
    counts = (len(batch.subjects), len(readings) - len(was_read))
    await asyncio.sleep(min(time.monotonic() - began, LONGEST_REST_SECONDS))
    async with transaction() as connection:
        if await connection.fetchval(ADVANCE, reanalysis_id, row["place"], *counts, batch.next_place):
            await keep_all(connection, was_read, priority=LOW_PRIORITY)
            if batch.next_place is not None:
                await enqueue(connection, JobKind.REANALYZE, [reanalysis_id], priority=LOW_PRIORITY)


async def _batch(row: asyncpg.Record) -> Batch:
    if row["ids"] is not None:
        start = int(row["place"] or 0)
        subjects = row["ids"][start : start + BATCH]
        end = start + len(subjects)
        return Batch(subjects, str(end) if end < len(row["ids"]) else None)
    position = Position.from_cursor(row["place"]) if row["place"] else None
    criteria = CRITERIA.validate_json(row["criteria"])
    with in_background():
        page = await find_feedback(criteria, FeedbackOrder.CREATED_AT_ASC, PageRequest(BATCH, position))
    subjects = [found["id"] for found in page.rows]
    if not page.has_next_page:
        return Batch(subjects, None)
    last = page.rows[-1]
    return Batch(subjects, Position(last["created_at"], last["id"]).cursor())
