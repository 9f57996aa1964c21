"""Makes the ONNX graph of all-MiniLM-L6-v2 from its safetensors file and our tuning: once per machine, without torch.

    python -m graphql_api.analysis.embedded.convert FOLDER

The graph has two ways through the encoder, which part above the layers that are as published: one ends in the
published sentence vector, the other, tuned, in our scores. Asked for one output, the runtime goes one way only.

The only module that imports `onnx`. Matrix weights become signed bytes with one scale per output channel. What they
meet becomes bytes with one scale per token, so that a text's vector does not depend on its neighbours in a batch. The
word table becomes signed bytes with one scale per word.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from graphql_api.analysis.embedded.tuning import FIRST_TUNED, LAYERS, SCORES, Tuning, read_tuning
from graphql_api.analysis.embedded.weights import (
    SAFETENSORS_SHA256,
    TOKENIZER_SHA256,
    ModelUnavailable,
    check,
    find_source,
    graph_path,
)

HEADS, HIDDEN = 12, 384
LAYER_NORM_EPSILON = 1e-12  # config.json of the published model
WEIGHT_STEPS = 100
"""Largest byte of a weight. Processors without VNNI add two products in 16 bits, which 127 would overflow often."""

ZERO, ZERO_AFTER_GELU = 128, 8
"""The byte that stands for 0 in what meets the weights; GELU answers hardly anything below 0."""

LOUD = {99: 4.0, 223: 3.0, 63: 2.0, 157: 2.0, 127: 2.0}
"""Channels that are far above the others after every norm of the published weights, and what they are divided by before
rounding (their weights are multiplied by it), so that the others keep fine steps (SmoothQuant, Xiao et al. 2023)."""

CONTRIB = "com.microsoft"

Array = NDArray[np.float32]


def read_safetensors(path: Path) -> dict[str, Array]:
    """Every float32 tensor of a safetensors file: eight bytes of header length, a JSON header, little-endian data."""
    raw = path.read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    header: dict[str, Any] = json.loads(raw[8:start])
    tensors = {}
    for name, entry in header.items():
        if entry.get("dtype") == "F32":
            begin, end = entry["data_offsets"]
            flat = np.frombuffer(raw[start + begin : start + end], dtype="<f4")
            tensors[name] = flat.reshape(entry["shape"])
    return tensors


def quantise_rows(table: Array, steps: int) -> tuple[NDArray[np.int8], Array]:
    """Signed bytes of at most `steps` and one scale per row [rows, 1] of a table."""
    scales = np.maximum(np.abs(table).max(axis=1, keepdims=True) / steps, 1e-12).astype(np.float32)
    return np.rint(table / scales).astype(np.int8), scales


@dataclass(frozen=True)
class Bytes:
    """Rows as bytes: the names of the bytes, of their step and zero, and of each row's reach, its largest magnitude.

    `divisors` [width] are what the channels were divided by before.
    """

    rounded: str
    step: str
    zero: str
    reach: str
    divisors: Array


@dataclass
class Graph:
    """Nodes and constants in the order they are added; every `add` answers the name of its output."""

    nodes: list[NodeProto] = field(default_factory=list)
    constants: list[TensorProto] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.constant("last", np.array([-1], dtype=np.int64))
        self.constant("least", np.float32(1e-12))
        self.constant("unit", np.float32(1))

    def constant(self, name: str, value: NDArray[Any] | np.generic) -> str:
        self.constants.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def as_bytes(self, value: str, name: str, width: int, zero: int, loud: Mapping[int, float]) -> Bytes:
        """Every row of a value [.., width] as bytes, scaled so that its largest number, up or down, just fits."""
        divisors, steps = np.ones(width, dtype=np.float32), 255 - zero
        divisors[list(loud)] = list(loud.values())
        if loud:
            value = self.add("Mul", [value, self.constant(f"{name}.even", 1 / divisors)], f"{name}.evened")
        high = self.add("ReduceMax", [value, "last"], f"{name}.high", keepdims=1)
        low = self.add("ReduceMin", [value, "last"], f"{name}.low", keepdims=1)
        depth = self.add("Mul", [low, self.constant(f"{name}.turn", np.float32(-steps / zero))], f"{name}.depth")
        reach = self.add("Max", [high, depth, "least"], f"{name}.reach")
        stretch = self.add("Div", [self.constant(f"{name}.steps", np.float32(steps)), reach], f"{name}.stretch")
        stretched = self.add("Mul", [value, stretch], f"{name}.stretched")
        byte_zero = self.constant(f"{name}.zero", np.uint8(zero))
        rounded = self.add("QuantizeLinear", [stretched, "unit", byte_zero], f"{name}.bytes")
        return Bytes(rounded, self.constant(f"{name}.step", np.float32(1 / steps)), byte_zero, reach, divisors)

    def linear(self, rows: Bytes, name: str, weight: Array) -> str:
        """rows @ weight.T, multiplied in bytes. The bias is left to what comes next."""
        quantised, scales = quantise_rows(weight * rows.divisors, WEIGHT_STEPS)
        matrix, scale = self.constant(f"{name}.matrix", quantised.T), self.constant(f"{name}.scales", scales[:, 0])
        inputs = [rows.rounded, matrix, rows.step, scale, rows.zero]
        product = self.add("MatMulIntegerToFloat", inputs, f"{name}.product", CONTRIB)
        return self.add("Mul", [product, rows.reach], f"{name}.out")

    def add_and_normalise(self, value: str, bias: str, skip: str, name: str, tensors: dict[str, Array]) -> str:
        """The value with its bias (a tensor's name) and what it was made of, normalised.

        In three nodes: the one that does it all (SkipLayerNormalization) takes six times as long on the processor.
        """
        biased = self.add("Add", [value, self.constant(bias, tensors[bias])], f"{name}.biased")
        total = self.add("Add", [biased, skip], f"{name}.total")
        parts = [self.constant(f"{name}.{part}", tensors[f"{name}.{part}"]) for part in ("weight", "bias")]
        return self.add("LayerNormalization", [total, *parts], f"{name}.out", axis=-1, epsilon=LAYER_NORM_EPSILON)


def add_embeddings(graph: Graph, tensors: dict[str, Array]) -> str:
    """Words + positions + segment 0, normalised. Every text is segment 0, so that row is added to the positions."""
    prefix = "embeddings"
    table, scales = quantise_rows(tensors[f"{prefix}.word_embeddings.weight"], 127)
    rows = graph.add("Gather", [graph.constant("words", table), "tokens"], "word_bytes")
    scale = graph.add("Gather", [graph.constant("word_scales", scales), "tokens"], "word_scale")
    floats = graph.add("Cast", [rows], "word_floats", to=TensorProto.FLOAT)
    words = graph.add("Mul", [floats, scale], "word_vectors")
    positions = tensors[f"{prefix}.position_embeddings.weight"] + tensors[f"{prefix}.token_type_embeddings.weight"][0]
    graph.constant("positions", positions.astype(np.float32))
    graph.constant("zero", np.array([0], dtype=np.int64))
    graph.constant("one", np.array([1], dtype=np.int64))
    length = graph.add("Shape", ["tokens"], "length", start=1, end=2)
    first = graph.add("Slice", ["positions", "zero", length, "zero"], "position_rows")
    position = graph.add("Unsqueeze", [first, "zero"], "position_vectors")
    total = graph.add("Add", [words, position], "summed")
    parts = ("weight", "bias")
    norm = [graph.constant(f"{prefix}.norm.{part}", tensors[f"{prefix}.LayerNorm.{part}"]) for part in parts]
    return graph.add("LayerNormalization", [total, *norm], "embedded", axis=-1, epsilon=LAYER_NORM_EPSILON)


def add_layer(graph: Graph, value: str, prefix: str, tensors: dict[str, Array]) -> str:
    """One transformer block: self-attention and a feed-forward of exact GELU, each followed by add and norm."""
    attention, dense = f"{prefix}.attention.self", f"{prefix}.attention.output.dense"
    names = [f"{attention}.{part}" for part in ("query", "key", "value")]
    rows = graph.as_bytes(value, attention, HIDDEN, ZERO, LOUD)
    projected = [graph.linear(rows, name, tensors[f"{name}.weight"]) for name in names]
    biases = graph.constant(f"{attention}.bias", np.concatenate([tensors[f"{name}.bias"] for name in names]))
    inputs = [*projected, biases, "key_mask"]
    mixed = graph.add("MultiHeadAttention", inputs, f"{attention}.out", CONTRIB, num_heads=HEADS)
    out = graph.linear(graph.as_bytes(mixed, dense, HIDDEN, ZERO, {}), dense, tensors[f"{dense}.weight"])
    value = graph.add_and_normalise(out, f"{dense}.bias", value, f"{prefix}.attention.output.LayerNorm", tensors)
    wide, narrow = f"{prefix}.intermediate.dense", f"{prefix}.output.dense"
    hidden = graph.linear(graph.as_bytes(value, wide, HIDDEN, ZERO, LOUD), wide, tensors[f"{wide}.weight"])
    bias = graph.constant(f"{wide}.bias", tensors[f"{wide}.bias"])
    active = graph.add("BiasGelu", [hidden, bias], f"{wide}.gelu", CONTRIB)
    rows = graph.as_bytes(active, narrow, 4 * HIDDEN, ZERO_AFTER_GELU, {})
    out = graph.linear(rows, narrow, tensors[f"{narrow}.weight"])
    return graph.add_and_normalise(out, f"{narrow}.bias", value, f"{prefix}.output.LayerNorm", tensors)


def add_mean(graph: Graph, value: str, name: str) -> str:
    """Mean over the real tokens."""
    masked = graph.add("Mul", [value, "mask_column"], f"{name}.masked")
    total = graph.add("ReduceSum", [masked, "one"], f"{name}.sum", keepdims=0)
    return graph.add("Div", [total, "token_count"], f"{name}.mean")


def add_mask(graph: Graph) -> None:
    """What attention and means need of the mask, once for both ways."""
    graph.add("Cast", ["mask"], "key_mask", to=TensorProto.INT32)
    graph.add("Cast", ["mask"], "mask_floats", to=TensorProto.FLOAT)
    graph.add("Unsqueeze", ["mask_floats", graph.constant("two", np.array([2], dtype=np.int64))], "mask_column")
    graph.add("ReduceSum", ["mask_floats", "one"], "token_count", keepdims=1)


def with_tuned_layers(tensors: dict[str, Array], tuning: Tuning) -> dict[str, Array]:
    """The published tensors and, under `tuned.` and their own name, those of the upper layers with the tuning added."""
    every = dict(tensors)
    for number in range(FIRST_TUNED, LAYERS):
        layer = f"encoder.layer.{number}."
        every |= {f"tuned.{name}": value for name, value in tensors.items() if name.startswith(layer)}
    for name in tuning.differences:
        every[f"tuned.{name}.weight"] = tuning.tuned(name, tensors[f"{name}.weight"])
    return every


def build(tensors: dict[str, Array], tuning: Tuning) -> ModelProto:
    """The graph: `tokens` and `mask` (int64 [texts, length]) in; out, as asked for, `sentence` (float32 [texts, 384],
    unit length, as published) and `scores` (float32 [texts, SCORES], see `Tuning`).
    """
    graph = Graph()
    tensors = with_tuned_layers(tensors, tuning)
    published = add_embeddings(graph, tensors)
    add_mask(graph)
    for number in range(FIRST_TUNED):
        published = add_layer(graph, published, f"encoder.layer.{number}", tensors)
    tuned = published
    for number in range(FIRST_TUNED, LAYERS):
        published = add_layer(graph, published, f"encoder.layer.{number}", tensors)
        tuned = add_layer(graph, tuned, f"tuned.encoder.layer.{number}", tensors)
    graph.add("LpNormalization", [add_mean(graph, published, "published")], "sentence", axis=1, p=2)
    readout = [graph.constant("readout.weight", tuning.weight), graph.constant("readout.bias", tuning.bias)]
    graph.add("Gemm", [add_mean(graph, tuned, "tuned"), *readout], "scores", transB=1)
    return as_model(graph)


def as_model(graph: Graph) -> ModelProto:
    """The nodes and constants with their inputs and outputs named."""
    shape = ["texts", "length"]
    made = helper.make_graph(
        graph.nodes,
        "minilm-l6-v2",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("tokens", "mask")],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["texts", width])
            for name, width in (("sentence", HIDDEN), ("scores", SCORES))
        ],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=10)


def convert(folder: Path) -> Path:
    """Checks both published files, converts, and answers the graph's path; a file already there is replaced whole.

    Raises ModelUnavailable when a file is missing or not the published one, OSError when the folder cannot be written.
    """
    source = find_source()
    check(source.safetensors, SAFETENSORS_SHA256)
    check(source.tokenizer, TOKENIZER_SHA256)
    data = build(read_safetensors(source.safetensors), read_tuning()).SerializeToString(deterministic=True)
    folder.mkdir(parents=True, exist_ok=True)
    path = graph_path(folder)
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def main() -> int:
    """Converts into the folder named on the command line; 0, or 1 with the reason and remedy as the last line."""
    parser = argparse.ArgumentParser(description="Convert the sentence encoder to a small ONNX graph.")
    parser.add_argument("folder", type=Path)
    try:
        path = convert(parser.parse_args().folder)
    except (ModelUnavailable, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
