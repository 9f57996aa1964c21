"""Counters in a file, which the processes of one machine share and which outlive them."""

import contextlib
import fcntl
import hashlib
import os
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog

from graphql_api.limits.counters import LocalCounters
from graphql_api.limits.memory import MemoryCounters
from graphql_api.logs import describe_error

logger = structlog.get_logger(__name__)

# The file is a table: a key's hash says in which row it stands, in any of the row's places. A place holds the hash,
# when the window ends, and the count; zeros where nobody ever was. Rows that nobody wrote take no room on the disk.
PLACE = struct.Struct("<16sdQ")
PLACES = 8
ROW_BYTES = PLACE.size * PLACES
ROWS = 2**15
MOST = 2**63
# Nobody holds the file for longer than a few microseconds, unless stopped in the middle.
PATIENCE_SECONDS = 0.2
PAUSE_SECONDS = 0.00005
# Processes read their clocks at slightly different times.
CLOCKS_APART_SECONDS = 60


class FileCounters(LocalCounters):
    """Counts in a file. Nothing in it is worth an fsync: after a power cut people may send a little more.

    Of more than 8 holders in one row, those whose windows end first are forgotten; there is room for 262,144 in all.
    What the disk refuses, and a file that is held too long, raises OSError.

    Args:
        path: made when first needed, with its folder.
        clock: seconds since 1970, the same for all who share the file.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._file: int | None = None

    def add(self, key: str, expiry: float, amount: int = 1) -> tuple[int, float]:
        digest, row_at = _place_of(key)
        with self._held() as file:
            now = self._clock()
            row = os.pread(file, ROW_BYTES, row_at).ljust(ROW_BYTES, b"\0")
            at = _find(row, digest)
            count, ends_at = 0, now + expiry
            if at is None:
                at = _first_to_end(row)
            else:
                _, was_to_end_at, had = PLACE.unpack_from(row, at)
                # A window that ends much later than a new one would began before the clock was set back.
                if now < was_to_end_at <= ends_at + CLOCKS_APART_SECONDS:
                    count, ends_at = had, was_to_end_at
            count = min(count + amount, MOST)
            os.pwrite(file, PLACE.pack(digest, ends_at, count), row_at + at)
        return count, ends_at - now

    def take_back(self, key: str, limit: int, amount: int) -> None:
        digest, row_at = _place_of(key)
        with self._held() as file:
            row = os.pread(file, ROW_BYTES, row_at)
            at = _find(row, digest)
            if at is None:
                return
            _, ends_at, count = PLACE.unpack_from(row, at)
            if ends_at > self._clock():
                left = max(min(count, limit) - amount, 0)
                os.pwrite(file, PLACE.pack(digest, ends_at, left), row_at + at)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    @contextlib.contextmanager
    def _held(self) -> Iterator[int]:
        """The file, for nobody else meanwhile; the kernel gives back what a killed process held."""
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        _lock(self._file)
        try:
            yield self._file
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)


class MachineCounters(LocalCounters):
    """Counts of all processes that share a file; in this process's memory while the file cannot be used."""

    def __init__(self, path: Path, instead: MemoryCounters) -> None:
        self._instead = instead
        self._is_failing = False
        self._shared = FileCounters(path)

    @property
    def is_available(self) -> bool:
        """Whether the file could be used the last time."""
        return not self._is_failing

    def add(self, key: str, expiry: float, amount: int = 1) -> tuple[int, float]:
        try:
            added = self._shared.add(key, expiry, amount)
        except OSError as error:
            self._note(error)
            return self._instead.add(key, expiry, amount)
        self._is_failing = False
        return added

    def take_back(self, key: str, limit: int, amount: int) -> None:
        self._instead.take_back(key, limit, amount)
        with contextlib.suppress(OSError):  # the charge that follows says it
            self._shared.take_back(key, limit, amount)

    def close(self) -> None:
        """Let go of the file."""
        self._shared.close()

    def _note(self, error: OSError) -> None:
        if not self._is_failing:
            logger.warning("limits are counted by each process for itself", error=describe_error(error))
        self._is_failing = True


def _lock(file: int) -> None:
    """
    Raises:
        TimeoutError: somebody holds it for too long.
    """
    deadline: float | None = None
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            now = time.monotonic()
            deadline = deadline or now + PATIENCE_SECONDS
            if now > deadline:
                raise TimeoutError("the file of counts is held") from None
            time.sleep(PAUSE_SECONDS)


def _place_of(key: str) -> tuple[bytes, int]:
    """A key's hash, and where its row begins."""
    digest = hashlib.blake2b(key.encode(), digest_size=16).digest()
    return digest, int.from_bytes(digest[:4]) % ROWS * ROW_BYTES


def _find(row: bytes, digest: bytes) -> int | None:
    """Where in a row a hash stands."""
    at = row.find(digest)
    while at >= 0 and at % PLACE.size:
        at = row.find(digest, at + 1)
    return at if at >= 0 else None


def _first_to_end(row: bytes) -> int:
    """Which place of a row to give to somebody else."""
    ends = [(PLACE.unpack_from(row, at)[1], at) for at in range(0, ROW_BYTES, PLACE.size)]
    return min(ends)[1]
