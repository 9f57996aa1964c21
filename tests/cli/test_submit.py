"""`feedback submit`: one message, kept as a visitor's would be."""

import json
from pathlib import Path
from uuid import uuid4

from graphql_api.postgres.connect import connected, fetch
from tests.cli.conftest import Run
from tests.screenshots.pictures import encoded, screen

KEY = str(uuid4())


async def test_keeps_a_message_once_without_personal_data(feedback: Run, database_url: str) -> None:
    words = "Charged twice, write to anna.berg@example.org\n"
    options = ("--category", "billing", "--tag", "security", "--key", KEY, "--page-url", "https://shop.example/pay")
    first = await feedback("submit", *options, "--session", "desk-1", "--json", stdin=words)
    again = await feedback("submit", "-", *options, "--session", "desk-1", stdin=words)
    receipt = json.loads(first.stdout)
    assert (first.returncode, first.stderr, receipt["status"], receipt["submissionKey"]) == (0, "", "SAVED", KEY)
    assert again.stdout.splitlines()[:2] == ["DUPLICATE", f"feedback        {receipt['feedbackId']}"]
    async with connected(database_url):
        (row,) = await fetch("SELECT * FROM feedback")
        (job,) = await fetch("SELECT payload FROM pgqueuer")
        keys = await fetch("SELECT * FROM api_key")
    assert (str(row["id"]), row["session_id"], row["category"]) == (receipt["feedbackId"], "desk-1", "BILLING")
    assert (row["message"], row["tags"]) == ("Charged twice, write to [email]", ["security"])
    assert job["payload"] == row["id"].bytes
    assert keys == [], "only `serve` shows the first admin key, so only it may make one"


async def test_sends_a_screenshot_along(feedback: Run, database_url: str, tmp_path: Path) -> None:
    (tmp_path / "screen.png").write_bytes(encoded(screen(64, 48)))
    done = await feedback("submit", "See the picture.", "--screenshot", str(tmp_path / "screen.png"))
    wrong = await feedback("submit", "See the picture.", "--screenshot", str(tmp_path / "none.png"))
    assert (done.returncode, wrong.returncode) == (0, 2)
    async with connected(database_url):
        (row,) = await fetch("SELECT status, original FROM screenshot")
    assert row["status"] == "PENDING"
    kept = (tmp_path / "data" / "spool" / "originals" / row["original"]).read_bytes()
    assert kept == encoded(screen(64, 48))


async def test_says_every_broken_rule_on_a_line_and_keeps_nothing(feedback: Run, database_url: str) -> None:
    done = await feedback("submit", " ", "--tag", "wat", "--session", "my session", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["sessionId", "message", "tags.0"]
    assert [line.rsplit("(")[-1] for line in done.stderr.splitlines()] == [
        "INVALID_CHARACTERS)",
        "REQUIRED)",
        "UNKNOWN_TAG)",
    ]
    assert "wat" not in done.stderr
    async with connected(database_url):
        assert await fetch("SELECT id FROM feedback") == []
