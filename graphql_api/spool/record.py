"""What the spool keeps, and the line that it is kept as."""

import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

import orjson

# {"crc":"0a1b2c3d","record":{"id":…,"key":…,"body_hash":…,"received_at":…,"entry":{…}}}
LINE = re.compile(rb'\{"crc":"([0-9a-f]{8})","record":(\{.*\})\}', re.DOTALL)
ENTRY = b',"entry":'
MOST_LINE_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Record:
    """One accepted thing, opaque to the spool but for what tells it from others.

    Args:
        id: under which the database will keep it; several records may name the same.
        key: the client's; one key is accepted once.
        body_hash: in hex; tells a resend of the same from something else under the same key.
        received_at: when it was accepted, with a time zone; its month in UTC names the segment.
        entry: a JSON object.
    """

    id: UUID
    key: str
    body_hash: str
    received_at: datetime
    entry: bytes

    @property
    def month(self) -> str:
        """Like 2026-11, in UTC."""
        return f"{self.received_at.astimezone(UTC):%Y-%m}"


class Flaw(StrEnum):
    """Why a line cannot be read."""

    TORN = "torn"
    CHECKSUM = "checksum"
    NOT_A_RECORD = "not_a_record"


@dataclass(frozen=True)
class Unreadable:
    """A line that is no record. `raw` may still hold somebody's words."""

    flaw: Flaw
    raw: bytes


def to_json(record: Record) -> bytes:
    """The record as one JSON object, without line breaks.

    Raises:
        ValueError: `entry` is not a JSON object, or the time has no zone.
    """
    entry = orjson.loads(record.entry)
    if not record.entry.lstrip().startswith(b"{"):
        raise ValueError("a record's entry must be a JSON object")
    if record.received_at.tzinfo is None:
        raise ValueError("a record's time must have a zone")
    head = {
        "id": record.id,
        "key": record.key,
        "body_hash": record.body_hash,
        "received_at": record.received_at,
        "entry": entry,
    }
    return orjson.dumps(head)


def from_json(payload: bytes) -> Record:
    """The record that `to_json` made this of.

    Raises:
        ValueError: it is none.
    """
    # A quote inside a string is escaped, so the first of these is the member's name.
    head, found, rest = payload.partition(ENTRY)
    if not found or not rest.startswith(b"{") or not rest.endswith(b"}}"):
        raise ValueError("not a record")
    try:
        fields = orjson.loads(head + b"}")
        return Record(
            id=UUID(fields["id"]),
            key=fields["key"],
            body_hash=fields["body_hash"],
            received_at=datetime.fromisoformat(fields["received_at"]),
            entry=rest[:-1],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a record") from error


def to_line(record: Record) -> bytes:
    """The record's line, with its end.

    Raises:
        ValueError: as `to_json` does, or the line would be longer than a mebibyte.
    """
    payload = to_json(record)
    line = b'{"crc":"%08x","record":%b}\n' % (zlib.crc32(payload), payload)
    if len(line) > MOST_LINE_BYTES:
        raise ValueError(f"a record must not be longer than {MOST_LINE_BYTES:,} bytes")
    return line


def from_line(line: bytes) -> Record | Unreadable:
    """The record in a line, or why there is none. A line without its end is torn, whatever it holds."""
    if not line.endswith(b"\n"):
        return Unreadable(Flaw.TORN, line)
    parts = LINE.fullmatch(line, 0, len(line) - 1)
    if parts is None:
        return Unreadable(Flaw.NOT_A_RECORD, line)
    payload = parts.group(2)
    if zlib.crc32(payload) != int(parts.group(1), 16):
        return Unreadable(Flaw.CHECKSUM, line)
    try:
        return from_json(payload)
    except ValueError:
        return Unreadable(Flaw.NOT_A_RECORD, line)
