"""From a row to a draft: our own names, and those of older chatbot deployments."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from graphql_api.cli.importing.drafts import read_draft
from graphql_api.cli.importing.keys import Keys
from graphql_api.cli.importing.rows import fold
from graphql_api.intake.draft import Draft, SourceDraft
from graphql_api.intake.submission import InvalidSubmission
from models.enums import AnswerIssue, FeedbackCategory, Rating

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MESSAGE_ID = "0b6e0f6c-58c2-4f33-9d6f-2f7c8a1d9e11"
OLD: dict[str, Any] = {
    "message_id": MESSAGE_ID,
    "question": "How do I cancel?",
    "answer": "You cannot.",
    "rating": 0,
    "timestamp": "2025-11-03T10:00:00Z",
    "sources": ["Handbook", "https://a.example/faq", {"title": "FAQ", "url": "https://a.example", "snippet": "cancel"}],
    "metadata": {
        "response_time": 2.5,
        "token_count": 300,
        "conversation_id": "conv-7",
        "explanation": "far too long",
        "issues": ["too_verbose", "off-topic", "sounds rude"],
    },
}


@pytest.fixture
def keys() -> Iterator[Keys]:
    with Keys(b"a secret of these tests", "file.csv") as keys:
        yield keys


def draft(keys: Keys, **values: Any) -> Draft:
    return read_draft({fold(name): value for name, value in values.items()}, keys, NOW)


def broken(keys: Keys, **values: Any) -> list[str]:
    with pytest.raises(InvalidSubmission) as refused:
        draft(keys, **values)
    return [f"{'.'.join(rule.path)} {rule.code}" for rule in refused.value.broken]


def test_reads_the_columns_of_a_table(keys: Keys) -> None:
    read = draft(
        keys,
        Text=" so\x00 slow ",
        label="Feature request",
        tags="web; mobile;",
        timestamp="2025-11-03 10:00",
        page_url="https://a.example/x",
        submission_key=MESSAGE_ID,
    )
    assert (read.message, read.category) == ("so slow", FeedbackCategory.FEATURE_REQUEST)
    assert (read.tags, read.page and read.page["url"]) == (["web", "mobile"], "https://a.example/x")
    assert (read.submission_key, read.occurred_at) == (UUID(MESSAGE_ID), datetime(2025, 11, 3, 10))  # noqa: DTZ001
    assert keys.complete(read).session_id == f"import:{MESSAGE_ID}"


def test_labels_that_are_no_category_and_stars_that_are_no_thumb_do_not_count(keys: Keys) -> None:
    read = draft(keys, text="nice", label="praise", rating="5", message_id="77")
    assert (read.category, read.answer) == (FeedbackCategory.GENERAL, None)
    assert draft(keys, text="nice", category="other", label="ux").category is FeedbackCategory.UX


def test_reads_the_fields_of_submit_feedback(keys: Keys) -> None:
    answer = {
        "messageId": MESSAGE_ID,
        "question": "q",
        "answer": "a",
        "rating": "UP",
        "tokenCount": 3,
        "issues": ["OTHER"],
    }
    read = draft(
        keys, sessionId="s-1", answer=answer, page={"url": "https://a.example", "os": "Plan 9"}, apiState={"a": 1}
    )
    assert read.answer is not None
    assert (read.answer.rating, read.answer.token_count, read.answer.issues) == (Rating.UP, 3, [AnswerIssue.OTHER])
    assert (read.session_id, read.api_state, read.page and read.page["os"]) == ("s-1", {"a": 1}, "Plan 9")


def test_reads_a_rating_of_an_older_deployment(keys: Keys) -> None:
    read = draft(keys, **OLD)
    assert read.answer is not None
    assert (read.session_id, read.message, read.answer.message_id) == ("import:conv-7", None, UUID(MESSAGE_ID))
    assert read.occurred_at == datetime(2025, 11, 3, 10, tzinfo=UTC)
    assert (read.answer.rating, read.answer.explanation) == (Rating.DOWN, "far too long")
    assert (read.answer.response_time_seconds, read.answer.token_count) == (2.5, 300)
    assert read.answer.issues == [AnswerIssue.TOO_VERBOSE, AnswerIssue.OFF_TOPIC, AnswerIssue.OTHER]
    assert read.answer.sources == [
        SourceDraft("Handbook"),
        SourceDraft("https://a.example/faq", "https://a.example/faq"),
        SourceDraft("FAQ", "https://a.example", "cancel"),
    ]


def test_old_ids_that_are_not_ours_become_ours_the_same_each_time(keys: Keys) -> None:
    first, again = (
        draft(keys, **OLD | {"message_id": "msg 1", "metadata": {"conversation_id": "me@a.example"}}) for _ in "12"
    )
    assert first == again
    assert first.answer is not None
    assert first.answer.message_id.version == 5
    assert "@" not in first.session_id
    assert draft(keys, **OLD | {"metadata": None}).session_id == f"import:{MESSAGE_ID}"


@pytest.mark.parametrize(
    ("values", "rules"),
    [
        ({"message": ["a"], "sessionId": True}, ["sessionId WRONG_TYPE", "message WRONG_TYPE"]),
        ({"message": "a", "submissionKey": "x"}, ["submissionKey INVALID_UUID"]),
        ({"message": "a", "occurredAt": "soon"}, ["occurredAt INVALID_DATE"]),
        ({"message": "a", "occurredAt": 1e300}, ["occurredAt INVALID_DATE"]),
        ({"message": "a", "tags": {"a": 1}}, ["tags WRONG_TYPE"]),
        ({"message": "a", "tags": "[1, 2"}, ["tags WRONG_TYPE"]),
        ({"message": "a", "page": "home", "apiState": "{}x"}, ["page WRONG_TYPE", "apiState NOT_AN_OBJECT"]),
        (OLD | {"rating": 3}, ["rating INVALID_RATING"]),
        (OLD | {"metadata": {"token_count": 1.5, "response_time": "fast"}}, [
            "metadata.responseTimeSeconds WRONG_TYPE", "metadata.tokenCount WRONG_TYPE"]),
        (OLD | {"sources": "x"}, ["sources WRONG_TYPE"]),
        ({"answer": {"rating": None}}, ["answer.rating REQUIRED", "answer.messageId REQUIRED"]),
    ],
)  # fmt: skip
def test_names_values_of_the_wrong_kind(keys: Keys, values: dict[str, Any], rules: list[str]) -> None:
    assert broken(keys, **values) == rules


@pytest.mark.parametrize("moment", [1_762_164_000, "1762164000", 1_762_164_000_000, "2025-11-03T11:00:00+01:00"])
def test_moments_may_be_seconds_or_milliseconds(keys: Keys, moment: object) -> None:
    assert draft(keys, message="a", timestamp=moment).occurred_at == datetime(2025, 11, 3, 10, tzinfo=UTC)
