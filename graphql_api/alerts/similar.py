"""When two feedbacks say the same: one normalised text, or sentence vectors that nearly agree."""

import asyncio
import hashlib
import re
import unicodedata
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import structlog

from graphql_api.analysis.embedded.encoder import Encoder
from graphql_api.analysis.embedded.weights import ModelUnavailable

logger = structlog.get_logger(__name__)

Embed = Callable[[str], Awaitable[str | None]]
"""A text's sentence vector as pgvector reads it; None where there is no model to make it."""

# By cosine. "Love the dashboard" and "hate the dashboard" have 0.86.
SAME = 0.90

_NO_WORDS = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"\d+")
# Words that say nothing of what went wrong: they move a short text's vector by as much as those that do.
_COURTESY = re.compile(
    r"\b(?:hi|hello|hey|dear|team|guys|folks|please|pls|plz|thanks|thank you|again|sorry|asap|urgent|urgently)\b"
)


def normalised(text: str) -> str:
    """The text's words in lower case. Punctuation, numbers' values and words of courtesy do not matter."""
    words = _NO_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(_COURTESY.sub(" ", _NUMBERS.sub("0", words)).split())


def text_hash(text: str) -> bytes:
    """Names the normalised text."""
    return hashlib.sha256(normalised(text).encode("utf-8", "replace")).digest()


class SentenceVectors:
    """The embedded model's encoder, loaded when the first text comes, in a thread of its own. It reads the normalised
    text without numbers.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sentence-vectors")
        self._encoder: Encoder | None = None
        self._is_missing = False

    async def embed(self, text: str) -> str | None:
        """The text's vector of unit length; None, and a line in the log, without the model's weights."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._embed, text)

    def _embed(self, text: str) -> str | None:
        if self._encoder is None and not self._is_missing:
            try:
                self._encoder = Encoder.load(self._folder)
            except ModelUnavailable as missing:
                self._is_missing = True
                logger.warning("alerts join by equal text only", reason=missing.reason, remedy=missing.remedy)
        if self._encoder is None:
            return None
        (vector,) = self._encoder.encode([normalised(text).replace("0", "").encode("utf-8", "replace").decode()])
        return "[" + ",".join(f"{number:.6f}" for number in vector) + "]"


async def no_vectors(_text: str) -> str | None:
    """Stands where no model may be used."""
    return None
