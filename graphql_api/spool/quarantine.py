"""What could not be handed over, each in a file of its own with the reason, until somebody has looked at it."""

import base64
import hashlib
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from graphql_api.spool.files import Files, write_all
from graphql_api.spool.folder import Folder
from graphql_api.spool.record import Record, Unreadable, from_json, from_line, to_json

REFUSED = "refused"
KEY_REUSED = "key_reused"
# A folder's time of change is coarse: within this long of it, more may have changed.
SETTLED_NS = 1_000_000_000


@dataclass(frozen=True)
class Odd:
    """Something to be put into quarantine.

    Args:
        reason: a word: a `Flaw`, `refused` or `key_reused`.
        detail: more about the reason, like an SQLSTATE; never what the record says.
    """

    what: Record | Unreadable
    reason: str
    detail: str | None = None


@dataclass(frozen=True)
class Quarantined:
    """What lies in quarantine. `record` is None where it cannot be read; `raw` is what it was, maybe words."""

    name: str
    reason: str
    detail: str | None
    at: datetime
    segment: str
    record: Record | None
    raw: bytes


class Quarantine:
    """The folder beside the segments. Methods raise OSError."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._counted: tuple[int, Counter[str], int] = (-1, Counter(), 0)

    @property
    def _files(self) -> Files:
        return self._folder.files

    def add(self, segment: str, odd: Iterable[Odd], at: datetime) -> None:
        """Keep them durably. Doing it twice for one segment keeps each once."""
        self._folder.prepare()
        for each in odd:
            self._write(self._path(segment, each), _to_file(segment, each, at))
        self._files.fsync_folder(self._folder.quarantine)

    def some(self, first: int) -> list[Quarantined]:
        """At most `first` of them, in the order of their names."""
        found = (self.read(name) for name in sorted(self._names()))
        return [each for each, _ in zip((one for one in found if one), range(first), strict=False)]

    def keys(self) -> set[str]:
        """The keys of all that are records; the others have none that could be read."""
        found = (self.read(name) for name in self._names())
        return {one.record.key for one in found if one and one.record}

    def read(self, name: str) -> Quarantined | None:
        """One of them; None when there is none of that name, or it is being written."""
        if Path(name).name != name or not _is_ours(name):
            return None
        try:
            return _from_file(name, (self._folder.quarantine / name).read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def remove(self, names: Iterable[str]) -> None:
        """Remove them durably; those that are gone already are no matter."""
        for name in names:
            try:
                self._files.unlink(self._folder.quarantine / name)
            except FileNotFoundError:
                continue
        self._files.fsync_folder(self._folder.quarantine)

    def erase(self, is_theirs: Callable[[bytes], bool]) -> int:
        """Remove all whose bytes are somebody's; how many those were."""
        held = (each for each in (self.read(name) for name in self._names()) if each)
        theirs = [each.name for each in held if is_theirs(each.raw)]
        if theirs:
            self.remove(theirs)
        return len(theirs)

    def counts(self) -> Counter[str]:
        """How many there are, by reason."""
        return self._look()[0]

    def size_bytes(self) -> int:
        """How many bytes their files take."""
        return self._look()[1]

    def _look(self) -> tuple[Counter[str], int]:
        # Asked for with every write to the spool: the files are counted again only when the folder changed.
        try:
            changed = self._folder.quarantine.stat().st_mtime_ns
        except FileNotFoundError:
            return Counter(), 0
        if changed != self._counted[0] or time.time_ns() - changed < SETTLED_NS:
            sizes = {name: self._size(name) for name in self._names()}
            reasons = Counter(name.split(".")[0] for name in sizes)
            self._counted = (changed, reasons, sum(sizes.values()))
        return self._counted[1:]

    def _size(self, name: str) -> int:
        try:
            return (self._folder.quarantine / name).stat().st_size
        except FileNotFoundError:
            return 0

    def _names(self) -> list[str]:
        try:
            return [name for name in os.listdir(self._folder.quarantine) if _is_ours(name)]
        except FileNotFoundError:
            return []

    def _path(self, segment: str, odd: Odd) -> Path:
        # The same thing of the same segment gets the same name, however often its replay begins anew.
        raw = odd.what.raw if isinstance(odd.what, Unreadable) else to_json(odd.what)
        digest = hashlib.sha256(segment.encode() + b"\n" + raw).hexdigest()
        return self._folder.quarantine / f"{odd.reason}.{digest[:32]}.json"

    def _write(self, path: Path, data: bytes) -> None:
        descriptor = self._files.replace(path)
        try:
            write_all(self._files, descriptor, data)
            self._files.fsync(descriptor)
        finally:
            self._files.close(descriptor)


def _is_ours(name: str) -> bool:
    return name.endswith(".json")


def _to_file(segment: str, odd: Odd, at: datetime) -> bytes:
    if isinstance(odd.what, Unreadable):
        kept: dict[str, Any] = {"raw": base64.b64encode(odd.what.raw).decode()}
    else:
        kept = {"record": orjson.Fragment(to_json(odd.what))}
    return orjson.dumps({"reason": odd.reason, "detail": odd.detail, "at": at, "segment": segment, **kept})


def _from_file(name: str, data: bytes) -> Quarantined:
    """Raises ValueError: the file is not whole."""
    fields = orjson.loads(data)
    if "raw" in fields:
        raw = base64.b64decode(fields["raw"])
        # A line that lacks nothing but its end is whole.
        read = from_line(raw.removesuffix(b"\n") + b"\n")
        record = read if isinstance(read, Record) else None
    else:
        raw = orjson.dumps(fields["record"])
        record = from_json(raw)
    return Quarantined(
        name=name,
        reason=fields["reason"],
        detail=fields["detail"],
        at=datetime.fromisoformat(fields["at"]),
        segment=fields["segment"],
        record=record,
        raw=raw,
    )
