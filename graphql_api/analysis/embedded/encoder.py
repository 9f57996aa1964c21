"""Texts to vectors with all-MiniLM-L6-v2 on the processor."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidGraph, InvalidProtobuf
from tokenizers import Encoding, Tokenizer

from graphql_api.analysis.embedded.tuning import SCORES
from graphql_api.analysis.embedded.weights import (
    TOKENIZER_SHA256,
    ModelUnavailable,
    check,
    ensure_graph,
    find_source,
)

DIMENSIONS = 384
MAX_TOKENS = 256
"""The published limit of the model; what comes after is not read by the encoder."""

BATCH_TOKENS = 192
"""Padded tokens in one run: keeps scratch memory small whatever the batch, and in the processor's cache."""

THREADS = 1
"""A second one makes a batch hardly faster and takes a core away from those who take receipts."""

UNWANTED = {"SkipLayerNormFusion"}
"""It would put back the slow node that `convert` avoids."""

_ONE_WAY = onnxruntime.RunOptions()
# Only what the asked output needs is computed: one of the graph's two ways, not both.
_ONE_WAY.only_execute_path_to_fetches = True


class Encoder:
    """The encoder with its tokenizer. Safe to use from several threads at once."""

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path) -> "Encoder":
        """Reads the converted graph from `folder`, making it first if needed (see `ensure_graph`).

        Raises ModelUnavailable, with the remedy, when the weights are missing or wrong, or the graph is unreadable.
        """
        source = find_source()
        check(source.tokenizer, TOKENIZER_SHA256)
        tokenizer = Tokenizer.from_file(str(source.tokenizer))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        path = ensure_graph(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.inter_op_num_threads = 1
        # Runs of every shape would each keep a plan of their memory. Without spinning an idle server uses no processor.
        options.enable_mem_pattern = False
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=UNWANTED
            )
        except (Fail, InvalidGraph, InvalidProtobuf) as error:
            raise ModelUnavailable(f"{path.name} cannot be read", f"delete {path} and start again") from error
        return cls(session, tokenizer)

    def knows(self, word: str) -> bool:
        """Whether a word in lower case is one of the 30,000 or so that the tokenizer does not take apart."""
        return self._tokenizer.token_to_id(word) is not None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The published encoder's unit vectors [texts, 384]; only the first 256 tokens of each text are read."""
        return self._read(texts, "sentence", DIMENSIONS)

    def score(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The tuned encoder's scores [texts, SCORES], see `Tuning`; only the first 256 tokens of each text are read."""
        return self._read(texts, "scores", SCORES)

    def _read(self, texts: Sequence[str], output: str, width: int) -> NDArray[np.float32]:
        """One row per text, in the order given. Texts of like length share a run, so that little is padded."""
        rows = np.zeros((len(texts), width), dtype=np.float32)
        encodings: list[Encoding] = [self._tokenizer.encode(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda index: len(encodings[index].ids))
        while order:
            longest = len(encodings[order[-1]].ids)
            count = max(1, BATCH_TOKENS // longest)
            order, run = order[:-count], order[-count:]
            rows[run] = self._run([encodings[index].ids for index in run], longest, output)
        return rows

    def _run(self, ids: list[list[int]], length: int, output: str) -> NDArray[np.float32]:
        tokens = np.zeros((len(ids), length), dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, values in enumerate(ids):
            tokens[row, : len(values)] = values
            mask[row, : len(values)] = 1
        (answer,) = self._session.run([output], {"tokens": tokens, "mask": mask}, _ONE_WAY)
        return np.asarray(answer, dtype=np.float32)
