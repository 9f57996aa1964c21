"""Cleaning up: what is old is archived, then deleted, and counted exactly; what is not old stays as it was."""

import asyncio
import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import orjson
import pytest

from graphql_api.audit.record import COMMAND_LINE
from graphql_api.postgres.connect import connected, fetch
from graphql_api.retention import cleanup
from graphql_api.retention.archive import ROOT, unpack
from graphql_api.retention.cleanup import CleanupRefused, clean_up
from graphql_api.retention.preview import preview
from graphql_api.retention.schedule import clean_up_on_schedule
from graphql_api.settings import Settings
from graphql_api.storage.deletions import delete_due
from graphql_api.storage.storage import Storage, StorageUnavailable
from graphql_api.tasks.picturing import make_originals, make_storage
from tests.cli.conftest import Run
from tests.client import Service
from tests.make import make_feedback
from tests.retention.conftest import keys_under, no_originals
from tests.retention.rows import add_picture, everything_kept, make_all_kinds, make_many
from tests.rows import count

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=200)
CLEAN_UP = """
mutation ($days: Int!, $dryRun: Boolean!) {
  cleanupFeedback(retentionDays: $days, dryRun: $dryRun) {
    __typename
    ... on CleanupSuccess { submissionsDeleted screenshotsDeleted cutoffDate retentionDays dryRun archive }
    ... on Problem { message }
  }
}
"""
PREVIEW = "{ cleanupPreview(retentionDays: 90) { submissions screenshots retentionDays } }"


async def archived_ids(storage: Storage) -> list[str]:
    """The ids of all archived lines, as often as they are there."""
    parts = [unpack(await storage.get(key)) for key in await keys_under(storage, ROOT)]
    return sorted(orjson.loads(line)["id"] for part in parts for line in part)


async def test_archives_and_deletes_what_is_old_and_nothing_else(storage: Storage, settings: Settings) -> None:
    old = await make_all_kinds(OLD)
    await storage.put("screenshots/a.webp", b"picture")
    await storage.put("screenshots/b.webp", b"thumbnail")
    await add_picture(old[0], "screenshots/a.webp", "screenshots/b.webp")
    new = await make_feedback(session_id="session-1", created_at=NOW - timedelta(days=89))
    originals = make_originals(settings)
    cleaned = await clean_up(90, storage=storage, remove_originals=originals.remove, actor=COMMAND_LINE)
    assert (cleaned.submissions_deleted, cleaned.screenshots_deleted, cleaned.retention_days) == (3, 1, 90)
    kept = await everything_kept()
    assert [len(rows) for rows in kept.values()] == [1, 1, 0, 0, 0, 0, 0]
    (session,) = await fetch("SELECT id, feedback_count FROM session")
    assert tuple(session) == ("session-1", 1)
    assert await fetch("SELECT id FROM feedback") == [(new,)]
    assert await archived_ids(storage) == sorted(str(each) for each in old)
    months = {key.rsplit("/", 1)[1].split(".")[0] for key in await keys_under(storage, ROOT)}
    assert months == {f"feedback_{moment:%Y-%m}" for moment in (OLD, OLD + timedelta(days=40))}
    assert all(key.startswith(f"{cleaned.archive}/") for key in await keys_under(storage, ROOT))
    assert await keys_under(storage, "screenshots") == []
    (record,) = await fetch("SELECT operation, actor, details FROM audit_record")
    assert (record["operation"], record["actor"]) == ("cleanupFeedback", "command line")
    assert json.loads(record["details"])["submissionsDeleted"] == 3


async def test_a_preview_and_a_dry_run_delete_nothing(service: Service) -> None:
    await make_many(10, OLD)
    before = await everything_kept()
    preview = await service.ask_as_admin(PREVIEW)
    dry = await service.ask_as_admin(CLEAN_UP, days=90, dryRun=True)
    assert preview.data["cleanupPreview"] == {"submissions": 10, "screenshots": 0, "retentionDays": 90}
    success = dry.data["cleanupFeedback"]
    assert (success["submissionsDeleted"], success["dryRun"], success["archive"]) == (10, True, None)
    assert await everything_kept() == before
    assert (await count("cleanup_run"), await count("audit_record")) == (0, 0)


