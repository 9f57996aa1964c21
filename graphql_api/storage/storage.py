"""Where pictures, archives and exports are kept: a folder or an S3 bucket, by one address."""

import asyncio
import os
import re
import time
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, S3Store

from graphql_api.errors import StartupError
from graphql_api.settings import STORAGE_URL_TAKES

# Keys are made by the server, of these alone: no part is empty, begins with a dot or leads up.
KEY = re.compile(r"[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*")
KEY_LENGTH = 200
CHUNK_BYTES = 256 * 1024
PROBE_KEY = "probe"
PROBE_EVERY_SECONDS = 10.0
PROBE_PATIENCE_SECONDS = 2.0


class ObjectMissing(Exception):  # noqa: N818 - it is named for what the caller reads
    """There is no object under this key."""


class StorageUnavailable(Exception):  # noqa: N818 - it is named for what the caller reads
    """The storage cannot be reached or refuses; the same may succeed later."""


@dataclass(frozen=True)
class StoredObject:
    """An object as a listing shows it."""

    key: str
    size_bytes: int
    modified_at: datetime


class Storage:
    """Objects under keys. Keys are ours: anything but lower-case letters, digits and `-_./` raises ValueError.

    All methods raise StorageUnavailable when the storage does not answer, after some tries within 30 s.

    Args:
        store: where objects are.
        folder: the same place, where it is a folder, so that what is put there can be made durable.
    """

    def __init__(self, store: LocalStore | S3Store, *, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder
        self._probing: asyncio.Task[None] | None = None
        self._probed: tuple[float, str | None] = (-PROBE_EVERY_SECONDS, None)

    async def put(self, key: str, content: bytes | AsyncIterable[bytes]) -> None:
        """Store an object whole, or nothing, over what was there: when this returns it outlives a power cut."""
        _check(key)
        with _named_failures():
            await obstore.put_async(self._store, key, content if isinstance(content, bytes) else aiter(content))
            if self._folder is not None:
                await asyncio.to_thread(_make_durable, self._folder, key)

    async def size(self, key: str) -> int:
        """An object's size in bytes.

        Raises:
            ObjectMissing: there is none.
        """
        _check(key)
        with _named_failures(of_one=True):
            return int((await obstore.head_async(self._store, key))["size"])

    async def stream(self, key: str, part: range | None = None) -> AsyncIterator[bytes]:
        """An object's bytes in pieces; only those in `part`, where that is given, which must not be empty.

        Raises:
            ObjectMissing: there is none; raised before the first piece.
        """
        _check(key)
        with _named_failures(of_one=True):
            if part is None:
                found = await obstore.get_async(self._store, key)
            else:
                found = await obstore.get_async(self._store, key, options={"range": (part.start, part.stop)})
        return self._pieces(found)

    async def get(self, key: str) -> bytes:
        """A whole object, for small ones.

        Raises:
            ObjectMissing: there is none.
        """
        return b"".join([piece async for piece in await self.stream(key)])

    async def delete(self, key: str) -> None:
        """Delete an object; one that is gone already is no matter."""
        _check(key)
        with _named_failures():
            try:
                await obstore.delete_async(self._store, key)
            except (FileNotFoundError, NotFoundError):
                # S3 says so of its bucket only, and a folder that is not there may come back with all that is in it.
                if self._folder is None or not await asyncio.to_thread(self._folder.is_dir):
                    raise

    async def objects(self, prefix: str) -> AsyncIterator[StoredObject]:
        """All objects whose keys begin with the whole parts of `prefix`, in no order."""
        _check(prefix)
        with _named_failures():
            async for page in obstore.list(self._store, prefix=prefix + "/", chunk_size=1000):
                for meta in page:
                    yield StoredObject(meta["path"], int(meta["size"]), meta["last_modified"])

    async def unusable_because(self) -> str | None:
        """Why nothing can be stored now, found by storing a byte at most once in 10 s; None when something can.

        A storage that does not answer in 2 s counts as unusable.
        """
        if self._probing is None and time.monotonic() - self._probed[0] >= PROBE_EVERY_SECONDS:
            self._probing = asyncio.create_task(self._probe())
        if (probing := self._probing) is not None:
            await asyncio.wait({probing}, timeout=PROBE_PATIENCE_SECONDS)
            if not probing.done():
                return "the storage does not answer"
            self._probing = None
        return self._probed[1]

    async def _probe(self) -> None:
        reason = None
        try:
            await self.put(PROBE_KEY, b"\n")
        except StorageUnavailable as error:
            reason = str(error)
        self._probed = (time.monotonic(), reason)

    async def _pieces(self, found: "obstore.GetResult") -> AsyncIterator[bytes]:
        with _named_failures(of_one=True):
            async for piece in found.stream(min_chunk_size=CHUNK_BYTES):
                yield bytes(piece)


def open_storage(url: str) -> Storage:
    """The storage at an address. Nothing is asked of it yet; a missing folder is made.

    Args:
        url: `file:///folder`, or `s3://bucket/prefix?endpoint=…&region=…`, with credentials from the usual AWS_*
            variables of the environment.

    Raises:
        StartupError: it is no such address, or the folder cannot be made.
    """
    parts = urlsplit(url)
    try:
        if parts.scheme == "file":
            folder = Path(unquote(parts.path))
            return Storage(LocalStore(folder, mkdir=True), folder=folder)
        return Storage(_s3(parts.netloc, parts.path.strip("/"), dict(parse_qsl(parts.query))))
    except (OSError, ValueError, BaseError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise StartupError(f"STORAGE_URL cannot be used ({reason}): it takes {STORAGE_URL_TAKES}.") from error


def _s3(bucket: str, prefix: str, options: dict[str, str]) -> S3Store:
    endpoint = (
        options.get("endpoint") or os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL", "")
    )
    return S3Store(
        bucket,
        prefix=prefix or None,
        config=options,  # type: ignore[arg-type]
        client_options={"allow_http": endpoint.startswith("http://"), "connect_timeout": "3s", "timeout": "30s"},
        retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=30)},
    )


def _check(key: str) -> None:
    if len(key) > KEY_LENGTH or not KEY.fullmatch(key):
        raise ValueError("not a key of the storage")


@contextmanager
def _named_failures(*, of_one: bool = False) -> Iterator[None]:
    """Give what the library raises the names that callers know. Its messages may hold addresses: they stay out.

    Args:
        of_one: one object was asked for, so that what is missing is that and not the place.
    """
    try:
        yield
    except (OSError, BaseError) as error:
        if of_one and isinstance(error, FileNotFoundError | NotFoundError):
            raise ObjectMissing("no such object") from error
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise StorageUnavailable(f"the storage cannot be used ({reason})") from error


def _make_durable(folder: Path, key: str) -> None:
    """Wait until the object's bytes, its name and the names of its folders are on the disk. Raises OSError."""
    path = folder / key
    _fsync(path, os.O_RDONLY)
    for parent in path.parents:
        _fsync(parent, os.O_RDONLY | os.O_DIRECTORY)
        if parent == folder:
            break


def _fsync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
