"""Tunes the upper half of the encoder on `corpus.csv`, and scores every sentence by a tuning that did not see its like.

    python -m graphql_api.analysis.embedded.tune

Writes `tuning.npz` (what `convert` adds to the published weights) and `unseen.npz` (what `train` calibrates with); run
`train` afterwards. Needs torch (2.13 made the committed file) and, five trainings in all, some 15 minutes of one core.

Low-rank differences (LoRA, Hu et al. 2021) to the six matrices of the layers from FIRST_TUNED on, and a linear read-out
of the mean token for both questions at once. The order of rows and all variation come from fixed seeds; other kernels
still round otherwise, so another machine makes a tuning that is as good, not the same.
"""

import math
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from random import Random
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from graphql_api.analysis.embedded.convert import HEADS, HIDDEN, LAYER_NORM_EPSILON, read_safetensors
from graphql_api.analysis.embedded.corpus import Example, read_corpus
from graphql_api.analysis.embedded.heads import SENTIMENTS, TOPICS
from graphql_api.analysis.embedded.tuning import (
    LAYERS,
    SCORES,
    Tuning,
    tuned_names,
    write_tuning,
)
from graphql_api.analysis.embedded.unseen import write_unseen
from graphql_api.analysis.embedded.variation import vary
from graphql_api.analysis.embedded.weights import TUNING_PATH, find_source

Tensor = Any  # torch is no dependency of the project: its types are not known to the checker
Parameters = dict[str, Tensor]

RANK = 16
SCALE = 1.0
EPOCHS = 4
FOLD_EPOCHS = 3
ROWS = 32
LEARNING_RATE = 1e-3
READOUT_FASTER = 3
WARM_UP = 0.1
DROPOUT = 0.1
SMOOTHING = 0.05
LONGEST = 64
"""Tokens read while tuning; longer texts are rare in the corpus and cost most."""

PADDED_TO = 8
"""Lengths are padded to a multiple, since torch prepares a kernel for each shape it meets."""


class Encoder:
    """The published encoder in torch with differences to its upper layers, some of which are being learned."""

    def __init__(self, seed: int) -> None:
        torch.manual_seed(seed)
        source = find_source()
        self._published = {
            name: torch.from_numpy(array.copy()) for name, array in read_safetensors(source.safetensors).items()
        }
        self._tokenizer = Tokenizer.from_file(str(source.tokenizer))
        self._tokenizer.no_padding()
        self.learned: Parameters = {}
        for name in tuned_names():
            outputs, inputs = self._published[f"{name}.weight"].shape
            self.learned[f"{name}.down"] = torch.randn(RANK, inputs) / math.sqrt(inputs)
            self.learned[f"{name}.up"] = torch.zeros(outputs, RANK)
        bound = 1 / math.sqrt(HIDDEN)
        self.learned["readout.weight"] = torch.empty(SCORES, HIDDEN).uniform_(-bound, bound)
        self.learned["readout.bias"] = torch.empty(SCORES).uniform_(-bound, bound)
        for value in self.learned.values():
            value.requires_grad_(True)

    def batch(self, texts: Sequence[str], longest: int) -> tuple[Tensor, Tensor]:
        """Token numbers and mask [texts, length]."""
        ids = [self._tokenizer.encode(text).ids[:longest] for text in texts]
        length = math.ceil(max(len(one) for one in ids) / PADDED_TO) * PADDED_TO
        tokens, mask = torch.zeros(len(ids), length, dtype=torch.long), torch.zeros(len(ids), length)
        for row, one in enumerate(ids):
            tokens[row, : len(one)] = torch.tensor(one)
            mask[row, : len(one)] = 1
        return tokens, mask

    def scores(self, tokens: Tensor, mask: Tensor, dropout: float) -> Tensor:
        """Scores [texts, SCORES]; `dropout` is 0 outside of training."""
        published = self._published
        value = published["embeddings.word_embeddings.weight"][tokens]
        value = value + published["embeddings.position_embeddings.weight"][: tokens.shape[1]]
        value = value + published["embeddings.token_type_embeddings.weight"][0]
        value = functional.dropout(self._norm(value, "embeddings.LayerNorm"), dropout)
        for number in range(LAYERS):
            value = self._layer(value, mask, f"encoder.layer.{number}", dropout)
        column = mask[:, :, None]
        mean = (value * column).sum(1) / column.sum(1)
        mean = functional.dropout(mean, dropout)
        return functional.linear(mean, self.learned["readout.weight"], self.learned["readout.bias"]).float()

    def _layer(self, value: Tensor, mask: Tensor, layer: str, dropout: float) -> Tensor:
        texts, length, _ = value.shape
        query, key, content = (
            self._linear(value, f"{layer}.attention.self.{part}")
            .view(texts, length, HEADS, HIDDEN // HEADS)
            .transpose(1, 2)
            for part in ("query", "key", "value")
        )
        seen = mask[:, None, None, :].bool()
        attended = functional.scaled_dot_product_attention(query, key, content, attn_mask=seen)
        attended = attended.transpose(1, 2).reshape(texts, length, HIDDEN)
        out = functional.dropout(self._linear(attended, f"{layer}.attention.output.dense"), dropout)
        value = self._norm(value + out, f"{layer}.attention.output.LayerNorm")
        wide = functional.gelu(self._linear(value, f"{layer}.intermediate.dense"))
        out = functional.dropout(self._linear(wide, f"{layer}.output.dense"), dropout)
        return self._norm(value + out, f"{layer}.output.LayerNorm")

    def _linear(self, value: Tensor, name: str) -> Tensor:
        out = functional.linear(value, self._published[f"{name}.weight"], self._published[f"{name}.bias"])
        if f"{name}.up" not in self.learned:
            return out
        low = functional.linear(value, self.learned[f"{name}.down"])
        return out + SCALE * functional.linear(low, self.learned[f"{name}.up"])

    def _norm(self, value: Tensor, name: str) -> Tensor:
        weight, bias = self._published[f"{name}.weight"], self._published[f"{name}.bias"]
        return functional.layer_norm(value, (HIDDEN,), weight, bias, LAYER_NORM_EPSILON)


def batches(examples: Sequence[Example], random: Random) -> Iterator[list[Example]]:
    """One epoch of varied examples; those of like length share a batch, the batches come in random order."""
    varied = vary(examples, random)
    random.shuffle(varied)
    window = ROWS * 20
    ordered: list[Example] = []
    for start in range(0, len(varied), window):
        ordered += sorted(varied[start : start + window], key=lambda one: len(one.text))
    starts = list(range(0, len(ordered), ROWS))
    random.shuffle(starts)
    for start in starts:
        yield ordered[start : start + ROWS]


def sentiment_weights(examples: Sequence[Example]) -> Tensor:
    """Rarer sentiments weigh more: the inverse square root of their share."""
    counts = torch.tensor([float(sum(one.sentiment is label for one in examples)) for label in SENTIMENTS])
    weights = 1 / counts
    return (weights / weights.mean()).sqrt()


def tune(examples: Sequence[Example], epochs: int, seed: int) -> Encoder:
    """The encoder after so many epochs over the examples. Says on stderr how far it is."""
    encoder, random = Encoder(seed), Random(seed)  # noqa: S311 - variety, not secrecy
    weights = sentiment_weights(examples)
    readout = [value for name, value in encoder.learned.items() if name.startswith("readout")]
    low_rank = [value for name, value in encoder.learned.items() if not name.startswith("readout")]
    groups = [
        {"params": low_rank, "lr": LEARNING_RATE},
        {"params": readout, "lr": LEARNING_RATE * READOUT_FASTER},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * math.ceil(len(examples) / ROWS)

    def slope(step: int) -> float:
        return min(1.0, step / (WARM_UP * steps)) * max(0.0, 1 - step / steps)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, slope)
    for epoch in range(epochs):
        total = 0.0
        for batch in batches(examples, random):
            loss = loss_of(encoder, batch, weights)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*low_rank, *readout], 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        sys.stderr.write(f"epoch {epoch + 1} of {epochs}: loss {total / len(examples):.3f}\n")
    return encoder


