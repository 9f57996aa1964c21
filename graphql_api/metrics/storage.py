"""Counting what is kept."""

from datetime import datetime, timedelta

import strawberry

from graphql_api.postgres.search import search
from graphql_api.tallies import Amount, Subject, read_tallies

KB = 1024
HOUR = timedelta(hours=1)

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


@strawberry.type(description="What is kept. Bytes are those of words and client state, without indexes.")
class StorageMetrics:
    total_submissions: int = strawberry.field(description="Submissions in the database.")
    submissions_last24_hours: int = strawberry.field(description="Submissions accepted within the last 24 hours.")
    submissions_kb: float = strawberry.field(description="What the submissions take, in KB (1,024 bytes).")
    submissions_mb: float = strawberry.field(description="What the submissions take, in MB (1,024 KB).")
    average_submission_kb: float | None = strawberry.field(description="In KB; null while there is none.")
    largest_submission_kb: float | None = strawberry.field(
        description="The largest report with its client state, or rated answer with its sources, in KB; null while "
        "there is none."
    )


async def count_storage(now: datetime) -> StorageMetrics:
    """The figures as of now."""
    tallies = await read_tallies(Subject.STANDING, Amount.SUBMISSION_BYTES)
    total, kb = tallies.total(Subject.STANDING), float(tallies.amount(Amount.SUBMISSION_BYTES)) / KB
    (largest,) = await search(LARGEST)
    return StorageMetrics(
        total_submissions=total,
        submissions_last24_hours=await count_submissions_since(now - timedelta(hours=24)),
        submissions_kb=round(kb, 1),
        submissions_mb=round(kb / KB, 2),
        average_submission_kb=round(kb / total, 3) if total else None,
        largest_submission_kb=round(largest["bytes"] / KB, 3) if total else None,
    )


async def count_submissions_since(moment: datetime) -> int:
    """How many submissions were accepted at a moment or later."""
    next_hour = moment.replace(minute=0, second=0, microsecond=0) + HOUR
    (row,) = await search(SINCE, moment, next_hour)
    return int(row["submissions"])
