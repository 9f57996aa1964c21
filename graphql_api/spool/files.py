"""The steps by which the spool changes a disk, each in one place so that a test can fail it or stop at it."""

import contextlib
import fcntl
import os
from pathlib import Path

FILE_MODE = 0o664
FOLDER_MODE = 0o775


class Files:
    """The operating system's file operations. All raise OSError.

    Descriptors are never inherited by programs started later, and links are never followed.
    """

    def create(self, path: Path) -> int:
        """A new file for appending, readable by the group whatever the umask. Raises FileExistsError."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(path, flags, FILE_MODE)
        os.fchmod(descriptor, FILE_MODE)
        return descriptor

    def replace(self, path: Path) -> int:
        """An empty file for writing, whether or not it was there before."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(path, flags, FILE_MODE)
        os.fchmod(descriptor, FILE_MODE)
        return descriptor

    def reopen(self, path: Path) -> int:
        """An existing file for appending."""
        return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC)

    def read(self, path: Path) -> int:
        """An existing file for reading."""
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Write some of the data; how many bytes."""
        return os.write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        """Wait until what was written is on the disk."""
        os.fsync(descriptor)

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut the file back to `size` bytes."""
        os.ftruncate(descriptor, size)

    def unlink(self, path: Path) -> None:
        """Take the name out of its folder."""
        path.unlink()

    def make_folder(self, path: Path) -> None:
        """Make one folder, open to the group whatever the umask. Raises FileExistsError."""
        path.mkdir(mode=FOLDER_MODE)
        path.chmod(FOLDER_MODE)

    def fsync_folder(self, path: Path) -> None:
        """Wait until the names in the folder are on the disk."""
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def close(self, descriptor: int) -> None:
        """Give up the descriptor and its lock, also where a forked child has kept a copy."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def make_folders(files: Files, folder: Path) -> None:
    """Make a folder, and those above it that are missing, durably. Raises OSError."""
    if not folder.parent.is_dir():
        make_folders(files, folder.parent)
    with contextlib.suppress(FileExistsError):
        files.make_folder(folder)
    # Also when it was there: whoever made it may have died before its name was durable.
    files.fsync_folder(folder.parent)


def write_all(files: Files, descriptor: int, data: bytes) -> None:
    """Write all of the data, in as many writes as the system makes of it.

    Raises:
        OSError: some of it may be in the file.
    """
    view = memoryview(data)
    while view:
        written = files.write(descriptor, view)
        if written <= 0:
            raise OSError(0, "nothing was written")
        view = view[written:]


def try_lock(descriptor: int) -> bool:
    """Whether the file's lock could be had at once. The kernel drops it when its holder dies, however it dies."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_still_at(path: Path, descriptor: int) -> bool:
    """Whether the open file is the one that the path names, and was not removed since."""
    try:
        there = path.lstat()
    except FileNotFoundError:
        return False
    here = os.fstat(descriptor)
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)
