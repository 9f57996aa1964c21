"""What workers of this service do: each kind of job, and all that recurs, wired to what it needs."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from graphql_api.alerts.channels.channel import Channel
from graphql_api.alerts.channels.configured import make_channels
from graphql_api.alerts.deliver import Delivering, pick_up_forgotten
from graphql_api.alerts.evaluate import Evaluation
from graphql_api.alerts.notices import announce
from graphql_api.alerts.retry_policy import RetryPolicy
from graphql_api.alerts.silence import look_for_silence
from graphql_api.alerts.similar import SentenceVectors, no_vectors
from graphql_api.alerts.watch import Watch
from graphql_api.alerts.windows import close_windows, forget_old_alerts
from graphql_api.analysis.analyze import analyze_feedback
from graphql_api.analysis.analyzer import MODEL_FOLDER, Analyzer, load_analyzer
from graphql_api.audit.record import forget_refused_logins
from graphql_api.callers.logins import sweep_logins
from graphql_api.jobs.queue import JobKind
from graphql_api.screenshots.store import StoreScreenshots
from graphql_api.screenshots.sweep import ask_again, sweep
from graphql_api.settings import Settings
from graphql_api.spool.originals import Originals
from graphql_api.spool.spool import Spool
from graphql_api.storage.deletions import delete_due
from graphql_api.storage.storage import Storage, open_storage
from graphql_api.worker import Do, Recurring, Worker


async def make_worker(url: str, settings: Settings, *, beat: Path | None = None) -> Worker:
    """A worker that does everything. Loads the model in another thread, in about 0.3 s.

    Args:
        url: the database, migrated.
        beat: as for `Worker`.
    """
    channels = make_channels(settings)
    storage, originals = make_storage(settings), make_originals(settings)
    analyzer, _ = await asyncio.gather(
        asyncio.to_thread(load_analyzer, MODEL_FOLDER, is_enabled=settings.ml_enabled), Watch(channels).warn()
    )
    jobs: dict[JobKind, Do] = {
        **make_jobs(analyzer),
        **make_alert_jobs(settings, channels),
        JobKind.SCREENSHOT: StoreScreenshots(storage, originals),
    }
    recurring = [*make_recurring(settings), *make_picture_care(storage, originals, make_spool(settings))]
    return Worker(url, jobs=jobs, recurring=recurring, beat=beat)


def make_storage(settings: Settings) -> Storage:
    """Where pictures are kept, as the settings have it. Raises StartupError."""
    return open_storage(settings.storage_address)


def make_spool(settings: Settings) -> Spool:
    """A way into the spool, as the settings have it."""
    return Spool(settings.feedback_data_dir / "spool", max_bytes=settings.spool_max_bytes)


def make_originals(settings: Settings) -> Originals:
    """Where screenshots lie as they were sent, as the settings have it."""
    return Originals(settings.feedback_data_dir / "spool" / "originals", max_bytes=settings.spool_max_bytes // 2)


def make_jobs(analyzer: Analyzer) -> Mapping[JobKind, Do]:
    """Who reads feedback."""
    return {JobKind.ANALYZE: partial(analyze_feedback, analyzer=analyzer)}


def make_alert_jobs(settings: Settings, channels: Sequence[Channel]) -> Mapping[JobKind, Do]:
    """Who raises alerts, and who tells of them."""
    policy = RetryPolicy()
    embed = SentenceVectors(MODEL_FOLDER).embed if settings.ml_enabled else no_vectors
    by_name = {channel.name: channel for channel in channels}
    return {
        JobKind.ALERT: Evaluation(embed).evaluate,
        JobKind.ANNOUNCE: partial(announce, channels=list(by_name), give_up_after=policy.give_up_after),
        JobKind.DELIVER: Delivering(by_name, links_to=settings.links_to, policy=policy).deliver,
    }


def make_recurring(settings: Settings) -> Sequence[Recurring]:
    """What is done on schedule."""
    recurring = [
        Recurring("sweep-logins", "17 * * * *", _sweep_logins),
        Recurring("close alerts", "* * * * *", close_windows),
        Recurring("pick up forgotten deliveries", "*/5 * * * *", pick_up_forgotten),
        Recurring("forget old alerts", "23 3 * * *", forget_old_alerts),
    ]
    if settings.silence_alert_hours:
        silence = timedelta(hours=settings.silence_alert_hours)
        recurring.append(Recurring("look for silence", "*/5 * * * *", partial(look_for_silence, silence)))
    return recurring


async def _sweep_logins() -> None:
    now = datetime.now(UTC)
    await sweep_logins(now)
    await forget_refused_logins(now)


def make_picture_care(storage: Storage, originals: Originals, spool: Spool) -> Sequence[Recurring]:
    """What is done on schedule for pictures: deleting what is to go, asking again, and the daily sweep."""

    async def delete() -> None:
        await delete_due(storage, originals.remove)

    async def ask() -> None:
        await ask_again(now=datetime.now(UTC))

    async def sweep_all() -> None:
        await sweep(storage, originals, spool, now=datetime.now(UTC))

    return (
        Recurring("delete-objects", "* * * * *", delete),
        Recurring("ask-for-screenshots", "*/10 * * * *", ask),
        Recurring("sweep-pictures", "17 3 * * *", sweep_all),
    )
