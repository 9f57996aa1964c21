"""Reading again what nobody could read, or what the AI was away for. Survives restarts: what waits is in a table."""

from datetime import timedelta
from uuid import UUID

import structlog

from graphql_api.analysis.ai import BUDGET, is_ai_outage
from graphql_api.analysis.analyze import find_words, keep, read
from graphql_api.analysis.chain import Ai, Analyzer
from graphql_api.analysis.finding import Finding
from graphql_api.jobs.queue import LOW_PRIORITY, JobKind, enqueue
from graphql_api.postgres.connect import fetch, transaction
from models.enums import AnalysisMethod, RetryKind

logger = structlog.get_logger(__name__)

MOST_AT_ONCE = 20
"""Jobs of this kind that wait or run at any time, so that new submissions find a place beside them."""

# Longer than a job waits or runs; what became of it sets the next time itself.
LEASE = timedelta(minutes=10)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
RANKS = [AnalysisMethod.NONE, AnalysisMethod.VALIDATION, AnalysisMethod.ML, AnalysisMethod.AI]

UNDER_WAY = "SELECT count(*) FROM pgqueuer WHERE entrypoint = $1 AND status IN ('queued', 'picked')"
TAKE = """
UPDATE analysis_retry SET next_at = now() + $3 WHERE feedback_id IN (
    SELECT feedback_id FROM analysis_retry WHERE kind = $1 AND next_at <= now() ORDER BY next_at LIMIT $2
    FOR UPDATE SKIP LOCKED
)
RETURNING feedback_id
"""
HAS_ANSWERED = """
SELECT EXISTS (
    SELECT FROM analysis WHERE created_at > now() - interval '1 minute' AND method = 'AI' AND NOT cached
) AS yes
"""
SETTLE = "DELETE FROM analysis_retry WHERE feedback_id = $1"
WAIT_ON = "UPDATE analysis_retry SET attempts = attempts + 1, next_at = now() + $2 WHERE feedback_id = $1"


async def ask_again(ai: Ai | None) -> None:
    """Ask for jobs for what is due. What the AI was away for is due when the AI is back and within its budget.

    Until the AI is known to be back, one feedback at a time finds out.
    """
    for_the_ai = await _how_many_for(ai)
    async with transaction() as connection:
        room = MOST_AT_ONCE - await connection.fetchval(UNDER_WAY, JobKind.ANALYZE_AGAIN.value)
        due: list[UUID] = []
        for kind, most in ((RetryKind.NONE, MOST_AT_ONCE), (RetryKind.OUTAGE, for_the_ai)):
            number = min(most, room - len(due))
            if number > 0:
                due += [row["feedback_id"] for row in await connection.fetch(TAKE, kind.value, number, LEASE)]
        await enqueue(connection, JobKind.ANALYZE_AGAIN, due, priority=LOW_PRIORITY)
    if due:
        logger.info("reading again", feedbacks=len(due))


async def _how_many_for(ai: Ai | None) -> int:
    if ai is None or ai.breaker.seconds_left > 0 or await ai.spend.is_over():
        return 0
    if ai.breaker.is_failing:
        return 1
    (answered,) = await fetch(HAS_ANSWERED)
    return MOST_AT_ONCE if answered["yes"] else 1


async def analyze_again(feedback_id: UUID, *, analyzer: Analyzer) -> None:
    """Read a feedback that waits for it, and keep the finding if it is better than the one that stands.

    The AI has one try at what it was away for; what nobody could read is tried until somebody can.
    """
    waiting = await fetch("SELECT kind, attempts FROM analysis_retry WHERE feedback_id = $1", feedback_id)
    row = (await find_words([feedback_id])).get(feedback_id)
    if not waiting or row is None or row["method"] is None:
        return
    reading = await read(row, analyzer)
    if RANKS.index(reading.finding.method) > RANKS.index(AnalysisMethod(row["method"])):
        await keep(reading)
        return
    pause = _pause(RetryKind(waiting[0]["kind"]), waiting[0]["attempts"], reading.finding)
    if pause is None:
        await fetch(SETTLE, feedback_id)
    else:
        await fetch(WAIT_ON, feedback_id, pause)


def _pause(kind: RetryKind, attempts: int, finding: Finding) -> timedelta | None:
    """How long to wait for the next try after one that came to nothing; None for no further try."""
    if kind is RetryKind.NONE:
        return min(FIRST_PAUSE * (2 << min(attempts, 20)), LONGEST_PAUSE)
    if is_ai_outage(finding.fallback_reason) or finding.fallback_reason == BUDGET:
        return timedelta(0)
    return None
