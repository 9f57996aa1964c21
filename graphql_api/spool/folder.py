"""The spool's folder: which segments there are, making new ones, and taking hold of those that nobody writes."""

import contextlib
import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from graphql_api.spool.files import Files, is_still_at, make_folders, try_lock
from graphql_api.spool.record import MOST_LINE_BYTES, Record, Unreadable, from_line
from graphql_api.spool.segment import Segment, month_of

TRIES = 10
PROBE = ".probe"


# The coarsest file systems tell moments apart by two seconds: a folder that changed more recently may change again
# without looking changed.
SETTLED_SECONDS = 3.0


@dataclass(frozen=True)
class Stamp:
    """What a folder has another one of after each time that a name was added to it or taken away."""

    inode: int
    modified_ns: int
    changed_ns: int

    @property
    def is_settled(self) -> bool:
        """Whether it is so old that the next change makes another."""
        return time.time() - max(self.modified_ns, self.changed_ns) / 1e9 > SETTLED_SECONDS


@dataclass(frozen=True)
class Found:
    """A segment as a look into the folder found it."""

    path: Path
    inode: int
    size: int


class HeldSegment:
    """A segment that nobody writes and nobody else replays, for as long as it is held."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.descriptor = descriptor
        self._file: BinaryIO = os.fdopen(descriptor, "rb", closefd=False)

    @property
    def month(self) -> str:
        """Like 2026-11: when its records were accepted."""
        return month_of(self.path)

    def rewind(self) -> None:
        """Begin again with the first line."""
        self._file.seek(0)

    def next_lines(self, most: int) -> list[bytes]:
        """The next lines with their ends, none at the end. A line that is too long comes in pieces. Raises OSError."""
        return list(islice(iter(lambda: self._file.readline(MOST_LINE_BYTES), b""), most))

    def next_records(self, most: int) -> list[Record | Unreadable]:
        """As `next_lines`, read."""
        return [from_line(line) for line in self.next_lines(most)]


class Folder:
    """Where segments lie, `feedback_YYYY-MM.<unique>.jsonl`, and beside them the quarantine.

    A segment belongs to whoever has locked it. Methods raise OSError.
    """

    def __init__(self, path: Path, files: Files) -> None:
        self.path = path
        self.quarantine = path / "quarantine"
        self.files = files
        self._is_prepared = False

    def prepare(self) -> None:
        """Make the folders that are missing, durably."""
        for folder in (self.path, self.quarantine):
            if not self._is_prepared or not folder.is_dir():
                make_folders(self.files, folder)
        self._is_prepared = True

    def stamp(self) -> Stamp | None:
        """The folder's, None while there is no folder."""
        try:
            stat = os.stat(self.path)
        except FileNotFoundError:
            return None
        return Stamp(stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns)

    def segments(self) -> list[Found]:
        """All of them, those made first at the front as far as the clock was right."""
        found = []
        try:
            entries = list(os.scandir(self.path))
        except FileNotFoundError:
            return []
        for entry in entries:
            if not (entry.name.startswith("feedback_") and entry.name.endswith(".jsonl")):
                continue
            try:
                stat = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # replayed since
            found.append(Found(Path(entry.path), stat.st_ino, stat.st_size))
        return sorted(found, key=lambda segment: segment.path.name)

    def new_segment(self, month: str) -> Segment:
        """An empty segment, locked. Its name is durable only after the first append."""
        self.prepare()
        for _ in range(TRIES):
            path = self.path / f"feedback_{month}.{time.time_ns():016x}{secrets.token_hex(4)}.jsonl"
            descriptor = self.files.create(path)
            # Between the two, somebody who replays may have found it empty and removed it.
            if try_lock(descriptor) and is_still_at(path, descriptor):
                return Segment(self.files, path, descriptor)
            self.files.close(descriptor)
        raise OSError(0, "no new segment could be locked")

    def reopen(self, segment: Segment) -> Segment | None:
        """A closed, sound segment for more appends; None when it is gone, held or not as it was left."""
        try:
            descriptor = self.files.reopen(segment.path)
        except FileNotFoundError:
            return None
        if (
            try_lock(descriptor)
            and is_still_at(segment.path, descriptor)
            and os.fstat(descriptor).st_size == segment.size
        ):
            return Segment(self.files, segment.path, descriptor, size=segment.size)
        self.files.close(descriptor)
        return None

    @contextlib.contextmanager
    def hold(self, path: Path) -> Iterator[HeldSegment | None]:
        """Hold a segment while the block runs; None when a live process writes or replays it, or it is gone."""
        try:
            descriptor = self.files.read(path)
        except FileNotFoundError:
            yield None
            return
        try:
            is_held = try_lock(descriptor) and is_still_at(path, descriptor)
            yield HeldSegment(path, descriptor) if is_held else None
        finally:
            self.files.close(descriptor)

    def remove(self, segment: HeldSegment) -> None:
        """Remove a segment that is held and not needed any more, durably."""
        self.files.unlink(segment.path)
        self.files.fsync_folder(self.path)

    def probe(self) -> None:
        """Write a byte and wait until it is on the disk."""
        self.prepare()
        descriptor = self.files.replace(self.path / PROBE)
        try:
            if self.files.write(descriptor, b"\n") != 1:
                raise OSError(0, "nothing was written")
            self.files.fsync(descriptor)
        finally:
            self.files.close(descriptor)
