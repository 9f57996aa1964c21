"""Deleting what is old: a batch at a time, each archived before it goes, each counted where it is deleted."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter
from uuid import UUID, uuid4

import asyncpg
import structlog

from graphql_api.audit.record import Actor, record
from graphql_api.logs import describe_error
from graphql_api.postgres.connect import fetch, transaction
from graphql_api.retention.archive import archive, folder
from graphql_api.retention.lines import Line, read_lines
from graphql_api.retention.preview import preview
from graphql_api.retention.remove import lock, remove
from graphql_api.retention.turn import turn
from graphql_api.storage.deletions import RemoveOriginals, delete_due
from graphql_api.storage.storage import Storage, StorageUnavailable
from graphql_api.upkeep import note_done
from models.enums import UpkeepKind

logger = structlog.get_logger(__name__)

BATCH = 1_000
# Those who submit meanwhile get as much of the database as a batch took, up to this long.
LONGEST_PAUSE_SECONDS = 1.0
LARGEST_CLOCK_DIFFERENCE = timedelta(minutes=1)
# A run that was cut short longer ago than this ends where it stands, and a new one begins with today's cutoff.
CONTINUED_WITHIN = timedelta(days=1)
DEADLOCK_TRIES = 5

CLOCK = "SELECT clock_timestamp() AS now"
UNFINISHED = "SELECT * FROM cleanup_run WHERE finished_at IS NULL"
BEGIN = """
INSERT INTO cleanup_run (
    id, cutoff, retention_days, actor, submissions_deleted, screenshots_deleted, archive_parts, started_at
)
VALUES ($1, $2, $3, $4, 0, 0, 0, $5)
ON CONFLICT DO NOTHING
RETURNING *
"""
OLDEST = "SELECT id FROM feedback WHERE created_at < $1 ORDER BY created_at, id LIMIT $2"
COUNT = """
UPDATE cleanup_run SET
    submissions_deleted = submissions_deleted + $2, screenshots_deleted = screenshots_deleted + $3,
    archive_parts = archive_parts + $4
