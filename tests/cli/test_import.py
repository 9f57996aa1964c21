"""`feedback import`: every row once, whatever happens to its neighbours."""

import io
import json
import random
from pathlib import Path

from graphql_api.assembly import make_intake, make_keeper, make_limiter
from graphql_api.cli.importing.keys import Keys
from graphql_api.cli.importing.take_in import BATCH, Refusal, TakeIn, Tally
from graphql_api.postgres.connect import connected, fetch
from graphql_api.retention.restore import Restorer
from graphql_api.settings import Settings
from graphql_api.tasks.picturing import make_storage
from tests.cli.conftest import Run
from tests.cli.test_drafts import NOW, OLD

REVIEWS = [
    ("The export button does nothing at all", "bug"),
    ("Good app", "general"),
    ("Good app", "general"),
    ("I was charged twice, anna.berg@example.org", "billing"),
]


def as_csv(rows: list[tuple[str, str]]) -> str:
    return "\r\n".join(["text,label", *(f'"{text}",{label}' for text, label in rows)])


async def take_in(settings: Settings, name: str, content: str) -> Tally:
    """Import a file's content in this process, without analysing it."""
    told: list[Refusal] = []
    async with connected(settings.database_url or "", pool_size=2):
        with Keys(b"a secret of these tests", name) as keys:
            intake = make_intake(settings, make_limiter(settings), make_keeper(settings))
            restorer = Restorer(make_storage(settings), intake.keeper.erased)
            taking = TakeIn(intake, keys, NOW, restorer, told.append)
            tally = await taking.run(io.BytesIO(content.encode()), lambda: None)
    assert told == tally.refusals
    return tally


def counts(tally: Tally) -> tuple[int, int, int]:
    return tally.taken_in, tally.duplicates, tally.refused


