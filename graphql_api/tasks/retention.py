"""Cleaning up on schedule, and writing exports."""

from datetime import UTC, datetime
from functools import partial

from graphql_api.jobs.queue import JobKind
from graphql_api.retention.export import forget_exports, write_export
from graphql_api.retention.schedule import clean_up_on_schedule
from graphql_api.settings import Settings, read_settings
from graphql_api.tasks.part import Part
from graphql_api.tasks.picturing import make_originals, make_storage
from graphql_api.worker import Recurring


def make_retention(settings: Settings) -> Part:
    """Retention as the settings have it. Raises StartupError."""
    storage = make_storage(settings)

    async def forget() -> None:
        await forget_exports(storage, now=datetime.now(UTC))

    recurring = [Recurring("forget exports", "37 * * * *", forget)]
    if settings.retention_cron:
        originals = make_originals(settings)
        do = partial(clean_up_on_schedule, read_days, storage=storage, remove_originals=originals.remove)
        recurring.append(Recurring("clean up feedback", settings.retention_cron, do))
    return Part({JobKind.EXPORT: partial(write_export, storage=storage)}, recurring)


def read_days() -> int | None:
    """The days to keep as the settings are now, in the environment or `.env`; None where cleaning up was turned off.

    Raises:
        StartupError: a setting is wrong; nothing is deleted then.
    """
    settings = read_settings()
    return settings.retention_days if settings.retention_cron else None