@pytest.mark.parametrize("aside_seconds", [-1, 0, 1, 1800, 3600])
async def test_a_preview_is_exact_within_the_hour_of_the_cutoff(storage: Storage, aside_seconds: int) -> None:
    since = (NOW - timedelta(days=91)).replace(minute=0, second=0, microsecond=0)
    await make_many(7_200, since)
    await make_many(3, NOW)
    due = await preview(90, now=since + timedelta(days=90, hours=1, seconds=aside_seconds))
    (row,) = await fetch("SELECT count(*) FROM feedback WHERE created_at < $1", due.cutoff)
    assert (due.submissions, due.kept, due.oldest_at) == (row["count"], 7_203, since + timedelta(seconds=1))


async def test_answers_with_exact_statistics(service: Service) -> None:
    await make_many(10, OLD)
    reply = await service.ask_as_admin(CLEAN_UP, days=90, dryRun=False)
    success = reply.data["cleanupFeedback"]
    assert (success["submissionsDeleted"], success["retentionDays"], success["dryRun"]) == (10, 90, False)
    assert (await service.ask_as_admin(CLEAN_UP, days=90, dryRun=False)).data["cleanupFeedback"]["archive"] is None


@pytest.mark.parametrize("days", [0, -1, 36_501])
async def test_refuses_days_that_are_none(service: Service, days: int) -> None:
    await make_many(1, NOW)
    reply = await service.ask_as_admin(CLEAN_UP, days=days, dryRun=False)
    assert reply.data["cleanupFeedback"]["__typename"] == "InvalidInput"
    assert await count("feedback") == 1


