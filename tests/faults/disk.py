"""A small disk in memory, that can be filled to the last byte."""

import contextlib
import errno
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

FILLING = "filling"


class NoSmallDisk(Exception):  # noqa: N818 - it is named for what the caller reads
    """This machine does not let us mount one: that takes root."""


@contextlib.contextmanager
def small_disk(mebibytes: int) -> Iterator[Path]:
    """A new disk of that size, unmounted afterwards whatever happened.

    Raises:
        NoSmallDisk: here only root in full may mount.
    """
    # Not in a test's own folder: that is cleaned up with all that is under it.
    place = Path(tempfile.mkdtemp(prefix="feedback-small-disk-"))
    try:
        size = f"size={mebibytes}m,mode=755"
        try:
            subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", place], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise NoSmallDisk from error
        try:
            yield place
        finally:
            # Lazily: also where a process of the database has not ended yet.
            subprocess.run(["umount", "--lazy", place], check=True)
    finally:
        place.rmdir()


def fill(place: Path) -> None:
    """Leave not one byte free."""
    descriptor = os.open(place / FILLING, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        for size in (1 << 20, 1 << 12, 1):
            with contextlib.suppress(_Full):
                while True:
                    _write(descriptor, size)
    finally:
        os.close(descriptor)


def empty(place: Path) -> None:
    """Take away what `fill` wrote."""
    (place / FILLING).unlink(missing_ok=True)


class _Full(Exception):  # noqa: N818 - it is no error
    pass


def _write(descriptor: int, size: int) -> None:
    try:
        os.write(descriptor, bytes(size))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise _Full from error
