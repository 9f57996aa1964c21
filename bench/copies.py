"""A database of many feedbacks, loaded once, and copies of it to try things on."""

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench.rows import load
from graphql_api.postgres.embedded import EmbeddedPostgres
from graphql_api.postgres.migrate import migrate
from tests.faults.programs import FEEDBACK

PICTURES_EVERY = 100

# Sessions as the service counts them, which the rows as they are loaded do not.
COUNT_SESSIONS = """
WITH counted AS (
    SELECT session_id, count(*) AS number, min(created_at) AS first, max(created_at) AS last FROM feedback GROUP BY 1
)
UPDATE session SET feedback_count = number, first_seen_at = first, last_seen_at = last
FROM counted WHERE session.id = session_id
"""
EMPTY_SESSIONS = "DELETE FROM session WHERE NOT EXISTS (SELECT FROM feedback WHERE session_id = session.id)"
SCREENSHOTS = """
INSERT INTO screenshot (
    feedback_id, feedback_created_at, status, annotations, attempts, picture_key, thumbnail_key, sha256, size_bytes,
    width, height
)
SELECT id, created_at, 'STORED', '[]', 0, 'screenshots/' || left(id::text, 2) || '/' || id || '/a.webp',
    'screenshots/' || left(id::text, 2) || '/' || id || '/a.thumbnail.webp', sha256('x'), 7, 10, 20
FROM feedback WHERE ('x' || left(md5(id::text), 8))::bit(32)::int % $1 = 0
"""
NAMED = "SELECT picture_key, thumbnail_key FROM screenshot WHERE status = 'STORED'"


@dataclass(frozen=True)
class Place:
    """A database and the data folder that goes with it."""

    name: str
    url: str
    folder: Path

    @property
    def storage(self) -> Path:
        """Where its objects are."""
        return self.folder / "data" / "storage"

    def command(self, *arguments: str) -> subprocess.Popen[bytes]:
        """`feedback` with these arguments, started."""
        environment = os.environ | {"DATABASE_URL": self.url, "FEEDBACK_DATA_DIR": str(self.folder / "data")}
        return subprocess.Popen([FEEDBACK, *arguments], env=environment, cwd=self.folder, stdout=subprocess.PIPE)

    async def ask(self, sql: str, *values: object) -> list[asyncpg.Record]:
        """The rows of a statement that may take its time."""
        connection = await asyncpg.connect(self.url, command_timeout=None, server_settings={"statement_timeout": "0"})
        try:
            rows: list[asyncpg.Record] = await connection.fetch(sql, *values)
            return rows
        finally:
            await connection.close()


async def prepare(server: EmbeddedPostgres, folder: Path, rows: int) -> str:
    """The loaded database that copies are made of; its name."""
    name = f"loaded_{rows}"
    connection = await asyncpg.connect(server.dsn("postgres"))
    is_there = await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name)
    if not is_there:
        await connection.execute(f"CREATE DATABASE loading_{rows}")
        place = Place(name, server.dsn(f"loading_{rows}"), folder)
        began = time.monotonic()
        await migrate(place.url)
        await load(place.url, rows, has_pictures=False)
        for statement in (COUNT_SESSIONS, EMPTY_SESSIONS, "VACUUM (ANALYZE) session"):
            await place.ask(statement)
        await place.ask(SCREENSHOTS, PICTURES_EVERY)
        await connection.execute(f"ALTER DATABASE loading_{rows} RENAME TO {name}")
        print(f"{rows:,} feedbacks loaded in {time.monotonic() - began:.0f} s\n", flush=True)
    await connection.close()
    return name


async def copy(server: EmbeddedPostgres, template: str, name: str, folder: Path) -> Place:
    """A database of its own, with the objects that its screenshots name."""
    connection = await asyncpg.connect(server.dsn("postgres"))
    await connection.execute(f"DROP DATABASE IF EXISTS {name}")
    await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    await connection.close()
    place = Place(name, server.dsn(name), Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder)))
    for row in await place.ask(NAMED):
        for key in row:
            (place.storage / key).parent.mkdir(parents=True, exist_ok=True)
            (place.storage / key).write_bytes(b"picture")
    return place


async def drop(server: EmbeddedPostgres, place: Place) -> None:
    """Give back the room of a copy."""
    connection = await asyncpg.connect(server.dsn("postgres"))
    await connection.execute(f"DROP DATABASE {place.name} WITH (FORCE)")
    await connection.close()
