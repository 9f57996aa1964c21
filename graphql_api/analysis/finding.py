"""What an analysis says of a text, and the pure decisions about it."""

from dataclasses import dataclass

from graphql_api.analysis.confidence import confidence_of
from models.enums import AnalysisMethod, Caveat, Confidence, Sentiment, Topic

SHORTEST_TEXT = 10
READ_CHARACTERS = 5_000
"""What is read of a text; a longer one is cut, and the finding says so."""


@dataclass(frozen=True)
class Finding:
    """One reading of one text, with where it comes from.

    `topics` are scores from 0 to 1 that sum to 1, best first. `confidence_score`, from 0 to 1, is how sure the
    sentiment is, lowered where the topic is doubtful. `fallback_reason` says why a better method did not answer; null
    when none did better. Tokens and cost are those of the AI, also where its answer could not be used; null where it
    was not asked.
    """

    sentiment: Sentiment
    topic: Topic
    topics: tuple[tuple[Topic, float], ...]
    confidence_score: float
    method: AnalysisMethod
    model: str | None = None
    prompt_version: str | None = None
    fallback_reason: str | None = None
    language: str | None = None
    cached: bool = False
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    caveats: tuple[Caveat, ...] = ()

    @property
    def confidence(self) -> Confidence:
        """The score in three steps: HIGH above 0.8, MEDIUM from 0.5, LOW below."""
        return confidence_of(self.confidence_score)

    @property
    def alert_triggered(self) -> bool:
        """Whether someone should look: negative or mixed, with high or medium confidence."""
        return self.sentiment in {Sentiment.NEGATIVE, Sentiment.MIXED} and self.confidence is not Confidence.LOW


def too_short() -> Finding:
    """What is said of a text that is too short to be read: fewer than 10 characters."""
    return _nothing_read(AnalysisMethod.VALIDATION, None)


def nothing_could_read(reason: str) -> Finding:
    """What is kept when no method could answer; to be tried again later."""
    return _nothing_read(AnalysisMethod.NONE, reason)


def _nothing_read(method: AnalysisMethod, reason: str | None) -> Finding:
    return Finding(
        sentiment=Sentiment.NEUTRAL,
        topic=Topic.GENERAL,
        topics=((Topic.GENERAL, 1.0),),
        confidence_score=0.0,
        method=method,
        fallback_reason=reason,
    )
