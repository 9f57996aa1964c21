"""Putting feedback back as it was, from lines of exports and archives; what is there already stays as it is."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from tortoise.models import Model

from graphql_api.intake.commit import COUNT_IN_SESSIONS
from graphql_api.intake.erased import ErasedSessions
from graphql_api.jobs.queue import JobKind, enqueue
from graphql_api.postgres.connect import fetch, transaction
from graphql_api.storage.storage import ObjectMissing, Storage
from models.answer_rating import AnswerRating
from models.enums import ScreenshotStatus
from models.feedback import Feedback


def _columns(model: type[Model]) -> str:
    """The columns of a table but those that the database works out by itself."""
    meta = model._meta  # noqa: SLF001 - where Tortoise says it
    return ", ".join(sorted({*meta.db_fields, *(f"{name}_id" for name in meta.fk_fields | meta.o2o_fields)}))


FEEDBACK = _columns(Feedback)
ANSWER_RATING = _columns(AnswerRating)

# Whole records, whatever columns they have; only what `retention/lines.py` leaves out is made anew.
RESTORE = f"""
WITH line AS (
    SELECT content, concat_ws(
        E'\\n', content ->> 'message', content #>> '{{answer,question}}', content #>> '{{answer,answer}}',
        content #>> '{{answer,explanation}}'
    ) AS words
    FROM jsonb_array_elements($1::jsonb) AS line (content)
),
stored AS (
    INSERT INTO feedback ({FEEDBACK})
    SELECT {FEEDBACK}
    FROM line, jsonb_populate_record(NULL::feedback, content || jsonb_build_object(
        'search_vector', (to_tsvector('english', words) || to_tsvector('simple', words))::text
    ))
    WHERE NOT EXISTS (SELECT FROM tombstone WHERE submission_key = (content ->> 'submission_key')::uuid)
    AND NOT EXISTS (SELECT FROM answer_rating_change WHERE submission_key = (content ->> 'submission_key')::uuid)
    ORDER BY content ->> 'id'
    ON CONFLICT DO NOTHING
    RETURNING id, session_id, created_at
),
seen AS (
    {COUNT_IN_SESSIONS}
),
given AS (
    SELECT content, stored.id, jsonb_build_object(
        'feedback_id', stored.id, 'session_id', session_id, 'feedback_created_at', created_at
    ) AS names
    FROM stored JOIN line ON (content ->> 'id')::uuid = stored.id
),
rated AS (
    INSERT INTO answer_rating ({ANSWER_RATING})
    SELECT {ANSWER_RATING} FROM given, jsonb_populate_record(NULL::answer_rating, content -> 'answer' || names)
    WHERE jsonb_typeof(content -> 'answer') = 'object'
),
changed AS (
    INSERT INTO answer_rating_change
    SELECT (jsonb_populate_record(NULL::answer_rating_change, change || names)).*
    FROM given, jsonb_array_elements(content -> 'rating_changes') AS change
),
understood AS (
    INSERT INTO analysis
    SELECT (jsonb_populate_record(NULL::analysis, '{{"caveats": []}}' || finding || names || jsonb_build_object(
        'id', nextval(pg_get_serial_sequence('analysis', 'id'))
    ))).*
    FROM (
        SELECT finding, names
        FROM given, jsonb_array_elements(content -> 'analyses') WITH ORDINALITY AS each (finding, place)
        ORDER BY given.id, place
    ) AS findings
),
triaged AS (
    INSERT INTO triage_change
    SELECT (jsonb_populate_record(NULL::triage_change, change || names || jsonb_build_object(
        'id', nextval(pg_get_serial_sequence('triage_change', 'id'))
    ))).*
    FROM (
        SELECT change, names
        FROM given, jsonb_array_elements(content -> 'triage_changes') WITH ORDINALITY AS each (change, place)
        ORDER BY given.id, place
    ) AS changes
),
waiting AS (
    INSERT INTO analysis_retry (feedback_id, kind, attempts, since, next_at)
    SELECT id, 'NONE', 0, now(), now() FROM given
    WHERE content -> 'analyses' @> '[{{"is_current": true, "method": "NONE"}}]'
),
pictured AS (
    INSERT INTO screenshot SELECT (jsonb_populate_record(NULL::screenshot, content -> 'screenshot' || names)).*
    FROM given WHERE jsonb_typeof(content -> 'screenshot') = 'object'
)
SELECT id FROM stored
"""  # noqa: S608 - columns of the models
GOING = "SELECT key FROM object_deletion WHERE key = ANY($1) AND NOT is_original"
DELETED = "DELETED"


class NotALine(ValueError):  # noqa: N818 - it is named for what the caller reads
    """It is no line of an export, or holds what no feedback can. Never says what."""


@dataclass(frozen=True)
class Restorer:
    """Puts lines back. `sessions` and `storage` are those of the service that gets them."""

    storage: Storage
    sessions: ErasedSessions = field(repr=False)

    async def restore(self, lines: Sequence[Mapping[str, Any]]) -> list[bool | NotALine]:
        """Store what is not there yet, in one transaction, with its ids, keys, findings and triage; what fails, alone.

        Returns:
            For each line whether it was stored; false where it is there already or was erased.
        Raises:
            asyncpg.PostgresError, OSError, StorageUnavailable: nothing was stored; hand them in again.
        """
        try:
            return list(await self._restore(lines))
        except (NotALine, asyncpg.DataError, asyncpg.IntegrityConstraintViolationError):
            if len(lines) == 1:
                return [NotALine("not a line of an export")]
            return [each for line in lines for each in await self.restore([line])]

    async def _restore(self, lines: Sequence[Mapping[str, Any]]) -> list[bool]:
        ids, sent = _names(lines)
        are_erased = await self.sessions.are_erased(sent)
        left = [line for line, is_erased in zip(lines, are_erased, strict=True) if not is_erased]
        whole = [{**line, "screenshot": await self._screenshot(line)} for line in left]
        async with transaction() as connection:
            rows = await connection.fetch(RESTORE, orjson.dumps(whole).decode())
            stored = {row["id"] for row in rows}
            unread = {
                UUID(line["id"]) for line in left if not any(finding["is_current"] for finding in line["analyses"])
            }
            await enqueue(connection, JobKind.ANALYZE, list(stored & unread))
        return [id_ in stored for id_ in ids]

    async def _screenshot(self, line: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The line's screenshot, REJECTED where its picture is gone."""
        screenshot: Mapping[str, Any] | None = line["screenshot"]
        if screenshot is None or screenshot["status"] == ScreenshotStatus.REJECTED:
            return screenshot
        if screenshot["status"] == ScreenshotStatus.STORED and await self._is_there(line["id"], screenshot):
            return screenshot
        kept = {"annotations": screenshot["annotations"], "attempts": screenshot["attempts"]}
        return kept | {"status": ScreenshotStatus.REJECTED, "reason": DELETED}

    async def _is_there(self, feedback_id: str, screenshot: Mapping[str, Any]) -> bool:
        keys = [screenshot["picture_key"], screenshot["thumbnail_key"]]
        # Only its own: with the row its objects go.
        if not all(f"/{feedback_id}/" in key for key in keys) or await fetch(GOING, keys):
            return False
        with suppress(ObjectMissing, ValueError):
            return all([await self.storage.size(key) for key in keys])
        return False


def _names(lines: Sequence[Mapping[str, Any]]) -> tuple[list[UUID], list[tuple[str, datetime]]]:
    try:
        ids = [UUID(line["id"]) for line in lines]
        sent = [(str(line["session_id"]), datetime.fromisoformat(line["created_at"])) for line in lines]
    except (ValueError, TypeError, AttributeError, KeyError):
        raise NotALine("not a line of an export") from None
    if any(moment.tzinfo is None for _, moment in sent):
        raise NotALine("a moment without a zone")
    return ids, sent
