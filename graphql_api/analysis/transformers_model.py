"""The large model on this machine: a transformers classifier of sentiment, with the embedded model's heads beside it.

Needs torch and transformers, so it is imported only where they are installed.
"""

import warnings
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import torch
from safetensors import SafetensorError
from transformers import AutoModelForSequenceClassification, AutoTokenizer
from transformers.utils import logging as transformers_logging

from graphql_api.analysis.embedded.encoder import Encoder
from graphql_api.analysis.embedded.model import EmbeddedModel, Prediction
from graphql_api.analysis.embedded.weights import ModelUnavailable
from models.enums import Sentiment

MOST_TOKENS = 512
SIDES = (Sentiment.POSITIVE, Sentiment.NEGATIVE)
UNREADABLE = (OSError, ValueError, ImportError, RuntimeError, SafetensorError)
DOWNLOAD = "feedback download-model"


class Form(StrEnum):
    """How the weights are kept and multiplied."""

    BFLOAT16 = "bfloat16"
    INT8 = "int8"
    FLOAT32 = "float32"


class TransformersModel:
    """Reads sentiment with a large classifier, and topics with the embedded heads.

    The classifier's probabilities are spread over our four sentiments by `four_sentiments`. `predict` blocks.
    """

    def __init__(
        self,
        name: str,
        tokenizer: AutoTokenizer,
        classifier: AutoModelForSequenceClassification,
        labels: Sequence[Sentiment],
        embedded: EmbeddedModel,
    ) -> None:
        self.name = name
        self._tokenizer = tokenizer
        self._classifier = classifier
        self._labels = labels
        self._embedded = embedded

    @property
    def encoder(self) -> Encoder:
        """The embedded model's, for vectors of sentences."""
        return self._embedded.encoder

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """One prediction per text, in order; the classifier reads the first 512 tokens of each."""
        if not texts:
            return []
        read = [text.encode("utf-8", "replace").decode() for text in texts]
        tokens = self._tokenizer(read, padding=True, truncation=True, max_length=MOST_TOKENS, return_tensors="pt")
        with torch.inference_mode():
            rows = torch.softmax(self._classifier(**tokens).logits.float(), dim=-1).tolist()
        return [
            _with_sentiments(prediction, four_sentiments(dict(zip(self._labels, row, strict=True)), prediction))
            for prediction, row in zip(self._embedded.predict(texts), rows, strict=True)
        ]


def four_sentiments(said: Mapping[Sentiment, float], embedded: Prediction) -> Mapping[Sentiment, float]:
    """The probabilities of all four sentiments, from a classifier that may know fewer.

    What it does not know (of a binary one, NEUTRAL and MIXED) keeps the probability that the embedded heads give it;
    the rest is shared out among what it knows, as it says. So the embedded heads decide whether a text has one side at
    all, and the large model which one.
    """
    unknown = {label: embedded.sentiments[label] for label in Sentiment if label not in said}
    left = 1.0 - sum(unknown.values())
    return {label: unknown[label] if label in unknown else left * said[label] for label in Sentiment}


def load(name: str, weights: Path, embedded: EmbeddedModel, form: Form | None = None) -> TransformersModel:
    """The model of a name, or of a folder, in the fastest form that this processor has. Asks no network.

    Args:
        weights: where `download` has put it; not used for a folder.
        form: instead of the fastest one.
    Raises:
        ModelUnavailable: its files are not there or cannot be read, or its labels are no sentiments.
    """
    form = form or _fastest_form()
    dtype = torch.bfloat16 if form is Form.BFLOAT16 else torch.float32
    transformers_logging.disable_progress_bar()
    try:
        tokenizer = AutoTokenizer.from_pretrained(name, cache_dir=weights, local_files_only=True)
        classifier = AutoModelForSequenceClassification.from_pretrained(
            name, cache_dir=weights, local_files_only=True, dtype=dtype
        )
    except UNREADABLE as error:
        raise ModelUnavailable(f"The files of {name} cannot be read ({type(error).__name__})", DOWNLOAD) from error
    labels = _labels(name, classifier.config.id2label)
    classifier.eval()
    if form is Form.INT8:
        classifier = _quantized(classifier)
    return TransformersModel(f"{name} ({form})", tokenizer, classifier, labels, embedded)


def download(name: str, weights: Path) -> None:
    """Fetch the model's files from its hub, unless they are there.

    Raises:
        ModelUnavailable: the hub cannot be reached, or does not have it.
    """
    try:
        AutoTokenizer.from_pretrained(name, cache_dir=weights)
        AutoModelForSequenceClassification.from_pretrained(name, cache_dir=weights)
    except (OSError, ValueError, ImportError) as error:
        reason = f"{name} cannot be fetched ({type(error).__name__})"
        raise ModelUnavailable(reason, "check ML_MODEL and the network, or copy the folder here and name it") from error


def _quantized(classifier: AutoModelForSequenceClassification) -> AutoModelForSequenceClassification:
    with warnings.catch_warnings():
        # Deprecated for a package of its own, which would be one more to install. It works till then.
        warnings.simplefilter("ignore")
        return torch.ao.quantization.quantize_dynamic(classifier, {torch.nn.Linear}, dtype=torch.qint8)


def _fastest_form() -> Form:
    """On a roberta-large bfloat16 takes 0.43 of float32's time and int8 0.51, where the processor has them."""
    if torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported():  # noqa: SLF001 - no other way to ask
        return Form.BFLOAT16
    return Form.INT8 if torch.cpu._is_vnni_supported() else Form.FLOAT32  # noqa: SLF001


def _labels(name: str, id2label: Mapping[int, str]) -> list[Sentiment]:
    labels = [Sentiment.__members__.get(id2label[index].upper()) for index in sorted(id2label)]
    known = [label for label in labels if label is not None]
    if len(known) < len(labels) or not set(SIDES) <= set(known):
        raise ModelUnavailable(
            f"{name} does not name its labels positive, negative, neutral or mixed",
            "set ML_MODEL to a sentiment classifier that does",
        )
    return known


def _with_sentiments(embedded: Prediction, sentiments: Mapping[Sentiment, float]) -> Prediction:
    best = max(Sentiment, key=lambda label: sentiments[label])
    return Prediction(best, sentiments, embedded.topic, embedded.topics, sentiments[best])
