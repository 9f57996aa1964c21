"""Records, a database that remembers what it was given, and what lies on a disk."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4, uuid5

import orjson

from graphql_api.spool.files import Files
from graphql_api.spool.record import Record, from_line
from graphql_api.spool.spool import Fate, Replayed, Spool

NOVEMBER = datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
SPACE = UUID("6f0c2f2e-0000-4000-8000-000000000000")
MEBIBYTE = 1024 * 1024


def make_record(
    key: str | None = None, *, words: str = "It is slow.", body: str = "aa", at: datetime = NOVEMBER
) -> Record:
    """A record; its id is made of its key."""
    key = key or str(uuid4())
    entry = orjson.dumps({"message": words, "redactions": {}})
    return Record(id=uuid5(SPACE, key), key=key, body_hash=body * 32, received_at=at, entry=entry)


def make_spool(folder: Path, *, files: Files | None = None, max_bytes: int = MEBIBYTE, seal_after: float = 30) -> Spool:
    """A spool under `folder` that lets go of its segment only when told."""
    return Spool(folder / "spool", max_bytes=max_bytes, files=files, seal_after_seconds=seal_after)


def is_outage(error: BaseException) -> bool:
    """The rule that replays are tested with."""
    return isinstance(error, ConnectionError)


class RefusalError(Exception):
    """What a database says to a value that it can never store."""

    sqlstate = "22P05"


class Database:
    """Commits as the real one does: all or none of a batch, and each key once."""

    def __init__(self) -> None:
        self.rows: dict[str, Record] = {}
        self.batches: list[int] = []
        self.errors: dict[str, Exception] = {}
        self.is_down = False
        self.step: Callable[[str], None] = lambda _name: None

    async def commit(self, records: Sequence[Record]) -> list[Fate]:
        self.step("commit")
        self.batches.append(len(records))
        if self.is_down:
            raise ConnectionError("no words of this reach a log")
        for record in records:
            if record.key in self.errors:
                raise self.errors[record.key]
        fates = [self._store(record) for record in records]
        self.step("committed")
        return fates

    def _store(self, record: Record) -> Fate:
        first = self.rows.setdefault(record.key, record)
        if first is record:
            return Fate.KEPT
        return Fate.DUPLICATE if first.body_hash == record.body_hash else Fate.KEY_REUSED

    async def replay(self, spool: Spool) -> Replayed:
        """Take over what the spool holds."""
        return await spool.replay(self.commit, is_outage=is_outage)


def segments(folder: Path) -> list[Path]:
    """The segments under `folder`, by name."""
    return sorted((folder / "spool").glob("feedback_*.jsonl"))


def lines(folder: Path) -> list[bytes]:
    """All lines of all segments."""
    return [line for segment in segments(folder) for line in segment.read_bytes().splitlines(keepends=True)]


def keys_on(folder: Path) -> Counter[str]:
    """How many lines each key has."""
    return Counter(record.key for record in map(from_line, lines(folder)) if isinstance(record, Record))


def quarantined(folder: Path) -> list[dict[str, object]]:
    """What lies in quarantine, as the files have it."""
    return [orjson.loads(path.read_bytes()) for path in sorted((folder / "spool" / "quarantine").glob("*.json"))]


def reasons(folder: Path) -> Counter[str]:
    """How many lie in quarantine for which reason."""
    return Counter(str(each["reason"]) for each in quarantined(folder))


def chunks(records: Sequence[Record], size: int) -> Iterator[Sequence[Record]]:
    """The records in groups."""
    return (records[start : start + size] for start in range(0, len(records), size))
