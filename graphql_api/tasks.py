"""What workers of this service do: each kind of job, and all that recurs, wired to what it needs."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from graphql_api.analysis.analyze import analyze_feedback
from graphql_api.analysis.analyzer import MODEL_FOLDER, Analyzer, load_analyzer
from graphql_api.jobs.queue import JobKind
from graphql_api.settings import Settings
from graphql_api.tracing import Traces
from graphql_api.upkeep import note_beat
from graphql_api.worker import Do, Recurring, Worker


async def make_worker(
    url: str, settings: Settings, *, beat: Path | None = None, traces: Traces | None = None
) -> Worker:
    """A worker that does everything. Loads the model in another thread, in about 0.3 s.

    Args:
        url: the database, migrated.
        beat: as for `Worker`.
        traces: where each job leaves a span; None for nowhere.
    """
    analyzer = await asyncio.to_thread(load_analyzer, MODEL_FOLDER, is_enabled=settings.ml_enabled)
    jobs = make_jobs(analyzer)
    return Worker(
        url,
        jobs=traces.jobs(jobs) if traces else jobs,
        recurring=make_recurring(settings),
        beat=beat,
        note_beat=note_beat,
    )


def make_jobs(analyzer: Analyzer) -> Mapping[JobKind, Do]:
    """Who does each kind of job."""
    return {JobKind.ANALYZE: partial(analyze_feedback, analyzer=analyzer)}


def make_recurring(_settings: Settings) -> Sequence[Recurring]:
    """What is done on schedule."""
    return ()
