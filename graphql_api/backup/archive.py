"""The archive: a tar, maybe encrypted, then one line with the SHA-256 of all before it.

`tar tf` lists one that is not encrypted. It is written and read as a stream, in memory that does not grow with it.
The last line finds a flipped byte anywhere, also in what is encrypted and without the identity.
"""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from pyrage import x25519

from graphql_api.backup.crypt import decrypting, encrypting
from graphql_api.backup.failure import BackupError
from graphql_api.backup.manifest import GroupSum, Manifest
from graphql_api.postgres.server import sync_folder

CHUNK = 1 << 20
PART_BYTES = 16 << 20
MANIFEST = "manifest.json"
MARK = b"\nfeedback-backup 1 sha256 "
TRAILER_BYTES = len(MARK) + 64 + 1
AGE = b"age-encryption.org/"


class Summing:
    """Adds up what goes into one group, or comes out of it: names, sizes and contents, in their order."""

    def __init__(self) -> None:
        self._sha = hashlib.sha256()
        self._items = self._bytes = 0

    def begin(self, name: str) -> None:
        """Another item."""
        self._items += 1
        self._sha.update(b"\0%b\0" % name.encode())

    def add(self, data: bytes) -> None:
        """More of the item."""
        self._bytes += len(data)
        self._sha.update(data)

    @property
    def sum(self) -> GroupSum:
        """As of now."""
        return GroupSum(self._items, self._bytes, self._sha.hexdigest())


class _Hashing(io.RawIOBase):
    """Writes through, and knows the hash of what went."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.sha = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | memoryview) -> int:  # type: ignore[override]
        self._out.write(data)
        self.sha.update(data)
        return len(data)


class ArchiveWriter:
    """Takes items in. Those of one group must come together."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._sums: dict[str, Summing] = {}

    @property
    def sums(self) -> dict[str, GroupSum]:
        """Of each group, as of now."""
        return {group: summing.sum for group, summing in self._sums.items()}

    def begin_group(self, group: str) -> None:
        """A group that may stay empty."""
        self._sums.setdefault(group, Summing())

    def add(self, group: str, name: str, size: int, chunks: Iterable[bytes]) -> None:
        """An item of a known size.

        Raises:
            BackupError: the chunks hold another number of bytes.
            OSError: the disk.
        """
        self.begin_group(group)
        summing = self._sums[group]
        summing.begin(name)
        source = _Chunks(chunks, summing)
        try:
            self._tar.addfile(_member(f"{group}/{name}", size), source)  # type: ignore[arg-type]
        except OSError as error:
            if error.errno is None:
                raise BackupError(f"{group}/{name} became shorter while it was read") from error
            raise

    def add_stream(self, group: str, name: str, chunks: Iterable[bytes]) -> None:
        """An item of unknown size, in parts that are put together again by joining them in their order."""
        for number, part in enumerate(_parts(chunks)):
            self.add(group, f"{name}.{number:06d}", len(part), [part])

    def finish(self, manifest: Manifest) -> None:
        """The manifest comes last, because it knows all sums."""
        data = manifest.to_json()
        self._tar.addfile(_member(MANIFEST, len(data)), io.BytesIO(data))


