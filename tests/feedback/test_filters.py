"""Filters: each alone, all together, any of a list, and none of an empty one."""

from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from tests.client import Service
from tests.conftest import empty_database
from tests.make import at, make_analysis, make_feedback

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIND = """
query ($filter: FeedbackFilter, $orderBy: FeedbackOrder) {
  feedbacks(filter: $filter, orderBy: $orderBy) { totalCount edges { node { id } } }
}
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def names(shared_service: Service) -> dict[str, str]:
    """Six feedbacks, a to f, oldest first; f has not been analysed."""
    assert shared_service
    await empty_database()
    made: dict[str, UUID] = {
        "a": await make_feedback(created_at=at(1), category="BUG", tags=["web"], message="The export crashes"),
        "b": await make_feedback(created_at=at(2), category="UX", tags=["web", "mobile"], is_read=True),
        "c": await make_feedback(created_at=at(3), category="BUG", session_id="session-2", is_archived=True),
        "d": await make_feedback(created_at=at(4), rating="UP", message=None),
        "e": await make_feedback(created_at=at(5), rating="DOWN", tags=["mobile"], is_read=True, is_archived=True),
        "f": await make_feedback(created_at=at(6), category="BILLING", session_id="session-2"),
    }
    await make_analysis(made["a"], sentiment="NEGATIVE", topic="BUG", confidence="HIGH", alert_triggered=True)
    await make_analysis(made["b"], sentiment="POSITIVE", topic="UX", confidence="LOW")
    await make_analysis(
        made["c"], sentiment="NEGATIVE", topic="BUG", confidence="LOW", method="AI", prompt_version="v1"
    )
    await make_analysis(made["d"], sentiment="MIXED", method="AI", prompt_version="v2", alert_triggered=True)
    await make_analysis(made["e"], method="VALIDATION", confidence="LOW")
    # What was found before counts for nothing.
    await make_analysis(made["e"], is_current=False, sentiment="POSITIVE", topic="UX", method="AI", prompt_version="v1")
    return {str(feedback_id): name for name, feedback_id in made.items()}


async def found(service: Service, names: dict[str, str], filter: Any, order: str = "CREATED_AT_ASC") -> str:
    reply = await service.ask_as_admin(FIND, filter=filter, orderBy=order)
    connection = reply.data["feedbacks"]
    assert connection["totalCount"] == len(connection["edges"])
    return "".join(names[edge["node"]["id"]] for edge in connection["edges"])


ALONE: list[tuple[Any, str]] = [
    (None, "abcdef"),
    ({}, "abcdef"),
    ({"categories": ["BUG"]}, "ac"),
    ({"categories": ["BUG", "UX"]}, "abc"),
    ({"categories": []}, ""),
    ({"categories": None}, "abcdef"),
    ({"categories": "UX"}, "b"),
    ({"sentiments": ["NEGATIVE"]}, "ac"),
    ({"sentiments": ["POSITIVE", "MIXED"]}, "bd"),
    ({"sentiments": []}, ""),
    ({"topics": ["BUG"]}, "ac"),
    ({"topics": ["UX", "GENERAL"]}, "bde"),
    ({"topics": []}, ""),
    ({"confidences": ["LOW"]}, "bce"),
    ({"confidences": ["HIGH", "MEDIUM"]}, "ad"),
    ({"confidences": []}, ""),
    ({"methods": ["AI"]}, "cd"),
    ({"methods": ["ML", "VALIDATION"]}, "abe"),
    ({"methods": []}, ""),
    ({"promptVersions": ["v1"]}, "c"),
    ({"promptVersions": ["v1", "v2", "v\x003"]}, "cd"),
    ({"promptVersions": []}, ""),
    ({"ratings": ["UP"]}, "d"),
    ({"ratings": ["UP", "DOWN"]}, "de"),
    ({"ratings": []}, ""),
    ({"tags": ["web"]}, "ab"),
    ({"tags": ["web", "mobile"]}, "abe"),
    ({"tags": ["we\x00b"]}, "ab"),
    ({"tags": ["nothing"]}, ""),
    ({"tags": []}, ""),
    ({"sessionId": "session-2"}, "cf"),
    ({"sessionId": "session-\x002"}, "cf"),
    ({"sessionId": "nobody"}, ""),
    ({"sessionId": ""}, ""),
    ({"isRead": True}, "be"),
    ({"isRead": False}, "acdf"),
    ({"isArchived": True}, "ce"),
    ({"isArchived": False}, "abdf"),
    ({"alerted": True}, "ad"),
    ({"alerted": False}, "bce"),
    ({"search": "crash"}, "a"),
    ({"createdAt": {"from": at(3).isoformat()}}, "cdef"),
    ({"createdAt": {"to": at(3).isoformat()}}, "ab"),
    ({"createdAt": {"from": at(2).isoformat(), "to": at(4).isoformat()}}, "bc"),
    ({"createdAt": {"from": at(4).isoformat(), "to": at(4).isoformat()}}, ""),
    ({"createdAt": {"from": at(5).isoformat(), "to": at(2).isoformat()}}, ""),
    ({"createdAt": {"from": "2026-11-01T05:33:00+05:30"}}, "cdef"),
    ({"createdAt": {"from": "2026-11-01T00:03:00"}}, "cdef"),
    ({"createdAt": {}}, "abcdef"),
    ({"createdAt": None}, "abcdef"),
    ({"createdAt": {"from": "0001-01-01T00:00:00+14:00", "to": "9999-12-31T23:59:59.999999-14:00"}}, "abcdef"),
    ({"createdAt": {"from": "9999-12-31T23:59:59.999999-14:00"}}, ""),
    ({"createdAt": {"to": "0001-01-01T00:00:00+14:00"}}, ""),
]
TOGETHER: list[tuple[Any, str]] = [
    ({"categories": ["BUG"], "isArchived": False}, "a"),
    ({"sentiments": ["NEGATIVE"], "confidences": ["LOW"]}, "c"),
    ({"sentiments": ["NEGATIVE"], "ratings": ["UP"]}, ""),
    ({"sentiments": ["MIXED"], "ratings": ["UP"]}, "d"),
    ({"ratings": ["UP", "DOWN"], "methods": ["AI", "VALIDATION"], "createdAt": {"from": at(5).isoformat()}}, "e"),
    ({"tags": ["mobile"], "isRead": True, "isArchived": True, "ratings": ["DOWN"]}, "e"),
    ({"sessionId": "session-2", "alerted": False}, "c"),
    ({"search": "export", "categories": ["BUG"], "alerted": True, "tags": ["web"], "isRead": False}, "a"),
    ({"search": "export", "sentiments": ["POSITIVE"]}, ""),
]


@pytest.mark.parametrize(("filter", "expected"), ALONE + TOGETHER, ids=[str(each) for each, _ in ALONE + TOGETHER])
async def test_a_filter_finds_what_it_names_and_nothing_else(
    shared_service: Service, names: dict[str, str], filter: Any, expected: str
) -> None:
    assert await found(shared_service, names, filter) == expected
    assert await found(shared_service, names, filter, "CREATED_AT_DESC") == expected[::-1]


async def test_newest_comes_first_unless_ordered_otherwise(shared_service: Service, names: dict[str, str]) -> None:
    reply = await shared_service.ask_as_admin("{ feedbacks { edges { node { id } } } }")
    assert "".join(names[edge["node"]["id"]] for edge in reply.data["feedbacks"]["edges"]) == "fedcba"


async def test_one_feedback_is_found_by_its_id(shared_service: Service, names: dict[str, str]) -> None:
    for feedback_id in names:
        reply = await shared_service.ask_as_admin("query ($id: ID!) { feedback(id: $id) { id } }", id=feedback_id)
        assert reply.data == {"feedback": {"id": feedback_id}}


@pytest.mark.parametrize("id", ["", "x", "00000000-0000-0000-0000-000000000000", "\x00", 7, "x" * 100_000])
async def test_an_id_of_no_feedback_finds_null(shared_service: Service, id: Any) -> None:
    reply = await shared_service.ask_as_admin("query ($id: ID!) { feedback(id: $id) { id } }", id=id)
    assert reply.data == {"feedback": None}
