"""Looking through all lines of the spool: for what they mention, and for one person's, to take them out."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graphql_api.spool.folder import Folder, HeldSegment
from graphql_api.spool.quarantine import Quarantine
from graphql_api.spool.record import MOST_LINE_BYTES

LINES = 500

IsTheirs = Callable[[bytes], bool]


@dataclass(frozen=True)
class Erased:
    """How many records went, and how many segments could not be looked into because a live process holds them."""

    records: int
    segments_live: int


def erase(folder: Folder, quarantine: Quarantine, is_theirs: IsTheirs) -> Erased:
    """Rewrite every segment that holds something of theirs, and remove it from the quarantine.

    Stopped in the middle, it leaves some records twice, which replay settles, and is simply done again.

    Raises:
        OSError: not all of theirs is gone.
    """
    records = live = 0
    for found in folder.segments():
        with folder.hold(found.path) as segment:
            if segment is None:
                live += 1
            else:
                records += _erase_from(folder, segment, is_theirs)
    return Erased(records + quarantine.erase(is_theirs), live)


def mentioned(folder: Folder, quarantine: Quarantine, words: set[bytes]) -> set[bytes]:
    """Which of the words stand in a line, also in those that live processes hold. Raises OSError."""
    found: set[bytes] = set()

    def look(line: bytes) -> bool:
        found.update(word for word in words if word in line)
        return False

    # A record that is replayed meanwhile goes into the database before its line goes from here.
    for segment in folder.segments():
        with contextlib.suppress(FileNotFoundError):
            look(segment.path.read_bytes())
    quarantine.erase(look)
    return found


def _erase_from(folder: Folder, segment: HeldSegment, is_theirs: IsTheirs) -> int:
    theirs = sum(is_theirs(line) for line in _lines(segment))
    if not theirs:
        return 0
    # A whole new segment before the old one goes: no moment without the others' records.
    segment.rewind()
    copy = folder.new_segment(segment.month)
    try:
        while lines := segment.next_lines(LINES):
            kept = b"".join(_ended(line) for line in lines if not is_theirs(line))
            if kept:
                copy.append(kept)
    finally:
        copy.close()
    folder.remove(segment)
    return theirs


def _lines(segment: HeldSegment) -> Iterator[bytes]:
    while lines := segment.next_lines(LINES):
        yield from lines


def _ended(line: bytes) -> bytes:
    """A torn line gets an end, so that what follows it stays whole; the pieces of one too long stay together."""
    return line if line.endswith(b"\n") or len(line) == MOST_LINE_BYTES else line + b"\n"
