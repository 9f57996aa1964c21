"""`feedback spool …`: what waits on disk can be seen and handed over; what could not be, looked at and put back."""

import inspect
import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from graphql_api.cli.main import QUARANTINE, SPOOL, Place
from graphql_api.intake.entry import Entry, enter
from graphql_api.intake.identity import Identity
from graphql_api.intake.records import to_record
from graphql_api.intake.submission import Submission
from graphql_api.postgres.connect import connected, fetch
from graphql_api.spool.spool import Spool
from tests.cli.conftest import Run
from tests.rows import count

Alone = Callable[..., subprocess.CompletedProcess[str]]

IDENTITY = Identity(b"s" * 32)
WORDS = "the words of a visitor"
# PostgreSQL has no room for it. Nothing like it comes through the door.
POISON = f"{WORDS}\0"
PRIVATE = ("visitor", "\\u0000")


def entry(message: str = WORDS, *, key: UUID | None = None) -> Entry:
    received_at = datetime.now(UTC) - timedelta(hours=2)
    return enter(Submission(key or uuid4(), "session-1", message=message), IDENTITY, received_at)


async def spool(tmp_path: Path, *entries: Entry) -> None:
    """Leave entries behind as a server that met an outage would."""
    spool = Spool(tmp_path / "data" / "spool", max_bytes=1024 * 1024)
    for each in entries:
        await spool.append(to_record(each))
    await spool.close()


def segments(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "data" / "spool").glob("feedback_*.jsonl"))


async def stored(database_url: str) -> int:
    async with connected(database_url):
        return await count("feedback")


@pytest.mark.parametrize(("name", "place"), [*SPOOL.items(), *QUARANTINE.items()])
def test_a_spool_command_is_listed_with_the_first_line_of_its_docstring(name: str, place: Place) -> None:
    function = getattr(import_module(place.module), place.function)
    assert (inspect.getdoc(function) or "").splitlines()[0] == place.summary
    assert place.load(name).name == name


def test_groups_list_their_commands_and_refuse_others(feedback_alone: Alone) -> None:
    assert all(f" {name} " in feedback_alone("spool", "--help").stdout for name in SPOOL)
    assert all(f" {name} " in feedback_alone("spool", "quarantine", "--help").stdout for name in QUARANTINE)
    wrong = feedback_alone("spool", "statu")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "Did you mean 'status'?" in wrong.stderr


async def test_status_needs_no_database_and_makes_nothing(feedback_alone: Alone, tmp_path: Path) -> None:
    for settings in ({}, {"DATABASE_URL": ""}):
        done = feedback_alone("spool", "status", **settings)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines() == [
            "depth        0",
            "bytes        0 of 1,073,741,824",
            "segments     0",
            "oldest       none",
            "quarantined  none",
        ]
    assert not (tmp_path / "data").exists()


async def test_status_tells_how_much_waits_and_since_when(feedback_alone: Alone, tmp_path: Path) -> None:
    await spool(tmp_path, entry(), entry())
    (segment,) = segments(tmp_path)
    status = json.loads(feedback_alone("spool", "status", "--json", SPOOL_MAX_BYTES="2000000").stdout)
    assert 7200 <= status.pop("oldestAgeSeconds") < 7300
    assert status == {
        "depth": 2,
        "bytes": segment.stat().st_size,
        "maxBytes": 2_000_000,
        "segments": 1,
        "quarantined": {},
    }
    assert "oldest       2:00:" in feedback_alone("spool", "status").stdout


async def test_replay_brings_in_what_waits_once(feedback: Run, database_url: str, tmp_path: Path) -> None:
    twice = entry()
    await spool(tmp_path, twice, entry())
    done = await feedback("spool", "replay", "--json")
    assert (done.returncode, done.stderr, json.loads(done.stdout)) == (
        0,
        "",
        {
            "ended": "DONE",
            "kept": 2,
            "duplicates": 0,
            "quarantined": 0,
            "recordsFailed": 0,
            "segmentsRemoved": 1,
            "segmentsLive": 0,
            "segmentsFailed": 0,
        },
    )
    await spool(tmp_path, twice)
    again = await feedback("spool", "replay")
    assert (again.returncode, again.stdout) == (0, "0 kept, 1 duplicates, 0 quarantined\n")
    assert await stored(database_url) == 2
    assert segments(tmp_path) == []


