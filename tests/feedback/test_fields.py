"""What a feedback shows, and that a page costs the same number of queries however many it holds."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from graphql_api.postgres.connect import fetch
from tests.client import ADMIN, Service
from tests.make import at, make_analysis, make_feedback

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALL = """
fragment All on Feedback {
  __typename id submissionKey sessionId category message tags apiState occurredAt createdAt
  isRead isArchived adminNotes
  page { url browser os screenResolution viewportSize }
  answer {
    messageId question answer rating sources { title url excerpt } responseTimeSeconds tokenCount conversationId
    explanation issues
  }
  analysis {
    __typename
    ... on Analysis {
      sentiment topic topics { topic score } confidence confidenceScore alertTriggered method model promptVersion
      fallbackReason language cached latencyMs inputTokens outputTokens costUsd createdAt
    }
    ... on AnalysisPending { since }
    ... on AnalysisFailed { since }
  }
  session { id firstSeenAt lastSeenAt feedbackCount }
}
"""
ONE = "query ($id: ID!) { feedback(id: $id) { ...All } }" + ALL
LIST = "query ($first: Int) { feedbacks(first: $first) { totalCount edges { cursor node { ...All } } } }" + ALL
GIVEN: dict[str, Any] = {
    "submissionKey": "6f2b8d0e-5a3c-4f4e-9d8a-0c1b2a394857",
    "sessionId": "session-1",
    "category": "BILLING",
    "message": "Paid twice — 🎉",
    "tags": ["web", "billing"],
    "page": {
        "url": "https://example.org/a?b=c",
        "browser": "Firefox 144",
        "os": "macOS 26",
        "screenResolution": "2560x1440",
        "viewportSize": "1280x720",
    },
    "apiState": {"cart": [1, 2.5, None, True, {"deep": "x"}]},
    "occurredAt": "2026-11-20T09:30:00.123456+01:00",
    "answer": {
        "messageId": "0c1b2a39-5a3c-4f4e-9d8a-6f2b8d0e4857",
        "question": "Why?",
        "answer": "So.",
        "rating": "DOWN",
        "sources": [{"title": "Manual", "url": "https://example.org/m", "excerpt": "Page 7"}, {"title": "Bare"}],
        "responseTimeSeconds": 1.25,
        "tokenCount": 321,
        "conversationId": "c-1",
        "explanation": "Because.",
        "issues": ["OUTDATED", "OTHER"],
    },
}


async def one(service: Service, id: Any) -> Any:
    return (await service.ask(ONE, ADMIN, id=str(id))).data["feedback"]


async def test_a_feedback_shows_all_that_was_sent(emptied_service: Service) -> None:
    receipt = await emptied_service.submit(**GIVEN)
    shown = await one(emptied_service, receipt["id"])
    for name in ("submissionKey", "sessionId", "category", "message", "tags", "page", "apiState"):
        assert shown[name] == GIVEN[name]
    assert shown["occurredAt"] == "2026-11-20T08:30:00.123456+00:00"
    assert datetime.now(UTC) - datetime.fromisoformat(shown["createdAt"]) < timedelta(minutes=1)
    sources = [GIVEN["answer"]["sources"][0], {"title": "Bare", "url": None, "excerpt": None}]
    assert shown["answer"] == GIVEN["answer"] | {"sources": sources}
    assert (shown["isRead"], shown["isArchived"], shown["adminNotes"]) == (False, False, None)
    assert shown["session"] == {
        "id": "session-1",
        "firstSeenAt": shown["createdAt"],
        "lastSeenAt": shown["createdAt"],
        "feedbackCount": 1,
    }
    assert shown["analysis"] == {"__typename": "AnalysisPending", "since": shown["createdAt"]}


async def test_what_was_not_sent_is_null(emptied_service: Service) -> None:
    shown = await one(emptied_service, (await emptied_service.submit())["id"])
    assert [shown[name] for name in ("page", "apiState", "occurredAt", "answer")] == [None] * 4
    assert (shown["tags"], shown["category"]) == ([], "GENERAL")


async def test_an_empty_page_and_an_empty_state_were_sent(emptied_service: Service) -> None:
    shown = await one(emptied_service, (await emptied_service.submit(page={}, apiState={}))["id"])
    assert shown["page"] == dict.fromkeys(("url", "browser", "os", "screenResolution", "viewportSize"))
    assert shown["apiState"] == {}


async def test_a_feedback_shows_its_current_finding(emptied_service: Service) -> None:
    feedback_id = await make_feedback(created_at=at(0))
    await make_analysis(feedback_id, is_current=False, sentiment="POSITIVE")
    await make_analysis(feedback_id, sentiment="NEGATIVE", topic="BUG", confidence="HIGH", alert_triggered=True)
    assert (await one(emptied_service, feedback_id))["analysis"] == {
        "__typename": "Analysis",
        "sentiment": "NEGATIVE",
        "topic": "BUG",
        "topics": [{"topic": "BUG", "score": 1.0}],
        "confidence": "HIGH",
        "confidenceScore": 0.7,
        "alertTriggered": True,
        "method": "ML",
        "model": None,
        "promptVersion": None,
        "fallbackReason": None,
        "language": None,
        "cached": False,
        "latencyMs": 12,
        "inputTokens": None,
        "outputTokens": None,
        "costUsd": None,
        "createdAt": at(0).isoformat(),
    }


async def test_a_finding_of_words_that_have_changed_is_shown_no_more(emptied_service: Service) -> None:
    feedback_id = await make_feedback(created_at=at(0))
    await make_analysis(feedback_id, is_current=False)
    assert (await one(emptied_service, feedback_id))["analysis"]["__typename"] == "AnalysisPending"


async def test_an_analysis_that_was_given_up_says_so(emptied_service: Service) -> None:
    feedback_id = await make_feedback()
    await hold_job(feedback_id)
    assert (await one(emptied_service, feedback_id))["analysis"] == {
        "__typename": "AnalysisFailed",
        "since": at(5).isoformat(),
    }


async def test_a_finding_made_before_a_later_try_failed_still_counts(emptied_service: Service) -> None:
    feedback_id = await make_feedback()
    await make_analysis(feedback_id)
    await hold_job(feedback_id)
    assert (await one(emptied_service, feedback_id))["analysis"]["__typename"] == "Analysis"


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that is sent to the database."""
    sent: list[str] = []
    execute = asyncpg.Connection._execute

    async def counted(self: Any, query: str, *arguments: Any, **options: Any) -> Any:
        sent.append(query)
        return await execute(self, query, *arguments, **options)

    monkeypatch.setattr(asyncpg.Connection, "_execute", counted)
    return sent


