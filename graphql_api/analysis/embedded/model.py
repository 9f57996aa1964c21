"""The embedded model: texts in, sentiment and topic with calibrated confidence out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graphql_api.analysis.confidence import HIGH_ABOVE, confidence_of
from graphql_api.analysis.embedded.encoder import Encoder
from graphql_api.analysis.embedded.features import surface
from graphql_api.analysis.embedded.heads import SENTIMENTS, TOPICS, Array, Heads, read_heads
from models.enums import Confidence, Sentiment, Topic

HEADS_PATH = Path(__file__).with_name("heads.npz")
READ_CHARACTERS = 20_000


@dataclass(frozen=True)
class TopicScore:
    """One topic and its calibrated probability, 0 to 1."""

    topic: Topic
    score: float


@dataclass(frozen=True)
class Prediction:
    """What one text says.

    `confidence_score` answers for both, see `joint_score`. `topics`, best first, and `sentiments` have the calibrated
    probability of every label; each sums to 1.
    """

    sentiment: Sentiment
    sentiments: Mapping[Sentiment, float]
    topic: Topic
    topics: tuple[TopicScore, ...]
    confidence_score: float

    @property
    def confidence(self) -> Confidence:
        """`confidence_score` in three steps."""
        return confidence_of(self.confidence_score)

    @property
    def topic_score(self) -> float:
        """The calibrated probability of `topic`, 0 to 1."""
        return self.topics[0].score

    def best_sentiment(self, among: Collection[Sentiment]) -> tuple[Sentiment, float]:
        """The likeliest of some sentiments with its probability among all four. `among` must not be empty."""
        best = max((label for label in Sentiment if label in among), key=lambda label: self.sentiments[label])
        return best, self.sentiments[best]

    def best_topic(self, among: Collection[Topic]) -> tuple[Topic, float]:
        """The likeliest of some topics with its probability among all six. `among` must not be empty."""
        best = next(score for score in self.topics if score.topic in among)
        return best.topic, best.score


def joint_score(sentiment: Sentiment, probability: float, topic: float) -> float:
    """One confidence, 0 to 1, for a sentiment of this probability and a topic of that.

    It is the sentiment's, because alerts depend on that, but no higher than halfway between 1 and the topic's squared:
    a doubtful topic takes HIGH away (above 0.8 takes a topic above 0.775) and never more than that, so an angry text
    whose topic is a riddle still rings. MIXED is never HIGH: people themselves disagree on what is still praise with a
    wish, and of 25 such answers on one public data set 24 were labelled otherwise.
    """
    most = HIGH_ABOVE if sentiment is Sentiment.MIXED else 1.0
    return min(probability, (1 + topic**2) / 2, most)


class EmbeddedModel:
    """Encoder and heads, loaded. Safe to use from several threads at once; `predict` blocks: call it off the loop."""

    def __init__(self, encoder: Encoder, heads: Heads) -> None:
        self.encoder = encoder
        self._heads = heads

    @classmethod
    def load(cls, folder: Path) -> "EmbeddedModel":
        """Loads the committed heads and the encoder, whose converted graph lives in `folder` (29 MiB, made there once).

        Takes about 0.3 s, some 3 s more the first time. Raises ModelUnavailable with `reason` and `remedy`.
        """
        heads = read_heads(HEADS_PATH)
        return cls(Encoder.load(folder), heads)

    @property
    def name(self) -> str:
        """Names the weights that answered: encoder, and the first eight hex digits of the heads' SHA-256."""
        return f"minilm-l6-v2+heads-{self._heads.digest[:8]}"

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """One prediction per text, in order; a text gets the same answer alone as in any batch, to about 0.001.

        Any number of texts, any characters. The encoder reads the first 256 tokens of each text, the n-grams its first
        `READ_CHARACTERS`.
        """
        if not texts:
            return []
        read = [_readable(text) for text in texts]
        sentiments, topics = self._heads.probabilities(self.encoder.score(read), [surface(text) for text in read])
        return [_prediction(*rows) for rows in zip(sentiments, topics, strict=True)]

    def embed(self, texts: Sequence[str]) -> Array:
        """Unit vectors [texts, 384] of the encoder as published, for comparing texts: the product of two is their
        cosine. Not the tuned encoder's, which puts all complaints of a topic side by side.
        """
        return self.encoder.encode([_readable(text) for text in texts])


def _readable(text: str) -> str:
    """At most READ_CHARACTERS; lone surrogates, which have no UTF-8 and the tokenizer refuses, as question marks."""
    return text[:READ_CHARACTERS].encode("utf-8", "replace").decode()


def _prediction(sentiments: Array, topics: Array) -> Prediction:
    by_sentiment = {label: float(score) for label, score in zip(SENTIMENTS, sentiments, strict=True)}
    scored = [TopicScore(label, float(score)) for label, score in zip(TOPICS, topics, strict=True)]
    scored.sort(key=lambda item: -item.score)
    sentiment = max(SENTIMENTS, key=lambda label: by_sentiment[label])
    sure = joint_score(sentiment, by_sentiment[sentiment], scored[0].score)
    return Prediction(sentiment, by_sentiment, scored[0].topic, tuple(scored), sure)
