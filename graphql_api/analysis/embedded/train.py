"""Trains the heads on `corpus.csv` and writes them beside it.

    python -m graphql_api.analysis.embedded.train [--models FOLDER] [--out FILE]

Deterministic: on one machine twice the same bytes. On another, other kernels round otherwise: the weights then differ by
less than 0.05 and the probabilities of the corpus by less than 0.02 (`TOLERANCE`). Needs the `dev` extra (scikit-learn)
and about 20 s on two cores. The figures printed are cross-validated: each block of neighbouring rows, which were written
together, is judged by heads that saw none of it.
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
from graphql_api.analysis.embedded.model import HEADS_PATH, HIGH_ABOVE, MEDIUM_FROM

DEFAULT_FOLDER = Path(sys.prefix) / "share" / "feedback"
TOLERANCE = 0.02
FOLDS = 5
SEEN_AT_LEAST = 2
"""Buckets seen in fewer texts get no weight: one sentence says nothing about an n-gram."""

SENTIMENT_STRENGTH = 4.0
TOPIC_STRENGTH = 4.0
"""Inverse regularisation of the logistic regressions (scikit-learn's C), chosen by cross-validation."""


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
    return csr_matrix(hstack([csr_matrix(dense_features(vectors, surfaces)), ngrams]), dtype=np.float64)


def fit(features: csr_matrix, labels: NDArray[np.int64], strength: float) -> LogisticRegression:
    """Multinomial logistic regression with L2, each label weighing the same however many rows it has."""
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=400, tol=1e-4)
    return model.fit(features, labels)


def unseen_scores(features: csr_matrix, labels: NDArray[np.int64], strength: float) -> Array:
    """Scores [texts, labels] of each row by a model that saw no row of its block."""
    count = len(labels)
    blocks = np.arange(count) * FOLDS * 4 // count % FOLDS
    scores = np.zeros((count, int(labels.max()) + 1), dtype=np.float32)
    for block in range(FOLDS):
        held = blocks == block
        scores[held] = fit(features[~held], labels[~held], strength).decision_function(features[held])
    return scores


def best_temperature(scores: Array, labels: NDArray[np.int64]) -> float:
    """The divisor of the scores that makes the labels likeliest (Guo et al. 2017)."""
    rows = np.arange(len(labels))

    def surprise(temperature: float) -> float:
        chosen = softmax(scores / temperature)[rows, labels]
        return float(-np.log(np.maximum(chosen, 1e-9)).mean())

    return round(float(minimize_scalar(surprise, bounds=(0.2, 5.0), method="bounded").x), 3)


def make_head(features: csr_matrix, labels: NDArray[np.int64], strength: float) -> tuple[Head, Array]:
    """A head of all rows, and the calibrated probabilities of each row by heads that did not see it."""
    scores = unseen_scores(features, labels, strength)
    temperature = best_temperature(scores, labels)
    model = fit(features, labels, strength)
    weights = np.ascontiguousarray(model.coef_.T, dtype=np.float32)
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
    sentiment, sentiment_seen = make_head(features, sentiments, SENTIMENT_STRENGTH)
    topic, topic_seen = make_head(features, topics, TOPIC_STRENGTH)
    return Trained(sentiment, topic, rarity, sentiment_seen, topic_seen)


def report(title: str, names: Sequence[str], seen: Array, labels: NDArray[np.int64], temperature: float) -> str:
    """Cross-validated precision, recall and F1 by label, and how often each confidence is right."""
    right, sure = seen.argmax(axis=1) == labels, seen.max(axis=1)
    steps = {
        "HIGH": sure > HIGH_ABOVE,
        "MEDIUM": (sure >= MEDIUM_FROM) & (sure <= HIGH_ABOVE),
        "LOW": sure < MEDIUM_FROM,
    }
    lines = [f"{title}, cross-validated over {FOLDS} folds of neighbouring rows; temperature {temperature}"]
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
