"""The job that looks whether a finding deserves someone's attention: a new alert, or one more in an open one."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg

from graphql_api.alerts import tally
from graphql_api.alerts.notices import tell_of_complaint
from graphql_api.alerts.rules import Complaint, danger_in, severity_of, worse, worst
from graphql_api.alerts.similar import SAME, Embed
from graphql_api.alerts.wording import text_hash
from graphql_api.postgres.connect import fetch, transaction
from models.enums import AlertEvent, AlertRule, Confidence, Danger, NoticeKind, Sentiment, Severity, Topic

WINDOW = timedelta(hours=1)
# An alert tells of itself again when so many have said it.
TOLD_AT = frozenset({10, 100, 1_000})
# Texts of one alert that keep a vector: bounds what is compared, and how far a chain of likenesses can lead.
MOST_EMBEDDINGS = 100
EVALUATION_LOCK = 0x616C657274  # "alert"

# What is older was known before: it is analysed again, or was brought in from elsewhere. Nobody is rung for that.
READ = """
SELECT concat_ws(E'\\n', feedback.message, answer_rating.explanation) AS text, feedback.session_id,
       analysis.sentiment, analysis.topic, analysis.confidence, analysis.alert_triggered
FROM feedback
JOIN analysis ON analysis.feedback_id = feedback.id AND analysis.is_current
LEFT JOIN answer_rating ON answer_rating.feedback_id = feedback.id
WHERE feedback.id = $1 AND feedback.created_at > now() - interval '3 days'
  AND coalesce(feedback.occurred_at > feedback.created_at - interval '3 days', true)
  AND NOT EXISTS (SELECT FROM alert_feedback WHERE alert_feedback.feedback_id = $1 AND alert_feedback.rule = $2)
"""

OPEN = "alert.rule = $1 AND alert.status = 'OPEN' AND alert.window_ends_at > now()"
FIND_EQUAL = f"""
SELECT alert.* FROM alert_feedback JOIN alert ON alert.id = alert_feedback.alert_id
WHERE {OPEN} AND alert_feedback.text_hash = $2
ORDER BY alert.created_at LIMIT 1
"""  # noqa: S608 - fixed parts
# Only negative and mixed findings raise alerts, and these two are not each other's opposite.
FIND_NEAR = f"""
SELECT alert.* FROM alert_feedback JOIN alert ON alert.id = alert_feedback.alert_id
WHERE {OPEN} AND alert.topic = $2 AND alert_feedback.embedding <=> $3::text::vector <= 1 - $4::float8
ORDER BY alert_feedback.embedding <=> $3::text::vector LIMIT 1
"""  # noqa: S608 - fixed parts

RAISE = """
INSERT INTO alert (id, rule, severity, danger, status, sentiment, topic, confidence, count, people, told_count,
                   feedback_id, window_ends_at, created_at)
VALUES ($1, $2, $3, $4, 'OPEN', $5, $6, $7, 1, 1, 1, $8, now() + $9::interval, now())
"""
JOIN = """
UPDATE alert SET count = count + 1, people = $2, severity = $3, danger = $4, told_count = $5 WHERE id = $1
"""
IS_SAME_PERSON = """
SELECT EXISTS (SELECT FROM feedback JOIN alert_feedback ON alert_feedback.feedback_id = feedback.id
               WHERE feedback.session_id = $1 AND alert_feedback.alert_id = $2)
"""
TAKE_PLACE = """
INSERT INTO alert_feedback (alert_id, feedback_id, rule, text_hash, embedding, created_at)
SELECT $1, $2, $3, $4,
       CASE WHEN $6::int <= $7::int AND NOT EXISTS (SELECT FROM alert_feedback WHERE text_hash = $4 AND alert_id = $1)
            THEN $5::text::vector END,
       now()
