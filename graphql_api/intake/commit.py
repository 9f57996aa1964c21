"""Putting entries into the database: all that belongs to one commits together, and each exactly once."""

import contextlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from graphql_api.intake.entry import Entry, ScreenshotEntry
from graphql_api.intake.submission import Answer
from graphql_api.jobs.queue import JobKind, enqueue_all, enqueuing
from graphql_api.postgres.connect import INTAKE, fetch, transaction
from models.enums import Rating, ScreenshotStatus


class Fate(StrEnum):
    """What became of an entry: kept now, in the database or on disk; kept before; or another body had its key."""

    SAVED = "SAVED"
    QUEUED = "QUEUED"
    DUPLICATE = "DUPLICATE"
    KEY_REUSED = "KEY_REUSED"


@dataclass(frozen=True)
class Outcome:
    """An entry's fate and the id of the feedback that holds it."""

    fate: Fate
    feedback_id: UUID


@dataclass(frozen=True)
class Seen:
    """What the database knows of a submission key: the feedback it belongs to and the hash of the body it came with."""

    feedback_id: UUID
    body_hash: bytes

    def outcome(self, entry: Entry) -> Outcome:
        """The outcome of another entry under the key."""
        return Outcome(Fate.DUPLICATE if self.body_hash == entry.body_hash else Fate.KEY_REUSED, self.feedback_id)


# Of a part `stored` of a statement, which has ids of sessions and moments.
COUNT_IN_SESSIONS = """
    INSERT INTO session (id, first_seen_at, last_seen_at, feedback_count)
    SELECT session_id, min(created_at), max(created_at), count(*) FROM stored GROUP BY session_id ORDER BY session_id
    ON CONFLICT (id) DO UPDATE SET
        first_seen_at = least(session.first_seen_at, excluded.first_seen_at),
        last_seen_at = greatest(session.last_seen_at, excluded.last_seen_at),
        feedback_count = session.feedback_count + excluded.feedback_count
"""
STORE = f"""
WITH entry AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS entry (
        id uuid, submission_key uuid, body_hash text, session_id text, category text, message text, tags text[],
        page jsonb, api_state jsonb, occurred_at timestamptz, created_at timestamptz, redactions jsonb, words text,
        answer jsonb, screenshot jsonb
    )
),
stored AS (
    INSERT INTO feedback (
        id, submission_key, body_hash, session_id, category, message, tags, page, api_state, occurred_at, created_at,
        redactions, is_read, is_archived, search_vector
    )
    SELECT
        id, submission_key, decode(body_hash, 'hex'), session_id, category, message, tags, page, api_state,
        occurred_at, created_at, redactions, false, false,
        to_tsvector('english', words) || to_tsvector('simple', words)
    FROM entry
    WHERE NOT EXISTS (SELECT FROM answer_rating_change AS change WHERE change.submission_key = entry.submission_key)
    AND NOT EXISTS (SELECT FROM tombstone WHERE tombstone.submission_key = entry.submission_key)
    ORDER BY id
    ON CONFLICT DO NOTHING
    RETURNING id, session_id, created_at
),
seen AS (
    {COUNT_IN_SESSIONS}
),
rated AS (
    INSERT INTO answer_rating (
        feedback_id, session_id, message_id, question, answer, rating, sources, response_time_seconds, token_count,
        conversation_id, explanation, issues, feedback_created_at
    )
    SELECT
        stored.id, stored.session_id, answer.message_id, answer.question, answer.answer, answer.rating, answer.sources,
        answer.response_time_seconds, answer.token_count, answer.conversation_id, answer.explanation, answer.issues,
        stored.created_at
    FROM stored JOIN entry ON entry.id = stored.id, jsonb_to_record(entry.answer) AS answer (
        message_id uuid, question text, answer text, rating text, sources jsonb, response_time_seconds float8,
        token_count int, conversation_id text, explanation text, issues text[]
    )
    WHERE entry.answer IS NOT NULL
),
{enqueuing(JobKind.ANALYZE, "stored")}
"""  # noqa: S608 - fixed
STORE_SCREENSHOTS = f""",
pictured AS (
    INSERT INTO screenshot (feedback_id, feedback_created_at, status, reason, original, annotations, attempts)
    SELECT
        stored.id, stored.created_at, screenshot.status, screenshot.reason, screenshot.original,
        screenshot.annotations, 0
    FROM stored JOIN entry ON entry.id = stored.id, jsonb_to_record(entry.screenshot) AS screenshot (
        status text, reason text, original text, annotations jsonb
    )
    WHERE entry.screenshot IS NOT NULL
    RETURNING feedback_id AS id, original
),
decodable AS (SELECT id FROM pictured WHERE original IS NOT NULL),
{enqueuing(JobKind.SCREENSHOT, "decodable")}
"""  # noqa: S608 - fixed
IDS = "SELECT id FROM stored"
# Most come without a screenshot: they do not pay for the part that stores one.
STORE_PLAIN = STORE + IDS
STORE_PICTURED = STORE + STORE_SCREENSHOTS + IDS

