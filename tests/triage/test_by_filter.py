"""Reading and putting away all that meets a filter."""

import json
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from graphql_api.postgres.connect import fetch
from graphql_api.triage import triage
from tests.client import Service
from tests.make import at, make_analysis, make_feedback
from tests.rows import count

pytestmark = pytest.mark.asyncio(loop_scope="module")

RESULT = """
  __typename
  ... on TriageByFilterSuccess { changedCount isComplete }
  ... on InvalidInput { fields { path code } }
"""
READ = (
    "mutation ($filter: FeedbackFilter!, $read: Boolean! = true) "
    f"{{ done: markFeedbackReadByFilter(filter: $filter, read: $read) {{ {RESULT} }} }}"
)
ARCHIVE = (
    "mutation ($filter: FeedbackFilter!, $archived: Boolean! = true) "
    f"{{ done: archiveFeedbackByFilter(filter: $filter, archived: $archived) {{ {RESULT} }} }}"
)


async def done(service: Service, mutation: str, filter: Any, **variables: Any) -> Any:
    return (await service.ask_as_admin(mutation, filter=filter, **variables)).data["done"]


async def standing(column: str) -> list[bool]:
    return [row[0] for row in await fetch(f"SELECT {column} FROM feedback ORDER BY created_at")]


@pytest_asyncio.fixture(loop_scope="module")
async def seven(emptied_service: Service) -> None:
    """Seven feedbacks, three of them negative."""
    assert emptied_service
    for number in range(7):
        feedback_id = await make_feedback(id=UUID(int=number), created_at=at(number), is_read=number == 0)
        await make_analysis(feedback_id, sentiment="NEGATIVE" if number < 3 else "NEUTRAL")


async def test_all_that_meets_a_filter_is_changed_and_nothing_else(emptied_service: Service, seven: None) -> None:
    result = await done(emptied_service, ARCHIVE, {"sentiments": ["NEGATIVE"]})
    assert result == {"__typename": "TriageByFilterSuccess", "changedCount": 3, "isComplete": True}
    assert await standing("is_archived") == [True] * 3 + [False] * 4
    result = await done(emptied_service, READ, {"isArchived": True})
    assert result["changedCount"] == 2
    assert await standing("is_read") == [True] * 3 + [False] * 4
    assert await count("triage_change") == 5


async def test_a_filter_by_what_is_changed_is_met_once(emptied_service: Service, seven: None) -> None:
    assert (await done(emptied_service, READ, {"isRead": False}))["changedCount"] == 6
    assert (await done(emptied_service, READ, {"isRead": False}))["changedCount"] == 0
    assert (await done(emptied_service, READ, {"isRead": True})) == {
        "__typename": "TriageByFilterSuccess",
        "changedCount": 0,
        "isComplete": True,
    }
    assert (await done(emptied_service, READ, {"isRead": True}, read=False))["changedCount"] == 7


async def test_more_than_one_batch_is_changed_in_one_call(
    emptied_service: Service, seven: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triage, "MOST_IDS", 2)
    result = await done(emptied_service, ARCHIVE, {"isArchived": False})
    assert (result["changedCount"], result["isComplete"]) == (7, True)


async def test_the_audit_record_names_the_criteria_but_not_what_they_ask_for(
    emptied_service: Service, seven: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triage, "MOST_IDS", 2)
    await done(emptied_service, ARCHIVE, {"sentiments": ["NEGATIVE"], "search": "broke"})
    records = await fetch("SELECT operation, details, cardinality(subjects) AS subjects FROM audit_record ORDER BY id")
    details = {"action": "ARCHIVED", "filters": ["search", "sentiments"]}
    assert [(row["operation"], json.loads(row["details"])) for row in records] == [
        ("archiveFeedbackByFilter", details)
    ] * 2
    assert sorted(row["subjects"] for row in records) == [1, 2]


async def test_a_call_that_changes_its_most_says_that_there_are_more(
    emptied_service: Service, seven: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triage, "MOST_IDS", 2)
    monkeypatch.setattr(triage, "MOST_BY_FILTER", 4)
    results = [await done(emptied_service, READ, {"createdAt": {}, "isArchived": False}) for _ in range(2)]
    assert [(each["changedCount"], each["isComplete"]) for each in results] == [(4, False), (2, True)]


@pytest.mark.parametrize("filter", [{}, {"search": " "}, {"isRead": None}])
async def test_a_filter_that_asks_nothing_changes_nothing(emptied_service: Service, seven: None, filter: Any) -> None:
    result = await done(emptied_service, ARCHIVE, filter)
    assert result["fields"] == [{"path": ["filter"], "code": "REQUIRED"}]
    assert await count("triage_change") == 0
