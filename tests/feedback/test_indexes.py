"""Every filter and order has an index that the database uses for it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest
import pytest_asyncio

from graphql_api.feedback import search
from graphql_api.feedback.criteria import Criteria, Range
from graphql_api.feedback.search import FeedbackOrder, count_feedback, find_feedback
from graphql_api.pagination import PageRequest, Position
from graphql_api.postgres.connect import connected, fetch
from graphql_api.postgres.search import search as read
from models.enums import AnalysisMethod, Confidence, FeedbackCategory, Rating, Sentiment, Topic

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROWS = 6_000
MANY = """
WITH numbers AS (SELECT n, md5(n::text)::uuid AS id, timestamptz '2026-11-01' + n * interval '1 minute' AS moment
                 FROM generate_series(1, $1) AS n),
sessions AS (INSERT INTO session SELECT 'session-' || n, now(), now(), 1 FROM generate_series(0, 99) AS n),
feedbacks AS (
    INSERT INTO feedback (id, submission_key, body_hash, session_id, category, message, tags, created_at, redactions,
                          is_read, is_archived, search_vector)
    SELECT id, id, sha256('x'), 'session-' || n % 100, CASE WHEN n % 100 = 0 THEN 'UX' ELSE 'GENERAL' END, 'm',
           CASE WHEN n % 200 = 0 THEN '{web}'::text[] ELSE '{mobile}' END, moment, '{}', n % 50 <> 0, n % 50 = 0,
           to_tsvector('english', CASE WHEN n % 300 = 0 THEN 'crash' ELSE 'word' || n END)
    FROM numbers
),
analyses AS (
    INSERT INTO analysis (feedback_id, feedback_created_at, is_current, text_hash, sentiment, topic, topics, confidence,
                          confidence_score, alert_triggered, method, prompt_version, cached, latency_ms, created_at)
    SELECT id, moment, true, sha256('x'), CASE WHEN n % 100 = 0 THEN 'MIXED' ELSE 'NEUTRAL' END,
           CASE WHEN n % 100 = 0 THEN 'UX' ELSE 'GENERAL' END, '[]',
           CASE WHEN n % 100 = 0 THEN 'HIGH' ELSE 'LOW' END, 0.5, n % 100 = 0,
           CASE WHEN n % 100 = 0 THEN 'AI' ELSE 'ML' END, CASE WHEN n % 100 = 0 THEN 'v1' END, false, 1, moment
    FROM numbers
),
pictures AS (
    INSERT INTO screenshot (feedback_id, feedback_created_at, status, annotations, attempts)
    SELECT id, moment, 'PENDING', '[]', 0 FROM numbers WHERE n % 100 = 0
)
INSERT INTO answer_rating (feedback_id, session_id, message_id, question, answer, rating, sources, issues,
                           feedback_created_at)
SELECT id, 'session-' || n % 100, id, 'q', 'a', CASE WHEN n % 100 = 0 THEN 'DOWN' ELSE 'UP' END, '[]', '{}', moment
FROM numbers
"""
MIDDLE = Position(datetime(2026, 11, 3, tzinfo=UTC), UUID(int=1))

# The index that leads to the rows of each filter; the first ones give the order as well.
IN_ORDER: dict[str, Criteria] = {
    "feedback_created_at": Criteria(),
    "feedback_category": Criteria(categories=[FeedbackCategory.UX]),
    "feedback_session": Criteria(session_id="session-1"),
    "feedback_is_archived": Criteria(is_archived=True),
    "feedback_is_read": Criteria(is_read=False),
    "analysis_sentiment": Criteria(sentiments=[Sentiment.MIXED]),
    "analysis_topic": Criteria(topics=[Topic.UX]),
    "analysis_confidence": Criteria(confidences=[Confidence.HIGH]),
    "analysis_method": Criteria(methods=[AnalysisMethod.AI]),
    "analysis_prompt_version": Criteria(prompt_versions=["v1"]),
    "analysis_alert_triggered": Criteria(alerted=True),
    "answer_rating_rating": Criteria(ratings=[Rating.DOWN]),
    "screenshot_created_at": Criteria(has_screenshot=True),
}
SORTED: dict[str, Criteria] = {
    "feedback_tags": Criteria(tags=["web"]),
    "feedback_search": Criteria(search="crash"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def many_rows(shared_database_url: str) -> AsyncIterator[None]:
    async with connected(shared_database_url, pool_size=2):
        await fetch(MANY, ROWS)
        await fetch("VACUUM ANALYZE")
        yield


@pytest.fixture
def plans(many_rows: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How the database answers what is searched for."""
    plans: list[str] = []

    async def explain(sql: str, *values: object) -> list[Any]:
        if sql.startswith("EXPLAIN"):
            return await read(sql, *values)
        (row,) = await read(f"EXPLAIN (FORMAT JSON) {sql}", *values)
        plans.append(orjson.dumps(orjson.loads(row[0]), option=orjson.OPT_INDENT_2).decode())
        return [{"count": 0}] if "count(*)" in sql else []

    monkeypatch.setattr(search, "search", explain)
    return plans


