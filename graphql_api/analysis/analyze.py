"""The job that reads a feedback and keeps the finding."""

import hashlib
import time
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import orjson

from graphql_api.analysis.analyzer import Analyzer
from graphql_api.analysis.finding import Finding
from graphql_api.jobs.queue import JobKind, enqueue
from graphql_api.postgres.connect import fetch, transaction

TEXT = """
SELECT feedback.message, feedback.created_at, answer_rating.explanation, analysis.text_hash
FROM feedback
LEFT JOIN answer_rating ON answer_rating.feedback_id = feedback.id
LEFT JOIN analysis ON analysis.feedback_id = feedback.id AND analysis.is_current AND analysis.method <> 'NONE'
WHERE feedback.id = $1
"""

KEEP = """
INSERT INTO analysis (
    feedback_id, feedback_created_at, is_current, text_hash, sentiment, topic, topics, confidence, confidence_score,
    alert_triggered, method, model, prompt_version, fallback_reason, language, cached, latency_ms, input_tokens,
    output_tokens, cost_usd, created_at
)
VALUES ($1, $2, true, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
"""


async def analyze_feedback(feedback_id: UUID, *, analyzer: Analyzer) -> None:
    """Read a feedback's words and keep the finding as its current one; the one before stays as history.

    Does nothing for a feedback that is gone, or whose words as they stand have been read. A finding for words that
    changed while they were read is dropped: the change has asked for a job of its own.
    """
    rows = await fetch(TEXT, feedback_id)
    if not rows or _text_hash(rows[0]) == rows[0]["text_hash"]:
        return
    began = time.monotonic()
    finding = await analyzer.analyze(words(rows[0]))
    latency_ms = round((time.monotonic() - began) * 1000)
    async with transaction() as connection:
        if not await connection.fetchval("SELECT true FROM feedback WHERE id = $1 FOR UPDATE", feedback_id):
            return
        now_there = await connection.fetchrow(TEXT, feedback_id)
        if _text_hash(now_there) != _text_hash(rows[0]):
            return
        await connection.execute(
            "UPDATE analysis SET is_current = false WHERE feedback_id = $1 AND is_current", feedback_id
        )
        await connection.execute(KEEP, feedback_id, *_values(finding, now_there, latency_ms))
        await enqueue(connection, JobKind.ALERT, [feedback_id] if finding.alert_triggered else [])


def words(row: asyncpg.Record) -> str:
    """What is read of a feedback: its message, and why an answer was rated as it was."""
    return "\n".join(text for text in (row["message"], row["explanation"]) if text)


def _text_hash(row: asyncpg.Record) -> bytes:
    return hashlib.sha256(words(row).encode()).digest()


def _values(finding: Finding, row: asyncpg.Record, latency_ms: int) -> list[object]:
    topics = [{"topic": topic.value, "score": round(score, 4)} for topic, score in finding.topics]
    return [
        row["created_at"],
        _text_hash(row),
        finding.sentiment.value,
        finding.topic.value,
        orjson.dumps(topics).decode(),
        finding.confidence.value,
        finding.confidence_score,
        finding.alert_triggered,
        finding.method.value,
        finding.model,
        finding.prompt_version,
        finding.fallback_reason,
        finding.language,
        finding.cached,
        latency_ms,
        finding.input_tokens,
        finding.output_tokens,
        finding.cost_usd,
        datetime.now(UTC),
    ]
