"""What a cleanup would delete, at a cost that does not grow with it; nothing is touched."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from graphql_api.postgres.search import search
from graphql_api.tallies import begun_hour

MOST_DAYS = 36_500
# Whole hours are counted along; of the one that the cutoff lies in, only its beginning is.
COUNT = """
SELECT
    hours.submissions + (SELECT count(*) FROM feedback WHERE created_at >= $2 AND created_at < $1) AS submissions,
    hours.screenshots + (
        SELECT count(*) FROM screenshot
        WHERE feedback_created_at >= $2 AND feedback_created_at < $1 AND status <> 'REJECTED'
    ) AS screenshots,
    hours.kept,
    (SELECT min(created_at) FROM feedback) AS oldest
FROM (
    SELECT coalesce(sum(number) FILTER (WHERE subject = 'submission' AND moment < $2), 0)::bigint AS submissions,
        coalesce(sum(number) FILTER (WHERE subject = 'screenshot' AND moment < $2), 0)::bigint AS screenshots,
        coalesce(sum(number) FILTER (WHERE subject = 'submission'), 0)::bigint AS kept
    FROM tallied WHERE subject IN ('submission', 'screenshot')
) AS hours
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
    """What a cleanup that keeps so many days would delete now.

    Raises:
        CallerError: LIMITED, it would take longer than two seconds.
    """
    cutoff = now - timedelta(days=retention_days)
    (row,) = await search(COUNT, cutoff, begun_hour(cutoff))
    return Due(row["submissions"], row["screenshots"], cutoff, retention_days, row["kept"], row["oldest"])
