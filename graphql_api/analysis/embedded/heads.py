"""The linear heads: what turns features into calibrated probabilities, and the one file that holds them."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphql_api.analysis.embedded.encoder import DIMENSIONS
from graphql_api.analysis.embedded.features import BUCKETS, LEXICON_FEATURES, LEXICON_WEIGHT, Surface, weigh
from graphql_api.analysis.embedded.weights import ModelUnavailable
from models.enums import Sentiment, Topic

SENTIMENTS = tuple(Sentiment)
TOPICS = tuple(Topic)
DENSE = DIMENSIONS + LEXICON_FEATURES
REPAIR = "python -m graphql_api.analysis.embedded.train"

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Head:
    """One question's weights: dense [DENSE, labels], sparse [BUCKETS, labels], bias [labels], and a temperature."""

    dense: Array
    sparse: NDArray[np.float16]
    bias: Array
    temperature: float

    def probabilities(self, dense: Array, buckets: Sequence[NDArray[np.int32]], values: Sequence[Array]) -> Array:
        """Calibrated probabilities [texts, labels]; each row sums to 1."""
        scores = dense @ self.dense + self.bias
        for row, (where, value) in enumerate(zip(buckets, values, strict=True)):
            scores[row] += value @ self.sparse[where].astype(np.float32)
        return softmax(scores / self.temperature)


@dataclass(frozen=True)
class Heads:
    """Both heads and the n-gram rarities [BUCKETS] they share. `digest` is the file's SHA-256 in hex."""

    sentiment: Head
    topic: Head
    rarity: NDArray[np.float16]
    digest: str

    def probabilities(self, vectors: Array, surfaces: Sequence[Surface]) -> tuple[Array, Array]:
        """Sentiment [texts, 4] and topic [texts, 6] probabilities, columns in the order of the enums."""
        dense = dense_features(vectors, surfaces)
        buckets = [surface.counts.buckets for surface in surfaces]
        values = [weigh(surface.counts, self.rarity) for surface in surfaces]
        return (
            self.sentiment.probabilities(dense, buckets, values),
            self.topic.probabilities(dense, buckets, values),
        )


def softmax(scores: Array) -> Array:
    """Rows to probabilities, safe for large scores."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


def dense_features(vectors: Array, surfaces: Sequence[Surface]) -> Array:
    """Sentence vectors beside LEXICON_WEIGHT times the lexicon features: [texts, DENSE]."""
    lexicon = np.stack([surface.lexicon for surface in surfaces]) * LEXICON_WEIGHT
    return np.concatenate([vectors, lexicon], axis=1, dtype=np.float32)


def write_heads(sentiment: Head, topic: Head, rarity: NDArray[np.float16], path: Path) -> None:
    """One npz file. The same numbers give the same bytes: fixed order and times, nothing compressed."""
    arrays: dict[str, NDArray[Any]] = {"rarity": rarity}
    for name, head in (("sentiment", sentiment), ("topic", topic)):
        arrays |= {f"{name}_dense": head.dense, f"{name}_sparse": head.sparse, f"{name}_bias": head.bias}
        arrays[f"{name}_temperature"] = np.array(head.temperature, dtype=np.float32)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for key, value in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, value, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{key}.npy", (1980, 1, 1, 0, 0, 0)), buffer.getvalue())


def read_heads(path: Path) -> Heads:
    """The heads of a file by `write_heads`. Raises ModelUnavailable when it is missing, torn or of other shapes."""
    try:
        raw = path.read_bytes()
        with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
            sentiment, topic = (_head(arrays, name) for name in ("sentiment", "topic"))
            heads = Heads(sentiment, topic, arrays["rarity"], hashlib.sha256(raw).hexdigest())
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelUnavailable(f"The heads in {path.name} cannot be read", REPAIR) from error
    shapes = (sentiment.dense.shape, topic.sparse.shape, heads.rarity.shape)
    if shapes != ((DENSE, len(SENTIMENTS)), (BUCKETS, len(TOPICS)), (BUCKETS,)):
        raise ModelUnavailable(f"The heads in {path.name} were trained for other features", REPAIR)
    return heads


def _head(arrays: Any, name: str) -> Head:
    return Head(
        dense=arrays[f"{name}_dense"],
        sparse=arrays[f"{name}_sparse"],
        bias=arrays[f"{name}_bias"],
        temperature=float(arrays[f"{name}_temperature"]),
    )
