"""Cleaning up by itself, and telling the team of it."""

from datetime import UTC, datetime

import asyncpg
import structlog

from graphql_api.alerts.notices import notify_team
from graphql_api.audit.record import SCHEDULE, record
from graphql_api.postgres.connect import transaction
from graphql_api.retention.cleanup import Cleaned, CleanupRefused, ReadDays, clean_up
from graphql_api.retention.preview import preview
from graphql_api.storage.deletions import RemoveOriginals
from graphql_api.storage.storage import Storage
from models.enums import AuditOutcome, Severity

logger = structlog.get_logger(__name__)

# A schedule that would delete more than this share of all feedback, and more than a few, was hardly meant to.
LARGEST_SHARE = 0.5
A_FEW = 1_000


async def clean_up_on_schedule(read_days: ReadDays, *, storage: Storage, remove_originals: RemoveOriginals) -> None:
    """Clean up as the setting says, unless it would delete surprisingly much; the team is told of either.

    Args:
        read_days: reads the settings anew: how many days are kept, None where nothing is cleaned up by itself.
    """
    days = read_days()
    if days is None:
        return
    due = await preview(days, now=datetime.now(UTC))
    if due.submissions == 0:
        return
    if due.submissions > A_FEW and due.submissions > LARGEST_SHARE * due.kept:
        reason = (
            f"It would delete {due.submissions:,} feedbacks, more than half of all. If that is right, run "
            f"`feedback cleanup --days {days}` once."
        )
        await _tell_refusal(days, reason)
        return
    try:
        cleaned = await clean_up(
            days, storage=storage, remove_originals=remove_originals, actor=SCHEDULE, read_days=read_days
        )
    except CleanupRefused as refused:
        await _tell_refusal(days, str(refused))
        return
    if cleaned.is_first_told:
        await _tell(cleaned)


async def _tell(cleaned: Cleaned) -> None:
    text = (
        f"{cleaned.submissions_deleted:,} feedbacks from before {cleaned.cutoff:%Y-%m-%d %H:%M} UTC and "
        f"{cleaned.screenshots_deleted:,} screenshots are deleted. They are archived in the storage under "
        f"{cleaned.archive}."
    )
    async with transaction() as connection:
        await notify_team(connection, "Old feedback was cleaned up", text)


async def _tell_refusal(days: int, reason: str) -> None:
    logger.warning("scheduled cleanup refused", reason=reason)
    async with transaction() as connection:
        await _record_refusal(connection, days)
        await notify_team(connection, "The scheduled cleanup did not run", reason, severity=Severity.MEDIUM)


async def _record_refusal(connection: asyncpg.Connection, days: int) -> None:
    details = {"retentionDays": days}
    now = datetime.now(UTC)
    await record(connection, SCHEDULE, "cleanupFeedback", now=now, details=details, outcome=AuditOutcome.REFUSED)
