"""The encoder's scores of sentences by a tuning that saw nothing of their family: what calibration needs.

Making them takes as long as tuning itself, so they are kept in `unseen.npz`, made by `tune`.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graphql_api.analysis.embedded.corpus import Example
from graphql_api.analysis.embedded.tuning import SCORES, write_arrays

UNSEEN_PATH = Path(__file__).with_name("unseen.npz")


def keys_of(examples: Sequence[Example]) -> NDArray[np.uint64]:
    """A number for each example's family and text: the first eight bytes of their SHA-256."""
    digests = [hashlib.sha256(f"{one.family}\0{one.text}".encode()).digest() for one in examples]
    return np.array([int.from_bytes(digest[:8], "big") for digest in digests], dtype=np.uint64)


def write_unseen(examples: Sequence[Example], scores: NDArray[np.float32], path: Path = UNSEEN_PATH) -> None:
    """Keeps the scores [examples, SCORES] of these examples."""
    write_arrays({"keys": keys_of(examples), "scores": scores.astype(np.float16)}, path)


def read_unseen(examples: Sequence[Example], path: Path = UNSEEN_PATH) -> NDArray[np.float32]:
    """Scores [examples, SCORES]; NaN for those that had none when the file was made, which calibration leaves out.

    Raises OSError when there is no file.
    """
    with np.load(path, allow_pickle=False) as arrays:
        known = dict(zip(arrays["keys"].tolist(), arrays["scores"].astype(np.float32), strict=True))
    nothing = np.full(SCORES, np.nan, dtype=np.float32)
    return np.stack([known.get(key, nothing) for key in keys_of(examples).tolist()])
