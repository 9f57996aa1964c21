"""Taking one person's records out of the spool, and remembering what must not be replayed."""

import asyncio
from uuid import UUID

import orjson

from graphql_api.spool.record import Record, from_json, from_line
from graphql_api.spool.spool import SEAL_AFTER_SECONDS, Spool

TRIES = 5


class Theirs:
    """Tells whether a line is of one session, and gathers the keys and originals of those that are."""

    def __init__(self, session_id: str) -> None:
        self._session_id = session_id
        self._words = b'"session_id":' + orjson.dumps(session_id)
        self.keys: set[UUID] = set()
        self.originals: set[str] = set()

    def __call__(self, line: bytes) -> bool:
        """Whether the line is theirs. One that cannot be read is, when it names their session anywhere."""
        if self._words not in line:
            return False
        record = read_record(line)
        if record is None:
            return True
        content = orjson.loads(record.entry)
        if content.get("submission", {}).get("session_id") != self._session_id:
            return False
        self.keys.add(UUID(record.key))
        if content.get("screenshot") and content["screenshot"]["original"]:
            self.originals.add(content["screenshot"]["original"])
        return True


async def erase_spooled(spool: Spool, theirs: Theirs) -> int:
    """Take out all lines that are theirs, quarantined ones too; how many those were.

    A segment that a live process writes to is let go of within seconds, and waited for. What still cannot be looked
    into is not replayed, because its session was erased.

    Raises:
        OSError: not all of it is gone.
    """
    records = 0
    for _ in range(TRIES):
        erased = await spool.erase(theirs)
        records += erased.records
        if not erased.segments_live:
            break
        await asyncio.sleep(SEAL_AFTER_SECONDS)
    return records


def read_record(line: bytes) -> Record | None:
    """A line of spool or quarantine; None for what is left of one."""
    found = from_line(line if line.endswith(b"\n") else line + b"\n")
    if isinstance(found, Record):
        return found
    try:
        return from_json(line.rstrip(b"\n"))
    except ValueError:
        return None
