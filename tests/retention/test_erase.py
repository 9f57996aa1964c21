"""Erasing a session: gone everywhere, with a receipt, and nothing of it comes back."""

import asyncio
import gzip
import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import orjson
import pytest

from graphql_api.assembly import make_keeper
from graphql_api.audit.record import COMMAND_LINE
from graphql_api.intake.commit import Fate, commit
from graphql_api.intake.entry import Entry, enter
from graphql_api.intake.erased import ErasedSessions
from graphql_api.intake.identity import Identity
from graphql_api.intake.records import to_record
from graphql_api.intake.submission import Answer, Submission
from graphql_api.postgres.connect import connected, fetch
from graphql_api.retention.archive import ROOT, unpack
from graphql_api.retention.cleanup import clean_up
from graphql_api.retention.erase import Erased, Eraser
from graphql_api.settings import Settings
from graphql_api.storage.storage import Storage, StorageUnavailable
from graphql_api.tasks.picturing import make_originals, make_spool, make_storage
from models.enums import Rating
from tests.cli.conftest import Run
from tests.client import Service
from tests.make import make_feedback
from tests.retention.conftest import keys_under, no_originals
from tests.retention.rows import add_picture, everything_kept, make_many
from tests.rows import count, everything_as_text

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=200)
SECRET = b"s" * 32
THEIRS, OTHERS = "someone-7f3a", "another-11"
ERASE = """
mutation ($session: String!) {
  eraseSession(sessionId: $session) {
    __typename
    ... on EraseSuccess { submissions screenshots spooled jobs archived exports archivesUnreadable }
    ... on Problem { message }
  }
}
"""


def entry(session_id: str, words: str = "It broke.", at: datetime = NOW) -> Entry:
    return enter(Submission(uuid4(), session_id, message=words), Identity(SECRET), at)


@pytest.fixture
def eraser(storage: Storage, settings: Settings) -> Eraser:
    return Eraser(storage, make_spool(settings), make_originals(settings), ErasedSessions(lambda: SECRET))


async def test_removes_everything_everywhere_and_leaves_the_others(eraser: Eraser, settings: Settings) -> None:
    storage = eraser.storage
    for session_id in (THEIRS, OTHERS):
        await make_feedback(session_id=session_id, created_at=OLD, message=f"old words of {session_id}")
    await clean_up(90, storage=storage, remove_originals=no_originals, actor=COMMAND_LINE)
    mine = entry(THEIRS, "new words of someone")
    await commit([mine, entry(OTHERS)])
    await storage.put("screenshots/a.webp", b"picture")
    await storage.put("screenshots/b.webp", b"thumbnail")
    await add_picture(mine.id, "screenshots/a.webp", "screenshots/b.webp")
    spool = make_spool(settings)
    waiting = [entry(THEIRS), entry(OTHERS, f'about "session_id":"{THEIRS}"')]
    for each in waiting:
        await spool.append(to_record(each))
    await spool.close()
    erased = await eraser.erase(THEIRS, actor=COMMAND_LINE)
    assert erased == Erased(submissions=1, screenshots=1, spooled=1, jobs=1, archived=1)
    assert await keys_under(storage, "screenshots") == []
    (part,) = [unpack(await storage.get(key)) for key in await keys_under(storage, ROOT)]
    assert [orjson.loads(line)["session_id"] for line in part] == [OTHERS]
    assert (await eraser.spool.status()).depth == 1
    assert [row["id"] for row in await fetch("SELECT id FROM session")] == [OTHERS]
    assert THEIRS not in await everything_as_text()
    files = [path for path in settings.feedback_data_dir.rglob("*") if path.is_file() and path.suffix != ".gz"]
    assert not [path for path in files if f'"session_id":"{THEIRS}"'.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    "session_id", ["plain-1", 'quo"ted', "back\\slash", "Jürgen 😀", "line\u2028end", "bell\x07", "/"]
)
async def test_a_session_is_found_in_archives_whatever_its_name(eraser: Eraser, session_id: str) -> None:
    for each in (session_id, f"{session_id}2"):
        await make_feedback(session_id=each, created_at=OLD)
    await clean_up(90, storage=eraser.storage, remove_originals=no_originals, actor=COMMAND_LINE)
    assert (await eraser.erase(session_id, actor=COMMAND_LINE)).archived == 1
    (part,) = [unpack(await eraser.storage.get(key)) for key in await keys_under(eraser.storage, ROOT)]
    assert [orjson.loads(line)["session_id"] for line in part] == [f"{session_id}2"]


