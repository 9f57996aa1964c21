"""A database and a storage of a test's own."""

from collections.abc import AsyncIterator, Sequence

import pytest

from graphql_api.postgres.connect import connected
from graphql_api.settings import Settings
from graphql_api.storage.storage import Storage
from graphql_api.tasks.picturing import make_storage
from tests.cli.conftest import feedback

__all__ = ["feedback"]


@pytest.fixture
async def storage(settings: Settings) -> AsyncIterator[Storage]:
    """The storage of the service under test, with the database connected."""
    async with connected(settings.database_url or "", pool_size=4):
        yield make_storage(settings)


async def no_originals(_names: Sequence[str]) -> None:
    """Deletes the originals of a test that has none."""


async def keys_under(storage: Storage, prefix: str) -> list[str]:
    """The keys of all objects there."""
    return sorted([found.key async for found in storage.objects(prefix)])
