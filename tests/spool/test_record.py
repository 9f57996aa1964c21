"""A line is valid JSON, and is a record only if every byte is as it was written."""

import json
import random

import orjson
import pytest

from graphql_api.spool.record import Flaw, Record, Unreadable, from_line, to_line
from tests.spool.make import NOVEMBER, make_record

ENTRIES = [
    b"{}",
    b'{\n  "message": "two\\nlines",\n  "entry": {"entry": {}}\n}',
    b'{"a":"\\",\\"entry\\":{","b":1e3,"c":18446744073709551615,"d":null}',
    orjson.dumps({"message": '{"crc":"00000000","record":{}}\n\u2028 ü 😀'}),
]


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("key", ["key", '","entry":{"', "ü"])
def test_a_record_comes_back_as_it_was(entry: bytes, key: str) -> None:
    record = Record(make_record().id, key, "ab" * 32, NOVEMBER, entry)
    line = to_line(record)
    assert line.count(b"\n") == 1
    assert json.loads(line)["record"]["entry"] == json.loads(entry)
    read = from_line(line)
    assert isinstance(read, Record)
    assert (read.id, read.key, read.body_hash, read.received_at) == (
        record.id,
        record.key,
        record.body_hash,
        record.received_at,
    )
    assert orjson.loads(read.entry) == orjson.loads(entry)


def test_no_changed_byte_goes_unseen() -> None:
    record = make_record()
    line = to_line(record)
    chance = random.Random(0)
    for place in range(len(line) - 1):
        changed = bytearray(line)
        changed[place] ^= 1 << chance.randrange(8)
        assert isinstance(from_line(bytes(changed)), Unreadable), place


def test_no_part_of_a_line_is_a_record() -> None:
    line = to_line(make_record())
    for end in range(len(line)):
        read = from_line(line[:end])
        assert isinstance(read, Unreadable)
        assert read.flaw is Flaw.TORN
        assert isinstance(from_line(line[:end] + line), Unreadable) or end == 0