async def test_a_page_costs_the_same_queries_whatever_its_size(emptied_service: Service, statements: list[str]) -> None:
    for number in range(30):
        feedback_id = await make_feedback(
            created_at=at(number), session_id=f"session-{number % 4}", rating="UP" if number % 3 == 0 else None
        )
        if number % 3 == 1:
            await make_analysis(feedback_id)
        if number % 3 == 2:
            await hold_job(feedback_id)
    costs = []
    for size in (3, 10, 30):
        statements.clear()
        reply = await emptied_service.ask(LIST, ADMIN, first=size)
        assert len(reply.data["feedbacks"]["edges"]) == size
        costs.append(len(statements))
    # The page, the total, one for answers, analyses and failed jobs, and one for sessions.
    assert costs == [4, 4, 4]


async def test_only_what_is_asked_for_is_queried(emptied_service: Service, statements: list[str]) -> None:
    await make_feedback()
    statements.clear()
    await emptied_service.ask_as_admin("{ feedbacks { edges { node { message page { url } } } } }")
    assert len(statements) == 1


async def test_feedbacks_asked_for_one_by_one_are_read_together(
    emptied_service: Service, statements: list[str]
) -> None:
    ids = [await make_feedback() for _ in range(5)]
    statements.clear()
    fields = " ".join(f'f{number}: feedback(id: "{each}") {{ id }}' for number, each in enumerate(ids))
    reply = await emptied_service.ask_as_admin(f"{{ {fields} }}")
    assert [each["id"] for each in reply.data.values()] == [str(each) for each in ids]
    assert len(statements) == 1


async def hold_job(feedback_id: UUID) -> None:
    """Give up the feedback's analysis, as the worker does after several tries."""
    await fetch(
        "INSERT INTO pgqueuer (priority, created, updated, heartbeat, execute_after, status, entrypoint, payload, "
        "dedupe_key) VALUES (0, now(), $1, now(), now(), 'failed', 'ANALYZE', $2, $3)",
        at(5),
        feedback_id.bytes,
        str(uuid4()),
    )
