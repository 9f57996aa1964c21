"""Looking for pictures without rows, rows without pictures, and screenshots that nobody is at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import structlog

from graphql_api.intake.originals import unneeded
from graphql_api.jobs.queue import JobKind, enqueue
from graphql_api.postgres.connect import fetch, transaction
from graphql_api.screenshots.store import ROOT
from graphql_api.spool.originals import Originals
from graphql_api.spool.spool import Spool
from graphql_api.storage.storage import Storage

logger = structlog.get_logger(__name__)

# What is younger may belong to a submission, or a job, that is under way.
LEFT_ALONE = timedelta(hours=24)
# A screenshot that nobody was asked for has waited at least this long.
FORGOTTEN = timedelta(minutes=10)

MOST_AT_ONCE = 50_000

STORED = "SELECT count(*) AS number FROM screenshot WHERE status = 'STORED'"
KEYS = """
SELECT feedback_id, picture_key, thumbnail_key FROM screenshot
WHERE status = 'STORED' AND feedback_id BETWEEN $1 AND $2
"""
STILL_STORED = "SELECT count(*) AS number FROM screenshot WHERE status = 'STORED' AND feedback_id = ANY($1)"
WAITING = "SELECT feedback_id, original FROM screenshot WHERE status IN ('PENDING', 'FAILED')"
WITHOUT_JOB = """
SELECT feedback_id FROM screenshot
WHERE status IN ('PENDING', 'FAILED') AND feedback_created_at < $1 AND NOT EXISTS (
    SELECT FROM pgqueuer WHERE entrypoint = $2 AND payload = uuid_send(screenshot.feedback_id)
)
"""


@dataclass(frozen=True)
class Swept:
    """What a sweep found and did.

    `objects_deleted` and `originals_deleted` belonged to nothing. `pictures_missing` counts stored screenshots of which
    the storage lacks an object, `originals_missing` those that wait and have no file here: both want a backup.
    """

    objects_deleted: int
    originals_deleted: int
    pictures_missing: int
    originals_missing: int

    @property
    def is_whole(self) -> bool:
        """Whether all pictures that rows name are there."""
        return self.pictures_missing == self.originals_missing == 0


async def sweep(storage: Storage, originals: Originals, spool: Spool, *, now: datetime, deletes: bool = True) -> Swept:
    """Delete what no row needs, if it is older than a day, and count what rows lack.

    Holds all keys at a time, or, of more than 50,000 pictures, those of a 256th.

    Args:
        deletes: false only counts what would be deleted.

    Raises:
        StorageUnavailable, OSError, asyncpg.PostgresError: it is not done; what was deleted was rightly so.
    """
    deleted = missing = 0
    is_large = (await fetch(STORED))[0]["number"] > MOST_AT_ONCE
    for shard in (f"{number:02x}" for number in range(256)) if is_large else ("",):
        in_shard = await _sweep_shard(storage, shard, now - LEFT_ALONE, deletes=deletes)
        deleted, missing = deleted + in_shard[0], missing + in_shard[1]
    left_over = await unneeded(await originals.before(now - LEFT_ALONE), spool=spool)
    if deletes:
        await originals.remove(left_over)
    lacking = sum(not originals.path(row["original"]).exists() for row in await fetch(WAITING))
    swept = Swept(deleted, len(left_over), missing, lacking)
    (logger.info if swept.is_whole else logger.error)("pictures swept", **vars(swept))
    return swept


async def ask_again(*, now: datetime) -> int:
    """Ask for the jobs of screenshots that wait while nobody is asked; how many those were.

    None should: a job and its row come together. A job that an operator deleted is what this is for.
    """
    rows = await fetch(WITHOUT_JOB, now - FORGOTTEN, JobKind.SCREENSHOT.value)
    async with transaction() as connection:
        await enqueue(connection, JobKind.SCREENSHOT, [row["feedback_id"] for row in rows])
    return len(rows)


async def _sweep_shard(storage: Storage, shard: str, before: datetime, *, deletes: bool) -> tuple[int, int]:
    """Of the pictures whose ids begin with `shard`: objects deleted, and screenshots that lack an object."""
    # Rows first: what is stored after that is young, and what is deleted after that is looked for once more.
    rows = await fetch(KEYS, UUID(shard.ljust(32, "0")), UUID(shard.ljust(32, "f")))
    named = set(_keys(rows))
    found: set[str] = set()
    deleted = 0
    async for each in storage.objects(f"{ROOT}/{shard}" if shard else ROOT):
        found.add(each.key)
        if each.key not in named and each.modified_at < before:
            deleted += 1
            if deletes:
                await storage.delete(each.key)
    lacking = [row["feedback_id"] for row in rows if not found.issuperset(_keys([row]))]
    if not lacking:
        return deleted, 0
    for feedback_id in lacking:
        logger.error("picture is missing in the storage", feedback_id=str(feedback_id))
    return deleted, (await fetch(STILL_STORED, lacking))[0]["number"]


def _keys(rows: Iterable[asyncpg.Record]) -> list[str]:
    return [row[name] for row in rows for name in ("picture_key", "thumbnail_key")]