# The screenshot of a later rating takes the place of the one before, whose objects go when its row does.
DROP_SCREENSHOT = "DELETE FROM screenshot WHERE feedback_id = $1"
ADD_SCREENSHOT = """
INSERT INTO screenshot (feedback_id, feedback_created_at, status, reason, original, annotations, attempts)
SELECT id, created_at, $2, $3, $4, $5, 0 FROM feedback WHERE id = $1
ON CONFLICT DO NOTHING
"""

FIND_BY_KEY = """
SELECT id, body_hash FROM feedback WHERE submission_key = $1
UNION ALL
SELECT feedback_id, body_hash FROM answer_rating_change WHERE submission_key = $1
"""

# Under the key of what was erased nothing is stored again; whoever resends it is told that it came before.
IS_ERASED = "SELECT true FROM tombstone WHERE submission_key = $1"

STANDING_RATING = "SELECT rating, explanation, issues FROM answer_rating WHERE feedback_id = $1"

NEWEST_RATING_AT = """
SELECT greatest(
    feedback_created_at, (SELECT max(created_at) FROM answer_rating_change WHERE feedback_id = $1 AND is_change)
)
FROM answer_rating WHERE feedback_id = $1
"""

# A rating that changes nothing leaves only its key, so that a resend of it, after another has changed the rating, does
# not change it back.
REMEMBER_KEY = """
INSERT INTO answer_rating_change (
    feedback_id, submission_key, body_hash, is_change, rating, explanation, previous_rating, previous_explanation,
    created_at
)
SELECT feedback_id, $2, $3, false, rating, explanation, rating, explanation, $4
FROM answer_rating WHERE feedback_id = $1
"""

CHANGE_RATING = """
WITH kept AS (
    INSERT INTO answer_rating_change (
        feedback_id, submission_key, body_hash, is_change, rating, explanation, previous_rating, previous_explanation,
        created_at
    )
    VALUES ($1, $2, $3, true, $4, $5, $7, $8, $9)
),
changed AS (
    UPDATE answer_rating SET rating = $4, explanation = $5, issues = $6 WHERE feedback_id = $1
    RETURNING question, answer
),
-- What was understood of other words is history; the job that goes with this change reads the new ones.
outdated AS (
    UPDATE analysis SET is_current = false WHERE feedback_id = $1 AND is_current AND $5::text IS DISTINCT FROM $8::text
)
UPDATE feedback SET search_vector = (
    SELECT to_tsvector('english', words) || to_tsvector('simple', words)
    FROM changed, concat_ws(E'\\n', feedback.message, changed.question, changed.answer, $5::text) AS words
)
WHERE id = $1
"""


async def commit(entries: Sequence[Entry], *, is_replay: bool = False) -> list[Outcome]:
    """Store entries: all that belongs to one commits together, with its session, answer and job.

    What is new is stored by one statement, which is a transaction of its own; what was there before is settled in a
    second one. A replay does both in one: what it stored and had to hand in again would count as known before.

    Args:
        is_replay: they come late, from the spool: a rating that is older than the one that stands does not replace it.

    Returns:
        An outcome for each entry, in the order given. A second entry with the same id is settled after the first.
    Raises:
        asyncpg.PostgresError, OSError, TimeoutError: no outcome is known; the same entries may be handed in again
            without doubling anything.
    """
    first = {entry.id: entry for entry in reversed(entries)}
    async with contextlib.AsyncExitStack() as stack:
        both = await stack.enter_async_context(transaction(INTAKE)) if is_replay else None
        stored = await _store(first.values(), both)
        saved = [entry.id in stored and first[entry.id] is entry for entry in entries]
        left = [entry for entry, is_saved in zip(entries, saved, strict=True) if not is_saved]
        settled: Iterator[Outcome] = iter(())
        if left:
            second = both or await stack.enter_async_context(transaction(INTAKE))
            settled = iter(await _settle(second, left, is_replay))
    return [
        Outcome(Fate.SAVED, entry.id) if is_saved else next(settled)
        for entry, is_saved in zip(entries, saved, strict=True)
    ]


async def find(submission_key: UUID) -> Seen | None:
    """What came under the key before, or None when the database has not seen it."""
    rows = await fetch(FIND_BY_KEY, submission_key)
    return Seen(rows[0]["id"], rows[0]["body_hash"]) if rows else None


