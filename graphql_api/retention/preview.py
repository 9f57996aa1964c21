"""What a cleanup would delete, by what is counted along and by indexes; nothing is touched."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from graphql_api.postgres.connect import fetch

MOST_DAYS = 36_500
# Whole hours are counted along; of the cutoff's, the beginning is counted.
COUNT = """
SELECT
    (SELECT coalesce(sum(number), 0)::bigint FROM tallied WHERE subject = 'submission' AND moment < $2)
    + (SELECT count(*) FROM feedback WHERE created_at >= $2 AND created_at < $1) AS submissions,
    (SELECT coalesce(sum(number), 0)::bigint FROM tallied WHERE subject = 'submission') AS kept,
    (SELECT count(*) FROM screenshot WHERE feedback_created_at < $1 AND status <> 'REJECTED') AS screenshots,
    (SELECT min(created_at) FROM feedback) AS oldest
"""


@dataclass(frozen=True)
class Due:
    """What is older than a cutoff: feedbacks, and their pictures.

    `kept` and `oldest_at` are of all feedback, whatever its age; None is the oldest of none.
    """

    submissions: int
    screenshots: int
    cutoff: datetime
    retention_days: int
    kept: int
    oldest_at: datetime | None


async def preview(retention_days: int, *, now: datetime) -> Due:
    """What a cleanup that keeps so many days would delete now."""
    cutoff = now - timedelta(days=retention_days)
    hour = cutoff.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    (row,) = await fetch(COUNT, cutoff, hour)
    return Due(row["submissions"], row["screenshots"], cutoff, retention_days, row["kept"], row["oldest"])
