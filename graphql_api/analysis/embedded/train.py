"""Trains the heads on `corpus.csv` and writes them beside it.

    python -m graphql_api.analysis.embedded.train [--models FOLDER] [--out FILE]

Deterministic: on one machine twice the same bytes. On another, other kernels round otherwise: the probabilities of the
corpus' sentences then differ by less than TOLERANCE. Needs the `dev` extra (scikit-learn) and about 20 s on two cores.

The figures printed are cross-validated over origins: app reviews are judged by heads that saw no app review, bank
questions by heads that saw none, and so on. That is nearer to a customer's first week than random folds, where a
sentence finds its like among the others of its kind; it also makes the temperatures cautious.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report

from graphql_api.analysis.confidence import HIGH_ABOVE, MEDIUM_FROM
from graphql_api.analysis.embedded.corpus import CORPUS_PATH, Example, read_corpus
from graphql_api.analysis.embedded.encoder import Encoder
from graphql_api.analysis.embedded.features import BUCKETS, Surface, surface, weigh
from graphql_api.analysis.embedded.heads import (
    DENSE,
    SENTIMENTS,
    TOPICS,
    Array,
    Head,
    dense_features,
    softmax,
    write_heads,
)
from graphql_api.analysis.embedded.model import HEADS_PATH

DEFAULT_FOLDER = Path(sys.prefix) / "share" / "feedback"
TOLERANCE = 0.02
FOLDS = 5
SEEN_AT_LEAST = 2
"""Buckets seen in fewer texts get no weight: one sentence says nothing about an n-gram."""

STRENGTH = 2.0
"""Inverse regularisation of the logistic regressions (scikit-learn's C); cross-validation is flat from 1 to 8."""

SENTIMENT_WEIGHT = "balanced"
TOPIC_WEIGHT = None
"""Sentiments weigh the same however many rows each has; topics by their rows: GENERAL is the commonest in life too."""

CAUTION = 1.35
"""What the fitted temperatures are multiplied by: all origins come from the same few hands and are nearer to each other
than to what strangers write, so temperatures fitted on them promise too much."""


@dataclass(frozen=True)
class Trained:
    """Heads before they are written, and the cross-validated probabilities [texts, labels] of each question."""

    sentiment: Head
    topic: Head
    rarity: NDArray[np.float16]
    sentiment_seen: Array
    topic_seen: Array


def rarities(surfaces: Sequence[Surface]) -> NDArray[np.float16]:
    """Smooth inverse document frequency per bucket, 0 for buckets of fewer than SEEN_AT_LEAST texts."""
    counts = np.zeros(BUCKETS, dtype=np.int64)
    for one in surfaces:
        counts[one.counts.buckets] += 1
    rarity = np.log((1 + len(surfaces)) / (1 + counts)) + 1
    return np.where(counts >= SEEN_AT_LEAST, rarity, 0).astype(np.float16)


def feature_matrix(vectors: Array, surfaces: Sequence[Surface], rarity: NDArray[np.float16]) -> csr_matrix:
    """Dense features, then the n-gram buckets: [texts, DENSE + BUCKETS]."""
    values = [weigh(one.counts, rarity) for one in surfaces]
    ends = np.cumsum([0, *(len(value) for value in values)])
    buckets = np.concatenate([one.counts.buckets for one in surfaces])
    ngrams = csr_matrix((np.concatenate(values), buckets, ends), shape=(len(surfaces), BUCKETS))
    matrix = csr_matrix(hstack([csr_matrix(dense_features(vectors, surfaces)), ngrams]), dtype=np.float64)
    matrix.eliminate_zeros()
    return matrix


def fit(features: csr_matrix, labels: NDArray[np.int64], weight: str | None) -> LogisticRegression:
    """Multinomial logistic regression with L2; `weight` is scikit-learn's class_weight."""
    return LogisticRegression(C=STRENGTH, class_weight=weight, max_iter=400, tol=1e-3).fit(features, labels)


def folds_of(examples: Sequence[Example]) -> NDArray[np.int64]:
    """The fold of each example; whole origins stay together."""
    origins = list(dict.fromkeys(example.origin for example in examples))
    return np.array([origins.index(example.origin) % FOLDS for example in examples])


def unseen_scores(
    features: csr_matrix, labels: NDArray[np.int64], folds: NDArray[np.int64], weight: str | None
) -> Array:
    """Scores [texts, labels] of each row by a model that saw no row of its fold."""
    scores = np.zeros((len(labels), int(labels.max()) + 1), dtype=np.float32)
    for fold in np.unique(folds):
        held = folds == fold
        scores[held] = fit(features[~held], labels[~held], weight).decision_function(features[held])
    return scores


def best_temperature(scores: Array, labels: NDArray[np.int64]) -> float:
    """The divisor of the scores that makes the labels likeliest (Guo et al. 2017), times CAUTION."""
    rows = np.arange(len(labels))

    def surprise(temperature: float) -> float:
        chosen = softmax(scores / temperature)[rows, labels]
        return float(-np.log(np.maximum(chosen, 1e-9)).mean())

    return round(CAUTION * float(minimize_scalar(surprise, bounds=(0.2, 5.0), method="bounded").x), 3)


def make_head(
    features: csr_matrix, labels: NDArray[np.int64], folds: NDArray[np.int64], weight: str | None
) -> tuple[Head, Array]:
    """A head of all rows, and the calibrated probabilities of each row by heads that did not see its origin."""
    used = np.unique(features.indices)
    seen = features[:, used]
    scores = unseen_scores(seen, labels, folds, weight)
    temperature = best_temperature(scores, labels)
    model = fit(seen, labels, weight)
    weights = np.zeros((features.shape[1], model.coef_.shape[0]), dtype=np.float32)
    weights[used] = model.coef_.T
    head = Head(
        dense=weights[:DENSE],
        sparse=weights[DENSE:].astype(np.float16),
        bias=model.intercept_.astype(np.float32),
        temperature=temperature,
    )
    return head, softmax(scores / temperature)


def train(examples: Sequence[Example], vectors: Array) -> Trained:
    """Both heads from the examples and their sentence vectors [examples, 384]."""
    surfaces = [surface(example.text) for example in examples]
    rarity = rarities(surfaces)
    features = feature_matrix(vectors, surfaces, rarity)
    sentiments = np.array([SENTIMENTS.index(example.sentiment) for example in examples])
    topics = np.array([TOPICS.index(example.topic) for example in examples])
    folds = folds_of(examples)
    sentiment, sentiment_seen = make_head(features, sentiments, folds, SENTIMENT_WEIGHT)
    topic, topic_seen = make_head(features, topics, folds, TOPIC_WEIGHT)
    return Trained(sentiment, topic, rarity, sentiment_seen, topic_seen)


def report(title: str, names: Sequence[str], seen: Array, labels: NDArray[np.int64], temperature: float) -> str:
    """Cross-validated precision, recall and F1 by label, and how often each confidence is right."""
    right, sure = seen.argmax(axis=1) == labels, seen.max(axis=1)
    steps = {
        "HIGH": sure > HIGH_ABOVE,
        "MEDIUM": (sure >= MEDIUM_FROM) & (sure <= HIGH_ABOVE),
        "LOW": sure < MEDIUM_FROM,
    }
    lines = [f"{title}, cross-validated over origins; temperature {temperature}"]
    lines.append(classification_report(labels, seen.argmax(axis=1), target_names=list(names), digits=3))
    lines += [f"{name:7}{step.mean():6.1%} of texts, right {right[step].mean():6.1%}" for name, step in steps.items()]
    return "\n".join(lines)


def main() -> None:
    """Trains, prints the cross-validated figures, writes the heads."""
    parser = argparse.ArgumentParser(description="Train the heads of the embedded model.")
    parser.add_argument("--models", type=Path, default=DEFAULT_FOLDER, help="folder of the converted encoder")
    parser.add_argument("--out", type=Path, default=HEADS_PATH, help="file to write")
    arguments = parser.parse_args()
    examples = read_corpus(CORPUS_PATH)
    vectors = Encoder.load(arguments.models).encode([example.text for example in examples])
    done = train(examples, vectors)
    sentiments = np.array([SENTIMENTS.index(example.sentiment) for example in examples])
    topics = np.array([TOPICS.index(example.topic) for example in examples])
    sys.stdout.write(report("Sentiment", SENTIMENTS, done.sentiment_seen, sentiments, done.sentiment.temperature))
    sys.stdout.write("\n\n" + report("Topic", TOPICS, done.topic_seen, topics, done.topic.temperature) + "\n")
    write_heads(done.sentiment, done.topic, done.rarity, arguments.out)
    sys.stdout.write(f"{len(examples)} examples, written to {arguments.out}\n")


if __name__ == "__main__":
    main()
