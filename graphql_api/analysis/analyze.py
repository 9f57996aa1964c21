"""The job that reads a feedback and keeps the finding."""

import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import orjson

from graphql_api.analysis.chain import Analyzer
from graphql_api.analysis.finding import Finding
from graphql_api.analysis.follow_up import follow_up
from graphql_api.postgres.connect import fetch, transaction
from models.enums import AnalysisMethod

TEXT = """
SELECT feedback.message, feedback.created_at, answer_rating.explanation,
    analysis.text_hash, analysis.method, analysis.created_at AS read_at
FROM feedback
LEFT JOIN answer_rating ON answer_rating.feedback_id = feedback.id
LEFT JOIN analysis ON analysis.feedback_id = feedback.id AND analysis.is_current
WHERE feedback.id = $1
"""

KEEP = """
INSERT INTO analysis (
    feedback_id, feedback_created_at, is_current, text_hash, sentiment, topic, topics, confidence, confidence_score,
    alert_triggered, method, model, prompt_version, fallback_reason, language, cached, latency_ms, input_tokens,
    output_tokens, cost_usd, caveats, created_at
)
VALUES ($1, $2, true, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
"""


async def analyze_feedback(feedback_id: UUID, *, analyzer: Analyzer) -> None:
    """Read a feedback's words and keep the finding as its current one; the one before stays as history.

    Does nothing for a feedback that is gone, or whose words as they stand have been read. A finding for words that
    changed while they were read is dropped: the change has asked for a job of its own.
    """
    row = await find_words(feedback_id)
    if row is None or (row["text_hash"] == _text_hash(row) and row["method"] != AnalysisMethod.NONE):
        return
    reading = await read(feedback_id, row, analyzer)
    await keep(feedback_id, reading)


@dataclass(frozen=True)
class Reading:
    """A finding, the row whose words it is about, and how long it took."""

    row: asyncpg.Record
    finding: Finding
    latency_ms: int


async def find_words(feedback_id: UUID) -> asyncpg.Record | None:
    """A feedback's words and what is known of its current finding; None where the feedback is gone."""
    rows = await fetch(TEXT, feedback_id)
    return rows[0] if rows else None


async def read(feedback_id: UUID, row: asyncpg.Record, analyzer: Analyzer, *, is_anew: bool = False) -> Reading:
    """Read the words of a row. They were redacted before they were stored, so no reader sees more than that."""
    began = time.monotonic()
    finding = await analyzer.analyze(words(row), subject=feedback_id, is_anew=is_anew)
    return Reading(row, finding, round((time.monotonic() - began) * 1000))


async def keep(feedback_id: UUID, reading: Reading) -> bool:
    """Make a finding the feedback's current one, unless the feedback or its words have gone since. Whether it is."""
    finding = reading.finding
    async with transaction() as connection:
        if not await connection.fetchval("SELECT true FROM feedback WHERE id = $1 FOR UPDATE", feedback_id):
            return False
        now_there = await connection.fetchrow(TEXT, feedback_id)
        if _text_hash(now_there) != _text_hash(reading.row):
            return False
        await connection.execute(
            "UPDATE analysis SET is_current = false WHERE feedback_id = $1 AND is_current", feedback_id
        )
        await connection.execute(KEEP, feedback_id, *_values(finding, now_there, reading.latency_ms))
        await follow_up(connection, feedback_id, finding, reading.latency_ms)
    return True


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
        [caveat.value for caveat in finding.caveats],
        datetime.now(UTC),
    ]
