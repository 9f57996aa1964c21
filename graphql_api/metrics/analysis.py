"""What feedback was understood to say, by which method, how fast, and for how much."""

from collections.abc import Mapping
from datetime import UTC, datetime

import strawberry

from graphql_api.analysis.types import ConfidenceCount, SentimentCount, TopicCount
from graphql_api.metrics.counts import ReasonCount, count_each
from graphql_api.postgres.search import search
from graphql_api.tallies import Amount, Subject, first_day, percentile, read_tallies
from models import enums

FIGURES = (
    Subject.SENTIMENT,
    Subject.TOPIC,
    Subject.CONFIDENCE,
    Subject.METHOD,
    Subject.PROMPT_VERSION,
    Subject.FALLBACK_REASON,
    Subject.ALERTED,
    Subject.CACHED,
    Subject.LATENCY_MS,
    Amount.INPUT_TOKENS,
    Amount.OUTPUT_TOKENS,
    Amount.COST_USD,
)
# A fallback is one from what was wanted.
NOT_WANTED = "disabled"

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


@strawberry.type(
    description="How long analyses took, in milliseconds to two significant digits: of the findings that were not "
    "cached."
)
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


@strawberry.type(
    description="The current findings of what was accepted in some days, and how they came about. Exact as of now."
)
class AnalysisMetrics:
    total: int = strawberry.field(description="How many findings.")
    sentiments: list[SentimentCount] = strawberry.field(description="By sentiment; all four.")
    topics: list[TopicCount] = strawberry.field(description="By topic; all six.")
    confidences: list[ConfidenceCount] = strawberry.field(description="By confidence; all three.")
    methods: list[MethodCount] = strawberry.field(description="By method; all four.")
    prompt_versions: list[PromptVersionCount] = strawberry.field(description="Of the AI's, by version.")
    fallback_reasons: list[ReasonCount] = strawberry.field(description="Of those that no better method made, by why.")
    alert_rate: float | None = strawberry.field(
        description="Share that says that someone should look, 0 to 1; null where there are none."
    )
    fallback_rate: float | None = strawberry.field(
        description="Share for which a better method was wanted and did not answer, 0 to 1: all reasons but "
        "`disabled`; null where there are none."
    )
    cache_hit_rate: float | None = strawberry.field(
        description="Share that was remembered instead of read, 0 to 1; null where there are none."
    )
    latency: LatencyPercentiles | None = strawberry.field(description="Null where nothing was read.")
    input_tokens: float = strawberry.field(description="Tokens sent to the AI, for findings that were replaced too.")
    output_tokens: float = strawberry.field(description="Tokens that the AI answered with, likewise.")
    cost_usd: float = strawberry.field(description="What these cost, in US dollars, as far as prices are known.")
    waiting: WaitingForAnalysis = strawberry.field(description="What waits to be read again, now.")


async def count_analyses(now: datetime, days: int) -> AnalysisMetrics:
    """The figures of so many days in UTC, today included."""
    tallies = await read_tallies(*FIGURES, since=first_day(now, days))
    (waiting,) = await search(WAITING)
    total = tallies.total(Subject.SENTIMENT)
    reasons = tallies.by_value(Subject.FALLBACK_REASON)

    def share(count: int) -> float | None:
        return count / total if total else None

    return AnalysisMetrics(
        total=total,
        sentiments=count_each(SentimentCount, "sentiment", enums.Sentiment, tallies.by_value(Subject.SENTIMENT)),
        topics=count_each(TopicCount, "topic", enums.Topic, tallies.by_value(Subject.TOPIC)),
        confidences=count_each(ConfidenceCount, "confidence", enums.Confidence, tallies.by_value(Subject.CONFIDENCE)),
        methods=count_each(MethodCount, "method", enums.AnalysisMethod, tallies.by_value(Subject.METHOD)),
        prompt_versions=[
            PromptVersionCount(version=version, count=count)
            for version, count in sorted(tallies.by_value(Subject.PROMPT_VERSION).items())
        ],
        fallback_reasons=[ReasonCount(reason=reason, count=count) for reason, count in sorted(reasons.items())],
        alert_rate=share(tallies.by_value(Subject.ALERTED).get("true", 0)),
        fallback_rate=share(sum(count for reason, count in reasons.items() if reason != NOT_WANTED)),
        cache_hit_rate=share(tallies.by_value(Subject.CACHED).get("true", 0)),
        latency=_percentiles({int(value): count for value, count in tallies.by_value(Subject.LATENCY_MS).items()}),
        input_tokens=float(tallies.amount(Amount.INPUT_TOKENS)),
        output_tokens=float(tallies.amount(Amount.OUTPUT_TOKENS)),
        cost_usd=float(tallies.amount(Amount.COST_USD)),
        waiting=WaitingForAnalysis(**waiting),
    )


async def count_spend(budget_usd: float) -> SpendMetrics:
    """The month's spend against its budget."""
    (row,) = await search(SPEND, datetime.now(UTC).date())
    return SpendMetrics(**row, budget_usd=budget_usd, is_over_budget=row["cost_usd"] >= budget_usd)


def _percentiles(counts: Mapping[int, int]) -> LatencyPercentiles | None:
    if not counts:
        return None
    return LatencyPercentiles(p50=percentile(counts, 50), p95=percentile(counts, 95), p99=percentile(counts, 99))
