"""What workers of this service do: each kind of job, and all that recurs, wired to what it needs."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from graphql_api.analysis.again import analyze_again, ask_again
from graphql_api.analysis.analyze import analyze_feedback
from graphql_api.analysis.chain import Analyzer, Chain
from graphql_api.analysis.states import look_after
from graphql_api.feedback.reanalyze import reanalyze
from graphql_api.jobs.queue import JobKind
from graphql_api.settings import Settings
from graphql_api.worker import Do, Recurring, Worker


async def make_worker(url: str, settings: Settings, chain: Chain, *, beat: Path | None = None) -> Worker:
    """A worker that does everything. Loads the chain's model in another thread, in about 0.3 s.

    Args:
        url: the database, migrated.
        beat: as for `Worker`.
    """
    await chain.local.load()
    recurring = make_recurring(settings, chain)
    return Worker(url, jobs=make_jobs(chain), recurring=recurring, beside=[partial(look_after, chain)], beat=beat)


def make_jobs(analyzer: Analyzer) -> Mapping[JobKind, Do]:
    """Who does each kind of job."""
    return {
        JobKind.ANALYZE: partial(analyze_feedback, analyzer=analyzer),
        JobKind.ANALYZE_AGAIN: partial(analyze_again, analyzer=analyzer),
        JobKind.REANALYZE: partial(reanalyze, analyzer=analyzer),
    }


def make_recurring(_settings: Settings, chain: Chain) -> Sequence[Recurring]:
    """What is done on schedule."""
    return (Recurring("analysis-again", "* * * * * */5", partial(ask_again, chain.ai)),)
