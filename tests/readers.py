"""Analyzers for tests that are about something else."""

from uuid import UUID

from graphql_api.analysis.cache import FindingCache
from graphql_api.analysis.chain import Ai, Chain
from graphql_api.analysis.finding import Finding, nothing_could_read
from graphql_api.analysis.local_model import Local, LocalModel


class NoReader:
    """Reads nothing, and says so with a reason."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    async def analyze(self, text: str, *, subject: UUID, is_anew: bool = False) -> Finding:
        """A finding with the method NONE."""
        return nothing_could_read(self._reason)


async def chain_with(model: LocalModel | None, ai: Ai | None = None) -> Chain:
    """The real chain around a model that is loaded already."""
    local = Local((lambda: model) if model is not None else None)
    await local.load()
    return Chain(ai=ai, local=local, cache=FindingCache(max_size=100, ttl_seconds=60))
