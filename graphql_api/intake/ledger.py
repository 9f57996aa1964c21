"""Which submissions were accepted and not yet seen in the database, in a file that outlives its process."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import structlog

from graphql_api.logs import describe_error
from graphql_api.spool.files import FOLDER_MODE, Files, is_still_at, try_lock, write_all

logger = structlog.get_logger(__name__)

KEY_BYTES = 16
SUFFIX = ".keys"


class Ledger:
    """One process's own file of submission keys, locked for as long as the process lives.

    It checks promises and keeps none, so it is not fsynced, and a disk that does not take it refuses nobody: what is
    not written is then only known to this process. Making one touches no disk.

    Args:
        folder: where the ledgers of all processes lie that share a data folder; made when needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = Files()
        self._path: Path | None = None
        self._descriptor = -1

    def note(self, keys: Iterable[UUID]) -> None:
        """Write keys down."""
        lines = b"".join(key.bytes for key in keys)
        if not lines:
            return
        try:
            write_all(self._files, self._opened(), lines)
        except OSError as error:
            logger.warning("accepted submissions cannot be written down", error=describe_error(error))

    def keep_only(self, keys: Iterable[UUID]) -> None:
        """Forget all keys but these. What is left is in the new file before the old one goes."""
        if self._path is None:
            return
        old_path, old_descriptor = self._path, self._descriptor
        self._path = None
        self.note(keys)
        try:
            self._files.unlink(old_path)
        except OSError as error:
            logger.warning("accepted submissions cannot be struck off", error=describe_error(error))
        finally:
            self._files.close(old_descriptor)

    def adopt(self) -> set[UUID]:
        """Take over what processes that are gone had written down.

        Raises:
            OSError: the folder cannot be read.
        """
        adopted: set[UUID] = set()
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            if path != self._path:
                adopted |= self._adopt(path)
        return adopted

    def close(self) -> None:
        """Leave the file to whoever adopts it; an empty one is removed."""
        if self._path is None:
            return
        if os.fstat(self._descriptor).st_size == 0:
            self._files.unlink(self._path)
        self._files.close(self._descriptor)
        self._path = None

    def _opened(self) -> int:
        if self._path is None:
            self._folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            path = self._folder / f"{os.getpid()}.{secrets.token_hex(8)}{SUFFIX}"
            descriptor = self._files.create(path)
            if not try_lock(descriptor) or not is_still_at(path, descriptor):
                # Somebody who adopts was faster; it was empty.
                self._files.close(descriptor)
                return self._opened()
            self._path, self._descriptor = path, descriptor
        return self._descriptor

    def _adopt(self, path: Path) -> set[UUID]:
        try:
            descriptor = self._files.read(path)
        except FileNotFoundError:
            return set()
        try:
            if not try_lock(descriptor) or not is_still_at(path, descriptor):
                return set()
            keys = _keys(path.read_bytes())
            self.note(keys)
            self._files.unlink(path)
            return keys
        finally:
            self._files.close(descriptor)


def _keys(data: bytes) -> set[UUID]:
    """The keys in a file; half a one at its end was never acknowledged."""
    whole = len(data) - len(data) % KEY_BYTES
    return {UUID(bytes=data[start : start + KEY_BYTES]) for start in range(0, whole, KEY_BYTES)}
