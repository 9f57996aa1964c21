"""The data folder's part of a backup: what was acknowledged and is not in the database, and the secret."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graphql_api.backup.failure import BackupError
from graphql_api.intake.secret import FILE as SECRET
from graphql_api.spool.files import FOLDER_MODE, Files, write_all

QUARANTINE = "spool/quarantine"
SPOOL = "spool"
LEDGERS = "accepted"
# Pictures as they were sent, until a worker has made them safe.
ORIGINALS = "spool/originals"
# What a restore remembers of what was erased, until it is done.
GRAVES = "erased-before-restore.json"
MODES = {SECRET: 0o600, GRAVES: 0o600}
FILE_MODE = 0o664


@dataclass(frozen=True)
class DataFile:
    """One file under the data folder: its path from there with slashes, and what is in it."""

    name: str
    content: bytes


class DataFolder:
    """Reads a data folder that is in use, each file once, so that nothing acknowledged is left out.

    What may move into the database while the backup is made is read before the database's snapshot: then it is in one
    of the two, and being in both is harmless, because a key is stored once.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: set[str] = set()
        self.spool_records = 0

    def before_the_snapshot(self) -> Iterator[DataFile]:
        """What may be in the database, or nowhere, a moment later.

        Things move both ways between spool and quarantine, so the quarantine is looked at before and after.
        """
        yield from self._new(QUARANTINE, "*.json")
        for _ in range(2):  # erasing copies what stays into a new segment, maybe behind our back
            yield from self._segments()
        yield from self._new(QUARANTINE, "*.json")
        yield from self._new(LEDGERS, "*.keys")
        yield from self._new(ORIGINALS, "**/*")
        yield from self._new(".", SECRET)

    def _segments(self) -> Iterator[DataFile]:
        for file in self._new(SPOOL, "feedback_*.jsonl"):
            # A line without its end is not acknowledged yet.
            whole = file.content[: file.content.rfind(b"\n") + 1]
            self.spool_records += whole.count(b"\n")
            yield DataFile(file.name, whole)

    def after_the_snapshot(self) -> Iterator[DataFile]:
        """What rows of the snapshot may name that came since."""
        yield from self._new(ORIGINALS, "**/*")

    def _new(self, folder: str, pattern: str) -> Iterator[DataFile]:
        for path in sorted((self._path / folder).glob(pattern)):
            name = path.relative_to(self._path).as_posix()
            if name in self._read or not path.is_file():
                continue
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue  # replayed, or made safe, since
            self._read.add(name)
            yield DataFile(name, content)


def write(data_dir: Path, file: DataFile) -> bytes:
    """Put a file back, durably; what then stands there. Another secret is moved aside.

    Raises:
        BackupError: the name leads out of the data folder, or another file is there.
        OSError: the disk.
    """
    path = data_dir / file.name
    if ".." in path.parts or not path.is_relative_to(data_dir):
        raise BackupError(f"the archive holds a name that leads out of the data folder: {file.name}")
    there = path.read_bytes() if path.exists() else None
    if there is not None and there.startswith(file.content):
        return file.content  # and maybe more, which came since and waits like the rest
    if there is not None:
        if file.name != SECRET:
            raise BackupError(f"{path} is there already with something else in it: move it away and restore again")
        path.replace(path.with_name(f"{SECRET}.before-restore"))
    replace(data_dir, file)
    return path.read_bytes()


def replace(data_dir: Path, file: DataFile) -> None:
    """Put a file there, durably, whole or not at all, over what was there. Its name must be ours. Raises OSError."""
    path = data_dir / file.name
    _make_folder(path.parent)
    files, draft = Files(), path.with_name(f"{path.name}.restoring")
    descriptor = files.replace(draft)
    try:
        os.fchmod(descriptor, MODES.get(file.name, FILE_MODE))
        write_all(files, descriptor, file.content)
        files.fsync(descriptor)
    finally:
        files.close(descriptor)
    draft.replace(path)
    files.fsync_folder(path.parent)


def waiting(data_dir: Path) -> int:
    """How many files of a spool and its quarantine are there."""
    return sum(
        1
        for pattern in ("spool/feedback_*.jsonl", "spool/quarantine/*.json")
        for path in data_dir.glob(pattern)
        if path.stat().st_size
    )


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(mode=FOLDER_MODE)
        folder.chmod(FOLDER_MODE)