async def test_replay_without_a_database_says_so_and_loses_nothing(feedback_alone: Alone, tmp_path: Path) -> None:
    await spool(tmp_path, entry())
    done = feedback_alone("spool", "replay")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("feedback: DATABASE_URL cannot be reached")
    assert len(segments(tmp_path)) == 1


async def test_an_outage_in_the_middle_fails_and_loses_nothing(
    feedback: Run, database_url: str, tmp_path: Path
) -> None:
    await spool(tmp_path, entry())
    # As a server is that another one is about to take over from.
    await alter_database(database_url, "default_transaction_read_only = on")
    done = await feedback("spool", "replay")
    assert (done.returncode, done.stdout) == (1, "0 kept, 0 duplicates, 0 quarantined\n")
    (*logged, said) = done.stderr.splitlines()
    assert said == "feedback: the database went away: what was not handed over stays in the spool"
    assert not [line for line in logged if WORDS in line]
    assert len(segments(tmp_path)) == 1
    await alter_database(database_url, "default_transaction_read_only = off")
    assert (await feedback("spool", "replay")).returncode == 0
    assert await stored(database_url) == 1


async def alter_database(url: str, setting: str) -> None:
    connection = await asyncpg.connect(url)
    name = await connection.fetchval("SELECT current_database()")
    await connection.execute("SET default_transaction_read_only = off")
    await connection.execute(f"ALTER DATABASE {name} SET {setting}")
    await connection.close()


async def test_a_failure_without_a_name_fails_costs_no_other_and_stays(
    feedback: Run, database_url: str, tmp_path: Path
) -> None:
    first = entry()
    await spool(tmp_path, first)
    await feedback("spool", "replay")
    await spool(tmp_path, Entry(first.id, first.body_hash, entry().submission, {}, first.received_at), entry())
    done = await feedback("spool", "replay", "--json")
    replayed = json.loads(done.stdout)
    assert (done.returncode, replayed["ended"], replayed["kept"]) == (1, "DONE", 1)
    assert (replayed["recordsFailed"], len(segments(tmp_path))) == (1, 1)
    assert done.stderr.splitlines()[-1].startswith("feedback: not everything could be handed over")
    assert "visitor" not in done.stderr
    assert await stored(database_url) == 2


async def test_what_another_process_is_writing_is_left_to_it(feedback: Run, tmp_path: Path) -> None:
    writing = Spool(tmp_path / "data" / "spool", max_bytes=1024 * 1024, seal_after_seconds=60)
    await writing.append(to_record(entry()))
    done = await feedback("spool", "replay")
    assert (done.returncode, done.stdout) == (0, "0 kept, 0 duplicates, 0 quarantined\n")
    assert done.stderr == "1 segments are in use by other processes, which replay them.\n"
    await writing.close()


async def test_quarantine_shows_the_reason_and_words_only_when_asked(
    feedback: Run, feedback_alone: Alone, tmp_path: Path
) -> None:
    await spool(tmp_path, entry(POISON))
    replayed = await feedback("spool", "replay")
    assert (replayed.returncode, replayed.stdout) == (0, "0 kept, 0 duplicates, 1 quarantined\n")
    listed = feedback_alone("spool", "quarantine", "list")
    (line,) = listed.stdout.splitlines()
    name = line.split()[0]
    assert line.endswith(" UTC  refused (SQLSTATE 22P05)")
    as_json = feedback_alone("spool", "quarantine", "list", "--json")
    held = json.loads(as_json.stdout)
    assert datetime.now(UTC) - datetime.fromisoformat(held.pop("at")) < timedelta(minutes=1)
    assert held == {"name": name, "reason": "refused", "detail": "SQLSTATE 22P05"}
    said = [listed.stdout, as_json.stdout, replayed.stderr, feedback_alone("spool", "status").stdout]
    assert not [text for text in said if any(word in text for word in PRIVATE)]
    assert "quarantined  1 refused" in said[-1]
    for options in ([], ["--json"]):
        shown = feedback_alone("spool", "quarantine", "list", "--show-content", *options)
        assert WORDS in shown.stdout
        assert name in shown.stdout


