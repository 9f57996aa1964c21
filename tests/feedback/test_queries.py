"""Whatever is asked, and whichever table leads: the same feedback as a look at every row would find, in order."""

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from graphql_api.feedback import marks, search, stretch
from graphql_api.feedback.criteria import Criteria, Range
from graphql_api.feedback.query import Query, leads
from graphql_api.feedback.search import FeedbackOrder, Total, count_feedback, find_feedback
from graphql_api.pagination import PageRequest, Position
from graphql_api.postgres.connect import connected, fetch
from models.enums import AnalysisMethod, Confidence, FeedbackCategory, Rating, Sentiment, Topic
from tests.make import at, make_analysis, make_feedback

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROWS = 60
# Three rows share a moment, and the next ones are of so many minutes later: two weeks in all.
STEP = 1_000
QUERIES = 150
ALL = """
SELECT feedback.*, sentiment, topic, confidence, method, prompt_version, alert_triggered, rating,
    screenshot.feedback_id IS NOT NULL AS has_screenshot
FROM feedback
LEFT JOIN analysis ON analysis.feedback_id = feedback.id AND is_current
LEFT JOIN answer_rating ON answer_rating.feedback_id = feedback.id
LEFT JOIN screenshot ON screenshot.feedback_id = feedback.id
ORDER BY feedback.created_at, feedback.id
"""
COLUMNS: dict[str, tuple[str, list[Any]]] = {
    "categories": ("category", list(FeedbackCategory)[:3]),
    "sentiments": ("sentiment", list(Sentiment)),
    "topics": ("topic", list(Topic)[:3]),
    "confidences": ("confidence", list(Confidence)),
    "methods": ("method", list(AnalysisMethod)),
    "prompt_versions": ("prompt_version", ["v1", "v2", ""]),
    "ratings": ("rating", list(Rating)),
}
FLAGS = {
    "is_read": "is_read",
    "is_archived": "is_archived",
    "alerted": "alert_triggered",
    "has_screenshot": "has_screenshot",
}
PICTURES = """
INSERT INTO screenshot (feedback_id, feedback_created_at, status, annotations, attempts)
SELECT id, created_at, 'PENDING', '[]', 0 FROM feedback WHERE id = ANY($1)
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def rows(shared_database_url: str) -> AsyncIterator[list[asyncpg.Record]]:
    chance = random.Random(1)
    pictured = []
    async with connected(shared_database_url, pool_size=2):
        for number in range(ROWS):
            feedback_id = await make_feedback(
                id=UUID(int=chance.getrandbits(120)),
                message=chance.choice(["crash", "slow"]),
                session_id=f"session-{number % 4}",
                category=chance.choice(COLUMNS["categories"][1]),
                tags=chance.sample(["web", "mobile"], chance.randint(0, 2)),
                created_at=at(number // 3 * STEP),
                is_read=chance.random() < 0.5,
                is_archived=chance.random() < 0.5,
                rating=chance.choice([None, *Rating]),
            )
            if chance.random() < 0.4:
                pictured.append(feedback_id)
            if chance.random() < 0.9:
                traits = {
                    column: chance.choice(values)
                    for column, values in COLUMNS.values()
                    if column not in {"category", "rating", "prompt_version"}
                }
                version = chance.choice([None, "v1", "v2"])
                await make_analysis(
                    feedback_id, **traits, prompt_version=version, alert_triggered=chance.random() < 0.5
                )
        await fetch(PICTURES, pictured)
        yield await fetch(ALL)


def any_criteria(chance: random.Random) -> Criteria:
    """From none to five criteria."""
    given: dict[str, Any] = {}
    for _ in range(chance.randint(0, 5)):
        name = chance.choice([*COLUMNS, *FLAGS, "tags", "session_id", "created_at", "search"])
        if name in COLUMNS:
            values = COLUMNS[name][1]
            given[name] = chance.sample(values, chance.randint(0, len(values)))
        elif name in FLAGS:
            given[name] = chance.random() < 0.5
        elif name == "tags":
            given[name] = chance.sample(["web", "mobile", "nothing"], chance.randint(0, 3))
        elif name == "created_at":
            given[name] = Range(
                at(chance.randint(0, 20) * STEP), chance.choice([None, at(chance.randint(0, 20) * STEP)])
            )
        else:
            given[name] = "session-1" if name == "session_id" else "crash"
    return Criteria(**given)


def meets(row: asyncpg.Record, criteria: Criteria) -> bool:
    """Whether a row is asked for, decided without the database."""
    for name, (column, _) in COLUMNS.items():
        wanted = getattr(criteria, name)
        if wanted is not None and row[column] not in wanted:
            return False
    flags = all(getattr(criteria, name) in (None, row[column]) for name, column in FLAGS.items())
    range_ = criteria.created_at
    return (
        flags
        and (criteria.tags is None or bool(set(criteria.tags) & set(row["tags"])))
        and criteria.session_id in (None, row["session_id"])
        and criteria.search in (None, row["message"])
        and (range_ is None or range_.start is None or row["created_at"] >= range_.start)
        and (range_ is None or range_.end is None or row["created_at"] < range_.end)
    )


@pytest.mark.parametrize("seed", range(QUERIES))
async def test_a_list_is_what_a_look_at_every_row_would_find(rows: list[asyncpg.Record], seed: int) -> None:
    criteria = any_criteria(random.Random(seed))
    expected = [row["id"] for row in rows if meets(row, criteria)]
    for order, ids in ((FeedbackOrder.CREATED_AT_ASC, expected), (FeedbackOrder.CREATED_AT_DESC, expected[::-1])):
        page = await find_feedback(criteria, order, PageRequest(100))
        assert [row["id"] for row in page.rows] == ids
    assert await count_feedback(criteria) == Total(len(expected), is_exact=True)
    for lead in leads(criteria):
        for are_tags_rare, by_moment in product((False, True), repeat=2):
            query = Query(criteria, lead, are_tags_rare=are_tags_rare, by_moment=by_moment)
            sql = f"SELECT {query.id} FROM {query.tables}{query.where} ORDER BY {query.moment}, {query.id}"
            assert [row[0] for row in await fetch(sql, *query.values)] == expected
            sql = f"SELECT count(*) FROM {query.tables_asked}{query.where}"
            assert [row[0] for row in await fetch(sql, *query.values)] == [len(expected)]


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("length", [(0.02, 16), (0.3, 2), (0.3, 1)])
@pytest.mark.parametrize("seed", range(12))
async def test_pages_that_are_looked_for_in_a_stretch_of_time_come_one_after_the_other(
    rows: list[asyncpg.Record], seed: int, length: tuple[float, int], backward: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of any length, also too short, and rather than any other way.
    monkeypatch.setattr(stretch, "MARGIN", length[0])
    monkeypatch.setattr(marks, "MOST_DAYS", length[1])
    monkeypatch.setattr(search, "_handicap", lambda lead: 1e9)
    criteria = any_criteria(random.Random(seed))
    expected = [row["id"] for row in rows if meets(row, criteria)]
    order = FeedbackOrder.CREATED_AT_ASC if seed % 2 else FeedbackOrder.CREATED_AT_DESC
    found: list[asyncpg.Record] = []
    position, goes_on = None, True
    while goes_on:
        page = await find_feedback(criteria, order, PageRequest(7, position, backward))
        found = [*page.rows, *found] if backward else [*found, *page.rows]
        goes_on = page.has_previous_page if backward else page.has_next_page
        end = found[0 if backward else -1] if found else None
        position = Position(end["created_at"], end["id"]) if end else None
    assert [row["id"] for row in found] == (expected if seed % 2 else expected[::-1])
    assert await count_feedback(criteria) == Total(len(expected), is_exact=True)


@pytest.mark.parametrize("days", [0, 1, 5, 17, 100, 900])
async def test_every_moment_of_a_stretch_has_one_of_its_marks(rows: list[asyncpg.Record], days: int) -> None:
    chance = random.Random(days)
    for _ in range(20):
        start = at(chance.randint(-10_000_000, 10_000_000))
        end = start + timedelta(days=days, seconds=chance.randint(0, 86_400))
        found = marks.marks_of_days(start, end)
        assert found is not None
        assert len(found) <= marks.MOST_DAYS
        moments = [start, end, *(start + (end - start) * chance.random() for _ in range(20))]
        sql = "SELECT bool_and(feedback_marks(moment, true, true) && $2) FROM unnest($1::timestamptz[]) AS moment"
        assert (await fetch(sql, moments, found))[0][0]
        far = [start - timedelta(days=days + 200), end + timedelta(days=days + 200)]
        sql = "SELECT bool_or(feedback_marks(moment, false, true) && $2) FROM unnest($1::timestamptz[]) AS moment"
        assert not (await fetch(sql, far, found))[0][0]


async def test_what_would_take_too_many_marks_or_is_of_long_ago_has_none() -> None:
    assert marks.marks_of_days(at(0), at(0) + timedelta(days=1_100)) is None
    assert marks.marks_of_days(marks.EPOCH - timedelta(days=1), at(0)) is None
    assert marks.marks_of_days(at(0), at(0) - timedelta(days=3)) is None
