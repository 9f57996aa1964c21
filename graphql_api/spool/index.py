"""Which keys lie in the spool, so that a resend is known as one also while the database is away."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import structlog

from graphql_api.logs import describe_error
from graphql_api.spool.files import Files
from graphql_api.spool.folder import Folder, Found, Stamp
from graphql_api.spool.record import MOST_LINE_BYTES, Record, from_line
from graphql_api.spool.segment import Segment

logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Known:
    """A key's record. `is_ours` when this process made it durable; others' lines may still be on their way."""

    id: UUID
    body_hash: str
    is_ours: bool


@dataclass
class _Seen:
    """What was read of one segment. Ids and hashes are packed: there may be millions."""

    inode: int
    is_ours: bool
    is_bad: bool = False
    size: int = 0
    oldest: datetime | None = None
    keys: dict[str, bytes] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        self.keys[record.key] = record.id.bytes + record.body_hash.encode()
        self.oldest = min(self.oldest or record.received_at, record.received_at)


class Index:
    """The keys of all segments, also of other processes', as of the last `refresh`.

    For one thread only, but for `is_surely_empty`.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._seen: dict[str, _Seen] = {}
        self.segment_bytes = 0
        # The folder's when it was last looked into, if there was no segment and any new one will change it.
        self._empty: Stamp | None = None

    def is_surely_empty(self) -> bool:
        """Whether there is no segment now, whoever might have made one; found without looking into the folder."""
        try:
            stamp = self._folder.stamp()
        except OSError:
            return False
        return stamp is None or stamp == self._empty

    def refresh(self) -> None:
        """Read what other processes added, and forget what was replayed. A segment that cannot be read is left out.

        Raises:
            OSError: the folder cannot be listed.
        """
        stamp = self._folder.stamp()
        found = self._folder.segments()
        self._empty = stamp if not found and stamp is not None and stamp.is_settled else None
        names = {segment.path.name for segment in found}
        for gone in self._seen.keys() - names:
            del self._seen[gone]
        for segment in found:
            seen = self._seen.get(segment.path.name)
            if seen is None or seen.inode != segment.inode or segment.size < seen.size:
                seen = self._seen[segment.path.name] = _Seen(segment.inode, is_ours=False)
            if segment.size > seen.size and not seen.is_ours:
                self._read_on(segment, seen)
        self.segment_bytes = sum(segment.size for segment in found)

    def _read_on(self, segment: Found, seen: _Seen) -> None:
        try:
            _read_lines(self._folder.files, segment, seen)
        except OSError as error:
            # A resend of what lies in it is kept once more, which replay settles; refusing would cost others.
            if not seen.is_bad:
                logger.warning("spool segment unreadable", segment=segment.path.name, error=describe_error(error))
            seen.is_bad = True

    def find(self, key: str) -> Known | None:
        """What lies under a key; of several, one that this process wrote."""
        known = None
        for seen in self._seen.values():
            packed = seen.keys.get(key)
            if packed is not None and (known is None or seen.is_ours):
                known = Known(UUID(bytes=packed[:16]), packed[16:].decode(), seen.is_ours)
        return known

    def add(self, segment: Segment, records: Iterable[Record]) -> None:
        """Note what this process just made durable."""
        seen = self._seen.get(segment.path.name)
        if seen is None or not seen.is_ours:
            seen = self._seen[segment.path.name] = _Seen(segment.path.lstat().st_ino, is_ours=True)
        for record in records:
            seen.add(record)
        self.segment_bytes += segment.size - seen.size
        seen.size = segment.size

    def depth(self) -> int:
        """How many different keys there are."""
        return len(set[str]().union(*(seen.keys for seen in self._seen.values())))

    def oldest(self) -> datetime | None:
        """When the oldest record was accepted; None when there is none."""
        return min((seen.oldest for seen in self._seen.values() if seen.oldest), default=None)

    def names(self) -> set[str]:
        """The segments' names."""
        return set(self._seen)


def _read_lines(files: Files, segment: Found, seen: _Seen) -> None:
    """Take in the whole lines behind what was read before."""
    try:
        descriptor = files.read(segment.path)
    except FileNotFoundError:
        return  # replayed since
    try:
        with open(descriptor, "rb", closefd=False) as file:
            file.seek(seen.size)
            for line in iter(lambda: file.readline(MOST_LINE_BYTES), b""):
                if not line.endswith(b"\n") and len(line) < MOST_LINE_BYTES:
                    return  # not whole yet
                seen.size += len(line)
                record = from_line(line)
                if isinstance(record, Record):
                    seen.add(record)
    finally:
        files.close(descriptor)
