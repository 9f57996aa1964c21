"""When two feedbacks say the same: one normalised text, or sentence vectors that nearly agree."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from graphql_api.alerts.spelling import Spelling
from graphql_api.alerts.wording import normalised
from graphql_api.analysis.embedded.corpus import read_corpus
from graphql_api.analysis.embedded.encoder import Encoder

Embed = Callable[[str], Awaitable[str | None]]
"""A text's sentence vector as pgvector reads it; None where there is no model to make it."""

# By cosine. "Love the dashboard" and "hate the dashboard" have 0.86.
SAME = 0.90


class SentenceVectors:
    """Vectors of normalised texts without numbers and slips of the finger, made in a thread of its own.

    Args:
        encoder: the encoder that reads feedback, so that it is in memory once; None while there is none.
    """

    def __init__(self, encoder: Callable[[], Encoder | None]) -> None:
        self._encoder = encoder
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sentence-vectors")
        self._spelling: Spelling | None = None

    async def embed(self, text: str) -> str | None:
        """The text's vector of unit length; None without an encoder."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._embed, text)

    def _embed(self, text: str) -> str | None:
        encoder = self._encoder()
        if encoder is None:
            return None
        if self._spelling is None:
            self._spelling = Spelling((example.text for example in read_corpus()), encoder.knows)
        read = self._spelling.mended(normalised(text)).replace("0", "")
        (vector,) = encoder.encode([read.encode("utf-8", "replace").decode()])
        return "[" + ",".join(f"{number:.6f}" for number in vector) + "]"


async def no_vectors(_text: str) -> str | None:
    """Stands where no model may be used."""
    return None
