"""`feedback keys …`: looking after API keys where the database is, without one."""

import json

import asyncpg
import pytest

from tests.cli.conftest import Run

NOBODYS = "5bf0a3d4-5b3a-4a43-8a4b-3f0a3c9f7a11"


async def test_a_key_is_made_listed_rotated_and_revoked(feedback: Run, database_url: str) -> None:
    made = json.loads((await feedback("keys", "create", "shop", "--scope", "SUBMIT", "--json")).stdout)
    assert made["key"].startswith(made["apiKey"]["prefix"])
    assert (made["apiKey"]["name"], made["apiKey"]["scopes"], made["apiKey"]["expiresAt"]) == ("shop", ["SUBMIT"], None)
    old = made["apiKey"]["id"]
    rotated = json.loads((await feedback("keys", "rotate", old, "--json")).stdout)
    assert (rotated["replaces"]["id"], rotated["apiKey"]["name"]) == (old, "shop")
    assert rotated["replaces"]["expiresAt"] is not None
    revoked = json.loads((await feedback("keys", "revoke", old, "--json")).stdout)
    assert revoked["revokedAt"] is not None
    listed = [json.loads(line) for line in (await feedback("keys", "list", "--json")).stdout.splitlines()]
    assert [key["id"] for key in listed] == [rotated["apiKey"]["id"], old]
    assert made["key"] not in str(listed)
    connection = await asyncpg.connect(database_url)
    rows = await connection.fetch("SELECT actor, operation FROM audit_record ORDER BY created_at")
    await connection.close()
    operations = ["createApiKey", "rotateApiKey", "revokeApiKey"]
    assert [tuple(row) for row in rows] == [("command line", operation) for operation in operations]


async def test_people_are_told_in_words(feedback: Run) -> None:
    assert (await feedback("keys", "list")).stdout == "no keys\n"
    made = await feedback("keys", "create", "a dashboard", "--scope", "READ", "--scope", "TRIAGE", "--days", "30")
    assert made.stdout.startswith("API key, shown this once: fbk_")
    (line,) = (await feedback("keys", "list")).stdout.splitlines()
    assert "READ,TRIAGE" in line
    assert line.endswith("a dashboard")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("create", "", "--scope", "READ"), 1, "name: Must not be empty."),
        (("create", "shop"), 2, "--scope"),
        (("create", "shop", "--scope", "EVERYTHING"), 2, "--scope"),
        (("rotate", NOBODYS), 1, "no API key has this id"),
        (("revoke", NOBODYS), 1, "no API key has this id"),
        (("revoke", "x"), 2, "UUID"),
    ],
    ids=range(6),
)
async def test_what_cannot_be_done_is_said_in_a_line(
    feedback: Run, arguments: tuple[str, ...], code: int, said: str
) -> None:
    failed = await feedback("keys", *arguments)
    assert (failed.returncode, said in failed.stderr) == (code, True), failed.stderr
    assert "Traceback" not in failed.stderr
