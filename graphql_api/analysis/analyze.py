"""The job that reads a feedback and keeps the finding."""

import hashlib
import time
from collections.abc import Iterable
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
SELECT feedback.id, feedback.message, feedback.created_at, answer_rating.explanation,
    analysis.text_hash, analysis.method, analysis.created_at AS read_at
FROM feedback
LEFT JOIN answer_rating ON answer_rating.feedback_id = feedback.id
LEFT JOIN analysis ON analysis.feedback_id = feedback.id AND analysis.is_current
WHERE feedback.id = ANY($1)
"""

# In one order, so that two who keep several do not wait for each other.
LOCK = "SELECT FROM feedback WHERE id = ANY($1) ORDER BY id FOR UPDATE"
REPLACE = "UPDATE analysis SET is_current = false WHERE feedback_id = ANY($1) AND is_current"
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
    row = (await find_words([feedback_id])).get(feedback_id)
    if row is None or (row["text_hash"] == _text_hash(row) and row["method"] != AnalysisMethod.NONE):
        return
    await keep(await read(row, analyzer))


@dataclass(frozen=True)
class Reading:
    """A finding, the row whose words it is about, and how long it took."""

    row: asyncpg.Record
    finding: Finding
    latency_ms: int


async def find_words(feedback_ids: Iterable[UUID]) -> dict[UUID, asyncpg.Record]:
    """The words of feedbacks, and what is known of their current findings; without those that are gone."""
    return {row["id"]: row for row in await fetch(TEXT, list(feedback_ids))}


async def read(row: asyncpg.Record, analyzer: Analyzer, *, is_anew: bool = False) -> Reading:
    """Read the words of a row. They were redacted before they were stored, so no reader sees more than that."""
    began = time.monotonic()
    finding = await analyzer.analyze(words(row), subject=row["id"], is_anew=is_anew)
    return Reading(row, finding, round((time.monotonic() - began) * 1000))


async def keep(reading: Reading) -> None:
    """Make a finding the current one of the feedback that it is about, unless that or its words have gone since."""
    async with transaction() as connection:
        await keep_all(connection, [reading])


async def keep_all(connection: asyncpg.Connection, readings: Iterable[Reading], *, priority: int = 0) -> None:
    """As `keep`, for several feedbacks, in the transaction that `connection` is in.

    Args:
        priority: of the jobs that follow; see `enqueue`.
    """
    by_id = {reading.row["id"]: reading for reading in readings}
    await connection.execute(LOCK, list(by_id))
    now_there = {row["id"]: row for row in await connection.fetch(TEXT, list(by_id))}
    kept = {
        feedback_id: reading
        for feedback_id, reading in by_id.items()
        if feedback_id in now_there and _text_hash(now_there[feedback_id]) == _text_hash(reading.row)
    }
    if kept:
        await connection.execute(REPLACE, list(kept))
        await connection.executemany(KEEP, [_values(one) for one in kept.values()])
        findings = {feedback_id: (one.finding, one.latency_ms) for feedback_id, one in kept.items()}
        await follow_up(connection, findings, priority)


def words(row: asyncpg.Record) -> str:
    """What is read of a feedback: its message, and why an answer was rated as it was."""
    return "\n".join(text for text in (row["message"], row["explanation"]) if text)


def _text_hash(row: asyncpg.Record) -> bytes:
    return hashlib.sha256(words(row).encode()).digest()


def _values(reading: Reading) -> list[object]:
    row, finding = reading.row, reading.finding
    topics = [{"topic": topic.value, "score": round(score, 4)} for topic, score in finding.topics]
    return [
        row["id"],
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
        reading.latency_ms,
        finding.input_tokens,
        finding.output_tokens,
        finding.cost_usd,
        [caveat.value for caveat in finding.caveats],
        datetime.now(UTC),
    ]
