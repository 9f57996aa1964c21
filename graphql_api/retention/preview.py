"""What a cleanup would delete, counted by indexes; nothing is touched."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from graphql_api.postgres.connect import fetch

MOST_DAYS = 36_500
COUNT = """
SELECT
    (SELECT count(*) FROM feedback WHERE created_at < $1) AS submissions,
    (SELECT count(*) FROM screenshot WHERE feedback_created_at < $1 AND status <> 'REJECTED') AS screenshots,
    (SELECT min(created_at) FROM feedback) AS oldest
"""


@dataclass(frozen=True)
class Due:
    """What is older than a cutoff: feedbacks, and their pictures. `oldest_at` is of all feedback; None without any."""

    submissions: int
    screenshots: int
    cutoff: datetime
    retention_days: int
    oldest_at: datetime | None


async def preview(retention_days: int, *, now: datetime) -> Due:
    """What a cleanup that keeps so many days would delete now."""
    cutoff = now - timedelta(days=retention_days)
    (row,) = await fetch(COUNT, cutoff)
    return Due(row["submissions"], row["screenshots"], cutoff, retention_days, row["oldest"])
