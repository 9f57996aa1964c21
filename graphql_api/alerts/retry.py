"""Sending an alert again because an admin says so."""

from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from graphql_api.alerts.retry_policy import RetryPolicy
from graphql_api.audit.record import Actor, record
from graphql_api.jobs.queue import JobKind, enqueue
from graphql_api.postgres.connect import transaction

LAST_NOTICE = "SELECT id FROM alert_notice WHERE alert_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1"
# An admin says that it is worth a try now, also where a channel is paused.
FREE_CHANNELS = """
UPDATE alert_channel SET held_until = NULL
WHERE name IN (
    SELECT name FROM alert_channel
    WHERE name IN (SELECT alert_delivery.channel FROM alert_delivery
                   JOIN alert_notice ON alert_notice.id = alert_delivery.notice_id WHERE alert_notice.alert_id = $1)
    ORDER BY name FOR UPDATE
)
"""
# What did not arrive; where all did, the last notice once more.
SEND_AGAIN = """
WITH asked AS (
    SELECT alert_delivery.id, alert_delivery.status, alert_delivery.notice_id FROM alert_delivery
    JOIN alert_notice ON alert_notice.id = alert_delivery.notice_id WHERE alert_notice.alert_id = $1
)
UPDATE alert_delivery
SET status = 'PENDING', failures = 0, due_at = now(), give_up_at = now() + $3::interval, sent_at = NULL
WHERE id IN (
    SELECT id FROM asked
    WHERE status <> 'SENT' OR (notice_id = $2 AND NOT EXISTS (SELECT FROM asked WHERE status <> 'SENT'))
)
RETURNING id
"""


async def retry(
    alert_id: UUID, *, actor: Actor, now: datetime, give_up_after: timedelta = RetryPolicy.give_up_after
) -> asyncpg.Record | None:
    """Send now whatever of an alert's notices has not arrived; where all have, the last one again.

    Channels that were added since get the last notice too.

    Returns:
        The alert; None where there is none with this id.
    """
    async with transaction() as connection:
        alert: asyncpg.Record | None = await connection.fetchrow("SELECT * FROM alert WHERE id = $1", alert_id)
        if alert is None:
            return None
        notice_id = await connection.fetchval(LAST_NOTICE, alert_id)
        await connection.execute(FREE_CHANNELS, alert_id)
        rows = await connection.fetch(SEND_AGAIN, alert_id, notice_id, give_up_after)
        await enqueue(connection, JobKind.DELIVER, [row["id"] for row in rows])
        await enqueue(connection, JobKind.ANNOUNCE, [notice_id])
        details = {"deliveries": len(rows)}
        await record(connection, actor, "retryAlert", now=now, subjects=[alert_id], details=details)
    return alert