async def _store(entries: Collection[Entry], connection: asyncpg.Connection | None) -> set[UUID]:
    """Store what is new, by itself or in the transaction of a connection; the ids of that."""
    if not entries:
        return set()
    sql = STORE_PICTURED if any(entry.screenshot for entry in entries) else STORE_PLAIN
    given = orjson.dumps([_row(entry) for entry in entries]).decode()
    rows = await (connection.fetch(sql, given) if connection else fetch(sql, given, pool=INTAKE))
    return {row["id"] for row in rows}


async def _settle(connection: asyncpg.Connection, entries: Sequence[Entry], is_replay: bool) -> list[Outcome]:
    """Decide about entries whose keys or answers were there before."""
    outcomes: dict[int, Outcome] = {}
    # In the order of ids, so that two commits never wait for each other.
    for place, entry in sorted(enumerate(entries), key=lambda numbered: numbered[1].id):
        outcomes[place] = await _settle_one(connection, entry, is_replay)
    saved = {outcome.feedback_id for outcome in outcomes.values() if outcome.fate is Fate.SAVED}
    pictured = {entry.id for entry in entries if entry.original and (is_replay or entry.id in saved)}
    await enqueue_all(connection, {JobKind.ANALYZE: list(saved), JobKind.SCREENSHOT: list(pictured)})
    return [outcomes[place] for place in range(len(entries))]


async def _settle_one(connection: asyncpg.Connection, entry: Entry, is_replay: bool) -> Outcome:
    """Decide about an entry whose key or answer was there before."""
    # Before anything is read: another try under the same key may be at it.
    await connection.execute("SELECT FROM feedback WHERE id = $1 FOR UPDATE", entry.id)
    seen = await connection.fetchrow(FIND_BY_KEY, entry.submission.submission_key)
    if seen is not None:
        return Seen(*seen).outcome(entry)
    if await connection.fetchval(IS_ERASED, entry.submission.submission_key):
        return Outcome(Fate.DUPLICATE, entry.id)
    standing = await connection.fetchrow(STANDING_RATING, entry.id)
    if entry.submission.answer is None or standing is None:
        raise LookupError(f"feedback {entry.id} is there, but not as this submission's")
    rating = _after(standing, entry.submission.answer)
    named = (entry.id, entry.submission.submission_key, entry.body_hash)
    is_older = is_replay and entry.received_at < await connection.fetchval(NEWEST_RATING_AT, entry.id)
    if entry.screenshot is not None:
        await _put_screenshot(connection, entry.id, entry.screenshot, replaces=not is_older)
    if is_older or (rating == tuple(standing) and entry.screenshot is None):
        await connection.execute(REMEMBER_KEY, *named, entry.received_at)
        return Outcome(Fate.DUPLICATE, entry.id)
    await connection.execute(
        CHANGE_RATING,
        *named,
        *rating,
        standing["rating"],
        standing["explanation"],
        entry.received_at,
    )
    return Outcome(Fate.SAVED, entry.id)


async def _put_screenshot(
    connection: asyncpg.Connection, feedback_id: UUID, screenshot: ScreenshotEntry, *, replaces: bool
) -> None:
    """Give a feedback a screenshot that came later; one that it has already stays unless `replaces`."""
    if replaces:
        await connection.execute(DROP_SCREENSHOT, feedback_id)
    row = _screenshot_row(screenshot)
    annotations = orjson.dumps(row.pop("annotations")).decode()
    await connection.execute(ADD_SCREENSHOT, feedback_id, *row.values(), annotations)


def _after(standing: asyncpg.Record, answer: Answer) -> tuple[str, str | None, list[str]]:
    """Thumb, explanation and issues after another rating: a new thumb replaces all, the same one adds to it."""
    thumb, issues = Rating(answer.rating).value, [issue.value for issue in answer.issues]
    if thumb != standing["rating"]:
        return thumb, answer.explanation, issues
    return thumb, answer.explanation or standing["explanation"], issues or standing["issues"]


def _screenshot_row(screenshot: ScreenshotEntry) -> dict[str, Any]:
    return {
        "status": ScreenshotStatus.REJECTED if screenshot.refusal else ScreenshotStatus.PENDING,
        "reason": screenshot.refusal,
        "original": screenshot.original,
        "annotations": screenshot.annotations,
    }


def _row(entry: Entry) -> dict[str, object]:
    submission = entry.submission
    return {
        "id": entry.id,
        "submission_key": submission.submission_key,
        "body_hash": entry.body_hash.hex(),
        "session_id": submission.session_id,
        "category": submission.category,
        "message": submission.message,
        "tags": submission.tags,
        "page": submission.page,
        "api_state": submission.api_state,
        "occurred_at": submission.occurred_at,
        "created_at": entry.received_at,
        "redactions": entry.redactions,
        "words": entry.words,
        "answer": submission.answer,
        "screenshot": _screenshot_row(entry.screenshot) if entry.screenshot else None,
    }
