"""What feedback was understood to say, by which method, how fast, and for how much."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import asyncpg
import strawberry

from graphql_api.analysis.types import ConfidenceCount, SentimentCount, TopicCount
from graphql_api.metrics.counts import ReasonCount
from graphql_api.postgres.connect import fetch
from models import enums

MOST_DAYS = 366
PERCENTILES_OF = 10_000

COUNT = """
SELECT sentiment, topic, confidence, method, prompt_version, fallback_reason, alert_triggered, cached, count(*)
FROM analysis WHERE is_current AND created_at >= $1
GROUP BY GROUPING SETS (
    (sentiment), (topic), (confidence), (method), (prompt_version), (fallback_reason), (alert_triggered), (cached)
)
"""
LATENCY = """
SELECT percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS percentiles FROM (
    SELECT latency_ms FROM analysis WHERE created_at >= $1 AND NOT cached ORDER BY created_at DESC LIMIT $2
) AS latest
"""
WAITING = """
SELECT count(*) FILTER (WHERE kind = 'OUTAGE') AS for_the_ai, count(*) FILTER (WHERE kind = 'NONE') AS for_any,
    coalesce(sum(attempts), 0)::int AS attempts
FROM analysis_retry
"""
SPEND = """
SELECT coalesce(sum(answers), 0)::bigint AS answers, coalesce(sum(input_tokens), 0)::bigint AS input_tokens,
    coalesce(sum(output_tokens), 0)::bigint AS output_tokens, coalesce(sum(cost_usd), 0)::float8 AS cost_usd
FROM ai_spend WHERE day >= date_trunc('month', $1::date)
"""


@strawberry.type(description="How many findings a method produced.")
class MethodCount:
    method: enums.AnalysisMethod = strawberry.field(description="The method.")
    count: int = strawberry.field(description="How many.")


@strawberry.type(description="How many findings a version of the prompt produced.")
class PromptVersionCount:
    version: str = strawberry.field(description="The version.")
    count: int = strawberry.field(description="How many.")


@strawberry.type(description="How long analyses took, in milliseconds: of the latest 10,000 that were not cached.")
class LatencyPercentiles:
    p50: float = strawberry.field(description="Half took at most so long.")
    p95: float = strawberry.field(description="19 of 20 took at most so long.")
    p99: float = strawberry.field(description="99 of 100 took at most so long.")


@strawberry.type(description="What waits to be read again.")
class WaitingForAnalysis:
    for_the_ai: int = strawberry.field(description="Read by the local model because the AI was away.")
    for_any: int = strawberry.field(description="Read by nobody so far.")
    attempts: int = strawberry.field(description="Tries that came to nothing so far, of all that wait.")


@strawberry.type(description="What the AI has cost in the calendar month (UTC) so far.")
class SpendMetrics:
    answers: int = strawberry.field(description="Answers it gave, also those that could not be used.")
    input_tokens: int = strawberry.field(description="Tokens sent.")
    output_tokens: int = strawberry.field(description="Tokens answered with.")
    cost_usd: float = strawberry.field(description="US dollars, as far as prices are known.")
    budget_usd: float = strawberry.field(description="AI_MONTHLY_BUDGET_USD.")
    is_over_budget: bool = strawberry.field(description="Whether the local model leads for the rest of the month.")


@strawberry.type(description="The current findings that were made in some days, and how they came about.")
class AnalysisMetrics:
    total: int = strawberry.field(description="How many findings.")
    sentiments: list[SentimentCount] = strawberry.field(description="By sentiment; all four.")
    topics: list[TopicCount] = strawberry.field(description="By topic; all six.")
    confidences: list[ConfidenceCount] = strawberry.field(description="By confidence; all three.")
    methods: list[MethodCount] = strawberry.field(description="By method; all four.")
    prompt_versions: list[PromptVersionCount] = strawberry.field(description="Of the AI's, by version.")
    fallback_reasons: list[ReasonCount] = strawberry.field(description="Of those that no better method made, by why.")
    alert_rate: float | None = strawberry.field(description="Share that says that someone should look, 0 to 1.")
    fallback_rate: float | None = strawberry.field(
        description="Share for which the AI was wanted and did not answer, 0 to 1: all reasons but `disabled`."
    )
    cache_hit_rate: float | None = strawberry.field(description="Share that was remembered instead of read, 0 to 1.")
    latency: LatencyPercentiles | None = strawberry.field(description="Null where nothing was read.")
    waiting: WaitingForAnalysis = strawberry.field(description="What waits to be read again, now.")


async def count_analyses(days: int) -> AnalysisMetrics:
    """The figures of the current findings that were made in the last days."""
    since = datetime.now(UTC) - timedelta(days=days)
    rows = await fetch(COUNT, since)
    (latency,) = await fetch(LATENCY, since, PERCENTILES_OF)
    (waiting,) = await fetch(WAITING)
    methods, reasons = _counts(rows, "method"), _counts(rows, "fallback_reason")
    total = sum(methods.values())
    fallbacks = sum(reasons.values()) - reasons.get("disabled", 0)

    def share(count: int) -> float | None:
        return count / total if total else None

    return AnalysisMetrics(
        total=total,
        sentiments=_each(SentimentCount, "sentiment", enums.Sentiment, rows),
        topics=_each(TopicCount, "topic", enums.Topic, rows),
        confidences=_each(ConfidenceCount, "confidence", enums.Confidence, rows),
        methods=_each(MethodCount, "method", enums.AnalysisMethod, rows),
        prompt_versions=[
            PromptVersionCount(version=version, count=count)
            for version, count in sorted(_counts(rows, "prompt_version").items())
        ],
        fallback_reasons=[ReasonCount(reason=reason, count=count) for reason, count in sorted(reasons.items())],
        alert_rate=share(_counts(rows, "alert_triggered").get(True, 0)),
        fallback_rate=share(fallbacks),
        cache_hit_rate=share(_counts(rows, "cached").get(True, 0)),
        latency=LatencyPercentiles(**dict(zip(("p50", "p95", "p99"), latency["percentiles"], strict=True)))
        if latency["percentiles"]
        else None,
        waiting=WaitingForAnalysis(**waiting),
    )


async def count_spend(budget_usd: float) -> SpendMetrics:
    """The month's spend against its budget."""
    (row,) = await fetch(SPEND, datetime.now(UTC).date())
    return SpendMetrics(**row, budget_usd=budget_usd, is_over_budget=row["cost_usd"] >= budget_usd)


def _counts(rows: list[asyncpg.Record], column: str) -> dict[Any, int]:
    """How often each value of a column; of the grouping sets, only the column's own has any."""
    return {row[column]: row["count"] for row in rows if row[column] is not None}


def _each(kind: Any, name: str, labels: type[StrEnum], rows: list[asyncpg.Record]) -> list[Any]:
    """A count for each label, also for those that no finding has."""
    counts = _counts(rows, name)
    return [kind(**{name: label, "count": counts.get(label.value, 0)}) for label in labels]