"""


@dataclass(frozen=True)
class _Said:
    """A feedback that someone should look at, with what likeness is told by."""

    feedback_id: UUID
    session_id: str
    sentiment: Sentiment
    topic: Topic
    confidence: Confidence
    danger: Danger | None
    hash: bytes
    vector: str | None

    def severity(self, people: int, danger: Danger | None) -> Severity:
        """How much it matters when so many have said it."""
        complaint = Complaint(True, self.sentiment, self.topic, self.confidence, danger, people)
        return severity_of(complaint) or Severity.LOW


class Evaluation:
    """Raises alerts. All workers on a database take turns, so that what many say at once becomes one alert.

    Args:
        embed: makes sentence vectors; without any, only equal normalised texts join.
        window: how long similar feedback joins an alert.
    """

    def __init__(self, embed: Embed, *, window: timedelta = WINDOW) -> None:
        self._embed = embed
        self._window = window
        # Who waits for a turn within this process holds no connection meanwhile.
        self._turn = asyncio.Lock()

    async def evaluate(self, feedback_id: UUID) -> None:
        """Raise an alert for a feedback, or add it to the open one of those who said the same within the hour.

        Does nothing for a feedback that is gone, that nobody need look at, that is more than three days old, or that
        has its place in an alert: what is analysed again does not ring again.
        """
        rows = await fetch(READ, feedback_id, AlertRule.COMPLAINT)
        if not rows or not rows[0]["alert_triggered"]:
            return
        said = await self._said(feedback_id, rows[0])
        async with self._turn, transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock($1)", EVALUATION_LOCK)
            # Meanwhile it may be gone, or another worker may have been asked the same.
            if not await connection.fetchrow(f"{READ} FOR KEY SHARE OF feedback", feedback_id, AlertRule.COMPLAINT):
                return
            alert = await _find_open(connection, said)
            if alert is None:
                await self._raise(connection, said)
            else:
                await _join(connection, alert, said)

    async def _said(self, feedback_id: UUID, row: asyncpg.Record) -> _Said:
        return _Said(
            feedback_id,
            row["session_id"],
            Sentiment(row["sentiment"]),
            Topic(row["topic"]),
            Confidence(row["confidence"]),
            danger_in(row["text"]),
            text_hash(row["text"]),
            await self._embed(row["text"]),
        )

    async def _raise(self, connection: asyncpg.Connection, said: _Said) -> None:
        alert_id, severity = uuid4(), said.severity(1, said.danger)
        labels = (said.danger, said.sentiment, said.topic, said.confidence)
        await connection.execute(
            RAISE, alert_id, AlertRule.COMPLAINT, severity, *labels, said.feedback_id, self._window
        )
        await _take_place(connection, alert_id, 1, said)
        await tally.count(connection, AlertEvent.RAISED, severity)
        await tell_of_complaint(connection, NoticeKind.RAISED, severity, alert_id, 1)


async def _find_open(connection: asyncpg.Connection, said: _Said) -> asyncpg.Record | None:
    alert = await connection.fetchrow(FIND_EQUAL, AlertRule.COMPLAINT, said.hash)
    if alert is None and said.vector is not None:
        alert = await connection.fetchrow(FIND_NEAR, AlertRule.COMPLAINT, said.topic, said.vector, SAME)
    return alert


async def _join(connection: asyncpg.Connection, alert: asyncpg.Record, said: _Said) -> None:
    is_same_person = await connection.fetchval(IS_SAME_PERSON, said.session_id, alert["id"])
    people, count = alert["people"] + (not is_same_person), alert["count"] + 1
    danger = worst(Danger(alert["danger"]) if alert["danger"] else None, said.danger)
    severity = worse(Severity(alert["severity"]), said.severity(people, danger))
    is_told = count in TOLD_AT
    await connection.execute(JOIN, alert["id"], people, severity, danger, count if is_told else alert["told_count"])
    await _take_place(connection, alert["id"], count, said)
    await tally.count(connection, AlertEvent.JOINED, severity)
    if is_told:
        await tell_of_complaint(connection, NoticeKind.GREW, severity, alert["id"], count)


async def _take_place(connection: asyncpg.Connection, alert_id: UUID, count: int, said: _Said) -> None:
    place = (alert_id, said.feedback_id, AlertRule.COMPLAINT, said.hash, said.vector)
    await connection.execute(TAKE_PLACE, *place, count, MOST_EMBEDDINGS)
