"""Pictures, as a backup sees them: bytes under names, wherever they lie."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

from graphql_api.backup.failure import BackupError

CHUNK = 1 << 20


class ObjectStore(Protocol):
    """What a backup needs of a store. Names are the store's own, and lasting."""

    def names(self) -> AsyncIterator[tuple[str, int]]:
        """Every object's name and size in bytes, in any order."""

    def read(self, name: str) -> AsyncIterator[bytes]:
        """An object's bytes. Raises FileNotFoundError."""

    async def write(self, name: str, chunks: AsyncIterator[bytes]) -> None:
        """A whole object, durable when this returns; what was under the name is replaced."""


class FolderObjects:
    """Objects that are files of a folder, under their paths from there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def names(self) -> AsyncIterator[tuple[str, int]]:
        """Every file's path and size."""
        for path in sorted(self._folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.endswith(".partial"):
                yield path.relative_to(self._folder).as_posix(), path.stat().st_size

    async def read(self, name: str) -> AsyncIterator[bytes]:
        """A file's bytes."""
        with self._path(name).open("rb") as file:
            while data := file.read(CHUNK):
                yield data

    async def write(self, name: str, chunks: AsyncIterator[bytes]) -> None:
        """Beside its place first, then renamed."""
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.partial")
        with partial.open("wb") as file:
            async for data in chunks:
                file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)

    def _path(self, name: str) -> Path:
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder.resolve()):
            raise BackupError(f"an object's name leads out of its store: {name}")
        return path