async def test_of_many_parts_only_those_with_their_lines_are_written_anew(eraser: Eraser) -> None:
    for number in range(10):
        days = timedelta(days=200 + 40 * number)
        await make_feedback(session_id=THEIRS if number % 3 == 0 else OTHERS, created_at=NOW - days)
        await make_feedback(session_id=OTHERS, created_at=NOW - days)
    await clean_up(90, storage=eraser.storage, remove_originals=no_originals, actor=COMMAND_LINE)
    before = {key: await eraser.storage.get(key) for key in await keys_under(eraser.storage, ROOT)}
    assert (await eraser.erase(THEIRS, actor=COMMAND_LINE)).archived == 4
    after = {key: await eraser.storage.get(key) for key in await keys_under(eraser.storage, ROOT)}
    assert (len(after), sum(after[key] != before[key] for key in after)) == (10, 4)
    assert all(THEIRS.encode() not in gzip.decompress(part) for part in after.values())


async def test_done_again_it_removes_nothing_and_says_so(eraser: Eraser) -> None:
    await commit([entry(THEIRS), entry(THEIRS)])
    first = await eraser.erase(THEIRS, actor=COMMAND_LINE)
    again = await eraser.erase(THEIRS, actor=COMMAND_LINE)
    assert (first.submissions, again) == (2, Erased())


async def test_nothing_comes_back_by_a_resend_or_a_replay(eraser: Eraser, settings: Settings) -> None:
    sent, rating = entry(THEIRS), enter(
        Submission(uuid4(), THEIRS, answer=Answer(uuid4(), "q", "a", Rating.UP)), Identity(SECRET), NOW
    )  # fmt: skip
    await commit([sent, rating])
    await eraser.erase(THEIRS, actor=COMMAND_LINE)
    assert [outcome.fate for outcome in await commit([sent, rating])] == [Fate.DUPLICATE] * 2
    keeper = make_keeper(settings.model_copy(update={"secret_key": None}))
    keeper.erased = ErasedSessions(lambda: SECRET)
    async with keeper.running(replays=False):
        # Lines that nobody could look into: from before, and from after.
        await keeper.spool.append(to_record(entry(THEIRS, at=NOW - timedelta(seconds=1))))
        await keeper.spool.append(to_record(entry(THEIRS, at=datetime.now(UTC) + timedelta(seconds=1))))
        replayed = await keeper.replay()
        assert (replayed.kept, replayed.duplicates, await count("feedback")) == (1, 1, 1)
        assert (await keeper.spool.status()).depth == 0


async def test_what_is_sent_after_it_is_kept(service: Service) -> None:
    await service.submit(sessionId=THEIRS)
    await service.ask_as_admin(ERASE, session=THEIRS)
    assert (await service.submit(sessionId=THEIRS))["status"] == "SAVED"
    assert await count("feedback") == 1


async def test_the_audit_record_names_nobody(service: Service) -> None:
    await service.submit(sessionId=THEIRS)
    reply = await service.ask_as_admin(ERASE, session=THEIRS)
    assert reply.data["eraseSession"]["submissions"] == 1
    (record,) = await fetch("SELECT subjects, details, outcome FROM audit_record WHERE operation = 'eraseSession'")
    assert (record["outcome"], json.loads(record["details"])["submissions"]) == ("DONE", 1)
    assert THEIRS not in await everything_as_text()


