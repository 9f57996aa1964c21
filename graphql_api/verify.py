"""Looking whether the service is kept well: every check of `feedback verify`, each with what mends it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from graphql_api.backup.archive import check_bytes
from graphql_api.backup.database import asking
from graphql_api.backup.failure import BackupError
from graphql_api.backup.rotation import backups
from graphql_api.checks.machine import (
    addresses_of,
    clock_trouble,
    disk_of,
    disk_trouble,
    folder_trouble,
    name_trouble,
    volume_trouble,
)
from graphql_api.postgres.connect import connected
from graphql_api.postgres.migrate import pending
from graphql_api.postgres.outage import is_outage
from graphql_api.screenshots.sweep import Swept, sweep
from graphql_api.settings import Settings
from graphql_api.spool.originals import Originals
from graphql_api.spool.spool import Spool, SpoolStatus
from graphql_api.storage.storage import Storage, StorageUnavailable
from graphql_api.upkeep import ages, detail_of
from models.enums import UpkeepKind

# A night, and two hours for one that began late.
OLDEST_BACKUP = timedelta(hours=26)
OLDEST_JOB = timedelta(minutes=15)
OLDEST_SPOOLED = timedelta(minutes=15)
# Erasing takes some; more than this is retention, which is noted, or a loss.
MOST_GONE = 0.1
CONTAINER_MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))

WAITING = """
SELECT count(*) FILTER (WHERE status = 'queued') AS queued,
       count(*) FILTER (WHERE status = 'failed') AS held,
       greatest(0, coalesce(extract(epoch FROM now() - min(execute_after) FILTER (WHERE status = 'queued')), 0))::float8
           AS oldest
FROM pgqueuer
"""
STORED = """
SELECT count(*) AS feedback, extract(epoch FROM now() - max(created_at))::float8 AS newest,
       (SELECT count(*) FROM session
        WHERE feedback_count <> (SELECT count(*) FROM feedback WHERE session_id = session.id)) AS miscounted,
       (SELECT count(*) FROM pgqueuer WHERE entrypoint = 'ANALYZE' AND octet_length(payload) = 16
        AND NOT EXISTS (SELECT FROM feedback WHERE uuid_send(id) = payload)) AS jobs_about_nothing
FROM feedback
"""


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: well, with something to say of it; or not, with what mends it."""

    name: str
    is_well: bool
    message: str


Ask = Callable[..., Awaitable[list[asyncpg.Record]]]


def machine_checks(settings: Settings, *, is_container: bool | None = None) -> Iterator[Check]:
    """What can be told without the database."""
    folder = settings.feedback_data_dir
    if is_container is None:
        is_container = any(mark.exists() for mark in CONTAINER_MARKS)
    yield _check("folder", folder_trouble(folder), f"{folder} can be written")
    yield _check("volume", volume_trouble(folder, is_container=is_container), "outlives this process")
    yield _check("disk", disk_trouble(folder), "" if disk_trouble(folder) else f"{disk_of(folder).used_ratio:.0%} used")


async def name_check(settings: Settings) -> Check:
    """Whether the machines that the settings name can be found."""
    trouble = await name_trouble(addresses_of(settings))
    return _check("names", trouble, "resolve")


async def database_checks(url: str, *, now: datetime | None = None) -> list[Check]:
    """What the database can tell; one check that failed where it does not answer."""
    try:
        async with asking(url) as connection:
            return [check async for check in _ask_database(connection.fetch, now)]
    except BackupError as error:
        return [Check("database", is_well=False, message=str(error))]


def spool_checks(status: SpoolStatus) -> Iterator[Check]:
    """What waits on disk."""
    age = timedelta(seconds=status.oldest_age_seconds or 0)
    stuck = f"{status.depth:,} submissions wait, the oldest for {_for_people(age)}: `feedback spool replay` says why"
    yield _check("spool", stuck if age > OLDEST_SPOOLED else None, f"{status.depth:,} wait")
    held = sum(status.quarantined.values())
    trouble = f"{held:,} submissions are in quarantine: `feedback spool quarantine list` says why" if held else None
    yield _check("quarantine", trouble, "empty")


async def picture_check(url: str, storage: Storage, originals: Originals, spool: Spool) -> Check:
    """Whether all pictures that rows name are there, and nothing else of a day ago. Deletes nothing.

    Only for a schema that is at head.
    """
    try:
        async with connected(url):
            return _pictures(await sweep(storage, originals, spool, now=datetime.now(UTC), deletes=False))
    except StorageUnavailable as error:
        return Check("pictures", is_well=False, message=f"the storage does not answer ({error}): see STORAGE_URL")
    except Exception as error:
        if not is_outage(error):
            raise
        return Check("pictures", is_well=False, message="cannot be looked at while the database is away: start it")