@contextmanager
def writing(path: Path, key: x25519.Recipient | None) -> Iterator[ArchiveWriter]:
    """A new archive, whole and durable at `path` when the block has ended well; else nothing is left of it.

    Raises:
        OSError: the disk; what lay at `path` before is untouched.
    """
    partial = path.with_name(f"{path.name}.partial")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb", CHUNK) as file:
            hashing = _Hashing(file)
            out = cast("BinaryIO", hashing)
            with ExitStack() as stack:
                stream = stack.enter_context(encrypting(out, key)) if key else out
                with tarfile.open(fileobj=stream, mode="w|", bufsize=CHUNK, format=tarfile.PAX_FORMAT) as tar:
                    yield ArchiveWriter(tar)
            file.write(MARK + hashing.sha.hexdigest().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        sync_folder(path.parent)
    finally:
        partial.unlink(missing_ok=True)


@dataclass(frozen=True)
class Item:
    """One item of an archive, to be read before the next one is asked for."""

    group: str
    name: str
    size: int
    _file: BinaryIO
    _summing: Summing

    def chunks(self) -> Iterator[bytes]:
        """Its bytes."""
        self._summing.begin(self.name)
        while data := self._file.read(CHUNK):
            self._summing.add(data)
            yield data


class ArchiveReader:
    """Gives items back in the order in which they came in, then the manifest."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._sums: dict[str, Summing] = {}
        self._manifest: Manifest | None = None

    def items(self) -> Iterator[Item]:
        """All of them.

        Raises:
            BackupError: it is no archive of ours.
        """
        try:
            for member in self._tar:
                file = self._tar.extractfile(member)
                if file is None:
                    raise BackupError(f"the archive holds something that is no file: {member.name}")
                if member.name == MANIFEST:
                    self._manifest = Manifest.from_json(file.read())
                else:
                    group, _, name = member.name.partition("/")
                    item = Item(group, name, member.size, cast("BinaryIO", file), self._summing(group))
                    yield item
        except tarfile.TarError as error:
            raise BackupError(f"the archive cannot be read: {error}") from error

    def manifest(self) -> Manifest:
        """What the archive says of itself, held against what was read. Only after the last item.

        Raises:
            BackupError: they differ.
        """
        if self._manifest is None:
            raise BackupError("the archive has no manifest: it is not whole")
        read = {group: summing.sum for group, summing in self._sums.items()}
        for group, expected in self._manifest.groups.items():
            if read.get(group, Summing().sum) != expected:
                raise BackupError(f"the archive's {group} is not what its manifest says")
        return self._manifest

    def _summing(self, group: str) -> Summing:
        return self._sums.setdefault(group, Summing())


@contextmanager
def reading(path: Path, identity: x25519.Identity | None) -> Iterator[ArchiveReader]:
    """An archive. What it holds is worth nothing before `check_bytes` has passed.

    Raises:
        BackupError: it is encrypted and there is no identity, or the wrong one; or it cannot be read.
    """
    with ExitStack() as stack:
        file = stack.enter_context(_opened(path))
        payload = cast("BinaryIO", _Payload(file, path.stat().st_size - TRAILER_BYTES))
        if is_encrypted(path):
            if identity is None:
                raise BackupError(f"{path} is encrypted: name the file with the age identity by --identity")
            payload = stack.enter_context(decrypting(payload, identity))
        try:
            tar = stack.enter_context(tarfile.open(fileobj=payload, mode="r|", bufsize=CHUNK))
        except tarfile.TarError as error:
            raise BackupError(f"{path} cannot be read: {error}") from error
        yield ArchiveReader(tar)
        while payload.read(CHUNK):  # to its end, where age knows that it is whole
            pass


def is_encrypted(path: Path) -> bool:
    """Whether it takes an identity to read it."""
    with _opened(path) as file:
        return file.read(len(AGE)) == AGE


def check_bytes(path: Path) -> int:
    """Hold every byte of an archive against its last line, without an identity.

    Returns:
        Its size in bytes.

    Raises:
        BackupError: it is damaged, cut off, or no archive of ours.
    """
    size = path.stat().st_size if path.exists() else 0
    with _opened(path) as file:
        sha = hashlib.sha256()
        payload = _Payload(file, size - TRAILER_BYTES)
        while data := payload.read(CHUNK):
            sha.update(data)
        trailer = file.read()
    if size < TRAILER_BYTES or not trailer.startswith(MARK):
        raise BackupError(f"{path} is no whole backup: its last line is missing or damaged")
    if trailer != MARK + sha.hexdigest().encode() + b"\n":
        raise BackupError(f"{path} is damaged: its bytes are not those that were written. Take another backup")
    return size


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}") from error
    with file:
        yield file


class _Payload:
    """So many bytes of a file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._left = max(0, size)

    def read(self, most: int = CHUNK) -> bytes:
        data = self._file.read(min(most, self._left))
        self._left -= len(data)
        return data


class _Chunks:
    """Chunks as the file that tarfile wants to read."""

    def __init__(self, chunks: Iterable[bytes], summing: Summing) -> None:
        self._chunks = iter(chunks)
        self._summing = summing
        self._held = memoryview(b"")

    def read(self, size: int) -> bytes:
        pieces: list[memoryview] = []
        while size and (self._held or self._take()):
            pieces.append(self._held[:size])
            self._held = self._held[size:]
            size -= len(pieces[-1])
        return b"".join(pieces)

    def _take(self) -> bool:
        chunk = next(self._chunks, None)
        if not chunk:
            return False
        self._summing.add(chunk)
        self._held = memoryview(chunk)
        return True


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = size
    member.mode = 0o600
    return member


def _parts(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= PART_BYTES:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)
