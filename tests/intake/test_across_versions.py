"""What a version before this one made is known by this one: a retry may come from before an upgrade."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from graphql_api.intake.entry import enter
from graphql_api.intake.identity import Identity
from graphql_api.intake.records import from_record
from graphql_api.intake.submission import Answer, Page, Source, Submission
from graphql_api.spool.spool import Record
from models.enums import Rating

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
IDENTITY = Identity(b"secret" * 6)
KEY = UUID(int=7)
REPORT = Submission(
    KEY,
    "session-1",
    message="The export stops at 40%.",
    tags=("export",),
    page=Page(url="https://example.com/a"),
    api_state={"b": 1, "a": [2]},
    occurred_at=NOW,
)
RATING = Submission(
    KEY,
    "session-1",
    answer=Answer(UUID(int=9), "How?", "So.", Rating.DOWN, sources=(Source("Manual", "https://example.com/m", None),)),
)


@pytest.mark.parametrize(
    ("submission", "body_hash"),
    [
        (REPORT, "61ef9b08784631238612a8f4385043cd73f33135aa8d0e0c1a551b48e95603cf"),
        (RATING, "a9862faf68a2b0f57a187353695dced4421f169b2a904c21eee91b27a4539b26"),
    ],
    ids=["report", "rating"],
)
def test_the_hash_of_a_body_never_changes(submission: Submission, body_hash: str) -> None:
    # As the first version made them. A change refuses, with KEY_REUSED, every retry that crosses an upgrade.
    assert enter(submission, IDENTITY, NOW).body_hash.hex() == body_hash


def test_a_line_of_the_spool_from_before_screenshots_is_read() -> None:
    line = b"""{"submission": {"submission_key": "00000000-0000-0000-0000-000000000007", "session_id": "session-1",
        "category": "GENERAL", "message": "The export stops at 40%.", "tags": ["export"],
        "page": {"url": "https://example.com/a", "browser": null, "os": null, "screen_resolution": null,
            "viewport_size": null},
        "api_state": {"b": 1, "a": [2]}, "occurred_at": "2026-11-20T12:00:00+00:00", "answer": null},
        "redactions": {}}"""
    entry = enter(REPORT, IDENTITY, NOW)
    assert from_record(Record(entry.id, str(KEY), entry.body_hash.hex(), NOW, line)) == entry
