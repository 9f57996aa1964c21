"""What the embedded model promises about its answers."""

import re
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import numpy as np
import pytest

from graphql_api.analysis.confidence import confidence_of
from graphql_api.analysis.embedded.lexicon import lexicon_features, read
from graphql_api.analysis.embedded.model import EmbeddedModel, Prediction, joint_score
from graphql_api.analysis.embedded.words import normalise, words
from models.enums import Confidence, Sentiment, Topic

PLAIN = [
    ("You billed my card two times for the same month, give me the money back!", Topic.BILLING, Sentiment.NEGATIVE),
    ("Absolutely wonderful, thank you all so much!", Topic.GENERAL, Sentiment.POSITIVE),
    ("Could you add a button that exports the table to Excel?", Topic.FEATURE_REQUEST, Sentiment.NEUTRAL),
    ("It crashes with an error each time I open a project.", Topic.BUG, Sentiment.NEGATIVE),
    ("I really like the editor, but loading a document is terribly slow.", Topic.PERFORMANCE, Sentiment.MIXED),
    ("The menus are so confusing, I can't find anything on this cluttered screen.", Topic.UX, Sentiment.NEGATIVE),
]

HOSTILE = ["", " ", "\x00\x00", "\ud800 lone", "a" * 100_000, "1" * 50_000, "😀" * 5_000, "'-" * 20_000, "$" * 9_999]


@pytest.mark.parametrize(("text", "topic", "sentiment"), PLAIN)
def test_plain_cases_are_understood(model: EmbeddedModel, text: str, topic: Topic, sentiment: Sentiment) -> None:
    (prediction,) = model.predict([text])
    assert (prediction.topic, prediction.sentiment) == (topic, sentiment)


def test_scores_are_probabilities_and_the_first_topic_is_the_answer(model: EmbeddedModel) -> None:
    for prediction in model.predict([text for text, _, _ in PLAIN]):
        scores = [score.score for score in prediction.topics]
        assert sum(scores) == pytest.approx(1, abs=1e-5)
        assert scores == sorted(scores, reverse=True)
        assert {score.topic for score in prediction.topics} == set(Topic)
        assert prediction.topic is prediction.topics[0].topic
        assert sum(prediction.sentiments.values()) == pytest.approx(1, abs=1e-5)
        sure = joint_score(prediction.sentiment, max(prediction.sentiments.values()), prediction.topic_score)
        assert prediction.confidence_score == pytest.approx(sure)
        assert prediction.confidence is confidence_of(prediction.confidence_score)


def test_a_text_gets_the_same_answer_alone_and_in_a_batch(model: EmbeddedModel) -> None:
    texts = [text for text, _, _ in PLAIN] + ["Too slow. " * 60]
    for text, together in zip(texts, model.predict(texts), strict=True):
        (alone,) = model.predict([text])
        assert _numbers(alone) == pytest.approx(_numbers(together), abs=0.002)


def test_threads_share_one_model(model: EmbeddedModel) -> None:
    texts = [text for text, _, _ in PLAIN]
    expected = [prediction.topic for prediction in model.predict(texts)]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: [one.topic for one in model.predict(texts)], range(12)))
    assert answers == [expected] * 12


def test_hostile_texts_are_answered_quickly(model: EmbeddedModel) -> None:
    for text in HOSTILE:
        started = perf_counter()
        (prediction,) = model.predict([text])
        assert 0 < prediction.confidence_score <= 1
        assert perf_counter() - started < 3


def test_nothing_to_predict_is_no_prediction(model: EmbeddedModel) -> None:
    assert model.predict([]) == []


def test_the_name_says_which_weights_answered(model: EmbeddedModel) -> None:
    assert re.fullmatch(r"minilm-l6-v2\+heads-[0-9a-f]{8}", model.name)


def test_an_answer_can_be_asked_among_some_labels_only(model: EmbeddedModel) -> None:
    (prediction,) = model.predict(["You billed my card two times for the same month, give me the money back!"])
    assert prediction.best_topic({Topic.BUG, Topic.UX})[0] in {Topic.BUG, Topic.UX}
    assert prediction.best_topic(set(Topic)) == (prediction.topic, prediction.topic_score)
    assert prediction.best_sentiment({Sentiment.POSITIVE}) == (
        Sentiment.POSITIVE,
        prediction.sentiments[Sentiment.POSITIVE],
    )


@pytest.mark.parametrize(
    ("score", "step"),
    [(0.81, Confidence.HIGH), (0.8, Confidence.MEDIUM), (0.5, Confidence.MEDIUM), (0.49, Confidence.LOW)],
)
def test_confidence_steps_are_above_80_and_from_50_percent(score: float, step: Confidence) -> None:
    assert confidence_of(score) is step


def test_a_doubtful_topic_takes_high_away_and_never_the_alert() -> None:
    assert confidence_of(joint_score(Sentiment.NEGATIVE, 0.95, 0.9)) is Confidence.HIGH
    assert confidence_of(joint_score(Sentiment.NEGATIVE, 0.95, 0.7)) is Confidence.MEDIUM
    assert confidence_of(joint_score(Sentiment.NEGATIVE, 0.95, 1 / 6)) is Confidence.MEDIUM
    assert joint_score(Sentiment.NEGATIVE, 0.4, 0.9) == 0.4


def test_mixed_is_never_high() -> None:
    assert confidence_of(joint_score(Sentiment.MIXED, 0.99, 0.99)) is Confidence.MEDIUM


def test_embeddings_find_the_same_said_twice_and_tell_opposites_apart(model: EmbeddedModel) -> None:
    vectors = model.embed(["The export to Excel fails.", "Export to Excel fails!", "I love the colours.", "\ud800"])
    assert vectors.shape == (4, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-4)
    likeness = vectors @ vectors.T
    assert likeness[0, 1] > 0.9
    assert likeness[0, 2] < 0.6


def test_the_lexicon_turns_praise_around_after_a_negation_and_keeps_clauses_apart() -> None:
    assert read(words(normalise("This is good"))).clauses == [1.0]
    assert read(words(normalise("This is not good at all"))).clauses[0] < 0
    first, second = (value for value in read(words(normalise("I love it but it is slow"))).clauses if value)
    assert first > 0 > second
    assert all(-1 <= value <= 1.5 for value in lexicon_features("WOW!!! " * 300, words("wow ! ! ! " * 300)))


def _numbers(prediction: Prediction) -> list[float]:
    by_topic = {score.topic: score.score for score in prediction.topics}
    return [*prediction.sentiments.values(), *(by_topic[topic] for topic in Topic)]
