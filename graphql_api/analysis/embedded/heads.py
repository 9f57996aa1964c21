"""The heads: what turns features and the encoder's scores into calibrated probabilities, and the file of them."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphql_api.analysis.embedded.features import BUCKETS, LEXICON_FEATURES, LEXICON_WEIGHT, Surface, weigh
from graphql_api.analysis.embedded.tuning import write_arrays
from graphql_api.analysis.embedded.weights import ModelUnavailable, tuning_digest
from models.enums import Sentiment, Topic

SENTIMENTS = tuple(Sentiment)
TOPICS = tuple(Topic)
ENCODER_SHARE = 0.5
"""How much the tuned encoder counts against the words themselves, which see what it does not. Cross-validation over
families is flat from 0.4 to 0.7 and several points lower at either end."""

REPAIR = "python -m graphql_api.analysis.embedded.train"

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Head:
    """One question's weights: lexicon [LEXICON_FEATURES, labels], ngrams [BUCKETS, labels], bias [labels], and the
    temperature of the scores after the encoder's were mixed in."""

    lexicon: Array
    ngrams: NDArray[np.float16]
    bias: Array
    temperature: float

    def scores(self, lexicon: Array, buckets: Sequence[NDArray[np.int32]], values: Sequence[Array]) -> Array:
        """What the words alone say [texts, labels], before any mixing."""
        scores = lexicon @ self.lexicon + self.bias
        for row, (where, value) in enumerate(zip(buckets, values, strict=True)):
            scores[row] += value @ self.ngrams[where].astype(np.float32)
        return np.asarray(scores, dtype=np.float32)


@dataclass(frozen=True)
class Heads:
    """Both heads and the n-gram rarities [BUCKETS] they share. `digest` is the file's SHA-256 in hex."""

    sentiment: Head
    topic: Head
    rarity: NDArray[np.float16]
    digest: str

    def probabilities(self, encoder_scores: Array, surfaces: Sequence[Surface]) -> tuple[Array, Array]:
        """Sentiment [texts, 4] and topic [texts, 6] probabilities, columns in the order of the enums."""
        sentiments, topics = split_scores(encoder_scores)
        by_words = self.word_scores(surfaces)
        return (
            softmax(mixed(sentiments, by_words[0]) / self.sentiment.temperature),
            softmax(mixed(topics, by_words[1]) / self.topic.temperature),
        )

    def word_scores(self, surfaces: Sequence[Surface]) -> tuple[Array, Array]:
        """What the words alone say of sentiment [texts, 4] and topic [texts, 6]."""
        lexicon = lexicon_matrix(surfaces)
        buckets = [surface.counts.buckets for surface in surfaces]
        values = [weigh(surface.counts, self.rarity) for surface in surfaces]
        return self.sentiment.scores(lexicon, buckets, values), self.topic.scores(lexicon, buckets, values)


def split_scores(encoder_scores: Array) -> tuple[Array, Array]:
    """The encoder's scores [texts, SCORES] as sentiment [texts, 4] and topic [texts, 6]."""
    return encoder_scores[:, : len(SENTIMENTS)], encoder_scores[:, len(SENTIMENTS) :]


def mixed(encoder_scores: Array, word_scores: Array) -> Array:
    """Both readings of one question, weighed."""
    return np.asarray(ENCODER_SHARE * encoder_scores + (1 - ENCODER_SHARE) * word_scores, dtype=np.float32)


def softmax(scores: Array) -> Array:
    """Rows to probabilities, safe for large scores."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


def lexicon_matrix(surfaces: Sequence[Surface]) -> Array:
    """LEXICON_WEIGHT times the lexicon features: [texts, LEXICON_FEATURES]."""
    return np.asarray(np.stack([surface.lexicon for surface in surfaces]) * LEXICON_WEIGHT, dtype=np.float32)


def write_heads(sentiment: Head, topic: Head, rarity: NDArray[np.float16], path: Path) -> None:
    """One npz file, bound to the committed tuning. The same numbers give the same bytes."""
    arrays: dict[str, NDArray[Any]] = {"rarity": rarity, "tuning": _tuning_bytes()}
    for name, head in (("sentiment", sentiment), ("topic", topic)):
        arrays |= {f"{name}_lexicon": head.lexicon, f"{name}_ngrams": head.ngrams, f"{name}_bias": head.bias}
        arrays[f"{name}_temperature"] = np.array(head.temperature, dtype=np.float32)
    write_arrays(arrays, path)


def _tuning_bytes() -> NDArray[np.uint8]:
    return np.frombuffer(bytes.fromhex(tuning_digest()), dtype=np.uint8)


def read_heads(path: Path) -> Heads:
    """The heads of a file by `write_heads`. Raises ModelUnavailable when it is missing, torn, of other shapes, or was
    calibrated with another tuning than the committed one."""
    try:
        raw = path.read_bytes()
        with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
            sentiment, topic = (_head(arrays, name) for name in ("sentiment", "topic"))
            heads = Heads(sentiment, topic, arrays["rarity"], hashlib.sha256(raw).hexdigest())
            tuning = arrays["tuning"]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelUnavailable(f"The heads in {path.name} cannot be read", REPAIR) from error
    shapes = (sentiment.lexicon.shape, topic.ngrams.shape, heads.rarity.shape)
    if shapes != ((LEXICON_FEATURES, len(SENTIMENTS)), (BUCKETS, len(TOPICS)), (BUCKETS,)):
        raise ModelUnavailable(f"The heads in {path.name} were trained for other features", REPAIR)
    if not np.array_equal(tuning, _tuning_bytes()):
        raise ModelUnavailable(f"The heads in {path.name} were calibrated with another tuning", REPAIR)
    return heads


def _head(arrays: Any, name: str) -> Head:
    return Head(
        lexicon=arrays[f"{name}_lexicon"],
        ngrams=arrays[f"{name}_ngrams"],
        bias=arrays[f"{name}_bias"],
        temperature=float(arrays[f"{name}_temperature"]),
    )
