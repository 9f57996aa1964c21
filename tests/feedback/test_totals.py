"""Totals: the number itself where it is known, a bound where it would cost too much, and nothing when nobody asks."""

from typing import Any

import pytest
import pytest_asyncio

from graphql_api.feedback import search
from graphql_api.postgres import search as postgres_search
from graphql_api.postgres.connect import fetch
from tests.client import Service
from tests.make import at, make_analysis, make_feedback

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOTAL = "query ($filter: FeedbackFilter) { feedbacks(filter: $filter) { totalCount totalCountIsExact } }"
BOUND = 3


@pytest_asyncio.fixture(loop_scope="module")
async def eight(emptied_service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight feedbacks where counting ends at three."""
    assert emptied_service
    monkeypatch.setattr(search, "COUNT_BOUND", BOUND)
    for number in range(8):
        feedback_id = await make_feedback(
            message="a crash",
            created_at=at(number),
            category="BUG" if number < 6 else "UX",
            is_read=number < 5,
            tags=["web", "mobile"] if number < 4 else [],
            rating="DOWN" if number < 7 else None,
        )
        await make_analysis(feedback_id, sentiment="NEGATIVE" if number < 6 else "MIXED", topic="BUG", method="AI")


async def total(service: Service, filter: Any) -> tuple[int, bool]:
    found = (await service.ask_as_admin(TOTAL, filter=filter)).data["feedbacks"]
    return found["totalCount"], found["totalCountIsExact"]


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        (None, 8),
        ({}, 8),
        ({"categories": ["BUG"]}, 6),
        ({"categories": ["BUG", "UX"]}, 8),
        ({"categories": []}, 0),
        ({"isRead": True}, 5),
        ({"categories": ["BUG"], "isRead": False, "isArchived": False}, 1),
        ({"categories": ["UX"], "isRead": True}, 0),
        ({"sentiments": ["NEGATIVE"]}, 6),
        ({"sentiments": ["NEGATIVE"], "topics": ["BUG", "UX"], "methods": ["AI"], "alerted": False}, 6),
        ({"sentiments": ["NEGATIVE"], "confidences": ["HIGH"]}, 0),
        ({"promptVersions": ["", "v1"]}, 0),
        ({"ratings": ["DOWN"]}, 7),
        ({"tags": ["web"]}, 4),
        ({"tags": ["nothing"]}, 0),
        ({"tags": ["nothing"], "search": "crash"}, 0),
    ],
    ids=str,
)
async def test_what_the_database_counts_along_is_exact_at_any_size(
    emptied_service: Service, eight: None, filter: Any, expected: int
) -> None:
    assert await total(emptied_service, filter) == (expected, True)


@pytest.mark.parametrize(
    "filter",
    [
        {"search": "crash"},
        {"createdAt": {"from": at(0).isoformat()}},
        {"sessionId": "session-1"},
        {"hasScreenshot": False},
        {"tags": ["web", "mobile"]},
        {"tags": ["web"], "isArchived": False},
        {"sentiments": ["NEGATIVE"], "isRead": True},
        {"ratings": ["DOWN"], "sentiments": ["NEGATIVE"]},
        {"isRead": True, "search": "crash"},
    ],
    ids=str,
)
async def test_any_other_list_is_counted_up_to_a_bound_and_says_so(
    emptied_service: Service, eight: None, filter: Any
) -> None:
    assert await total(emptied_service, filter) == (BOUND, False)


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        ({"createdAt": {"from": at(5).isoformat()}}, BOUND),
        ({"sentiments": ["MIXED"], "isRead": False}, 2),
        ({"ratings": ["DOWN"], "search": "crash", "isRead": True, "createdAt": {"to": at(1).isoformat()}}, 1),
        ({"tags": ["web", "mobile"], "createdAt": {"to": at(2).isoformat()}}, 2),
        ({"search": "unicorn"}, 0),
        ({"hasScreenshot": True}, 0),
    ],
    ids=str,
)
async def test_a_short_list_is_counted_exactly(
    emptied_service: Service, eight: None, filter: Any, expected: int
) -> None:
    assert await total(emptied_service, filter) == (expected, True)


async def test_totals_follow_what_changes(emptied_service: Service, eight: None) -> None:
    await fetch("UPDATE feedback SET is_read = true WHERE NOT is_read")
    await fetch("DELETE FROM feedback WHERE category = 'UX'")
    assert await total(emptied_service, {"isRead": True}) == (6, True)
    assert await total(emptied_service, {"sentiments": ["MIXED"]}) == (0, True)
    assert await total(emptied_service, None) == (6, True)


async def test_nothing_is_counted_unless_asked_for(
    emptied_service: Service, eight: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    read = postgres_search.search

    async def listen(sql: str, *values: object) -> list[Any]:
        asked.append(sql)
        return await read(sql, *values)

    monkeypatch.setattr(search, "search", listen)
    await emptied_service.ask_as_admin('{ feedbacks(filter: {search: "crash"}) { edges { cursor } } }')
    assert len(asked) == 1
    assert "count" not in asked[0]
    await emptied_service.ask_as_admin(TOTAL, filter={"search": "crash"})
    assert sum(sql.startswith("SELECT count(*)") for sql in asked) == 1
