"""Findings as GraphQL shows them."""

from datetime import datetime
from typing import Annotated

import asyncpg
import orjson
import strawberry

from graphql_api.analysis.comparison import VersionTally
from graphql_api.columns import column
from graphql_api.tallies import Amount
from models import enums


@strawberry.type(description="How likely the feedback is about a topic.")
class TopicScore:
    topic: enums.Topic = strawberry.field(description="The topic.")
    score: float = strawberry.field(description="From 0 to 1; the scores of one analysis sum to 1.")


def _topic_scores(topics: str) -> list[TopicScore]:
    return [TopicScore(topic=enums.Topic(scored["topic"]), score=scored["score"]) for scored in orjson.loads(topics)]


@strawberry.type(description="What was understood of a feedback, and where that finding comes from.")
class Analysis:
    row: strawberry.Private[asyncpg.Record]

    sentiment: enums.Sentiment = column("sentiment", "How the person feels.")
    topic: enums.Topic = column("topic", "What the feedback is mainly about.")
    confidence: enums.Confidence = column("confidence", "How sure the analysis is, in three steps.")
    confidence_score: float = column(
        "confidence_score",
        "From 0 to 1: how sure the sentiment is, lowered where the topic is doubtful; calibrated where the "
        "method is ML, the AI's own word where it is AI.",
    )
    alert_triggered: bool = column(
        "alert_triggered", "Whether someone should look: negative or mixed, with high or medium confidence."
    )
    method: enums.AnalysisMethod = column("method", "What produced the finding.")
    model: str | None = column("model", "The model's name; null where no model was asked.")
    prompt_version: str | None = column("prompt_version", "The prompt's version; null unless the method is AI.")
    fallback_reason: str | None = column(
        "fallback_reason",
        "Why a better method did not answer: disabled, budget, timeout, rate_limited, unreachable, "
        "breaker_open, http_ and a status, refused, invalid_json, invalid_label, model_unavailable; null where the "
        "best one did.",
    )
    language: str | None = column("language", "The text's language (ISO 639-1); null where not detected.")
    topics: list[TopicScore] = column(
        "topics",
        "Topics with their scores, best first. The AI names one, which then has the whole score.",
        read=_topic_scores,
    )
    cached: bool = column("cached", "Whether the same text had been read before and was not read again.")
    latency_ms: int = column("latency_ms", "Milliseconds from the start of the analysis to its finding.")
    input_tokens: int | None = column(
        "input_tokens",
        "Tokens sent to the AI, also where its answer could not be used; null where it gave none, 0 where "
        "the finding is cached.",
    )
    output_tokens: int | None = column("output_tokens", "Tokens the AI answered with; null and 0 likewise.")
    cost_usd: float | None = column(
        "cost_usd", "What the AI's answer cost, in US dollars; null too where the model's price is not known."
    )
    caveats: list[enums.Caveat] = column("caveats", "What to know about how the finding was made.")
    created_at: datetime = column("created_at", "When the finding was made.")


@strawberry.type(description="The feedback waits for its analysis.")
class AnalysisPending:
    since: datetime = strawberry.field(description="Since when it waits.")


@strawberry.type(description="The analysis was given up after several tries; an operator has to look.")
class AnalysisFailed:
    since: datetime = strawberry.field(description="When it was given up.")


AnalysisOutcome = Annotated[
    Analysis | AnalysisPending | AnalysisFailed,
    strawberry.union(name="AnalysisOutcome", description="The analysis, or where it stands."),
]


@strawberry.type(description="How many findings have a sentiment.")
class SentimentCount:
    sentiment: enums.Sentiment = strawberry.field(description="The sentiment.")
    count: int = strawberry.field(description="How many.")


@strawberry.type(description="How many findings have a topic.")
class TopicCount:
    topic: enums.Topic = strawberry.field(description="The topic.")
    count: int = strawberry.field(description="How many.")


@strawberry.type(description="How many findings have a confidence.")
class ConfidenceCount:
    confidence: enums.Confidence = strawberry.field(description="The confidence.")
    count: int = strawberry.field(description="How many.")


@strawberry.type(description="What a version of the prompt has made of feedback. Cached findings are not counted.")
class PromptVersionStats:
    version: str = strawberry.field(description="The version.")
    change: str | None = strawberry.field(
        description="What differs from the version before, in a line; null where this release does not know it."
    )
    is_active: bool = strawberry.field(description="Whether feedback is read with it, unless the canary does.")
    is_canary: bool = strawberry.field(description="Whether CANARY_PERCENT of feedback is read with it.")
    count: int = strawberry.field(description="How many findings it made.")
    sentiments: list[SentimentCount] = strawberry.field(description="Of these, by sentiment; all four.")
    topics: list[TopicCount] = strawberry.field(description="Of these, by topic; all six.")
    confidences: list[ConfidenceCount] = strawberry.field(description="Of these, by confidence; all three.")
    alert_rate: float | None = strawberry.field(
        description="Share of them, from 0 to 1, that say that someone should look; null where there are none."
    )
    average_latency_ms: float | None = strawberry.field(
        description="Milliseconds a finding; null where there are none."
    )
    p95_latency_ms: float | None = strawberry.field(
        description="19 of 20 took at most so long, to two significant digits; null where there are none."
    )
    input_tokens: int = strawberry.field(description="Tokens sent, in all.")
    output_tokens: int = strawberry.field(description="Tokens answered with, in all.")
    cost_usd: float = strawberry.field(description="US dollars, in all, as far as prices are known.")
    average_cost_usd: float | None = strawberry.field(description="US dollars a finding; null where there are none.")

    @classmethod
    def from_tally(cls, tally: VersionTally) -> "PromptVersionStats":
        """A version's tally as GraphQL shows it."""
        cost_usd = tally.amounts[Amount.PROMPT_COST_USD]
        return cls(
            version=tally.version,
            change=tally.change,
            is_active=tally.is_active,
            is_canary=tally.is_canary,
            count=tally.count,
            sentiments=[SentimentCount(sentiment=each, count=tally.count_of(each)) for each in enums.Sentiment],
            topics=[TopicCount(topic=each, count=tally.count_of(each)) for each in enums.Topic],
            confidences=[ConfidenceCount(confidence=each, count=tally.count_of(each)) for each in enums.Confidence],
            alert_rate=tally.alert_rate,
            average_latency_ms=tally.each(tally.amounts[Amount.PROMPT_TOTAL_MS]),
            p95_latency_ms=tally.p95_latency_ms,
            input_tokens=int(tally.amounts[Amount.PROMPT_INPUT_TOKENS]),
            output_tokens=int(tally.amounts[Amount.PROMPT_OUTPUT_TOKENS]),
            cost_usd=cost_usd,
            average_cost_usd=tally.each(cost_usd),
        )
