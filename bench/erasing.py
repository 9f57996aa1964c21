"""How long erasing a session takes, by what lies in archives.

    .venv/bin/python bench/erasing.py [--rows 200000]

Loads feedbacks into an embedded PostgreSQL of its own, archives all of them as a cleanup would, a thousand a part, into
a folder, and asks a service over HTTP to erase one session. Prints the seconds, and what they would come to for a
million lines: every part has to be looked through, however few lines are the session's.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

import asyncpg
from aiohttp import ClientSession

from bench.copies import Place, copy, prepare
from graphql_api.postgres.embedded import EmbeddedPostgres
from graphql_api.retention.archive import ROOT, archive
from graphql_api.retention.lines import read_lines
from graphql_api.storage.storage import open_storage
from tests.client import ADMIN
from tests.faults.programs import Program

PART = 1_000
MILLION = 1_000_000
SESSION = "session-77"
NEXT = "SELECT id FROM feedback WHERE id > $1 ORDER BY id LIMIT $2"
FIRST = "00000000-0000-0000-0000-000000000000"
ERASE = (
    "mutation ($session: String!) { eraseSession(sessionId: $session) { __typename"
    " ... on EraseSuccess { submissions archived } } }"
)


async def archive_all(place: Place) -> int:
    """Store every feedback's line; how many parts these are."""
    storage = open_storage(place.storage.as_uri())
    connection = await asyncpg.connect(place.url)
    parts, last = 0, FIRST
    try:
        while ids := [row["id"] for row in await connection.fetch(NEXT, last, PART)]:
            # By id, so that a session's lines lie in many parts.
            parts += await archive(storage, f"{ROOT}/bench", await read_lines(connection, ids))
            last = ids[-1]
    finally:
        await connection.close()
    return parts


async def erase(server: Program) -> tuple[float, str]:
    """The seconds that it took, and what was said."""
    began = time.monotonic()
    async with ClientSession(headers=ADMIN) as session:
        body = {"query": ERASE, "variables": {"session": SESSION}}
        async with session.post(f"{server.url}/graphql", json=body) as reply:
            said = (await reply.json(content_type=None))["data"]["eraseSession"]
    return time.monotonic() - began, str(said)


async def measure(rows: int, folder: Path) -> None:
    """Load, archive, erase twice: the second time there is nothing of it."""
    with EmbeddedPostgres(folder / "postgres") as postgres:
        place = await copy(postgres, await prepare(postgres, folder, rows), "erasing", folder)
        parts = await archive_all(place)
        print(f"{rows:,} lines in {parts:,} parts", flush=True)
        server = Program("serve", place.folder, place.url)
        await server.start()
        try:
            for _ in range(2):
                seconds, said = await erase(server)
                print(f"{seconds:.1f} s, {seconds * MILLION / rows:.0f} s a million lines: {said}", flush=True)
        finally:
            await server.stop()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=200_000)
    with tempfile.TemporaryDirectory(prefix="feedback-erasing-", ignore_cleanup_errors=True) as folder:
        asyncio.run(measure(parser.parse_args().rows, Path(folder)))


if __name__ == "__main__":
    main()