@pytest.mark.parametrize("order", FeedbackOrder)
@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("index", IN_ORDER)
async def test_a_filter_by_one_value_walks_its_index_in_order(
    plans: list[str], index: str, order: FeedbackOrder, backward: bool
) -> None:
    for position in (MIDDLE, None):
        await find_feedback(IN_ORDER[index], order, PageRequest(20, position, backward))
        assert f'"Index Name": "{index}"' in plans[-1]
        assert '"Seq Scan"' not in plans[-1]
    assert '"Sort"' not in plans[-1]


@pytest.mark.parametrize("index", SORTED)
async def test_tags_and_words_are_found_by_their_index(plans: list[str], index: str) -> None:
    await find_feedback(SORTED[index], FeedbackOrder.CREATED_AT_DESC, PageRequest(20, None))
    assert f'"Index Name": "{index}"' in plans[-1]
    assert '"Seq Scan"' not in plans[-1]


SEVERAL: dict[str, Criteria] = {
    "sentiments": Criteria(sentiments=[Sentiment.MIXED, Sentiment.NEUTRAL]),
    "topics": Criteria(topics=[Topic.UX, Topic.GENERAL]),
    "confidences": Criteria(confidences=[Confidence.HIGH, Confidence.LOW]),
    "methods": Criteria(methods=[AnalysisMethod.AI, AnalysisMethod.ML]),
    "sentiments and topics": Criteria(sentiments=[Sentiment.NEUTRAL], topics=[Topic.GENERAL]),
    "categories": Criteria(categories=[FeedbackCategory.UX, FeedbackCategory.GENERAL]),
    "ratings": Criteria(ratings=[Rating.UP, Rating.DOWN]),
}


@pytest.mark.parametrize("asked", SEVERAL)
async def test_several_values_walk_an_index_in_order(plans: list[str], asked: str) -> None:
    await find_feedback(SEVERAL[asked], FeedbackOrder.CREATED_AT_DESC, PageRequest(20, None))
    assert '"Sort"' not in plans[-1]
    assert '"Seq Scan"' not in plans[-1]


async def test_a_stretch_of_time_walks_the_index_of_time(plans: list[str]) -> None:
    stretch = Range(datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 2, 6, tzinfo=UTC))
    await find_feedback(Criteria(created_at=stretch), FeedbackOrder.CREATED_AT_DESC, PageRequest(20, None))
    assert '"Index Name": "feedback_created_at"' in plans[-1]
    assert '"Sort"' not in plans[-1]


TOGETHER = {
    "a search among the unread": Criteria(search="crash", is_read=False),
    "a search among findings": Criteria(search="crash", sentiments=[Sentiment.MIXED]),
    "a tag among findings": Criteria(tags=["web"], topics=[Topic.UX], is_archived=True),
    "findings of ratings": Criteria(ratings=[Rating.DOWN], sentiments=[Sentiment.MIXED, Sentiment.NEUTRAL]),
    "a session's findings": Criteria(session_id="session-1", alerted=True),
    "a day's findings": Criteria(alerted=True, created_at=Range(datetime(2026, 11, 2, tzinfo=UTC), None)),
    "findings without a picture": Criteria(sentiments=[Sentiment.MIXED], has_screenshot=False),
    "pictures of what is negative": Criteria(sentiments=[Sentiment.NEUTRAL], has_screenshot=True),
    "what was read": Criteria(is_read=True, categories=[FeedbackCategory.GENERAL, FeedbackCategory.BUG]),
    "a search for what is everywhere": Criteria(search="-crash", is_archived=False),
}
ALL = {**IN_ORDER, **SORTED, **SEVERAL, **TOGETHER}


@pytest.mark.parametrize("asked", ALL)
async def test_no_list_and_no_total_reads_a_table_from_end_to_end(plans: list[str], asked: str) -> None:
    await find_feedback(ALL[asked], FeedbackOrder.CREATED_AT_DESC, PageRequest(20, None))
    await count_feedback(ALL[asked])
    assert plans
    assert [plan for plan in plans if '"Seq Scan"' in plan] == []
