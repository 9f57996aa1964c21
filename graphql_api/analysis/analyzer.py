"""Choosing who reads a text, and falling back when the better reader cannot."""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import structlog

from graphql_api.analysis.embedded.model import EmbeddedModel
from graphql_api.analysis.embedded.weights import ModelUnavailable
from graphql_api.analysis.finding import SHORTEST_TEXT, Finding, nothing_could_read, too_short
from models.enums import AnalysisMethod

logger = structlog.get_logger(__name__)

# Where the embedded model's converted graph is kept: with the environment, which the weights come from as well.
MODEL_FOLDER = Path(sys.prefix) / "share" / "feedback"


class Analyzer(Protocol):
    """Reads one text."""

    async def analyze(self, text: str) -> Finding:
        """A finding for the text, whatever it is; one with the method NONE when nothing could read it."""
        ...


class LocalAnalyzer:
    """Reads with the embedded model, one text at a time, off the event loop."""

    def __init__(self, model: EmbeddedModel) -> None:
        self._model = model
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedded-model")

    async def analyze(self, text: str) -> Finding:
        """What the model says; texts under 10 characters are not read."""
        if len(text) < SHORTEST_TEXT:
            return too_short()
        (prediction,) = await asyncio.get_running_loop().run_in_executor(self._thread, self._model.predict, [text])
        return Finding(
            sentiment=prediction.sentiment,
            topic=prediction.topic,
            topics=tuple((scored.topic, scored.score) for scored in prediction.topics),
            confidence_score=prediction.confidence_score,
            method=AnalysisMethod.ML,
            model=self._model.name,
            fallback_reason="disabled",
        )


class NoAnalyzer:
    """Stands where there is no model: says so in every finding."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    async def analyze(self, text: str) -> Finding:
        """A finding with the method NONE and the reason; VALIDATION for texts under 10 characters."""
        return too_short() if len(text) < SHORTEST_TEXT else nothing_could_read(self._reason)


def load_analyzer(model_folder: Path, *, is_enabled: bool) -> Analyzer:
    """The best analyzer there is. Blocks for about 0.3 s; a model that is missing is logged with its remedy."""
    if not is_enabled:
        return NoAnalyzer("disabled")
    try:
        return LocalAnalyzer(EmbeddedModel.load(model_folder))
    except ModelUnavailable as missing:
        logger.warning("embedded model unavailable", reason=missing.reason, remedy=missing.remedy)
        return NoAnalyzer("model_unavailable")
