"""What our sentences taught the encoder: small differences to its upper layers, and the scores read off them.

`tuning.npz` is made by `tune` and used by `convert`, which adds the differences to the published weights.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graphql_api.analysis.embedded.weights import REPAIR_TUNING, TUNING_PATH, ModelUnavailable
from models.enums import Sentiment, Topic

LAYERS = 6
FIRST_TUNED = 3
"""Layers below are as published, so both ways through the encoder share them."""

TUNED_MATRICES = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
SCORES = len(Sentiment) + len(Topic)

Array = NDArray[np.float32]


def tuned_names() -> list[str]:
    """The published names of the matrices that were tuned, without `.weight`."""
    return [f"encoder.layer.{layer}.{part}" for layer in range(FIRST_TUNED, LAYERS) for part in TUNED_MATRICES]


@dataclass(frozen=True)
class Tuning:
    """Differences by matrix name, each as two thin matrices (out x rank, rank x in), and the linear read-out.

    The read-out turns the mean token of the last layer into scores: `weight` [SCORES, 384], `bias` [SCORES],
    sentiments first, then topics, each in the order of its enum.
    """

    differences: dict[str, tuple[Array, Array]]
    weight: Array
    bias: Array

    def tuned(self, name: str, published: Array) -> Array:
        """The published matrix [out, in] of that name with its difference added."""
        up, down = self.differences[name]
        return np.asarray(published + up @ down, dtype=np.float32)


def write_tuning(tuning: Tuning, path: Path) -> None:
    """One npz file of half-precision numbers; the same numbers give the same bytes."""
    arrays: dict[str, Array] = {"readout.weight": tuning.weight, "readout.bias": tuning.bias}
    for name, (up, down) in tuning.differences.items():
        arrays |= {f"{name}.up": up, f"{name}.down": down}
    write_arrays({name: array.astype(np.float16) for name, array in arrays.items()}, path)


def write_arrays(arrays: dict[str, NDArray[Any]], path: Path) -> None:
    """An npz file with fixed order and times and nothing compressed, so that the same numbers give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.asarray(array, order="C"), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), buffer.getvalue())


def read_tuning(path: Path = TUNING_PATH) -> Tuning:
    """The tuning of a file by `write_tuning`. Raises ModelUnavailable when it is missing, torn or of other names."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            held = {name: np.asarray(arrays[name], dtype=np.float32) for name in arrays.files}
        differences = {name: (held[f"{name}.up"], held[f"{name}.down"]) for name in tuned_names()}
        return Tuning(differences, held["readout.weight"], held["readout.bias"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelUnavailable(f"The tuning in {path.name} cannot be read", REPAIR_TUNING) from error
