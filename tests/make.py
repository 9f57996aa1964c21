"""Rows as the service would have made them, without going through it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson

from graphql_api.postgres.connect import fetch

BEGINNING = datetime(2026, 11, 1, tzinfo=UTC)

STORE_SESSION = """
INSERT INTO session (id, first_seen_at, last_seen_at, feedback_count) VALUES ($1, $2, $2, 1)
ON CONFLICT (id) DO UPDATE SET feedback_count = session.feedback_count + 1
"""
STORE_FEEDBACK = """
INSERT INTO feedback (
    id, submission_key, body_hash, session_id, category, message, tags, created_at, is_read, is_archived, redactions,
    search_vector
)
VALUES (
    $1, $2, sha256('x'), $3, $4, $5, $6, $7, $8, $9, '{}',
    to_tsvector('english', coalesce($5, '')) || to_tsvector('simple', coalesce($5, ''))
)
"""
STORE_ANALYSIS = """
INSERT INTO analysis (
    feedback_id, feedback_created_at, is_current, text_hash, sentiment, topic, topics, confidence, confidence_score,
    alert_triggered, method, prompt_version, cached, latency_ms, created_at
)
VALUES ($1, $2, $3, sha256('x'), $4, $5, $6, $7, 0.7, $8, $9, $10, false, 12, $2)
"""
STORE_RATING = """
INSERT INTO answer_rating (
    feedback_id, session_id, message_id, question, answer, rating, sources, issues, feedback_created_at
)
VALUES ($1, $2, $3, 'Why?', 'So.', $4, '[]', '{}', $5)
"""


def at(minutes: float) -> datetime:
    """A moment so many minutes after the beginning."""
    return BEGINNING + timedelta(minutes=minutes)


async def make_feedback(
    *,
    id: UUID | None = None,
    message: str | None = "It broke.",
    session_id: str = "session-1",
    category: str = "GENERAL",
    tags: list[str] | None = None,
    created_at: datetime = BEGINNING,
    is_read: bool = False,
    is_archived: bool = False,
    rating: str | None = None,
) -> UUID:
    """A feedback with its session, and an answer where there is a rating."""
    feedback_id = id or uuid4()
    await fetch(STORE_SESSION, session_id, created_at)
    await fetch(
        STORE_FEEDBACK,
        feedback_id,
        uuid4(),
        session_id,
        category,
        message,
        tags or [],
        created_at,
        is_read,
        is_archived,
    )
    if rating is not None:
        await fetch(STORE_RATING, feedback_id, session_id, uuid4(), rating, created_at)
    return feedback_id


async def make_analysis(feedback_id: UUID, *, is_current: bool = True, **changes: Any) -> None:
    """A finding for a feedback."""
    (row,) = await fetch("SELECT created_at FROM feedback WHERE id = $1", feedback_id)
    finding = {
        "sentiment": "NEUTRAL",
        "topic": "GENERAL",
        "confidence": "MEDIUM",
        "alert_triggered": False,
        "method": "ML",
        "prompt_version": None,
    } | changes
    topics = orjson.dumps([{"topic": finding["topic"], "score": 1.0}]).decode()
    await fetch(
        STORE_ANALYSIS,
        feedback_id,
        row["created_at"],
        is_current,
        finding["sentiment"],
        finding["topic"],
        topics,
        finding["confidence"],
        finding["alert_triggered"],
        finding["method"],
        finding["prompt_version"],
    )
