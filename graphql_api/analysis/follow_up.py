"""What a new finding brings with it, in the transaction that keeps the finding."""

from datetime import timedelta
from uuid import UUID

import asyncpg

from graphql_api.analysis.ai import is_ai_outage
from graphql_api.analysis.finding import Finding
from graphql_api.jobs.queue import JobKind, enqueue
from models.enums import AnalysisMethod, RetryKind

SHARDS = 8
FIRST_RETRY_AFTER = timedelta(minutes=1)

WAIT = """
INSERT INTO analysis_retry (feedback_id, kind, attempts, since, next_at) VALUES ($1, $2, 0, now(), now() + $3)
ON CONFLICT (feedback_id) DO UPDATE SET kind = excluded.kind, next_at = excluded.next_at
"""
COUNT = """
INSERT INTO analysis_tally AS tally (shard, method, reason, cached, findings, latency_ms) VALUES ($1, $2, $3, $4, 1, $5)
ON CONFLICT (shard, method, reason, cached)
DO UPDATE SET findings = tally.findings + 1, latency_ms = tally.latency_ms + excluded.latency_ms
"""


async def follow_up(connection: asyncpg.Connection, feedback_id: UUID, finding: Finding, latency_ms: int) -> None:
    """Do, or ask for, all that follows from a finding that was just kept as a feedback's current one."""
    await _note_retry(connection, feedback_id, finding)
    reason = finding.fallback_reason or ""
    shard = feedback_id.int % SHARDS
    await connection.execute(COUNT, shard, finding.method.value, reason, finding.cached, latency_ms)
    await enqueue(connection, JobKind.ALERT, [feedback_id] if finding.alert_triggered else [])


async def _note_retry(connection: asyncpg.Connection, feedback_id: UUID, finding: Finding) -> None:
    """What nobody could read, and what the AI was away for, waits to be read again."""
    if finding.method is AnalysisMethod.NONE:
        await connection.execute(WAIT, feedback_id, RetryKind.NONE.value, FIRST_RETRY_AFTER)
    elif is_ai_outage(finding.fallback_reason):
        await connection.execute(WAIT, feedback_id, RetryKind.OUTAGE.value, timedelta(0))
    else:
        await connection.execute("DELETE FROM analysis_retry WHERE feedback_id = $1", feedback_id)
