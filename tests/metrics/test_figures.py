"""The figures that admins ask for, as GraphQL shows them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from graphql_api.jobs.queue import JobKind, enqueue
from graphql_api.postgres.connect import fetch, transaction
from models.enums import Scope
from tests.access.test_keys import make_key
from tests.client import Service
from tests.make import make_analysis, make_feedback

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANALYSIS = """
query ($days: Int! = 30) { metrics { analysis(days: $days) {
  total alertRate fallbackRate cacheHitRate inputTokens outputTokens costUsd
  sentiments { sentiment count } topics { topic count } confidences { confidence count } methods { method count }
  promptVersions { version count } fallbackReasons { reason count } latency { p50 p95 p99 }
} } }
"""
DAILY = """
query ($days: Int! = 3) { metrics { daily(days: $days) {
  day submissions analysed alerted ratingsUp ratingsDown sentiments { sentiment count } topics { topic count }
} } }
"""
STORAGE = """
{ metrics { storage {
  totalSubmissions submissionsLast24Hours submissionsKb submissionsMb averageSubmissionKb largestSubmissionKb
} } }
"""
QUEUE = """
{ metrics { queue { depth running failed oldestSeconds byKind { kind depth running failed oldestSeconds } } } }
"""
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


async def figures(service: Service, query: str, **variables: Any) -> Any:
    (part,) = (await service.ask_as_admin(query, **variables)).data["metrics"].values()
    return part


@pytest_asyncio.fixture(loop_scope="module")
async def findings(emptied_service: Service) -> list[UUID]:
    """A hundred findings of today, one of three days ago."""
    assert emptied_service
    made = [await make_feedback(created_at=TODAY) for _ in range(100)]
    for number, feedback_id in enumerate(made):
        await make_analysis(
            feedback_id,
            sentiment="NEGATIVE" if number < 25 else "POSITIVE",
            topic="BUG" if number < 10 else "UX",
            confidence="HIGH",
            method="AI" if number < 40 else "ML",
            prompt_version="v1" if number < 30 else ("v2" if number < 40 else None),
            alert_triggered=number < 20,
        )
    await fetch(
        "UPDATE analysis SET latency_ms = place, cached = place <= 10, input_tokens = 3, output_tokens = 1, "
        "cost_usd = 0.25, fallback_reason = CASE WHEN place <= 5 THEN 'timeout' WHEN place <= 8 THEN 'disabled' END "
        "FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM analysis) AS numbered "
        "WHERE numbered.id = analysis.id"
    )
    await make_analysis(await make_feedback(created_at=TODAY - timedelta(days=3)), sentiment="MIXED")
    return made


async def test_findings_are_counted_by_each_of_their_traits(emptied_service: Service, findings: list[UUID]) -> None:
    shown = await figures(emptied_service, ANALYSIS, days=3)
    assert shown["total"] == 100
    assert shown["sentiments"] == [
        {"sentiment": "POSITIVE", "count": 75},
        {"sentiment": "NEGATIVE", "count": 25},
        {"sentiment": "NEUTRAL", "count": 0},
        {"sentiment": "MIXED", "count": 0},
    ]
    assert {each["topic"]: each["count"] for each in shown["topics"] if each["count"]} == {"BUG": 10, "UX": 90}
    assert [each["count"] for each in shown["confidences"]] == [100, 0, 0]
    assert {each["method"]: each["count"] for each in shown["methods"] if each["count"]} == {"AI": 40, "ML": 60}
    assert shown["promptVersions"] == [{"version": "v1", "count": 30}, {"version": "v2", "count": 10}]
    assert shown["fallbackReasons"] == [{"reason": "disabled", "count": 3}, {"reason": "timeout", "count": 5}]
    assert (shown["alertRate"], shown["fallbackRate"], shown["cacheHitRate"]) == (0.2, 0.05, 0.1)
    assert shown["latency"] == {"p50": 55, "p95": 96, "p99": 100}
    assert (shown["inputTokens"], shown["outputTokens"], shown["costUsd"]) == (300, 100, 25)


async def test_a_finding_that_was_replaced_counts_only_for_what_it_cost(
    emptied_service: Service, findings: list[UUID]
) -> None:
    await fetch("UPDATE analysis SET is_current = false WHERE feedback_id = $1", findings[0])
    await make_analysis(findings[0], sentiment="NEUTRAL")
    shown = await figures(emptied_service, ANALYSIS, days=1)
    assert [each["count"] for each in shown["sentiments"]] == [75, 24, 1, 0]
    assert (shown["total"], shown["costUsd"]) == (100, 25)


async def test_more_days_hold_more(emptied_service: Service, findings: list[UUID]) -> None:
    totals = [(await figures(emptied_service, ANALYSIS, days=days))["total"] for days in (1, 3, 4, 366)]
    assert totals == [100, 100, 101, 101]


async def test_without_findings_there_are_no_rates(emptied_service: Service) -> None:
    shown = await figures(emptied_service, ANALYSIS)
    assert (shown["total"], shown["alertRate"], shown["fallbackRate"], shown["cacheHitRate"]) == (0, None, None, None)
    assert (shown["latency"], shown["promptVersions"], shown["costUsd"]) == (None, [], 0)


async def test_days_are_told_one_by_one_also_empty_ones(emptied_service: Service, findings: list[UUID]) -> None:
    await make_feedback(created_at=TODAY - timedelta(days=2, microseconds=-1), rating="DOWN")
    days = await figures(emptied_service, DAILY)
    assert [each["day"] for each in days] == [str((TODAY - timedelta(days=age)).date()) for age in (2, 1, 0)]
    assert [(each["submissions"], each["analysed"], each["alerted"]) for each in days] == [
        (1, 0, 0),
        (0, 0, 0),
        (100, 100, 20),
    ]
    assert [(each["ratingsUp"], each["ratingsDown"]) for each in days] == [(0, 1), (0, 0), (0, 0)]
    assert {each["topic"]: each["count"] for each in days[2]["topics"]}["BUG"] == 10
    assert [each["count"] for each in days[1]["sentiments"]] == [0, 0, 0, 0]


@pytest.mark.parametrize("query", [ANALYSIS, DAILY])
@pytest.mark.parametrize("days", [0, -1, 367, 2**31 - 1])
async def test_a_number_of_days_without_sense_is_refused(emptied_service: Service, query: str, days: int) -> None:
    assert (await emptied_service.ask_as_admin(query, days=days)).codes == ["BAD_REQUEST"]


async def test_what_is_kept_is_measured(emptied_service: Service) -> None:
    assert await figures(emptied_service, STORAGE) == {
        "totalSubmissions": 0,
        "submissionsLast24Hours": 0,
        "submissionsKb": 0,
        "submissionsMb": 0,
        "averageSubmissionKb": None,
        "largestSubmissionKb": None,
    }
    now = datetime.now(UTC)
    await make_feedback(message="ä" * 512, created_at=now - timedelta(hours=23, minutes=59))
    await make_feedback(message="b" * 3_072, created_at=now - timedelta(hours=24, minutes=1))
    assert await figures(emptied_service, STORAGE) == {
        "totalSubmissions": 2,
        "submissionsLast24Hours": 1,
        "submissionsKb": 4,
        "submissionsMb": 0,
        "averageSubmissionKb": 2,
        "largestSubmissionKb": 3,
    }


async def test_jobs_are_counted_by_what_they_wait_for(emptied_service: Service) -> None:
    assert await figures(emptied_service, QUEUE) == {
        "depth": 0,
        "running": 0,
        "failed": 0,
        "oldestSeconds": None,
        "byKind": [],
    }
    async with transaction() as connection:
        await enqueue(connection, JobKind.ANALYZE, [uuid4() for _ in range(5)])
        await enqueue(connection, JobKind.ANALYZE, [uuid4()], after=timedelta(hours=1))
    jobs = await fetch("SELECT id FROM pgqueuer ORDER BY id")
    await fetch("UPDATE pgqueuer SET status = 'picked' WHERE id = $1", jobs[0]["id"])
    await fetch("UPDATE pgqueuer SET status = 'failed' WHERE id = $1", jobs[1]["id"])
    await fetch("UPDATE pgqueuer SET execute_after = now() - interval '90 s' WHERE id = $1", jobs[2]["id"])
    shown = await figures(emptied_service, QUEUE)
    assert (shown["depth"], shown["running"], shown["failed"]) == (4, 1, 1)
    assert 90 <= shown["oldestSeconds"] < 120
    (kind,) = shown["byKind"]
    assert (kind["kind"], kind["depth"], kind["running"], kind["failed"]) == ("ANALYZE", 4, 1, 1)
    async with emptied_service.session.get(f"{emptied_service.url}/metrics") as response:
        told = await response.text()
    assert 'feedback_jobs{kind="ANALYZE",state="waiting"} 4.0' in told
    assert 'feedback_jobs{kind="ANALYZE",state="failed"} 1.0' in told


async def test_jobs_for_later_are_not_late(emptied_service: Service) -> None:
    async with transaction() as connection:
        await enqueue(connection, JobKind.ANALYZE, [uuid4()], after=timedelta(hours=1))
    shown = await figures(emptied_service, QUEUE)
    assert (shown["depth"], shown["oldestSeconds"]) == (1, None)


@pytest.mark.parametrize("query", [ANALYSIS, DAILY, STORAGE, QUEUE])
async def test_figures_are_for_those_who_may_read(emptied_service: Service, query: str) -> None:
    assert (await emptied_service.ask(query)).codes == ["UNAUTHENTICATED"]
    assert (await emptied_service.ask(query, {"X-API-Key": await make_key(Scope.TRIAGE)})).codes == ["FORBIDDEN"]


async def test_a_figure_that_takes_too_long_is_refused_with_a_reason(
    emptied_service: Service, database_is_locked: None
) -> None:
    reply = await emptied_service.ask_as_admin(ANALYSIS)
    assert (reply.status, reply.codes) == (429, ["LIMITED"])
    reply = await emptied_service.ask_as_admin("{ feedbacks(filter: {isRead: false}) { totalCount } }")
    assert (reply.status, reply.codes) == (429, ["LIMITED"])
    assert "2 s" in reply.body["errors"][0]["message"]


@pytest_asyncio.fixture(loop_scope="module")
async def database_is_locked(shared_database_url: str) -> Any:
    """Nothing can be read from the tables that lists and figures are about."""
    connection = await asyncpg.connect(shared_database_url)
    await connection.execute("BEGIN; LOCK TABLE tally, feedback")
    yield
    await connection.close()