def loss_of(encoder: Encoder, batch: Sequence[Example], weights: Tensor) -> Tensor:
    """Cross-entropy of both questions, in bfloat16 where that is enough."""
    tokens, mask = encoder.batch([one.text for one in batch], LONGEST)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = encoder.scores(tokens, mask, DROPOUT)
    sentiments = torch.tensor([SENTIMENTS.index(one.sentiment) for one in batch])
    topics = torch.tensor([TOPICS.index(one.topic) for one in batch])
    of_sentiment = functional.cross_entropy(
        scores[:, : len(SENTIMENTS)], sentiments, weights, label_smoothing=SMOOTHING
    )
    of_topic = functional.cross_entropy(scores[:, len(SENTIMENTS) :], topics, label_smoothing=SMOOTHING)
    return of_sentiment + of_topic


def scores_of(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Scores [texts, SCORES] without learning."""
    rows = np.zeros((len(texts), SCORES), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    with torch.no_grad():
        for start in range(0, len(order), ROWS):
            run = order[start : start + ROWS]
            rows[run] = encoder.scores(*encoder.batch([texts[index] for index in run], 256), 0.0).numpy()
    return rows


def as_tuning(encoder: Encoder) -> Tuning:
    """What was learned, as numbers to keep."""
    held = {name: value.detach().numpy() for name, value in encoder.learned.items()}
    differences = {name: (SCALE * held[f"{name}.up"], held[f"{name}.down"]) for name in tuned_names()}
    return Tuning(differences, held["readout.weight"], held["readout.bias"])


def tuned_on_all(examples: Sequence[Example]) -> Tuning:
    """What is shipped."""
    torch.set_num_threads(1)
    return as_tuning(tune(examples, EPOCHS, seed=0))


def scored_without(family: str, examples: Sequence[Example]) -> NDArray[np.float32]:
    """Scores of a family's examples, in order, by a tuning on the others."""
    torch.set_num_threads(1)
    encoder = tune([one for one in examples if one.family != family], FOLD_EPOCHS, seed=1)
    return scores_of(encoder, [one.text for one in examples if one.family == family])


def main() -> None:
    """Tunes on all, and once for each family left out, a process for each core; writes tuning and scores."""
    examples = read_corpus()
    families = np.array([one.family for one in examples])
    # Started afresh: a fork would share torch's threads.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        all_of_them = processes.submit(tuned_on_all, examples)
        without = {name: processes.submit(scored_without, str(name), examples) for name in np.unique(families)}
        write_tuning(all_of_them.result(), TUNING_PATH)
        scores = np.zeros((len(examples), SCORES), dtype=np.float32)
        for name, work in without.items():
            scores[families == name] = work.result()
    write_unseen(examples, scores)


if __name__ == "__main__":
    main()
