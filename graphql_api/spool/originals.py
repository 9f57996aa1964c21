"""Pictures as they were sent, safe on disk until they have been made into others: files beside the spool's segments."""

import asyncio
import contextlib
import os
import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import structlog

from graphql_api.logs import describe_error
from graphql_api.spool.failure import SpoolFull, SpoolUnavailable
from graphql_api.spool.files import Files, make_folders, write_all

logger = structlog.get_logger(__name__)

NAME = re.compile(r"[0-9a-f]{32}")
# Other processes write and remove too: the folder is looked at again after so long.
LOOK_EVERY_SECONDS = 2.0
# More than this on its way to the disk means that the disk hangs: refusing is better than filling the memory.
MOST_WAITING_BYTES = 256 * 1024 * 1024
# Room that pictures leave to all else on the disk.
RESERVE_BYTES = 64 * 1024 * 1024
THREADS = 8

Result = TypeVar("Result")


@dataclass(frozen=True)
class Usage:
    """How many originals there are, and how many bytes they take, whoever wrote them."""

    count: int
    bytes: int


class Originals:
    """One process's way to the folder, which processes share. Making one touches no disk.

    Names are made by the server: 32 hexadecimal digits. Anything else raises ValueError.

    Args:
        max_bytes: how much all of them may take, whoever writes them; some more where several write at once.
    """

    def __init__(self, folder: Path, *, max_bytes: int, files: Files | None = None) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._files = files or Files()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="originals")
        self._is_prepared = False
        self._waiting_bytes = 0
        self._used_bytes = 0
        self._looked_at = -LOOK_EVERY_SECONDS

    def path(self, name: str) -> Path:
        """Where the original of this name is, or was."""
        if not NAME.fullmatch(name):
            raise ValueError("not the name of an original")
        return self._folder / name

    async def keep(self, name: str, content: bytes) -> None:
        """Keep a new original: when this returns, it outlives a power cut.

        Raises:
            SpoolUnavailable: it is not kept, and nothing is left of it. SpoolFull, which is one, because `max_bytes`
                is reached, or the disk has no room to spare.
        """
        path = self.path(name)
        if self._waiting_bytes + len(content) > MOST_WAITING_BYTES:
            raise SpoolUnavailable("too much waits for the disk")
        self._waiting_bytes += len(content)
        try:
            await self._keep(path, content)
        except OSError as error:
            logger.exception("original cannot be kept", errno=error.errno)
            raise SpoolUnavailable(f"the picture cannot be written ({error.strerror})") from error
        finally:
            self._waiting_bytes -= len(content)
        self._used_bytes += len(content)

    async def remove(self, names: Iterable[str]) -> None:
        """Remove originals durably; those that are gone already are no matter. Raises OSError."""
        await self._in_thread(self._remove, [self.path(name) for name in names])

    async def before(self, moment: datetime) -> list[str]:
        """The names of all that were written before the moment. Raises OSError."""
        found = await self._in_thread(self._entries)
        return sorted(name for name, stat in found if datetime.fromtimestamp(stat.st_mtime, UTC) < moment)

    async def usage(self) -> Usage:
        """What there is now. Raises OSError."""
        found = await self._in_thread(self._entries)
        return Usage(len(found), sum(stat.st_size for _, stat in found))

    async def _keep(self, path: Path, content: bytes) -> None:
        descriptor = await self._in_thread(self._write, path, content)
        try:
            # Nobody knows the name before both are done, so that they may wait for the disk side by side.
            done = await asyncio.gather(
                self._in_thread(self._files.fsync, descriptor),
                self._in_thread(self._files.fsync_folder, self._folder),
                return_exceptions=True,
            )
        finally:
            await self._in_thread(self._files.close, descriptor)
        for error in done:
            if isinstance(error, BaseException):
                await self._in_thread(self._discard, path)
                raise error

    def _write(self, path: Path, content: bytes) -> int:
        """Write a new file; its descriptor, for the one who makes it durable."""
        if not self._is_prepared or not self._folder.is_dir():
            make_folders(self._files, self._folder)
            self._is_prepared = True
        self._check_room(len(content))
        descriptor = self._files.create(path)
        try:
            write_all(self._files, descriptor, content)
        except OSError:
            self._files.close(descriptor)
            self._discard(path)
            raise
        return descriptor

    def _check_room(self, size: int) -> None:
        if time.monotonic() - self._looked_at >= LOOK_EVERY_SECONDS:
            self._looked_at = time.monotonic()
            self._used_bytes = sum(stat.st_size for _, stat in self._entries())
        if self._used_bytes + size > self._max_bytes:
            raise SpoolFull("the pictures that wait take as many bytes as they may")
        disk = os.statvfs(self._folder)
        if disk.f_bavail * disk.f_frsize < RESERVE_BYTES + size:
            raise SpoolFull("the disk is nearly full")

    def _discard(self, path: Path) -> None:
        try:
            self._files.unlink(path)
        except OSError as error:
            # Nothing knows its name: the sweep takes it away.
            logger.warning("half an original is left", error=describe_error(error))

    def _remove(self, paths: list[Path]) -> None:
        removed = False
        for path in paths:
            with contextlib.suppress(FileNotFoundError):
                self._files.unlink(path)
                removed = True
        if removed:
            self._files.fsync_folder(self._folder)

    def _entries(self) -> list[tuple[str, os.stat_result]]:
        found = []
        try:
            entries = list(os.scandir(self._folder))
        except FileNotFoundError:
            return []
        for entry in entries:
            if NAME.fullmatch(entry.name):
                with contextlib.suppress(FileNotFoundError):
                    found.append((entry.name, entry.stat(follow_symlinks=False)))
        return found

    def _in_thread(self, work: Callable[..., Result], *arguments: Any) -> asyncio.Future[Result]:
        return asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)
