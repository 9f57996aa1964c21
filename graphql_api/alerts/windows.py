"""Closing alerts whose hour is over, and forgetting those that nothing is left of."""

from graphql_api.alerts.evaluate import EVALUATION_LOCK
from graphql_api.alerts.notices import tell_of_complaint
from graphql_api.postgres.connect import fetch, transaction
from models.enums import NoticeKind, Severity

CLOSE = """
WITH over AS (
    SELECT id, count > told_count AS has_grown FROM alert
    WHERE rule = 'COMPLAINT' AND status = 'OPEN' AND window_ends_at <= now()
    ORDER BY window_ends_at LIMIT $1
)
UPDATE alert SET status = 'CLOSED', closed_at = now(), told_count = count
FROM over WHERE alert.id = over.id
RETURNING alert.id, alert.severity, alert.count, over.has_grown
"""
AT_ONCE = 500

# A complaint goes when all who said it are gone; what is about no feedback after as many days as feedback usually.
FORGET_COMPLAINTS = """
DELETE FROM alert
WHERE rule = 'COMPLAINT' AND status = 'CLOSED'
  AND NOT EXISTS (SELECT FROM alert_feedback WHERE alert_feedback.alert_id = alert.id)
"""
FORGET_OTHERS = "DELETE FROM alert WHERE rule <> 'COMPLAINT' AND closed_at < now() - interval '90 days'"
FORGET_REPORTS = "DELETE FROM alert_notice WHERE alert_id IS NULL AND created_at < now() - interval '90 days'"


async def close_windows() -> None:
    """Close every alert whose window is over; one that grew since it last told of itself sends its summary."""
    async with transaction() as connection:
        # Nobody joins meanwhile: who came in time is in the summary.
        await connection.execute("SELECT pg_advisory_xact_lock($1)", EVALUATION_LOCK)
        for row in await connection.fetch(CLOSE, AT_ONCE):
            if row["has_grown"]:
                await tell_of_complaint(
                    connection, NoticeKind.CLOSED, Severity(row["severity"]), row["id"], row["count"]
                )


async def forget_old_alerts() -> None:
    """Delete alerts that no feedback is left of, and reports and silences of more than 90 days ago."""
    for sql in (FORGET_COMPLAINTS, FORGET_OTHERS, FORGET_REPORTS):
        await fetch(sql)
