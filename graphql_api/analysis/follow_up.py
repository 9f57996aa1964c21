"""What new findings bring with them, in the transaction that keeps the findings."""

from collections import Counter
from collections.abc import Mapping
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
SETTLE = "DELETE FROM analysis_retry WHERE feedback_id = ANY($1)"
COUNT = """
INSERT INTO analysis_tally AS tally (shard, method, reason, cached, findings, latency_ms)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (shard, method, reason, cached)
DO UPDATE SET findings = tally.findings + excluded.findings, latency_ms = tally.latency_ms + excluded.latency_ms
"""

Findings = Mapping[UUID, tuple[Finding, int]]
"""What was found in feedbacks, each with the milliseconds that reading it took."""


async def follow_up(connection: asyncpg.Connection, findings: Findings, priority: int) -> None:
    """Do, or ask for, all that follows from findings that were just kept as their feedbacks' current ones."""
    await _note_retries(connection, findings)
    await _count(connection, findings)
    to_look_at = [feedback_id for feedback_id, (finding, _) in findings.items() if finding.alert_triggered]
    await enqueue(connection, JobKind.ALERT, to_look_at, priority=priority)


async def _count(connection: asyncpg.Connection, findings: Findings) -> None:
    counts: Counter[tuple[int, str, str, bool]] = Counter()
    latencies: Counter[tuple[int, str, str, bool]] = Counter()
    for feedback_id, (finding, latency_ms) in findings.items():
        kind = (feedback_id.int % SHARDS, finding.method.value, finding.fallback_reason or "", finding.cached)
        counts[kind] += 1
        latencies[kind] += latency_ms
    # In one order, so that two who count do not wait for each other.
    rows = [(*kind, counts[kind], latencies[kind]) for kind in sorted(counts)]
    await connection.executemany(COUNT, rows)


async def _note_retries(connection: asyncpg.Connection, findings: Findings) -> None:
    """What nobody could read, and what the AI was away for, waits to be read again."""
    waiting = []
    for feedback_id, (finding, _) in findings.items():
        if finding.method is AnalysisMethod.NONE:
            waiting.append((feedback_id, RetryKind.NONE.value, FIRST_RETRY_AFTER))
        elif is_ai_outage(finding.fallback_reason):
            waiting.append((feedback_id, RetryKind.OUTAGE.value, timedelta(0)))
    await connection.executemany(WAIT, waiting)
    await connection.execute(SETTLE, list(findings.keys() - {feedback_id for feedback_id, _, _ in waiting}))
