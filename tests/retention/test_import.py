"""What was exported or archived comes back as it was, and only once."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graphql_api.assembly import make_keeper
from graphql_api.audit.record import COMMAND_LINE
from graphql_api.jobs.queue import JobKind
from graphql_api.postgres.connect import fetch
from graphql_api.retention.archive import ROOT
from graphql_api.retention.cleanup import clean_up
from graphql_api.retention.erase import Eraser
from graphql_api.settings import Settings
from graphql_api.storage.deletions import delete_due
from graphql_api.storage.storage import Storage
from graphql_api.tasks.picturing import make_originals
from tests.cli.conftest import Run
from tests.make import make_analysis, make_feedback
from tests.retention.conftest import keys_under, no_originals
from tests.retention.rows import add_picture, everything_kept, make_all_kinds, make_many
from tests.rows import count

OLD = datetime.now(UTC) - timedelta(days=200)


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """The data folder that the command has."""
    return settings.model_copy(update={"feedback_data_dir": tmp_path / "data"})


async def bring_back(feedback: Run, *files: str) -> list[dict[str, int]]:
    """Import files; what each summary counts."""
    summaries = []
    for file in files:
        done = await feedback("import", file, "--no-analysis", "--json")
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        summaries.append(json.loads(done.stdout))
    return summaries


async def empty() -> None:
    for table in ("feedback", "session", "pgqueuer"):
        await fetch(f"DELETE FROM {table}")


@pytest.mark.parametrize("format_", ["csv", "jsonl"])
async def test_an_export_comes_back_row_by_row(feedback: Run, storage: Storage, format_: str) -> None:
    report, *_ = await make_all_kinds(OLD)
    await make_analysis(report)
    before = await everything_kept()
    done = await feedback("export", "--format", format_, "--output", "out")
    await empty()
    (summary,) = await bring_back(feedback, "out")
    assert (done.returncode, summary["takenIn"], summary["duplicates"]) == (0, 3, 0)
    after = await everything_kept()
    # The rows of tests/make.py are indexed by their message alone, as no real one is.
    assert {table: rows for table, rows in after.items() if table not in {"feedback", "session"}} == {
        table: rows for table, rows in before.items() if table not in {"feedback", "session"}
    }
    assert await count("pgqueuer") == 0
    (again,) = await bring_back(feedback, "out")
    assert (again["takenIn"], again["duplicates"]) == (0, 3)
    assert await everything_kept() == after


async def test_archives_come_back_row_by_row(feedback: Run, storage: Storage, tmp_path: Path) -> None:
    await make_all_kinds(OLD)
    await make_many(20, OLD)
    # Once through an import, so that sessions and search are as the service has them.
    await feedback("export", "--format", "jsonl", "--output", "out")
    await empty()
    await bring_back(feedback, "out")
    before = await everything_kept()
    cleaned = await clean_up(90, storage=storage, remove_originals=no_originals, actor=COMMAND_LINE)
    assert (cleaned.submissions_deleted, await count("feedback")) == (23, 0)
    parts = [str(tmp_path / "data" / "storage" / key) for key in await keys_under(storage, ROOT)]
    summaries = await bring_back(feedback, *parts)
    assert sum(summary["takenIn"] for summary in summaries) == 23
    assert await everything_kept() == before
    whole = b"".join([await storage.get(key) for key in await keys_under(storage, ROOT)])
    (tmp_path / "whole.jsonl.gz").write_bytes(whole)
    (again,) = await bring_back(feedback, "whole.jsonl.gz")
    assert (len(parts) > 1, again["takenIn"], again["duplicates"]) == (True, 0, 23)


async def test_what_is_there_stays_as_it_is(feedback: Run, storage: Storage) -> None:
    await make_feedback()
    await feedback("export", "--format", "jsonl", "--output", "out")
    await fetch("UPDATE feedback SET is_read = true, admin_notes = 'later'")
    (summary,) = await bring_back(feedback, "out")
    (row,) = await fetch("SELECT is_read, admin_notes FROM feedback")
    assert (summary["duplicates"], tuple(row)) == (1, (True, "later"))


async def test_what_nobody_had_read_is_read_after_it(feedback: Run, storage: Storage) -> None:
    await make_feedback()
    await feedback("export", "--format", "jsonl", "--output", "out")
    await empty()
    await bring_back(feedback, "out")
    assert [job["entrypoint"] for job in await fetch("SELECT entrypoint FROM pgqueuer")] == [JobKind.ANALYZE]


async def test_a_picture_that_is_gone_is_said_to_be(feedback: Run, storage: Storage, settings: Settings) -> None:
    gone, there = await make_feedback(), await make_feedback()
    for each in (gone, there):
        keys = [f"screenshots/{each.hex[:2]}/{each}/a{kind}.webp" for kind in ("", ".thumbnail")]
        for key in keys:
            await storage.put(key, b"picture")
        await add_picture(each, *keys)
    await feedback("export", "--format", "jsonl", "--output", "out")
    await fetch("DELETE FROM feedback WHERE id = $1", gone)
    await delete_due(storage, make_originals(settings).remove)
    await fetch("ALTER TABLE screenshot DISABLE TRIGGER screenshot_deleted")
    await empty()
    await bring_back(feedback, "out")
    rows = await fetch("SELECT feedback_id, status, reason, annotations::text FROM screenshot")
    assert {row["feedback_id"]: (row["status"], row["reason"]) for row in rows} == {
        gone: ("REJECTED", "DELETED"), there: ("STORED", None)
    }  # fmt: skip
    assert all("=1+1" in row["annotations"] for row in rows)


async def test_what_was_erased_does_not_come_back(feedback: Run, storage: Storage, settings: Settings) -> None:
    await make_feedback(session_id="someone")
    await make_feedback(session_id="another")
    await feedback("export", "--format", "jsonl", "--output", "out")
    keeper = make_keeper(settings)
    await Eraser(storage, keeper.spool, make_originals(settings), keeper.erased).erase("someone", actor=COMMAND_LINE)
    for table in ("tombstone", "erased_session"):
        # Each of them alone is enough.
        await fetch(f"CREATE TABLE kept AS TABLE {table}")
        await fetch(f"DELETE FROM {table}")
        (summary,) = await bring_back(feedback, "out")
        assert (summary["takenIn"], summary["duplicates"], await count("feedback")) == (0, 2, 1)
        await fetch(f"INSERT INTO {table} TABLE kept")
        await fetch("DROP TABLE kept")


async def test_an_older_file_brings_back_nothing_that_was_said_before_the_erasure(
    feedback: Run, storage: Storage, settings: Settings, tmp_path: Path
) -> None:
    keeper = make_keeper(settings)
    await Eraser(storage, keeper.spool, make_originals(settings), keeper.erased).erase("someone", actor=COMMAND_LINE)
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    said = [("someone", OLD.isoformat()), ("someone", None), ("someone", later), ("another", OLD.isoformat())]
    lines = [{"message": "It broke.", "sessionId": session, "occurredAt": moment} for session, moment in said]
    (tmp_path / "old.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (summary,) = await bring_back(feedback, "old.jsonl")
    assert (summary["takenIn"], summary["duplicates"], summary["refused"]) == (2, 2, 0)
    rows = await fetch("SELECT session_id, occurred_at FROM feedback ORDER BY occurred_at")
    assert [tuple(row) for row in rows] == [("another", OLD), ("someone", datetime.fromisoformat(later))]


async def test_a_bad_line_costs_no_other(feedback: Run, storage: Storage, tmp_path: Path) -> None:
    await make_many(3, OLD)
    await feedback("export", "--format", "jsonl", "--output", "out")
    lines = (tmp_path / "out").read_text().splitlines()
    lines[1] = lines[1].replace('"BUG"', '"NONSENSE"')
    (tmp_path / "bad").write_text("\n".join([*lines, '{"message": "plain words", "sessionId": "s-1"}']))
    await empty()
    done = await feedback("import", "bad", "--no-analysis", "--json")
    summary = json.loads(done.stdout)
    assert (done.returncode, summary["takenIn"], summary["refused"]) == (1, 3, 1)
    assert summary["refusals"] == [{"line": 2, "rules": ["NOT_AS_EXPORTED"]}]
    assert "NONSENSE" not in done.stderr


async def test_a_damaged_archive_is_named(feedback: Run, storage: Storage, tmp_path: Path) -> None:
    await make_many(3, OLD)
    await clean_up(90, storage=storage, remove_originals=no_originals, actor=COMMAND_LINE)
    (key,) = await keys_under(storage, ROOT)
    (tmp_path / "cut.gz").write_bytes((await storage.get(key))[:-20])
    done = await feedback("import", "cut.gz", "--no-analysis")
    assert (done.returncode, "cut.gz is damaged" in done.stderr) == (1, True)
