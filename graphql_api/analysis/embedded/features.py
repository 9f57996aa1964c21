"""What the heads see of a text: its vector, its n-grams by hash, its lexicon features."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from graphql_api.analysis.embedded.lexicon import FEATURES, lexicon_features
from graphql_api.analysis.embedded.words import fold_digits, normalise, words

WORD_BUCKETS = 1 << 15
CHARACTER_BUCKETS = 1 << 15
BUCKETS = WORD_BUCKETS + CHARACTER_BUCKETS
LONGEST_WORD = 24
"""Longer "words" are hashes and paths: their character n-grams say nothing and cost time."""

NGRAM_WEIGHT = 1.5
LEXICON_WEIGHT = 0.3
LEXICON_FEATURES = FEATURES


@dataclass(frozen=True)
class Counts:
    """Hashed n-grams of one text: buckets (words below WORD_BUCKETS, characters above) and 1 + ln(count) for each."""

    buckets: NDArray[np.int32]
    values: NDArray[np.float32]


@dataclass(frozen=True)
class Surface:
    """What is read off the text itself: hashed n-grams, and `LEXICON_FEATURES` numbers."""

    counts: Counts
    lexicon: NDArray[np.float32]


@lru_cache(maxsize=4096)
def _character_buckets(word: str) -> tuple[int, ...]:
    """Buckets of all 2 to 5 character n-grams of the word between blanks (scikit-learn's `char_wb`)."""
    padded = f" {word[:LONGEST_WORD]} "
    return tuple(
        WORD_BUCKETS + crc32(padded[start : start + size].encode()) % CHARACTER_BUCKETS
        for size in range(2, 6)
        for start in range(max(1, len(padded) - size + 1))
    )


def surface(text: str) -> Surface:
    """Cuts the text once and counts. Time is linear in its length: about 0.2 ms per 100 characters."""
    tokens = words(normalise(text))
    plain = [fold_digits(token) for token in tokens]
    counted: Counter[int] = Counter()
    for position, token in enumerate(plain):
        counted[crc32(token.encode()) % WORD_BUCKETS] += 1
        if position:
            counted[crc32(f"{plain[position - 1]} {token}".encode()) % WORD_BUCKETS] += 1
        counted.update(_character_buckets(token))
    buckets = np.fromiter(sorted(counted), dtype=np.int32, count=len(counted))
    values = 1 + np.log(np.array([counted[bucket] for bucket in buckets.tolist()], dtype=np.float32))
    lexicon = np.array(lexicon_features(text, tokens), dtype=np.float32)
    return Surface(Counts(buckets, values), lexicon)


def weigh(counts: Counts, rarity: NDArray[np.float16]) -> NDArray[np.float32]:
    """TF-IDF of the buckets, words and characters each of unit length, times NGRAM_WEIGHT.

    `rarity` [BUCKETS] is ln((1 + texts) / (1 + texts with it)) + 1, scikit-learn's smooth idf; 0 for what is rare.
    """
    values = counts.values * rarity[counts.buckets].astype(np.float32)
    split = int(np.searchsorted(counts.buckets, WORD_BUCKETS))
    return np.concatenate([_scaled(values[:split]), _scaled(values[split:])])


def _scaled(block: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.sqrt((block * block).sum()))
    return block * np.float32(NGRAM_WEIGHT / length) if length > 0 else block