async def test_deletes_nothing_that_the_storage_did_not_take(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(_key: str, _content: bytes) -> None:
        raise StorageUnavailable("the storage cannot be used")

    await make_many(10, OLD)
    monkeypatch.setattr(storage, "put", refuse)
    with pytest.raises(StorageUnavailable):
        await clean_up(90, storage=storage, remove_originals=no_originals, actor=COMMAND_LINE)
    assert await count("feedback") == 10
    monkeypatch.undo()
    assert (
        await clean_up(90, storage=storage, remove_originals=no_originals, actor=COMMAND_LINE)
    ).submissions_deleted == 10


async def test_pictures_that_the_storage_keeps_stay_due(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(_key: str) -> None:
        raise StorageUnavailable("the storage cannot be used")

    (report, *_) = await make_all_kinds(OLD)
    for key in ("screenshots/a.webp", "screenshots/b.webp"):
        await storage.put(key, b"picture")
    await add_picture(report, "screenshots/a.webp", "screenshots/b.webp")
    monkeypatch.setattr(storage, "delete", refuse)
    cleaned = await clean_up(90, storage=storage, remove_originals=no_originals, actor=COMMAND_LINE)
    assert (cleaned.submissions_deleted, cleaned.screenshots_deleted) == (3, 1)
    assert len(await keys_under(storage, "screenshots")) == 2
    monkeypatch.undo()
    await delete_due(storage, no_originals)
    assert await keys_under(storage, "screenshots") == []


async def test_what_changes_while_it_is_archived_is_archived_as_it_is_then(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_many(10, OLD)
    put = storage.put

    async def put_late(key: str, content: bytes) -> None:
        await put(key, content)
        await fetch("UPDATE feedback SET admin_notes = 'late' WHERE id = (SELECT id FROM feedback LIMIT 1)"
                    " AND NOT EXISTS (SELECT FROM feedback WHERE admin_notes = 'late')")  # fmt: skip
        monkeypatch.undo()

    monkeypatch.setattr(storage, "put", put_late)
    cleaned = await clean_up(90, storage=storage, remove_originals=no_originals, actor=COMMAND_LINE)
    assert cleaned.submissions_deleted == 10
    lines = [line for key in await keys_under(storage, ROOT) for line in unpack(await storage.get(key))]
    assert len(lines) == 11
    assert sum(orjson.loads(line)["admin_notes"] == "late" for line in lines) == 1


async def test_two_at_once_delete_everything_once(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleanup, "BATCH", 20)
    await make_many(100, OLD)
    both = await asyncio.gather(
        *(clean_up(90, storage=storage, remove_originals=no_originals, actor=COMMAND_LINE) for _ in range(2))
    )
    assert {cleaned.submissions_deleted for cleaned in both} == {100}
    assert len(await archived_ids(storage)) == 100
    assert await count("audit_record") == 1


async def test_ends_where_the_setting_has_changed(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleanup, "BATCH", 20)
    await make_many(100, OLD)
    said = iter([90, 90, 180])
    with pytest.raises(CleanupRefused, match="setting"):
        await clean_up(
            90, storage=storage, remove_originals=no_originals, actor=COMMAND_LINE, read_days=lambda: next(said)
        )
    assert await count("feedback") == 80


async def test_refuses_while_the_clocks_disagree(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    await make_many(10, OLD)
    monkeypatch.setattr(cleanup, "CLOCK", "SELECT clock_timestamp() + interval '62 seconds' AS now")
    with pytest.raises(CleanupRefused, match="clocks"):
        await clean_up(90, storage=storage, remove_originals=no_originals, actor=COMMAND_LINE)
    assert (await count("feedback"), await count("cleanup_run")) == (10, 0)


async def test_the_schedule_cleans_up_and_tells_the_team(storage: Storage) -> None:
    await make_many(10, OLD)
    await clean_up_on_schedule(lambda: 90, storage=storage, remove_originals=no_originals)
    assert await count("feedback") == 0
    (notice,) = await fetch("SELECT kind, title, text FROM alert_notice")
    assert (notice["kind"], notice["title"]) == ("REPORT", "Old feedback was cleaned up")
    assert notice["text"].startswith("10 feedbacks")
    await clean_up_on_schedule(lambda: 90, storage=storage, remove_originals=no_originals)
    assert await count("alert_notice") == 1


async def test_the_schedule_does_not_delete_more_than_half_of_all(storage: Storage) -> None:
    await make_many(1_100, OLD)
    await make_many(900, NOW - timedelta(days=2))
    await clean_up_on_schedule(lambda: 90, storage=storage, remove_originals=no_originals)
    assert await count("feedback") == 2_000
    (notice,) = await fetch("SELECT severity, text FROM alert_notice")
    assert (notice["severity"], "feedback cleanup --days 90" in notice["text"]) == ("MEDIUM", True)
    (record,) = await fetch("SELECT outcome FROM audit_record")
    assert record["outcome"] == "REFUSED"


async def test_the_schedule_does_nothing_once_it_is_turned_off(storage: Storage) -> None:
    await make_many(10, OLD)
    await clean_up_on_schedule(lambda: None, storage=storage, remove_originals=no_originals)
    assert await count("feedback") == 10


async def test_the_command_cleans_up(feedback: Run, settings: Settings, tmp_path: Path) -> None:
    async with connected(settings.database_url or "", pool_size=2):
        await make_many(10, OLD)
        dry = await feedback("cleanup", "--days", "90", "--dry-run", "--json")
        done = await feedback("cleanup", "--json")
        assert await count("feedback") == 0
    assert (json.loads(dry.stdout)["submissionsDeleted"], json.loads(dry.stdout)["dryRun"]) == (10, True)
    assert (done.returncode, done.stderr) == (0, "")
    summary = json.loads(done.stdout)
    assert summary["submissionsDeleted"] == 10
    assert list((tmp_path / "data" / "storage" / summary["archive"]).iterdir())


async def test_killed_half_way_and_run_again_it_ends_the_same(
    feedback: Run, database_url: str, settings: Settings, tmp_path: Path
) -> None:
    connection = await asyncpg.connect(database_url)
    async with connected(database_url, pool_size=2):
        await make_many(4_500, OLD)
        storage = make_storage(settings.model_copy(update={"feedback_data_dir": tmp_path / "data"}))
        for row in await fetch("SELECT id FROM feedback WHERE session_id = 'many-1' LIMIT 50"):
            keys = [f"screenshots/{row['id']}{kind}.webp" for kind in ("", ".thumbnail")]
            for key in keys:
                await storage.put(key, b"picture")
            await add_picture(row["id"], *keys)
        every = sorted(str(row["id"]) for row in await fetch("SELECT id FROM feedback"))
        environment = os.environ | {"DATABASE_URL": database_url, "FEEDBACK_DATA_DIR": str(tmp_path / "data")}
        program = Path(sys.executable).with_name("feedback")
        running = await asyncio.create_subprocess_exec(program, "cleanup", env=environment, cwd=tmp_path)
        while not await connection.fetchval("SELECT count(*) FROM cleanup_run WHERE submissions_deleted > 0"):
            await asyncio.sleep(0.01)
        running.send_signal(signal.SIGKILL)
        await running.wait()
        left = await count("feedback")
        done = await feedback("cleanup", "--json")
        assert 0 < left < 4_500
        assert (json.loads(done.stdout)["submissionsDeleted"], json.loads(done.stdout)["screenshotsDeleted"]) == (
            4_500,
            50,
        )
        assert await keys_under(storage, "screenshots") == []
        assert (await count("feedback"), await count("session")) == (0, 0)
        assert sorted(set(await archived_ids(storage))) == every
    await connection.close()