WHERE id = $1 AND finished_at IS NULL RETURNING *
"""
FINISH = "UPDATE cleanup_run SET finished_at = $2 WHERE id = $1 AND finished_at IS NULL RETURNING *"
FIND = "SELECT * FROM cleanup_run WHERE id = $1"

ReadDays = Callable[[], int | None]


class CleanupRefused(Exception):  # noqa: N818 - it is named for what the caller reads
    """It does not delete, or not on; the message says why and is fit to show."""


@dataclass(frozen=True)
class Cleaned:
    """What a cleanup did, or with `dry_run` would do. `archive` is where its parts lie; None where nothing went.

    `is_first_told` is true for one of several processes that did the same run, and false where there was no run.
    """

    submissions_deleted: int
    screenshots_deleted: int
    cutoff: datetime
    retention_days: int
    dry_run: bool
    archive: str | None
    is_first_told: bool = False

    def as_dict(self) -> dict[str, object]:
        """As plain JSON values."""
        return {
            "submissionsDeleted": self.submissions_deleted,
            "screenshotsDeleted": self.screenshots_deleted,
            "cutoffDate": self.cutoff,
            "retentionDays": self.retention_days,
            "dryRun": self.dry_run,
            "archive": self.archive,
        }


async def dry_run(retention_days: int, *, now: datetime) -> Cleaned:
    """What `clean_up` would do now, counted."""
    due = await preview(retention_days, now=now)
    return Cleaned(due.submissions, due.screenshots, due.cutoff, retention_days, dry_run=True, archive=None)


async def clean_up(
    retention_days: int,
    *,
    storage: Storage,
    remove_originals: RemoveOriginals,
    actor: Actor,
    read_days: ReadDays | None = None,
    show: Callable[[int], None] = lambda _deleted: None,
) -> Cleaned:
    """Archive and delete all feedback that is older than so many days.

    A run of the same days that was cut short within a day is continued, and its counts go on; several processes may be
    at one run. Pictures go right after their rows; those that the storage does not let go of just then go later.

    Args:
        remove_originals: deletes screenshots that nobody has looked at yet.
        read_days: reads the setting again, before each batch; the run ends where it says anything else.
        show: is told after each batch how many are deleted.

    Raises:
        CleanupRefused: the clocks disagree, or the setting has changed.
        StorageUnavailable: what is not archived is not deleted; the same call goes on later.
        NoTurn: others are cleaning up or erasing.
        asyncpg.PostgresError, OSError: the same.
    """
    await _check(retention_days, read_days)
    run = await _begin(retention_days, actor)
    while True:
        started = perf_counter()
        await _check(retention_days, read_days)
        after = await _batch(run, storage)
        # Also after the last one: a run that was killed may have left some.
        await _delete_pictures(storage, remove_originals)
        if after is None:
            return await _finish(run["id"], actor)
        run = after
        show(run["submissions_deleted"])
        await asyncio.sleep(min(perf_counter() - started, LONGEST_PAUSE_SECONDS))


async def _check(retention_days: int, read_days: ReadDays | None) -> None:
    before = datetime.now(UTC)
    (row,) = await fetch(CLOCK)
    if not before - LARGEST_CLOCK_DIFFERENCE <= row["now"] <= datetime.now(UTC) + LARGEST_CLOCK_DIFFERENCE:
        raise CleanupRefused("The clocks of this machine and of the database differ by more than a minute.")
    if read_days is not None and read_days() != retention_days:
        raise CleanupRefused("The setting RETENTION_DAYS or RETENTION_CRON has changed.")


async def _begin(retention_days: int, actor: Actor) -> asyncpg.Record:
    """The run that was cut short, or a new one."""
    now = datetime.now(UTC)
    for unfinished in await fetch(UNFINISHED):
        if unfinished["retention_days"] == retention_days and now - unfinished["started_at"] < CONTINUED_WITHIN:
            return unfinished
        await _finish(unfinished["id"], actor)
    cutoff = now - timedelta(days=retention_days)
    rows = await fetch(BEGIN, uuid4(), cutoff, retention_days, actor.name, now)
    # Another process may have begun one at the same moment.
    return rows[0] if rows else await _begin(retention_days, actor)


async def _batch(run: asyncpg.Record, storage: Storage) -> asyncpg.Record | None:
    """The run after its next batch; None when nothing is left, or another has finished it."""
    async with turn():
        ids = [row["id"] for row in await fetch(OLDEST, run["cutoff"], BATCH)]
        if not ids:
            return None
        async with transaction() as connection:
            lines = await read_lines(connection, ids)
        parts = await archive(storage, folder(run["id"], run["started_at"]), lines)
        for tries_left in reversed(range(DEADLOCK_TRIES)):
            try:
                return await _delete(run["id"], lines, parts)
            except asyncpg.DeadlockDetectedError:
                if not tries_left:
                    raise
    raise AssertionError("unreachable: the last try returns or raises")


async def _delete(run_id: UUID, lines: list[Line], parts: int) -> asyncpg.Record:
    """Delete what still is as it was archived; what has changed since is archived again with the next batch."""
    archived = {line.id: line.text for line in lines}
    async with transaction() as connection:
        await lock(connection, list(archived))
        same = [line.id for line in await read_lines(connection, list(archived)) if archived[line.id] == line.text]
        removed = await remove(connection, same)
        run = await connection.fetchrow(COUNT, run_id, removed.submissions, removed.screenshots, parts)
        if run is None:
            # Rolled back: nothing is deleted that nobody counts.
            raise CleanupRefused("Another cleanup, with other days, has taken the place of this one.")
        return run


async def _delete_pictures(storage: Storage, remove_originals: RemoveOriginals) -> None:
    try:
        await delete_due(storage, remove_originals)
    except (StorageUnavailable, OSError) as error:
        # They stay due, and workers go on asking.
        logger.warning("pictures are left to be deleted", error=describe_error(error))


async def _finish(run_id: UUID, actor: Actor) -> Cleaned:
    now = datetime.now(UTC)
    async with transaction() as connection:
        run = await connection.fetchrow(FINISH, run_id, now)
        is_first = run is not None
        if run is None:
            run = await connection.fetchrow(FIND, run_id)
        cleaned = _cleaned(run, is_first)
        if is_first:
            details = {name: cleaned.as_dict()[name] for name in ("submissionsDeleted", "screenshotsDeleted")}
            details |= {"retentionDays": cleaned.retention_days, "cutoffDate": cleaned.cutoff, "begunBy": run["actor"]}
            await record(connection, actor, "cleanupFeedback", now=now, subjects=[run_id], details=details)
            await note_done(UpkeepKind.CLEANUP, {"submissions": cleaned.submissions_deleted}, ask=connection.fetch)
    logger.info("feedback cleaned up", run_id=str(run_id), submissions_deleted=cleaned.submissions_deleted)
    return cleaned


def _cleaned(run: asyncpg.Record, is_first: bool) -> Cleaned:
    place = folder(run["id"], run["started_at"]) if run["submissions_deleted"] else None
    return Cleaned(
        run["submissions_deleted"],
        run["screenshots_deleted"],
        run["cutoff"],
        run["retention_days"],
        dry_run=False,
        archive=place,
        is_first_told=is_first,
    )
