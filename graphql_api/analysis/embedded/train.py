"""Trains the heads on `corpus.csv` and writes them beside it.

    python -m graphql_api.analysis.embedded.train [--out FILE]

Deterministic: the same corpus and tuning give the same bytes on one machine, and probabilities within TOLERANCE on
another. Needs the `dev` extra (scikit-learn) and about a minute. After a change of the corpus, `tune` comes first.

The figures printed are cross-validated over families of origins: app reviews are judged by a tuning and by heads that
saw no app review at all, and so on. That is nearer to a customer's first week than random folds, where a sentence finds
its like among the others of its kind; it also makes the temperatures cautious.
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
from graphql_api.analysis.embedded.features import BUCKETS, LEXICON_FEATURES, Surface, surface, weigh
from graphql_api.analysis.embedded.heads import (
    SENTIMENTS,
    TOPICS,
    Array,
    Head,
    lexicon_matrix,
    mixed,
    softmax,
    split_scores,
    write_heads,
)
from graphql_api.analysis.embedded.model import HEADS_PATH, joint_score
from graphql_api.analysis.embedded.unseen import read_unseen
from models.enums import Sentiment

TOLERANCE = 0.02
SEEN_AT_LEAST = 2
"""Buckets seen in fewer texts get no weight: one sentence says nothing about an n-gram."""

STRENGTH = 2.0
"""Inverse regularisation of the logistic regressions (scikit-learn's C); cross-validation is flat from 1 to 8."""

SENTIMENT_CAUTION = 1.15
TOPIC_CAUTION = 0.95
"""What the fitted temperatures are multiplied by. All origins come from the same few hands and are nearer to each other
than to what strangers write, so for sentiment a fitted temperature promises too much, as the public data sets show. For
topics it does not: where it is wrong there is mostly a second topic that would do as well."""

MIXED_RARER = 1.4
"""Taken off the words' score of MIXED, of which the corpus has more than life has, to have enough to learn from."""

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Question:
    """What is asked: each example's label as a number, what is added to the words' scores, and the caution."""

    labels: Labels
    offsets: Array
    caution: float


@dataclass(frozen=True)
class Corpus:
    """The examples as numbers: lexicon and n-grams [examples, LEXICON_FEATURES + BUCKETS], questions, families."""

    features: csr_matrix
    rarity: NDArray[np.float16]
    sentiment: Question
    topic: Question
    families: NDArray[np.str_]


@dataclass(frozen=True)
class Judged:
    """Cross-validated probabilities [rows, labels] of one question, and the temperature they were made with.

    `rows` [examples] says which examples were judged.
    """

    rows: NDArray[np.bool_]
    probabilities: Array
    temperature: float


def rarities(surfaces: Sequence[Surface]) -> NDArray[np.float16]:
    """Smooth inverse document frequency per bucket, 0 for buckets of fewer than SEEN_AT_LEAST texts."""
    counts = np.zeros(BUCKETS, dtype=np.int64)
    for one in surfaces:
        counts[one.counts.buckets] += 1
    rarity = np.log((1 + len(surfaces)) / (1 + counts)) + 1
    return np.where(counts >= SEEN_AT_LEAST, rarity, 0).astype(np.float16)


def feature_matrix(surfaces: Sequence[Surface], rarity: NDArray[np.float16]) -> csr_matrix:
    """Lexicon features, then the n-gram buckets."""
    values = [weigh(one.counts, rarity) for one in surfaces]
    ends = np.cumsum([0, *(len(value) for value in values)])
    buckets = np.concatenate([one.counts.buckets for one in surfaces])
    ngrams = csr_matrix((np.concatenate(values), buckets, ends), shape=(len(surfaces), BUCKETS))
    matrix = csr_matrix(hstack([csr_matrix(lexicon_matrix(surfaces)), ngrams]), dtype=np.float64)
    matrix.eliminate_zeros()
    return matrix


def as_numbers(examples: Sequence[Example]) -> Corpus:
    """Cuts and counts every example."""
    surfaces = [surface(example.text) for example in examples]
    rarity = rarities(surfaces)
    return Corpus(
        features=feature_matrix(surfaces, rarity),
        rarity=rarity,
        sentiment=Question(
            labels=np.array([SENTIMENTS.index(example.sentiment) for example in examples]),
            offsets=np.array([-MIXED_RARER * (label is Sentiment.MIXED) for label in SENTIMENTS], dtype=np.float32),
            caution=SENTIMENT_CAUTION,
        ),
        topic=Question(
            labels=np.array([TOPICS.index(example.topic) for example in examples]),
            offsets=np.zeros(len(TOPICS), dtype=np.float32),
            caution=TOPIC_CAUTION,
        ),
        families=np.array([example.family for example in examples]),
    )


def fit(features: csr_matrix, labels: Labels) -> LogisticRegression:
    """Multinomial logistic regression with L2."""
    return LogisticRegression(C=STRENGTH, max_iter=300, tol=2e-3).fit(features, labels)


def fit_head(features: csr_matrix, question: Question, temperature: float) -> Head:
    """A head of all rows."""
    used = np.unique(features.indices)
    model = fit(features[:, used], question.labels)
    weights = np.zeros((features.shape[1], model.coef_.shape[0]), dtype=np.float32)
    weights[used] = model.coef_.T
    return Head(
        lexicon=weights[:LEXICON_FEATURES],
        ngrams=weights[LEXICON_FEATURES:].astype(np.float16),
        bias=model.intercept_.astype(np.float32) + question.offsets,
        temperature=temperature,
    )


def best_temperature(scores: Array, labels: Labels) -> float:
    """The divisor of the scores that makes the labels likeliest (Guo et al. 2017)."""
    rows = np.arange(len(labels))

    def surprise(temperature: float) -> float:
        chosen = softmax(scores / temperature)[rows, labels]
        return float(-np.log(np.maximum(chosen, 1e-9)).mean())

    return float(minimize_scalar(surprise, bounds=(0.1, 5.0), method="bounded").x)


def judge(corpus: Corpus, question: Question, unseen: Array) -> Judged:
    """The examples read by words and encoder that saw nothing of their family.

    `unseen` are the encoder's scores [examples, labels] of that kind; examples without any (NaN) are left out.
    """
    seen = corpus.features[:, np.unique(corpus.features.indices)]
    rows = ~np.isnan(unseen[:, 0])
    scores = np.zeros_like(unseen)
    for family in np.unique(corpus.families[rows]):
        held, judged = corpus.families == family, rows & (corpus.families == family)
        scores[judged] = fit(seen[~held], question.labels[~held]).decision_function(seen[judged])
    together = mixed(unseen[rows], scores[rows] + question.offsets)
    temperature = round(question.caution * best_temperature(together, question.labels[rows]), 3)
    return Judged(rows, softmax(together / temperature), temperature)


def report(title: str, names: Sequence[str], judged: Judged, question: Question) -> str:
    """Cross-validated precision, recall and F1 by label."""
    answers = judged.probabilities.argmax(axis=1)
    table = classification_report(question.labels[judged.rows], answers, target_names=list(names), digits=3)
    return f"{title}, cross-validated over families; temperature {judged.temperature}\n{table}"


def report_confidence(sentiment: Judged, topic: Judged, corpus: Corpus) -> str:
    """How often each confidence is right."""
    sure = np.array(
        [
            joint_score(SENTIMENTS[int(by_sentiment.argmax())], float(by_sentiment.max()), float(by_topic.max()))
            for by_sentiment, by_topic in zip(sentiment.probabilities, topic.probabilities, strict=True)
        ]
    )
    sentiment_right = sentiment.probabilities.argmax(axis=1) == corpus.sentiment.labels[sentiment.rows]
    topic_right = topic.probabilities.argmax(axis=1) == corpus.topic.labels[topic.rows]
    steps = {
        "HIGH": sure > HIGH_ABOVE,
        "MEDIUM": (sure >= MEDIUM_FROM) & (sure <= HIGH_ABOVE),
        "LOW": sure < MEDIUM_FROM,
    }
    return "\n".join(
        f"{name:7}{step.mean():6.1%} of texts, sentiment right {sentiment_right[step].mean():6.1%}, "
        f"topic {topic_right[step].mean():6.1%}"
        for name, step in steps.items()
    )


def main() -> None:
    """Trains, prints the cross-validated figures, writes the heads."""
    parser = argparse.ArgumentParser(description="Train the heads of the embedded model.")
    parser.add_argument("--out", type=Path, default=HEADS_PATH, help="file to write")
    arguments = parser.parse_args()
    examples = read_corpus(CORPUS_PATH)
    sentiment_unseen, topic_unseen = split_scores(read_unseen(examples))
    corpus = as_numbers(examples)
    sentiment = judge(corpus, corpus.sentiment, sentiment_unseen)
    topic = judge(corpus, corpus.topic, topic_unseen)
    sys.stdout.write(report("Sentiment", SENTIMENTS, sentiment, corpus.sentiment))
    sys.stdout.write("\n" + report("Topic", TOPICS, topic, corpus.topic))
    sys.stdout.write("\n" + report_confidence(sentiment, topic, corpus) + "\n")
    write_heads(
        fit_head(corpus.features, corpus.sentiment, sentiment.temperature),
        fit_head(corpus.features, corpus.topic, topic.temperature),
        corpus.rarity,
        arguments.out,
    )
    sys.stdout.write(f"{len(examples)} examples, {sentiment.rows.sum()} judged, written to {arguments.out}\n")


if __name__ == "__main__":
    main()
