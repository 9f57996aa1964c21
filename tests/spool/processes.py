"""Programs that tests kill. `python -m tests.spool.processes append FOLDER`, or `replay FOLDER DATABASE`."""

import asyncio
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from graphql_api.spool.record import Record
from graphql_api.spool.spool import Fate, Spool
from tests.spool.make import make_record, make_spool

CLIENTS = 8


async def append(folder: Path) -> None:
    """Append for ever, and print each key when it is acknowledged."""
    spool = make_spool(folder, max_bytes=10**9)
    await asyncio.gather(*(_client(spool) for _ in range(CLIENTS)))


async def _client(spool: Spool) -> None:
    while True:
        record = make_record(words="x" * 300)
        await spool.append(record)
        print(record.key, flush=True)


async def replay(folder: Path, database: Path) -> None:
    """Replay into a database file and print what was done."""
    spool = make_spool(folder, max_bytes=10**9)
    connection = open_database(database)

    async def commit(records: Sequence[Record]) -> list[Fate]:
        with connection:
            fates = [_store(connection, record) for record in records]
        print(len(fates), flush=True)
        await asyncio.sleep(0.005)
        return fates

    report = await spool.replay(commit, is_outage=lambda _error: False)
    await spool.close()
    connection.close()
    print("done", report.segments_live, flush=True)


def open_database(path: Path) -> sqlite3.Connection:
    """A file with one row a record; a key that comes twice with another body, or a second row, is an error."""
    connection = sqlite3.connect(path, timeout=10)
    connection.execute("CREATE TABLE IF NOT EXISTS feedback (key text PRIMARY KEY, body_hash text, times integer)")
    return connection


def _store(connection: sqlite3.Connection, record: Record) -> Fate:
    values = (record.key, record.body_hash)
    stored = connection.execute("INSERT OR IGNORE INTO feedback VALUES (?, ?, 1)", values).rowcount
    return Fate.KEPT if stored else Fate.DUPLICATE


if __name__ == "__main__":
    asyncio.run(append(Path(sys.argv[2])) if sys.argv[1] == "append" else replay(Path(sys.argv[2]), Path(sys.argv[3])))
