"""The corpus is ours and varied; the committed heads are what it trains to."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from graphql_api.analysis.embedded.corpus import read_corpus
from graphql_api.analysis.embedded.encoder import Encoder
from graphql_api.analysis.embedded.features import surface
from graphql_api.analysis.embedded.heads import read_heads, write_heads
from graphql_api.analysis.embedded.model import HEADS_PATH
from graphql_api.analysis.embedded.train import TOLERANCE, train
from graphql_api.analysis.embedded.weights import ModelUnavailable
from models.enums import Sentiment, Topic


def test_the_corpus_is_large_has_no_duplicates_and_slights_no_label() -> None:
    examples = read_corpus()
    assert len(examples) >= 1_500
    normalised = [re.sub(r"\W+", " ", one.text.lower()).strip() or one.text.strip() for one in examples]
    assert [text for text, count in Counter(normalised).items() if count > 1] == []
    assert all(one.text.strip() for one in examples)
    topics, sentiments = Counter(one.topic for one in examples), Counter(one.sentiment for one in examples)
    assert min(topics[topic] for topic in Topic) >= len(examples) * 0.08
    assert min(sentiments[sentiment] for sentiment in Sentiment) >= len(examples) * 0.12
    pairs = Counter((one.topic, one.sentiment) for one in examples)
    assert min(pairs[topic, sentiment] for topic in Topic for sentiment in Sentiment) >= 15


def test_training_again_gives_the_committed_heads(model_folder: Path, tmp_path: Path) -> None:
    examples = read_corpus()
    texts = [one.text for one in examples]
    vectors, surfaces = Encoder.load(model_folder).encode(texts), [surface(text) for text in texts]
    done = train(examples, vectors)
    write_heads(done.sentiment, done.topic, done.rarity, tmp_path / "heads.npz")
    ours = read_heads(tmp_path / "heads.npz").probabilities(vectors, surfaces)
    committed = read_heads(HEADS_PATH).probabilities(vectors, surfaces)
    for mine, theirs in zip(ours, committed, strict=True):
        assert np.abs(mine - theirs).max() < TOLERANCE


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
