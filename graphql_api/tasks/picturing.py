"""Storing screenshots, and deleting what is to go."""

from datetime import UTC, datetime

from graphql_api.jobs.queue import JobKind
from graphql_api.screenshots.store import StoreScreenshots
from graphql_api.screenshots.sweep import ask_again, sweep
from graphql_api.settings import Settings
from graphql_api.spool.originals import Originals
from graphql_api.spool.spool import Spool
from graphql_api.storage.deletions import delete_due
from graphql_api.storage.storage import Storage, open_storage
from graphql_api.tasks.part import Part
from graphql_api.worker import Recurring


def make_picturing(settings: Settings) -> Part:
    """Pictures as the settings have them. Raises StartupError."""
    storage, originals, spool = make_storage(settings), make_originals(settings), make_spool(settings)

    async def delete() -> None:
        await delete_due(storage, originals.remove)

    async def ask() -> None:
        await ask_again(now=datetime.now(UTC))

    async def sweep_all() -> None:
        await sweep(storage, originals, spool, now=datetime.now(UTC))

    recurring = [
        Recurring("delete-objects", "* * * * *", delete),
        Recurring("ask-for-screenshots", "*/10 * * * *", ask),
        Recurring("sweep-pictures", "17 3 * * *", sweep_all),
    ]
    return Part({JobKind.SCREENSHOT: StoreScreenshots(storage, originals)}, recurring)


def make_storage(settings: Settings) -> Storage:
    """Where pictures are kept, as the settings have it. Raises StartupError."""
    return open_storage(settings.storage_address)


def make_spool(settings: Settings) -> Spool:
    """A way into the spool, as the settings have it."""
    return Spool(settings.feedback_data_dir / "spool", max_bytes=settings.spool_max_bytes)


def make_originals(settings: Settings) -> Originals:
    """Where screenshots lie as they were sent, as the settings have it."""
    return Originals(settings.feedback_data_dir / "spool" / "originals", max_bytes=settings.spool_max_bytes // 2)
