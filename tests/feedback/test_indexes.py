"""Every filter and order has an index that the database uses for it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest
import pytest_asyncio

from graphql_api import tallies
from graphql_api.alerts import search as alert_search
from graphql_api.alerts.search import AlertCriteria, count_alerts, find_alerts
from graphql_api.feedback import search, stretch
from graphql_api.feedback.criteria import Criteria, Range
from graphql_api.feedback.neighbours import FINDING, SHOWN, statement
from graphql_api.feedback.search import FeedbackOrder, count_feedback, find_feedback
from graphql_api.metrics import analysis as analysis_metrics
from graphql_api.metrics import queue, storage
from graphql_api.metrics.analysis import count_analyses, count_spend
from graphql_api.metrics.daily import count_days
from graphql_api.metrics.queue import count_jobs
from graphql_api.metrics.storage import count_storage
from graphql_api.pagination import PageRequest, Position
from graphql_api.postgres.connect import connected, fetch
from graphql_api.postgres.search import search as read
from graphql_api.retention import preview
from models.enums import (
    AlertRule,
    AlertStatus,
    AnalysisMethod,
    Confidence,
    DeliveryStatus,
    FeedbackCategory,
    Rating,
    Sentiment,
    Severity,
    Topic,
)

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
alerts AS (
    INSERT INTO alert (id, rule, severity, status, count, people, told_count, feedback_id, created_at)
    SELECT id, CASE WHEN n % 100 = 0 THEN 'SILENCE' ELSE 'COMPLAINT' END,
           CASE WHEN n % 100 = 0 THEN 'CRITICAL' ELSE 'LOW' END, CASE WHEN n % 50 = 1 THEN 'OPEN' ELSE 'CLOSED' END,
           1, 1, 1, id, moment
    FROM numbers WHERE n % 100 <> 0 OR n = 100
),
notices AS (
    INSERT INTO alert_notice (id, kind, severity, alert_id, created_at)
    SELECT id, 'RAISED', 'LOW', id, moment FROM numbers WHERE n % 100 <> 0 OR n = 100
),
deliveries AS (
    INSERT INTO alert_delivery (id, notice_id, channel, status, failures, due_at, give_up_at, created_at)
    SELECT id, id, 'slack', CASE WHEN n % 300 = 1 THEN 'FAILED' ELSE 'SENT' END, 0, moment, moment, moment
    FROM numbers WHERE n % 100 <> 0 OR n = 100
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
# What grows with feedback: figures read only the rest from end to end.
TABLES_OF_ROWS = ("feedback", "analysis", "answer_rating", "screenshot", "session", "alert", "alert_feedback")


def read_whole(plan: str) -> list[str]:
    """The tables of rows that a plan reads from end to end."""

    def look(node: dict[str, Any]) -> list[str]:
        below = [table for each in node.get("Plans", ()) for table in look(each)]
        return [*below, node["Relation Name"]] if node["Node Type"] == "Seq Scan" else below

    return [table for table in look(orjson.loads(plan)[0]["Plan"]) if table in TABLES_OF_ROWS]


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
SORTED: dict[str, Criteria] = {"tags": Criteria(tags=["web"]), "words": Criteria(search="crash")}


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
        await add_plan(sql, *values)
        return [{"count": 0}] if "count(*)" in sql else []

    async def add_plan(sql: str, *values: object) -> None:
        (row,) = await read(f"EXPLAIN (FORMAT JSON) {sql}", *values)
        plans.append(orjson.dumps(orjson.loads(row[0]), option=orjson.OPT_INDENT_2).decode())

    async def run_and_explain(sql: str, *values: object) -> list[Any]:
        await add_plan(sql, *values)
        return await read(sql, *values)

    monkeypatch.setattr(search, "search", explain)
    for module in (alert_search, stretch, tallies, storage, queue, analysis_metrics, preview):
        monkeypatch.setattr(module, "search", run_and_explain)
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


@pytest.mark.parametrize("asked", SORTED)
async def test_tags_and_words_are_found_by_their_index(plans: list[str], asked: str) -> None:
    await find_feedback(SORTED[asked], FeedbackOrder.CREATED_AT_DESC, PageRequest(20, None))
    assert '"Index Name": "feedback_search"' in plans[-1]
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
    assert [table for plan in plans for table in read_whole(plan)] == []


@pytest.mark.parametrize("days", [1, 30, 36_500])
async def test_a_preview_of_a_cleanup_reads_no_table_of_rows_from_end_to_end(plans: list[str], days: int) -> None:
    await preview.preview(days, now=datetime(2026, 12, 3, 4, 5, tzinfo=UTC))
    assert plans
    assert [table for plan in plans for table in read_whole(plan)] == []


async def test_no_figure_reads_a_table_of_rows_from_end_to_end(plans: list[str]) -> None:
    now = datetime(2026, 11, 4, 4, 5, tzinfo=UTC)
    await count_storage(now)
    await count_analyses(now, 366)
    await count_days(now, 366)
    await count_jobs(now)
    await count_spend(100)
    assert len(plans) > 5
    assert [table for plan in plans for table in read_whole(plan)] == []


@pytest.mark.usefixtures("plans")
async def test_neighbours_are_looked_up_row_by_row() -> None:
    sql = statement(list(SHOWN), frozenset(FINDING))
    ids = [row["id"] for row in await fetch("SELECT id FROM feedback LIMIT 50")]
    ((plan,),) = await fetch(f"EXPLAIN (FORMAT JSON) {sql}", ids)
    # Sixty pictures are a few pages, and nothing of these is in an alert.
    assert set(read_whole(plan)) <= {"screenshot", "alert_feedback"}
    assert '"analysis_current"' in plan


ALERTS: dict[str, tuple[AlertCriteria, str]] = {
    "all": (AlertCriteria(), "alert_created_at"),
    "severity": (AlertCriteria(severities=[Severity.CRITICAL]), "alert_severity"),
    "rule": (AlertCriteria(rules=[AlertRule.SILENCE]), "alert_rule"),
    "status": (AlertCriteria(statuses=[AlertStatus.OPEN]), "alert_status"),
    "not delivered": (AlertCriteria(delivery_statuses=[DeliveryStatus.FAILED]), "alert_delivery_status"),
    "delivered": (AlertCriteria(delivery_statuses=[DeliveryStatus.SENT]), "alert_delivery_status"),
    "delivered ones of a severity": (
        AlertCriteria(severities=[Severity.LOW], delivery_statuses=[DeliveryStatus.SENT]),
        "alert_created_at",
    ),
    "several severities": (AlertCriteria(severities=[Severity.CRITICAL, Severity.LOW]), "alert_created_at"),
    "since": (AlertCriteria(created_at=Range(datetime(2026, 11, 3, tzinfo=UTC), None)), "alert_created_at"),
}


@pytest.mark.parametrize("asked", ALERTS)
async def test_a_filter_of_alerts_is_met_by_its_index(plans: list[str], asked: str) -> None:
    criteria, index = ALERTS[asked]
    for position in (MIDDLE, None):
        await find_alerts(criteria, PageRequest(20, position))
        assert '"Seq Scan"' not in plans[-1]
    assert f'"Index Name": "{index}"' in plans[-1]
    await count_alerts(criteria)
    assert '"Seq Scan"' not in plans[-1]


async def test_what_is_expected_to_be_many_is_estimated(plans: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "ESTIMATED_FROM", 100)
    total = await count_feedback(Criteria(search="-crash", is_archived=False))
    assert not total.is_exact
    assert not [plan for plan in plans if '"Limit"' in plan]
    assert 3_000 < total.number <= ROWS
    assert total.number % 100 == 0
    assert (await count_feedback(Criteria(search='"crash"', is_archived=False))).is_exact
