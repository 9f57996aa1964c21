"""Telling the team: a notice is a row, and a job that takes it to every channel."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import structlog

from graphql_api.jobs.queue import JobKind, enqueue
from graphql_api.postgres.connect import transaction
from models.enums import NoticeKind, Severity

logger = structlog.get_logger(__name__)

LONGEST_TITLE, LONGEST_TEXT = 150, 3_000

STORE = """
INSERT INTO alert_notice (id, kind, severity, alert_id, count, title, text, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, now())
"""

# A channel that a notice has been given to already keeps its delivery.
FAN_OUT = """
INSERT INTO alert_delivery (id, notice_id, channel, status, failures, due_at, give_up_at, created_at)
SELECT gen_random_uuid(), alert_notice.id, channel, 'PENDING', 0, now(), now() + $3::interval, now()
FROM unnest($2::text[]) AS channel, alert_notice WHERE alert_notice.id = $1
ON CONFLICT (notice_id, channel) DO NOTHING
RETURNING id
"""

KNOW_CHANNELS = """
INSERT INTO alert_channel (name, straight_failures) SELECT unnest($1::text[]), 0 ON CONFLICT (name) DO NOTHING
"""


async def notify_team(
    connection: asyncpg.Connection,
    title: str,
    text: str,
    *,
    kind: NoticeKind = NoticeKind.REPORT,
    severity: Severity = Severity.LOW,
    alert_id: UUID | None = None,
) -> None:
    """Tell every channel, in the transaction that `connection` is in; it commits and rolls back with it.

    Args:
        title: one line; shown up to 150 characters.
        text: shown as plain text, up to 3,000 characters. Must hold no personal data and no secrets.
        alert_id: the alert that this belongs to, if any.
    """
    await _tell(connection, kind, severity, alert_id, None, title[:LONGEST_TITLE], text[:LONGEST_TEXT])


async def tell_of_complaint(
    connection: asyncpg.Connection, kind: NoticeKind, severity: Severity, alert_id: UUID, count: int
) -> None:
    """Tell every channel of feedback that someone should look at, in the transaction of `connection`."""
    await _tell(connection, kind, severity, alert_id, count, None, None)


async def _tell(connection: asyncpg.Connection, *notice: object) -> None:
    notice_id = uuid4()
    await connection.execute(STORE, notice_id, *notice)
    await enqueue(connection, JobKind.ANNOUNCE, [notice_id])


async def announce(notice_id: UUID, *, channels: Sequence[str], give_up_after: timedelta) -> None:
    """The job that gives a notice to every channel. With no channel it stays a line in the log."""
    if not channels:
        logger.info("alert recorded, nobody is told: no channel is set", notice_id=str(notice_id))
        return
    async with transaction() as connection:
        await connection.execute(KNOW_CHANNELS, channels)
        rows = await connection.fetch(FAN_OUT, notice_id, channels, give_up_after)
        await enqueue(connection, JobKind.DELIVER, [row["id"] for row in rows])