def archive_check(folder: Path) -> Check:
    """Whether the newest backup's bytes are those that were written."""
    newest = next(iter(backups(folder)), None)
    if newest is None:
        return Check("archive", is_well=False, message=f"no backup in {folder}: `feedback backup` makes one")
    try:
        size = check_bytes(newest)
    except BackupError as error:
        return Check("archive", is_well=False, message=str(error))
    return Check("archive", is_well=True, message=f"{newest.name} is whole, {size:,} bytes")


def _pictures(swept: Swept) -> Check:
    missing = {"stored pictures": swept.pictures_missing, "that wait": swept.originals_missing}
    named = " and ".join(f"{count:,} {what}" for what, count in missing.items() if count)
    if named:
        message = f"{named} have no file: the log names them; `feedback restore` brings them back from a backup"
        return Check("pictures", is_well=False, message=message)
    left_over = swept.objects_deleted + swept.originals_deleted
    trouble = f"{left_over:,} files belong to no feedback: a worker deletes them every night at 03:17 UTC, start one"
    return _check("pictures", trouble if left_over else None, "all there, and nothing else")


async def _ask_database(ask: Ask, now: datetime | None) -> AsyncIterator[Check]:
    yield Check("database", is_well=True, message="answers")
    (clock,) = await ask("SELECT clock_timestamp() AS now")
    yield _check("clock", clock_trouble(clock["now"], now or datetime.now(UTC)), "agrees with the database's")
    behind = await pending(ask)
    yield _check("migrations", f"{len(behind)} not run: `feedback migrate`" if behind else None, "at head")
    if behind:
        return
    (stored,) = await ask(STORED)
    since = await ages(ask=ask)
    yield _counts(stored, await detail_of(UpkeepKind.BACKUP, ask=ask) or {}, since)
    yield _orphans(stored)
    (waiting,) = await ask(WAITING)
    yield _queue(waiting)
    yield _backup_age(since)


def _counts(stored: Mapping[str, int], backup: Mapping[str, int], since: Mapping[UpkeepKind, float]) -> Check:
    now, then = stored["feedback"], backup.get("feedback", 0)
    newest = f", the newest {_for_people(timedelta(seconds=stored['newest']))} old" if now else ""
    cleaned = since.get(UpkeepKind.CLEANUP, float("inf")) < since.get(UpkeepKind.BACKUP, 0)
    lost = None
    if now < then * (1 - MOST_GONE) and not cleaned:
        lost = f"{now:,} feedbacks, and the last backup had {then:,}, without a cleanup since: compare before you go on"
    return _check("feedback", lost, f"{now:,} feedbacks{newest}; {then:,} in the last backup")


def _orphans(stored: Mapping[str, int]) -> Check:
    wrong = {"sessions miscounted": stored["miscounted"], "jobs about nothing": stored["jobs_about_nothing"]}
    named = ", ".join(f"{count:,} {what}" for what, count in wrong.items() if count)
    return _check("orphans", f"{named}: rows were changed by hand, report it if not" if named else None, "none")


def _queue(waiting: Mapping[str, float]) -> Check:
    age = timedelta(seconds=waiting["oldest"])
    trouble = None
    if waiting["held"]:
        trouble = f"{waiting['held']:,} jobs are held after failing: `pgq failed` lists them"
    if age > OLDEST_JOB:
        trouble = f"the oldest job waits for {_for_people(age)}: start a worker, or more of them"
    return _check("queue", trouble, f"{waiting['queued']:,} jobs wait")


def _backup_age(since: Mapping[UpkeepKind, float]) -> Check:
    proven = since.get(UpkeepKind.RESTORE_TEST)
    tested = f"; a restore was proven {_for_people(timedelta(seconds=proven))} ago" if proven is not None else ""
    if UpkeepKind.BACKUP not in since:
        return Check("backup", is_well=False, message="there never was one: run `feedback backup` every night")
    age = timedelta(seconds=since[UpkeepKind.BACKUP])
    trouble = f"the last one is {_for_people(age)} old: look at the nightly job" if age > OLDEST_BACKUP else None
    return _check("backup", trouble, f"{_for_people(age)} old{tested}")


def _check(name: str, trouble: str | None, message: str) -> Check:
    return Check(name, trouble is None, trouble or message)


def _for_people(age: timedelta) -> str:
    seconds = int(age.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"
