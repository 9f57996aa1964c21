"""Pictures, as a backup sees them: bytes under names, wherever they lie."""

from collections.abc import AsyncIterator
from typing import Protocol

from graphql_api.retention.archive import ROOT as ARCHIVES
from graphql_api.screenshots.store import ROOT as SCREENSHOTS
from graphql_api.storage.storage import ObjectMissing, Storage

ROOTS = (SCREENSHOTS, ARCHIVES)


class ObjectStore(Protocol):
    """What a backup needs of a store. Names are the store's own, and lasting."""

    def names(self) -> AsyncIterator[tuple[str, int]]:
        """Every object's name and size in bytes, in any order."""

    def read(self, name: str) -> AsyncIterator[bytes]:
        """An object's bytes. Raises FileNotFoundError."""

    async def write(self, name: str, chunks: AsyncIterator[bytes]) -> None:
        """A whole object, durable when this returns; what was under the name is replaced."""


class StorageObjects:
    """Objects of the service's storage, under their keys there."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def names(self) -> AsyncIterator[tuple[str, int]]:
        """Every picture's and archive's key and size. Exports are left out: they go after a day anyway."""
        for root in ROOTS:
            async for found in self._storage.objects(root):
                yield found.key, found.size_bytes

    async def read(self, name: str) -> AsyncIterator[bytes]:
        """An object's bytes."""
        try:
            pieces = await self._storage.stream(name)
        except ObjectMissing as error:
            raise FileNotFoundError(name) from error
        async for piece in pieces:
            yield piece

    async def write(self, name: str, chunks: AsyncIterator[bytes]) -> None:
        """Whole or not at all."""
        await self._storage.put(name, chunks)
