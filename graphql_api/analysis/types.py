"""Findings as GraphQL shows them."""

from datetime import datetime
from typing import Annotated

import asyncpg
import orjson
import strawberry

from models import enums


@strawberry.type(description="How likely the feedback is about a topic.")
class TopicScore:
    topic: enums.Topic = strawberry.field(description="The topic.")
    score: float = strawberry.field(description="From 0 to 1; the scores of one analysis sum to 1.")


@strawberry.type(description="What was understood of a feedback, and where that finding comes from.")
class Analysis:
    sentiment: enums.Sentiment = strawberry.field(description="How the person feels.")
    topic: enums.Topic = strawberry.field(description="What the feedback is mainly about.")
    confidence: enums.Confidence = strawberry.field(description="How sure the analysis is, in three steps.")
    confidence_score: float = strawberry.field(
        description="The calibrated probability, from 0 to 1, that the sentiment is right."
    )
    alert_triggered: bool = strawberry.field(
        description="Whether someone should look: negative or mixed, with high or medium confidence."
    )
    method: enums.AnalysisMethod = strawberry.field(description="What produced the finding.")
    model: str | None = strawberry.field(description="The model's name; null where no model was asked.")
    prompt_version: str | None = strawberry.field(description="The prompt's version; null unless the method is AI.")
    fallback_reason: str | None = strawberry.field(
        description="Why a better method did not answer; null where the best one did."
    )
    language: str | None = strawberry.field(description="The text's language (ISO 639-1); null where not detected.")
    topics: list[TopicScore] = strawberry.field(description="Every topic with its score, best first.")
    cached: bool = strawberry.field(description="Whether the same text had been read before and was not read again.")
    latency_ms: int = strawberry.field(description="Milliseconds from the start of the analysis to its finding.")
    input_tokens: int | None = strawberry.field(description="Tokens sent to the AI; null unless the method is AI.")
    output_tokens: int | None = strawberry.field(description="Tokens the AI answered with; null unless AI.")
    cost_usd: float | None = strawberry.field(description="What the AI's answer cost, in US dollars; null unless AI.")
    created_at: datetime = strawberry.field(description="When the finding was made.")

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "Analysis":
        """A row of the table `analysis` as GraphQL shows it."""
        return cls(
            sentiment=enums.Sentiment(row["sentiment"]),
            topic=enums.Topic(row["topic"]),
            confidence=enums.Confidence(row["confidence"]),
            confidence_score=row["confidence_score"],
            alert_triggered=row["alert_triggered"],
            method=enums.AnalysisMethod(row["method"]),
            model=row["model"],
            prompt_version=row["prompt_version"],
            fallback_reason=row["fallback_reason"],
            language=row["language"],
            topics=[
                TopicScore(topic=enums.Topic(scored["topic"]), score=scored["score"])
                for scored in orjson.loads(row["topics"])
            ],
            cached=row["cached"],
            latency_ms=row["latency_ms"],
            input_tokens=row["input_tokens"],
            output_tokens=row["output_tokens"],
            cost_usd=row["cost_usd"],
            created_at=row["created_at"],
        )


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