async def test_words_cannot_steer_the_terminal(feedback: Run, feedback_alone: Alone, tmp_path: Path) -> None:
    await spool(tmp_path, entry("good"))
    (segment,) = segments(tmp_path)
    segment.write_bytes(b'{"crc":"\x1b[2J\xc2\x9b2J:warning: [red]\xff\n')
    await feedback("spool", "replay")
    shown = feedback_alone("spool", "quarantine", "list", "--show-content")
    assert shown.stdout.splitlines()[1] == '  {"crc":"\\x1b[2J\\x9b2J:warning: [red]�'


async def test_quarantine_lists_no_more_than_asked_for(feedback: Run, feedback_alone: Alone, tmp_path: Path) -> None:
    assert feedback_alone("spool", "quarantine", "list").stdout == "nothing is in quarantine\n"
    await spool(tmp_path, *(entry(POISON) for _ in range(3)))
    await feedback("spool", "replay")
    listed = feedback_alone("spool", "quarantine", "list", "--first", "2")
    assert (len(listed.stdout.splitlines()), listed.stderr) == (2, "There is more: ask for it with --first.\n")
    everything = feedback_alone("spool", "quarantine", "list", "--first", "3")
    assert (len(everything.stdout.splitlines()), everything.stderr) == (3, "")


async def test_what_is_put_back_by_name_is_replayed(
    feedback: Run, feedback_alone: Alone, database_url: str, tmp_path: Path
) -> None:
    key = uuid4()
    await spool(tmp_path, entry("first", key=key))
    await feedback("spool", "replay")
    await spool(tmp_path, entry("second", key=key))
    await feedback("spool", "replay")
    held = json.loads(feedback_alone("spool", "quarantine", "list", "--json").stdout)
    assert held["reason"] == "key_reused"
    async with connected(database_url):
        await fetch("DELETE FROM feedback")
    done = feedback_alone("spool", "quarantine", "retry", held["name"])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 put back. `feedback spool replay` brings it into the database now")
    status = json.loads(feedback_alone("spool", "status", "--json").stdout)
    assert (status["depth"], status["quarantined"]) == (1, {})
    assert (await feedback("spool", "replay")).stdout.startswith("1 kept")
    assert await stored(database_url) == 1


async def test_all_that_can_be_read_is_put_back_and_the_rest_is_named_and_stays(
    feedback: Run, feedback_alone: Alone, tmp_path: Path
) -> None:
    await spool(tmp_path, *(entry(POISON) for _ in range(120)), entry())
    (segment,) = segments(tmp_path)
    segment.write_bytes(segment.read_bytes()[:-30] + b"\n")
    await feedback("spool", "replay")
    done = feedback_alone("spool", "quarantine", "retry", "--all")
    assert (done.returncode, done.stdout.split(".")[0]) == (1, "120 put back")
    (complaint,) = done.stderr.splitlines()
    assert complaint.startswith("not_a_record.")
    assert complaint.endswith(" cannot be read, and stays")
    status = json.loads(feedback_alone("spool", "status", "--json").stdout)
    assert (status["depth"], status["quarantined"]) == (120, {"not_a_record": 1})
    alone = feedback_alone("spool", "quarantine", "retry", complaint.split()[0])
    assert (alone.returncode, alone.stdout, alone.stderr) == (1, "", f"feedback: {complaint}\n")
    again = feedback_alone("spool", "quarantine", "retry", "--all", "--json")
    assert (again.returncode, json.loads(again.stdout)) == (1, {"putBack": 0, "stay": 1})


def test_retry_takes_a_name_or_all(feedback_alone: Alone) -> None:
    assert feedback_alone("spool", "quarantine", "retry").returncode == 2
    assert feedback_alone("spool", "quarantine", "retry", "a.json", "--all").returncode == 2
    unknown = feedback_alone("spool", "quarantine", "retry", "../../secret.key")
    assert (unknown.returncode, unknown.stdout, unknown.stderr) == (
        1,
        "",
        "feedback: nothing in quarantine has the name ../../secret.key\n",
    )
    nothing = feedback_alone("spool", "quarantine", "retry", "--all")
    assert (nothing.returncode, nothing.stdout) == (0, "0 put back.\n")


@pytest.mark.parametrize("command", [("status",), ("replay",), ("quarantine", "retry", "--all")])
async def test_a_folder_that_cannot_be_read_is_one_line(
    feedback: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "data").mkdir()
    folder = tmp_path / "data" / "spool"
    folder.write_text("not a folder")
    done = await feedback("spool", *command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"feedback: the spool cannot be used: Not a directory: {folder}\n"