@pytest.mark.parametrize("session", ["", " ", "x" * 201])
async def test_refuses_what_is_no_session(service: Service, session: str) -> None:
    reply = await service.ask_as_admin(ERASE, session=session)
    assert reply.data["eraseSession"]["__typename"] == "InvalidInput"


async def test_says_when_the_storage_could_not_be_reached(eraser: Eraser, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_prefix: str) -> None:
        raise StorageUnavailable("the storage cannot be used")

    await commit([entry(THEIRS)])
    monkeypatch.setattr(eraser.storage, "objects", refuse)
    with pytest.raises(StorageUnavailable):
        await eraser.erase(THEIRS, actor=COMMAND_LINE)
    (record,) = await fetch("SELECT outcome FROM audit_record")
    assert (record["outcome"], await count("feedback")) == ("FAILED", 0)


async def test_counts_an_archive_that_cannot_be_read(eraser: Eraser) -> None:
    await eraser.storage.put(f"{ROOT}/x/feedback_2026-01.x.jsonl.gz", b"no archive")
    assert (await eraser.erase(THEIRS, actor=COMMAND_LINE)).archives_unreadable == 1


async def test_a_session_that_goes_on_has_forgotten_its_beginning(eraser: Eraser) -> None:
    await make_feedback(session_id=THEIRS, created_at=OLD)
    later = datetime.now(UTC) + timedelta(minutes=1)
    await make_feedback(session_id=THEIRS, created_at=later)
    await eraser.erase(THEIRS, actor=COMMAND_LINE)
    (session,) = await fetch("SELECT first_seen_at, feedback_count FROM session")
    assert tuple(session) == (later, 1)


async def test_killed_half_way_and_run_again_nothing_is_left(
    feedback: Run, database_url: str, settings: Settings, tmp_path: Path
) -> None:
    settings = settings.model_copy(update={"feedback_data_dir": tmp_path / "data"})
    storage, spool = make_storage(settings), make_spool(settings)
    async with connected(database_url, pool_size=2):
        await make_many(700, OLD)
        await clean_up(90, storage=storage, remove_originals=no_originals, actor=COMMAND_LINE)
        await make_many(14_000, NOW - timedelta(days=1))
        await spool.append(to_record(entry("many-3")))
        await spool.close()
        environment = os.environ | {"DATABASE_URL": database_url, "FEEDBACK_DATA_DIR": str(tmp_path / "data")}
        program = Path(sys.executable).with_name("feedback")
        running = await asyncio.create_subprocess_exec(program, "erase", "many-3", env=environment, cwd=tmp_path)
        while await count("feedback") == 14_000:
            await asyncio.sleep(0.005)
        running.send_signal(signal.SIGKILL)
        assert await running.wait() == -signal.SIGKILL
        assert 12_000 < await count("feedback") < 14_000
        done = await feedback("erase", "many-3", "--json")
        assert done.returncode == 0, done.stderr
        assert (await count("feedback"), await count("session"), await count("tombstone")) == (12_000, 6, 2_101)
        lines = [
            orjson.loads(line) for key in await keys_under(storage, ROOT) for line in unpack(await storage.get(key))
        ]
        assert (len(lines), {line["session_id"] for line in lines} & {"many-3"}) == (600, set())
        assert (await make_spool(settings).status()).depth == 0
        again = await feedback("erase", "many-3", "--json")
    assert set(json.loads(again.stdout).values()) == {0}


async def test_the_command_erases(feedback: Run, settings: Settings, tmp_path: Path) -> None:
    async with connected(settings.database_url or "", pool_size=2):
        await make_feedback(session_id=THEIRS)
        await make_feedback(session_id=OTHERS)
        done = await feedback("erase", THEIRS, "--json")
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout)["submissions"] == 1
        assert [len(rows) for rows in (await everything_kept()).values()][:2] == [1, 1]
