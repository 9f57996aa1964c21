"""Counting what is kept: submissions, screenshots and their bytes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import strawberry
import structlog
from prometheus_client.core import GaugeMetricFamily, Metric

from graphql_api.logs import describe_error
from graphql_api.postgres.connect import fetch
from graphql_api.postgres.outage import is_outage
from graphql_api.spool.originals import Originals

logger = structlog.get_logger(__name__)

DAY = timedelta(hours=24)
KB = 1024

# Each part walks one index and no table.
COUNT = """
SELECT
    (SELECT count(*) FROM feedback) AS submissions,
    (SELECT count(*) FROM feedback WHERE created_at > $1) AS submissions_last24_hours,
    (SELECT count(*) FROM screenshot WHERE feedback_created_at > $1) AS screenshots_last24_hours,
    (SELECT count(*) FROM screenshot WHERE status IN ('PENDING', 'FAILED')) AS screenshots_waiting,
    stored.screenshots, stored.bytes, stored.largest
FROM (
    SELECT count(size_bytes) AS screenshots, coalesce(sum(size_bytes), 0) AS bytes, max(size_bytes) AS largest
    FROM screenshot WHERE status = 'STORED'
) AS stored
"""
WAITING = """
SELECT
    count(*) FILTER (WHERE status = 'PENDING') AS pending, count(*) FILTER (WHERE status = 'FAILED') AS failed,
    (SELECT count(*) FROM object_deletion) AS deletions
FROM screenshot WHERE status IN ('PENDING', 'FAILED')
"""


@strawberry.type(description="What is kept. KB are 1,024 bytes and MB are 1,024 KB.")
class StorageMetrics:
    total_submissions: int = strawberry.field(description="Submissions in the database.")
    total_screenshots: int = strawberry.field(description="Stored pictures; thumbnails are not counted.")
    screenshots_waiting: int = strawberry.field(description="Screenshots that are PENDING, or have FAILED for now.")
    screenshots_kb: float = strawberry.field(description="What the stored pictures take, in KB.")
    screenshots_mb: float = strawberry.field(description="What the stored pictures take, in MB.")
    average_screenshot_kb: float | None = strawberry.field(description="In KB; null while there is none.")
    largest_screenshot_kb: float | None = strawberry.field(description="In KB; null while there is none.")
    submissions_last24_hours: int = strawberry.field(description="Submissions accepted within the last 24 hours.")
    screenshots_last24_hours: int = strawberry.field(description="Of these, those with a screenshot.")


async def count_storage(now: datetime) -> StorageMetrics:
    """The figures as of now."""
    (row,) = await fetch(COUNT, now - DAY)
    return StorageMetrics(
        total_submissions=row["submissions"],
        total_screenshots=row["screenshots"],
        screenshots_waiting=row["screenshots_waiting"],
        screenshots_kb=round(row["bytes"] / KB, 1),
        screenshots_mb=round(row["bytes"] / KB / KB, 2),
        average_screenshot_kb=round(row["bytes"] / KB / row["screenshots"], 1) if row["screenshots"] else None,
        largest_screenshot_kb=round(row["largest"] / KB, 1) if row["screenshots"] else None,
        submissions_last24_hours=row["submissions_last24_hours"],
        screenshots_last24_hours=row["screenshots_last24_hours"],
    )


async def screenshot_figures(originals: Originals) -> Iterable[Metric]:
    """What waits: originals on disk and, unless the database is away, pictures to be made and objects to be deleted."""
    usage = await originals.usage()
    families: list[Metric] = [
        GaugeMetricFamily("feedback_originals", "Screenshots on disk as they were sent.", usage.count),
        GaugeMetricFamily("feedback_originals_bytes", "Bytes that these take.", usage.bytes),
    ]
    try:
        (row,) = await fetch(WAITING)
    except Exception as error:
        if not is_outage(error):
            raise
        logger.warning("waiting screenshots cannot be counted", error=describe_error(error))
        return families
    waiting = GaugeMetricFamily("feedback_screenshots_waiting", "Screenshots not settled yet.", labels=["status"])
    waiting.add_metric(["pending"], row["pending"])
    waiting.add_metric(["failed"], row["failed"])
    due = GaugeMetricFamily("feedback_object_deletions", "Objects that are still to be deleted.", row["deletions"])
    return [*families, waiting, due]
