"""Remembering findings, so that a text that comes again is not read again. Keys are hashes; values hold no text."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from graphql_api.analysis.finding import Finding
from models.enums import AnalysisMethod


def cache_key(text: str, reader: str) -> str:
    """The key of what a reader says of a text: SHA-256, in hex. `reader` names model and prompt version."""
    return hashlib.sha256(f"{reader}\0{text}".encode("utf-8", "replace")).hexdigest()


class SharedFindings(Protocol):
    """Findings that several processes share. Its trouble is no error: it then finds and keeps nothing."""

    async def get(self, key: str) -> Finding | None:
        """The finding under a key, or None."""
        ...

    async def put(self, key: str, finding: Finding) -> None:
        """Keep a finding for as long as findings are kept."""
        ...

    async def aclose(self) -> None:
        """Let go of its connections."""
        ...


@dataclass
class CacheFigures:
    """How often this process asked its cache, and how often it had an answer."""

    hits: int = 0
    misses: int = 0


class FindingCache:
    """The latest findings of this process, and of others where they are shared.

    Args:
        max_size: findings in memory; the one longest unused makes room. 0: nothing is kept anywhere.
        ttl_seconds: how long a finding is kept.
    """

    def __init__(
        self,
        *,
        max_size: int,
        ttl_seconds: float,
        shared: SharedFindings | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._max_size = max_size
        self._ttl_seconds = ttl_seconds
        self._shared = shared
        self._now = now
        self._kept: OrderedDict[str, tuple[float, Finding]] = OrderedDict()
        self.figures = CacheFigures()

    async def get(self, key: str) -> Finding | None:
        """The finding under a key, marked as cached and costing nothing; None where there is none."""
        found = self._get(key)
        if found is None and self._shared is not None and self._max_size:
            found = await self._shared.get(key)
            if found is not None:
                self._put(key, found)
        if found is None:
            self.figures.misses += 1
            return None
        self.figures.hits += 1
        nothing = 0 if found.method is AnalysisMethod.AI else None
        return replace(found, cached=True, input_tokens=nothing, output_tokens=nothing, cost_usd=nothing)

    async def put(self, key: str, finding: Finding) -> None:
        """Remember a finding."""
        if self._max_size:
            self._put(key, finding)
            if self._shared is not None:
                await self._shared.put(key, finding)

    async def aclose(self) -> None:
        """Let go of what is shared."""
        if self._shared is not None:
            await self._shared.aclose()

    def _get(self, key: str) -> Finding | None:
        until, finding = self._kept.get(key, (0.0, None))
        if finding is None:
            return None
        if until <= self._now():
            del self._kept[key]
            return None
        self._kept.move_to_end(key)
        return finding

    def _put(self, key: str, finding: Finding) -> None:
        self._kept[key] = (self._now() + self._ttl_seconds, finding)
        self._kept.move_to_end(key)
        if len(self._kept) > self._max_size:
            self._kept.popitem(last=False)
