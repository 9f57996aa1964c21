"""Feedback with everything that hangs on it, as one line of JSON: what archives and exports are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

# The columns of the tables, so that nothing is lost; what follows from the rest (search_vector, size_bytes) or is only
# this database's own (the ids of analyses and triage changes) is left out.
LINE = """
(to_jsonb(feedback) - '{search_vector,size_bytes}'::text[] || jsonb_build_object(
    'answer', (
        SELECT to_jsonb(rated) - '{feedback_id,session_id,feedback_created_at,size_bytes}'::text[]
        FROM answer_rating AS rated WHERE rated.feedback_id = feedback.id
    ),
    'rating_changes', coalesce((
        SELECT jsonb_agg(to_jsonb(change) - 'feedback_id' ORDER BY change.created_at, change.submission_key)
        FROM answer_rating_change AS change WHERE change.feedback_id = feedback.id
    ), '[]'),
    'analyses', coalesce((
        SELECT jsonb_agg(to_jsonb(finding) - '{id,feedback_id,feedback_created_at}'::text[] ORDER BY finding.id)
        FROM analysis AS finding WHERE finding.feedback_id = feedback.id
    ), '[]'),
    'triage_changes', coalesce((
        SELECT jsonb_agg(to_jsonb(change) - '{id,feedback_id}'::text[] ORDER BY change.id)
        FROM triage_change AS change WHERE change.feedback_id = feedback.id
    ), '[]'),
    'screenshot', (
        SELECT to_jsonb(picture) - '{feedback_id,feedback_created_at}'::text[]
        FROM screenshot AS picture WHERE picture.feedback_id = feedback.id
    )
))::text
"""
BY_ID = f"SELECT id, created_at, {LINE} AS line FROM feedback WHERE id = ANY($1) ORDER BY created_at, id"  # noqa: S608 - fixed


@dataclass(frozen=True)
class Line:
    """One feedback as JSON, without the end of the line."""

    id: UUID
    created_at: datetime
    text: str


async def read_lines(connection: asyncpg.Connection, ids: Sequence[UUID]) -> list[Line]:
    """The lines of the feedbacks that are there, oldest first."""
    return [Line(row["id"], row["created_at"], row["line"]) for row in await connection.fetch(BY_ID, list(ids))]
