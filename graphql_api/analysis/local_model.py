"""The model on this machine: the best there is, loaded once, off the event loop, and looked for again while missing."""

import asyncio
import importlib.util
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol

import structlog

from graphql_api.analysis.batching import Batches, reading_thread
from graphql_api.analysis.embedded.encoder import Encoder
from graphql_api.analysis.embedded.model import EmbeddedModel, Prediction
from graphql_api.analysis.embedded.weights import ModelUnavailable
from graphql_api.analysis.language import Languages

logger = structlog.get_logger(__name__)

# Where the embedded model's converted graph is kept: with the environment, which the weights come from as well.
MODEL_FOLDER = Path(sys.prefix) / "share" / "feedback"
NEEDS = ("torch", "transformers")
INSTALL = "pip install 'feedback-service[ml]', then feedback download-model"


def weights_folder(data_dir: Path) -> Path:
    """Where the weights of the large model are kept."""
    return data_dir / "models"


class LocalModel(Protocol):
    """A model on this machine. `predict` blocks; one thread calls it."""

    @property
    def name(self) -> str:
        """Names the weights that answer."""
        ...

    @property
    def encoder(self) -> Encoder:
        """Makes vectors of sentences, in any thread."""
        ...

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """One prediction per text, in order."""
        ...


def load_best_model(ml_model: str, weights: Path, folder: Path = MODEL_FOLDER) -> LocalModel:
    """The model that ML_MODEL names where torch and its weights are there, else the embedded one. Blocks.

    Args:
        weights: where `feedback download-model` has put them.
        folder: where the embedded model's graph is.
    Raises:
        ModelUnavailable: the embedded model is missing; the larger one needs it for topics.
    """
    embedded = EmbeddedModel.load(folder)
    missing = [name for name in NEEDS if importlib.util.find_spec(name) is None]
    if missing:
        logger.info("embedded model reads", ml_model=ml_model, not_installed=missing, remedy=INSTALL)
        return embedded
    try:
        # Only here: importing torch takes seconds and hundreds of MiB.
        large: LocalModel = import_module("graphql_api.analysis.transformers_model").load(ml_model, weights, embedded)
    except ModelUnavailable as unavailable:
        logger.warning("embedded model reads", reason=unavailable.reason, remedy=unavailable.remedy)
        return embedded
    return large


class Local:
    """The model on this machine as the chain sees it, whether there is one or not.

    Args:
        load: makes the model; blocks; raises ModelUnavailable. None: no model is wanted.
    """

    def __init__(self, load: Callable[[], LocalModel] | None) -> None:
        self._load = load
        # Loads as well, so that the threads of the model's runtime have its priority.
        self._thread = reading_thread()
        self._batches: Batches[Prediction] | None = None
        self._languages: Languages | None = None
        self._missing: ModelUnavailable | None = None
        self.name: str | None = None
        self.encoder: Encoder | None = None

    @property
    def why_not(self) -> str | None:
        """Why there is no model, as a finding's reason; None when there is one."""
        if self._batches is not None:
            return None
        return "disabled" if self._load is None else "model_unavailable"

    @property
    def state(self) -> str:
        """For the person on call: loaded, unavailable or disabled, with the reason and the remedy."""
        if self._load is None:
            return "disabled: ML_ENABLED is false"
        if self.name is not None:
            return f"loaded: {self.name}"
        return f"unavailable: {self._missing}" if self._missing else "unavailable: it is being loaded"

    async def load(self) -> None:
        """Load the model unless it is there. One that cannot be had is logged with its remedy, the first time."""
        if self._languages is None:
            self._languages = await asyncio.to_thread(Languages)
        if self._load is None or self._batches is not None:
            return
        try:
            model = await asyncio.get_running_loop().run_in_executor(self._thread, self._load)
        except ModelUnavailable as missing:
            if self._missing is None or self._missing.reason != missing.reason:
                logger.warning("no model on this machine", reason=missing.reason, remedy=missing.remedy)
            self._missing = missing
            return
        self._batches = Batches(model.predict, thread=self._thread)
        self.name, self.encoder = model.name, model.encoder

    def language(self, text: str) -> str | None:
        """The text's language (ISO 639-1) where that is certain; None too before `load`."""
        return self._languages.detect(text) if self._languages else None

    async def read(self, text: str) -> Prediction:
        """What the model says of a text. Only while `why_not` is None."""
        if self._batches is None:
            raise LookupError("there is no model")
        return await self._batches.read(text)
