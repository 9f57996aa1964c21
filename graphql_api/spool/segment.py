"""One file of records, while a process writes it."""

from pathlib import Path

import structlog

from graphql_api.logs import describe_error
from graphql_api.spool.files import Files, write_all

logger = structlog.get_logger(__name__)


class Segment:
    """A file that only this object appends to: it holds the lock for as long as it is open.

    Args:
        size: how many bytes of it are durable already; what lies behind them is nobody's.
    """

    def __init__(self, files: Files, path: Path, descriptor: int, *, size: int = 0) -> None:
        self.path = path
        self.size = size
        self.is_sound = True
        self._files = files
        self._descriptor = descriptor
        self._is_named = size > 0

    @property
    def month(self) -> str:
        """Like 2026-11: when its records were accepted."""
        return month_of(self.path)

    def append(self, lines: bytes) -> None:
        """Make whole lines durable: when this returns, a power cut cannot take them.

        Raises:
            OSError: none of them counts as kept. The segment can take more only if `is_sound`.
        """
        try:
            write_all(self._files, self._descriptor, lines)
        except OSError:
            self._cut_back()
            raise
        try:
            self._files.fsync(self._descriptor)
            if not self._is_named:
                self._files.fsync_folder(self.path.parent)
                self._is_named = True
        except OSError:
            # The kernel may have marked the pages clean: a second fsync would succeed over lost bytes.
            self.is_sound = False
            self._cut_back()
            raise
        self.size += len(lines)

    def close(self) -> None:
        """Let others have it. One that keeps nothing is removed."""
        try:
            if self.size == 0:
                self._files.unlink(self.path)
        except OSError as error:
            logger.warning("empty spool segment stays", segment=self.path.name, error=describe_error(error))
        finally:
            self._files.close(self._descriptor)

    def _cut_back(self) -> None:
        try:
            self._files.truncate(self._descriptor, self.size)
        except OSError as error:
            # Half a line may stay at the end: nothing may follow it, and replay finds it torn.
            self.is_sound = False
            logger.warning("spool segment cannot be cut back", segment=self.path.name, error=describe_error(error))


def month_of(path: Path) -> str:
    """The month in a segment's name."""
    return path.name.removeprefix("feedback_")[:7]
