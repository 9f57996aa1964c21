"""The corpus is ours and varied; the committed heads are what it trains to."""

import re
from collections import Counter
from pathlib import Path
from random import Random

import numpy as np
import pytest

from graphql_api.analysis.embedded import heads as heads_module
from graphql_api.analysis.embedded.corpus import read_corpus
from graphql_api.analysis.embedded.heads import read_heads, softmax, write_heads
from graphql_api.analysis.embedded.model import HEADS_PATH
from graphql_api.analysis.embedded.train import TOLERANCE, as_numbers, best_temperature, fit_head
from graphql_api.analysis.embedded.tuning import SCORES, read_tuning, write_tuning
from graphql_api.analysis.embedded.unseen import read_unseen, write_unseen
from graphql_api.analysis.embedded.variation import combined, mistyped, vary
from graphql_api.analysis.embedded.weights import TUNING_PATH, ModelUnavailable
from models.enums import Sentiment, Topic


def test_the_corpus_is_large_has_no_duplicates_and_slights_no_label() -> None:
    examples = read_corpus()
    assert len(examples) >= 6_000
    normalised = [re.sub(r"\W+", " ", one.text.lower()).strip() or one.text.strip() for one in examples]
    assert [text for text, count in Counter(normalised).items() if count > 1] == []
    assert all(one.text.strip() for one in examples)
    topics, sentiments = Counter(one.topic for one in examples), Counter(one.sentiment for one in examples)
    assert min(topics[topic] for topic in Topic) >= len(examples) * 0.08
    assert min(sentiments[sentiment] for sentiment in Sentiment) >= len(examples) * 0.12
    pairs = Counter((one.topic, one.sentiment) for one in examples)
    assert min(pairs[topic, sentiment] for topic in Topic for sentiment in Sentiment) >= 15


def test_training_again_gives_the_committed_heads() -> None:
    corpus, committed = as_numbers(read_corpus()), read_heads(HEADS_PATH)
    again = fit_head(corpus.features, corpus.topic, committed.topic.temperature)
    assert np.array_equal(corpus.rarity, committed.rarity)
    for mine, theirs in ((again.lexicon, committed.topic.lexicon), (again.bias, committed.topic.bias)):
        assert np.abs(mine - theirs).max() < TOLERANCE
    assert np.abs(again.ngrams.astype(np.float32) - committed.topic.ngrams.astype(np.float32)).max() < TOLERANCE


def test_sentences_without_an_unseen_score_are_left_out_of_calibration(tmp_path: Path) -> None:
    known, unknown = read_corpus()[:3], read_corpus()[3:5]
    write_unseen(known, np.ones((3, SCORES), dtype=np.float32), tmp_path / "unseen.npz")
    scores = read_unseen([*unknown, *known], tmp_path / "unseen.npz")
    assert np.isnan(scores).all(axis=1).tolist() == [True, True, False, False, False]


def test_most_of_the_corpus_takes_part_in_calibration() -> None:
    scores = read_unseen(read_corpus())
    assert np.isnan(scores[:, 0]).mean() < 0.6


def test_the_fitted_temperature_undoes_a_stretched_scale() -> None:
    random = np.random.default_rng(1)
    scores = np.log(softmax(random.normal(size=(6_000, 4)).astype(np.float32)))
    labels = (scores + random.gumbel(size=scores.shape)).argmax(axis=1)
    assert best_temperature(scores, labels) == pytest.approx(1, abs=0.1)
    assert best_temperature(3 * scores, labels) == pytest.approx(3, abs=0.3)


def test_the_same_heads_are_written_to_the_same_bytes(tmp_path: Path) -> None:
    committed = HEADS_PATH.read_bytes()
    heads = read_heads(HEADS_PATH)
    write_heads(heads.sentiment, heads.topic, heads.rarity, tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == committed
    assert len(committed) < 2 * 2**20


def test_torn_heads_are_refused_with_a_remedy(tmp_path: Path) -> None:
    torn = tmp_path / "heads.npz"
    torn.write_bytes(HEADS_PATH.read_bytes()[:100_000])
    with pytest.raises(ModelUnavailable, match=r"heads\.npz cannot be read") as caught:
        read_heads(torn)
    assert "graphql_api.analysis.embedded.train" in caught.value.remedy


def test_heads_of_another_tuning_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads_module, "tuning_digest", lambda: "ab" * 32)
    with pytest.raises(ModelUnavailable, match="another tuning"):
        read_heads(HEADS_PATH)


def test_torn_tuning_is_refused_with_a_remedy(tmp_path: Path) -> None:
    torn = tmp_path / "tuning.npz"
    torn.write_bytes(TUNING_PATH.read_bytes()[:50_000])
    with pytest.raises(ModelUnavailable, match=r"tuning\.npz cannot be read") as caught:
        read_tuning(torn)
    assert "graphql_api.analysis.embedded.tune" in caught.value.remedy


def test_the_same_tuning_is_written_to_the_same_bytes(tmp_path: Path) -> None:
    write_tuning(read_tuning(), tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == TUNING_PATH.read_bytes()
    assert len(TUNING_PATH.read_bytes()) < 3 * 2**20


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (Sentiment.POSITIVE, Sentiment.NEGATIVE, Sentiment.MIXED),
        (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.NEGATIVE),
        (Sentiment.NEUTRAL, Sentiment.POSITIVE, Sentiment.POSITIVE),
        (Sentiment.MIXED, Sentiment.POSITIVE, Sentiment.MIXED),
        (Sentiment.NEUTRAL, Sentiment.NEUTRAL, Sentiment.NEUTRAL),
    ],
)
def test_two_sentences_say_together_what_each_says(first: Sentiment, second: Sentiment, together: Sentiment) -> None:
    assert combined(first, second) is combined(second, first) is together


def test_variants_keep_order_and_topics_and_are_the_same_for_a_seed() -> None:
    examples = read_corpus()[:400]
    varied = vary(examples, Random(3))
    assert varied == vary(examples, Random(3))
    assert [one.topic for one in varied] == [one.topic for one in examples]
    changed = sum(one.text != other.text for one, other in zip(varied, examples, strict=True))
    assert 80 < changed < 240
    assert all(abs(len(mistyped("as it was written", Random(seed))) - 17) <= 1 for seed in range(50))