async def test_takes_in_every_row_once_and_analyses_it(feedback: Run, database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text(as_csv(REVIEWS), encoding="utf-8-sig", newline="")
    first = await feedback("import", str(path), "--json")
    again = await feedback("import", str(path))
    assert (first.returncode, first.stderr) == (0, "")
    assert json.loads(first.stdout) == {
        "takenIn": 4, "duplicates": 0, "refused": 0, "analysed": 4, "unread": 0, "refusals": []
    }  # fmt: skip
    assert (again.returncode, again.stdout) == (0, "0 taken in, 4 duplicates, 0 refused; 0 analysed, 0 not\n")
    async with connected(database_url):
        rows = await fetch(
            "SELECT category, message, session_id, method, sentiment FROM feedback"
            " JOIN analysis ON feedback_id = feedback.id AND is_current ORDER BY message"
        )
        jobs = await fetch("SELECT id FROM pgqueuer WHERE entrypoint = 'ANALYZE'")
        keys = await fetch("SELECT id FROM api_key")
    assert [(row["category"], row["method"]) for row in rows] == [
        ("GENERAL", "VALIDATION"), ("GENERAL", "VALIDATION"), ("BILLING", "ML"), ("BUG", "ML")
    ]  # fmt: skip
    assert rows[2]["message"] == "I was charged twice, [email]"
    assert (jobs, keys) == ([], [])


async def test_names_bad_rows_by_line_and_keeps_the_others(feedback: Run, database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [
        b'{"message": "first words", "tags": ["security"]}',
        b'{"message": "caf\xe9 words"}',
        b'{"message": "third words", "tags": ["nonsense", "web"], "pageUrl": "ftp://x", "sessionId": "a b"}',
        b'{"message": "fourth words"',
        b'{"message": 5.5}',
        b"",
        b'{"message": "last words", "sessionId": "s-1"}',
    ]
    path.write_bytes(b"\n".join(lines))
    done = await feedback("import", str(path), "--no-analysis", "--json")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "line 2: NOT_UTF8",
        "line 3: sessionId INVALID_CHARACTERS, tags.0 UNKNOWN_TAG, page.url INVALID_URL",
        "line 4: BAD_JSON",
        "line 5: message WRONG_TYPE",
    ]
    summary = json.loads(done.stdout)
    assert (summary["takenIn"], summary["refused"], summary["analysed"]) == (2, 4, None)
    assert {"line": 4, "rules": ["BAD_JSON"]} in summary["refusals"]
    assert "words" not in done.stdout + done.stderr
    async with connected(database_url):
        rows = await fetch("SELECT message FROM feedback ORDER BY message")
    assert [row["message"] for row in rows] == ["first words", "last words"]


async def test_a_file_again_grown_shuffled_or_renamed_doubles_nothing(settings: Settings) -> None:
    rows = [(f"Review number {number % 300} of this app", "bug") for number in range(3 * BATCH)]
    assert counts(await take_in(settings, "reviews.csv", as_csv(rows))) == (3 * BATCH, 0, 0)
    random.Random(7).shuffle(rows)
    more = [("One more", "ux"), *rows]
    assert counts(await take_in(settings, "reviews.csv", as_csv(more))) == (1, 3 * BATCH, 0)
    assert counts(await take_in(settings, "copy.csv", as_csv(rows))) == (0, 3 * BATCH, 0)
    as_json = "\n".join(json.dumps({"category": label, "message": text}) for text, label in more)
    assert counts(await take_in(settings, "copy.jsonl", as_json)) == (0, 3 * BATCH + 1, 0)


async def test_the_same_few_words_in_another_file_are_another_persons(settings: Settings) -> None:
    other = [("Good app", "general"), ("Slow app", "performance"), ("Crashes", "bug")]
    assert counts(await take_in(settings, "reviews.csv", as_csv(REVIEWS))) == (4, 0, 0)
    assert counts(await take_in(settings, "other.csv", as_csv(other))) == (3, 0, 0)
    assert counts(await take_in(settings, "other.csv", as_csv(other))) == (0, 3, 0)
    assert counts(await take_in(settings, "reviews.csv", as_csv(REVIEWS))) == (0, 4, 0)


async def test_an_import_that_was_cut_off_goes_on_where_it_stopped(settings: Settings) -> None:
    rows = [(f"Review number {number}", "bug") for number in range(4 * BATCH)]
    await take_in(settings, "reviews.csv", as_csv(rows[:10]))
    assert counts(await take_in(settings, "reviews.csv", as_csv(rows))) == (4 * BATCH - 10, 10, 0)


async def test_a_key_that_came_with_other_words_is_refused(settings: Settings) -> None:
    key = "0b6e0f6c-58c2-4f33-9d6f-2f7c8a1d9e11"
    rows = [{"submissionKey": key, "sessionId": "s", "message": words} for words in ("one", "one", "another")]
    tally = await take_in(settings, "keys.jsonl", "\n".join(map(json.dumps, rows)))
    assert counts(tally) == (1, 1, 1)
    assert tally.refusals == [Refusal(3, ("submissionKey KEY_REUSED",))]


async def test_monthly_files_of_older_deployments_keep_the_last_rating(settings: Settings) -> None:
    later = OLD | {"rating": 1, "timestamp": "2025-11-04T10:00:00Z"}
    other = OLD | {"metadata": OLD["metadata"] | {"conversation_id": "conv-8"}}
    content = "\n".join(map(json.dumps, [OLD, later, other]))
    assert counts(await take_in(settings, "feedback_2025-11.jsonl", content)) == (3, 0, 0)
    assert counts(await take_in(settings, "feedback_2025-11.jsonl", content)) == (0, 3, 0)
    async with connected(settings.database_url or ""):
        rows = await fetch("SELECT session_id, rating, issues FROM answer_rating ORDER BY session_id")
    assert [(row["session_id"], row["rating"]) for row in rows] == [("import:conv-7", "UP"), ("import:conv-8", "DOWN")]
    assert rows[0]["issues"] == ["TOO_VERBOSE", "OFF_TOPIC", "OTHER"]


async def test_a_file_that_cannot_be_read_is_one_line(feedback: Run, tmp_path: Path) -> None:
    done = await feedback("import", str(tmp_path / "nothing.csv"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"feedback: {tmp_path / 'nothing.csv'} cannot be read: No such file or directory\n"
