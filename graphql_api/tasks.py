"""What workers of this service do: each kind of job, and all that recurs, wired to what it needs."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from graphql_api.analysis.analyze import analyze_feedback
from graphql_api.analysis.analyzer import MODEL_FOLDER, Analyzer, load_analyzer
from graphql_api.jobs.queue import JobKind
from graphql_api.settings import Settings
from graphql_api.tallies import add_up_tallies
from graphql_api.worker import Do, Recurring, Worker

# Every ten seconds, so that reading figures stays cheap however much comes in.
ADD_UP_CRON = "* * * * * */10"


async def make_worker(url: str, settings: Settings, *, beat: Path | None = None) -> Worker:
    """A worker that does everything. Loads the model in another thread, in about 0.3 s.

    Args:
        url: the database, migrated.
        beat: as for `Worker`.
    """
    analyzer = await asyncio.to_thread(load_analyzer, MODEL_FOLDER, is_enabled=settings.ml_enabled)
    return Worker(url, jobs=make_jobs(analyzer), recurring=make_recurring(settings), beat=beat)


def make_jobs(analyzer: Analyzer) -> Mapping[JobKind, Do]:
    """Who does each kind of job."""
    return {JobKind.ANALYZE: partial(analyze_feedback, analyzer=analyzer)}


def make_recurring(_settings: Settings) -> Sequence[Recurring]:
    """What is done on schedule."""
    return (Recurring("add up tallies", ADD_UP_CRON, add_up_tallies),)
