"""A worker that does everything."""

from functools import partial
from pathlib import Path

from graphql_api.analysis.chain import Chain
from graphql_api.analysis.states import look_after
from graphql_api.settings import Settings
from graphql_api.tasks.alerting import make_alerting
from graphql_api.tasks.cleaning import make_cleaning
from graphql_api.tasks.picturing import make_picturing
from graphql_api.tasks.reading import make_reading
from graphql_api.tasks.retention import make_retention
from graphql_api.tasks.tallying import make_tallying
from graphql_api.tracing import Traces
from graphql_api.upkeep import note_beat
from graphql_api.worker import Worker


async def make_worker(
    url: str, settings: Settings, chain: Chain, *, beat: Path | None = None, traces: Traces | None = None
) -> Worker:
    """A worker that does everything. Loads the chain's model in another thread, in about 0.3 s.

    Args:
        url: the database, migrated.
        beat: as for `Worker`.
        traces: where each job leaves a span; None for nowhere.
    Raises:
        StartupError: the storage's address is none.
    """
    await chain.local.load()
    parts = [
        make_reading(chain),
        await make_alerting(settings, chain.local),
        make_picturing(settings),
        make_tallying(),
        make_retention(settings),
        make_cleaning(),
    ]
    jobs = {kind: do for part in parts for kind, do in part.jobs.items()}
    return Worker(
        url,
        jobs=traces.jobs(jobs) if traces else jobs,
        recurring=[work for part in parts for work in part.recurring],
        beside=[partial(look_after, chain)],
        beat=beat,
        note_beat=note_beat,
    )
