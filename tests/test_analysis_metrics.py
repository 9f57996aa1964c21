"""What was understood, counted: for admins, for Prometheus, and one version of the prompt beside the other."""

from typing import Any

import pytest

from graphql_api.analysis.ai import Usage
from graphql_api.analysis.analyze import analyze_feedback
from graphql_api.analysis.finding import Finding
from graphql_api.analysis.spend import Spend
from graphql_api.postgres.connect import fetch
from models.enums import AnalysisMethod, Sentiment, Topic
from tests.client import Service
from tests.make import make_feedback
from tests.readers import NoReader

METRICS = """
{ metrics {
  analysis {
    total sentiments { sentiment count } topics { topic count } confidences { confidence count }
    methods { method count } promptVersions { version count } fallbackReasons { reason count }
    alertRate fallbackRate cacheHitRate latency { p50 p95 p99 } waiting { forTheAi forAny attempts }
  }
  spend { answers inputTokens outputTokens costUsd budgetUsd isOverBudget }
} }
"""
COMPARISON = """
query ($days: Int! = 7) { promptComparison(days: $days) {
  version change isActive isCanary count sentiments { sentiment count } topics { topic count }
  confidences { confidence count } alertRate averageLatencyMs p95LatencyMs inputTokens outputTokens costUsd
  averageCostUsd
} }
"""


class Says:
    """Finds what it was told to."""

    def __init__(self, **finding: Any) -> None:
        topic = finding.pop("topic", Topic.BUG)
        self.finding = Finding(topic=topic, topics=((topic, 1.0),), **finding)

    async def analyze(self, text: str, **_more: object) -> Finding:
        return self.finding


def by_ai(sentiment: Sentiment, version: str, *, cached: bool = False) -> Says:
    return Says(
        sentiment=sentiment,
        confidence_score=0.9,
        method=AnalysisMethod.AI,
        prompt_version=version,
        cached=cached,
        input_tokens=100,
        output_tokens=10,
        cost_usd=0.5,
    )


@pytest.fixture
async def _some_findings(service: Service) -> None:
    local = {"sentiment": Sentiment.MIXED, "topic": Topic.UX, "confidence_score": 0.6, "method": AnalysisMethod.ML}
    readers: list[Any] = [
        by_ai(Sentiment.NEGATIVE, "v1"),
        by_ai(Sentiment.POSITIVE, "v2"),
        by_ai(Sentiment.NEGATIVE, "v2"),
        by_ai(Sentiment.NEGATIVE, "v2", cached=True),
        Says(**local, fallback_reason="timeout"),
        Says(**local, fallback_reason="budget"),
        Says(**local, fallback_reason="disabled"),
        NoReader("model_unavailable"),
    ]
    for reader in readers:
        await analyze_feedback(await make_feedback(message="It is what it is."), analyzer=reader)
    await Spend(budget_usd=1).add(Usage("gpt-4.1-mini", 300, 30, 1.5))


@pytest.mark.usefixtures("_some_findings")
async def test_findings_are_counted_by_what_they_say_and_where_they_come_from(service: Service) -> None:
    counted = (await service.ask_as_admin(METRICS)).data["metrics"]
    found = counted["analysis"]
    assert found["total"] == 8
    assert found["sentiments"] == [
        {"sentiment": "POSITIVE", "count": 1},
        {"sentiment": "NEGATIVE", "count": 3},
        {"sentiment": "NEUTRAL", "count": 1},
        {"sentiment": "MIXED", "count": 3},
    ]
    assert {each["topic"]: each["count"] for each in found["topics"] if each["count"]} == {
        "BUG": 4,
        "UX": 3,
        "GENERAL": 1,
    }
    assert [each["count"] for each in found["confidences"]] == [4, 3, 1]
    assert {each["method"]: each["count"] for each in found["methods"]} == {
        "AI": 4,
        "ML": 3,
        "VALIDATION": 0,
        "NONE": 1,
    }
    assert found["promptVersions"] == [{"version": "v1", "count": 1}, {"version": "v2", "count": 3}]
    assert {each["reason"] for each in found["fallbackReasons"]} == {
        *("timeout", "budget", "disabled", "model_unavailable"),
    }
    assert (found["alertRate"], found["fallbackRate"], found["cacheHitRate"]) == (6 / 8, 3 / 8, 1 / 8)
    assert found["latency"]["p99"] >= found["latency"]["p50"] >= 0
    assert found["waiting"] == {"forTheAi": 1, "forAny": 1, "attempts": 0}
    assert counted["spend"] == {
        "answers": 1,
        "inputTokens": 300,
        "outputTokens": 30,
        "costUsd": 1.5,
        "budgetUsd": 100,
        "isOverBudget": False,
    }


async def test_without_findings_there_are_zeros_and_no_rates(service: Service) -> None:
    found = (await service.ask_as_admin(METRICS)).data["metrics"]["analysis"]
    assert (found["total"], found["alertRate"], found["latency"]) == (0, None, None)
    assert len(found["topics"]) == 6


@pytest.mark.usefixtures("_some_findings")
async def test_versions_of_the_prompt_stand_side_by_side(service: Service) -> None:
    first, second = (await service.ask_as_admin(COMPARISON)).data["promptComparison"]
    assert (first["version"], first["count"], first["isActive"], first["alertRate"]) == ("v1", 1, False, 1.0)
    assert (second["version"], second["count"], second["isActive"], second["alertRate"]) == ("v2", 2, True, 0.5)
    assert [each["count"] for each in second["sentiments"]] == [1, 1, 0, 0]
    assert [each["count"] for each in second["confidences"]] == [2, 0, 0]
    assert {each["topic"]: each["count"] for each in second["topics"]}["BUG"] == 2
    assert (second["inputTokens"], second["costUsd"], second["averageCostUsd"]) == (200, 1.0, 0.5)
    assert second["change"]
    await fetch("UPDATE analysis SET created_at = created_at - interval '8 days'")
    (only,) = (await service.ask_as_admin(COMPARISON)).data["promptComparison"]
    assert (only["version"], only["count"], only["averageLatencyMs"]) == ("v2", 0, None)
    assert len((await service.ask_as_admin(COMPARISON, days=30)).data["promptComparison"]) == 2


async def test_days_out_of_range_are_the_callers_mistake(service: Service) -> None:
    assert (await service.ask_as_admin(COMPARISON, days=0)).codes == ["BAD_REQUEST"]
    assert (await service.ask_as_admin("{ metrics { analysis(days: 367) { total } } }")).codes == ["BAD_REQUEST"]


@pytest.mark.usefixtures("_some_findings")
async def test_prometheus_sees_them_all(service: Service) -> None:
    async with service.session.get(f"{service.url}/metrics") as response:
        lines = (await response.text()).splitlines()
    for line in (
        'feedback_analyses_total{cached="no",method="ML",reason="timeout"} 1.0',
        'feedback_analyses_total{cached="yes",method="AI",reason="none"} 1.0',
        'feedback_ai_tokens_total{direction="in",model="gpt-4.1-mini"} 300.0',
        'feedback_ai_spend_usd_total{model="gpt-4.1-mini"} 1.5',
        'feedback_analysis_waiting{kind="OUTAGE"} 1.0',
    ):
        assert line in lines
