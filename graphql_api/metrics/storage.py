"""Counting what is kept: submissions, screenshots and their bytes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import strawberry
import structlog
from prometheus_client.core import GaugeMetricFamily, Metric

from graphql_api.logs import describe_error
from graphql_api.postgres.connect import fetch
from graphql_api.postgres.outage import is_outage
from graphql_api.postgres.search import search
from graphql_api.spool.originals import Originals
from graphql_api.tallies import Amount, Subject, begun_hour, read_tallies

logger = structlog.get_logger(__name__)

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)
KB = 1024

LARGEST = (
    "SELECT greatest((SELECT max(size_bytes) FROM feedback), (SELECT max(size_bytes) FROM answer_rating)) AS bytes"
)
# Whole hours are counted along; of the one that began before, only its end is.
SINCE = """
SELECT (
    SELECT coalesce(sum(number), 0) FROM tallied WHERE subject = 'submission' AND moment >= $2
) + (
    SELECT count(*) FROM feedback WHERE created_at >= $1 AND created_at < $2
) AS submissions
"""
# Each part walks one index and no table.
SCREENSHOTS = """
SELECT
    (SELECT count(*) FROM screenshot WHERE feedback_created_at >= $1) AS last24_hours,
    (SELECT count(*) FROM screenshot WHERE status IN ('PENDING', 'FAILED')) AS waiting,
    (SELECT max(size_bytes) FROM screenshot WHERE status = 'STORED') AS largest
"""
WAITING = """
SELECT
    count(*) FILTER (WHERE status = 'PENDING') AS pending, count(*) FILTER (WHERE status = 'FAILED') AS failed,
    (SELECT count(*) FROM object_deletion) AS deletions
FROM screenshot WHERE status IN ('PENDING', 'FAILED')
"""


@strawberry.type(
    description="What is kept. KB are 1,024 bytes and MB are 1,024 KB; those of submissions are of words and client "
    "state, without indexes."
)
class StorageMetrics:
    total_submissions: int = strawberry.field(description="Submissions in the database.")
    submissions_last24_hours: int = strawberry.field(description="Submissions accepted within the last 24 hours.")
    submissions_kb: float = strawberry.field(description="What the submissions take, in KB.")
    submissions_mb: float = strawberry.field(description="What the submissions take, in MB.")
    average_submission_kb: float | None = strawberry.field(description="In KB; null while there is none.")
    largest_submission_kb: float | None = strawberry.field(
        description="The largest report with its client state, or rated answer with its sources, in KB; null while "
        "there is none."
    )
    total_screenshots: int = strawberry.field(description="Stored pictures; thumbnails are not counted.")
    screenshots_waiting: int = strawberry.field(description="Screenshots that are PENDING, or have FAILED for now.")
    screenshots_kb: float = strawberry.field(description="What the stored pictures take, in KB.")
    screenshots_mb: float = strawberry.field(description="What the stored pictures take, in MB.")
    average_screenshot_kb: float | None = strawberry.field(description="In KB; null while there is none.")
    largest_screenshot_kb: float | None = strawberry.field(description="In KB; null while there is none.")
    screenshots_last24_hours: int = strawberry.field(
        description="Screenshots of submissions accepted within the last 24 hours."
    )


async def count_storage(now: datetime) -> StorageMetrics:
    """The figures as of now."""
    subjects = (Subject.STANDING, Subject.SCREENSHOT_STORED, Amount.SUBMISSION_BYTES, Amount.SCREENSHOT_BYTES)
    tallies = await read_tallies(*subjects)
    total, kb = tallies.total(Subject.STANDING), float(tallies.amount(Amount.SUBMISSION_BYTES)) / KB
    pictures = tallies.total(Subject.SCREENSHOT_STORED)
    pictures_kb = float(tallies.amount(Amount.SCREENSHOT_BYTES)) / KB
    (largest,) = await search(LARGEST)
    (screenshots,) = await search(SCREENSHOTS, now - DAY)
    return StorageMetrics(
        total_submissions=total,
        submissions_last24_hours=await count_submissions_since(now - DAY),
        submissions_kb=round(kb, 1),
        submissions_mb=round(kb / KB, 2),
        average_submission_kb=round(kb / total, 3) if total else None,
        largest_submission_kb=round(largest["bytes"] / KB, 3) if total else None,
        total_screenshots=pictures,
        screenshots_waiting=screenshots["waiting"],
        screenshots_kb=round(pictures_kb, 1),
        screenshots_mb=round(pictures_kb / KB, 2),
        average_screenshot_kb=round(pictures_kb / pictures, 1) if pictures else None,
        largest_screenshot_kb=round(screenshots["largest"] / KB, 1) if screenshots["largest"] is not None else None,
        screenshots_last24_hours=screenshots["last24_hours"],
    )


async def count_submissions_since(moment: datetime) -> int:
    """How many submissions were accepted at a moment or later."""
    next_hour = begun_hour(moment) + HOUR
    (row,) = await search(SINCE, moment, next_hour)
    return int(row["submissions"])


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
