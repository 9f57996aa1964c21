"""How long a backup and a restore take, how large an archive is, and how much memory they hold.

    .venv/bin/python bench/backup.py [--feedback 100000] [--encrypted]

Fills an embedded PostgreSQL with so many feedbacks, each with a finding and every fifth with a rating, backs it up,
checks the archive, and restores it into another database.
"""

import argparse
import asyncio
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
from pyrage import x25519

from graphql_api.backup.archive import check_bytes
from graphql_api.backup.make import Source, back_up
from graphql_api.backup.objects import StorageObjects
from graphql_api.backup.restore import restore
from graphql_api.postgres.address import with_database
from graphql_api.postgres.embedded import EmbeddedPostgres
from graphql_api.postgres.migrate import migrate
from graphql_api.storage.storage import open_storage

# Thirty words out of many, so that the text is about as hard to compress as people's.
WORDS = """(
    SELECT string_agg(substr(md5(random()::text || n || w), 1, 2 + (random() * 8)::int), ' ')
    FROM generate_series(1, 30) AS w
)"""
FILL = f"""
INSERT INTO session SELECT 'session-' || n, now(), now(), 8 FROM generate_series(0, $1 / 8) AS n;
INSERT INTO feedback (
    id, submission_key, body_hash, session_id, category, message, tags, page, created_at, redactions, is_read,
    is_archived, search_vector
)
SELECT gen_random_uuid(), gen_random_uuid(), sha256(n::text::bytea), 'session-' || n / 8, 'BUG', {WORDS}, '{{ui}}',
       '{{"url": "https://example.com/a/page", "browser": "Firefox 140"}}', now() - n * interval '1 minute', '{{}}',
       false, false, ''
FROM generate_series(0, $1 - 1) AS n;
UPDATE feedback SET search_vector = to_tsvector('english', message) || to_tsvector('simple', message);
INSERT INTO analysis (
    feedback_id, feedback_created_at, is_current, text_hash, sentiment, topic, topics, confidence, confidence_score,
    alert_triggered, method, cached, latency_ms, created_at
)
SELECT id, created_at, true, body_hash, 'NEGATIVE', 'BUG', '[{{"topic": "BUG", "score": 1}}]', 'HIGH', random(), true,
       'ML', false, 5, created_at FROM feedback;
INSERT INTO answer_rating (
    feedback_id, session_id, message_id, question, answer, rating, sources, issues, feedback_created_at
)
SELECT id, session_id, gen_random_uuid(), message, message, 'UP', '[]', '{{}}', created_at FROM feedback
WHERE get_byte(body_hash, 0) < 51;
"""


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long the block took."""
    began = time.perf_counter()
    yield
    print(f"{what:24} {time.perf_counter() - began:8.2f} s", flush=True)


async def measure(feedback: int, key: x25519.Identity | None) -> None:
    """Fill, back up, check, restore; print each."""
    with (
        tempfile.TemporaryDirectory(prefix="feedback-bench-") as name,
        EmbeddedPostgres(Path(name) / "postgres") as server,
    ):
        url = server.dsn("feedback")
        await migrate(url)
        connection = await asyncpg.connect(url)
        with timed(f"filling with {feedback:,}"):
            for statement in FILL.replace("$1", str(feedback)).split(";\n")[:-1]:
                await connection.execute(statement)
        size = await connection.fetchval("SELECT pg_database_size(current_database())")
        await connection.execute("CREATE DATABASE restored")
        await connection.close()
        source = Source(url, Path(name) / "data", _objects(Path(name) / "data"))
        with timed("backup"):
            made = await back_up(
                source,
                Path(name) / "backups",
                now=datetime.now(UTC),
                version="bench",
                key=key and key.to_public(),
                say=str,
            )
        print(f"{'database':24} {size / 2**20:8,.0f} MiB\n{'archive':24} {made.size_bytes / 2**20:8,.0f} MiB")
        with timed("checking every byte"):
            check_bytes(made.path)
        target = Source(with_database(url, "restored"), Path(name) / "new", _objects(Path(name) / "new"))
        with timed("restore, with its proof"):
            await restore(made.path, target, identity=key, force=False, say=str)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{'memory of this process':24} {peak:8,.0f} MiB at most")


def _objects(data: Path) -> StorageObjects:
    return StorageObjects(open_storage(f"file://{data}/storage"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--feedback", type=int, default=100_000)
    parser.add_argument("--encrypted", action="store_true")
    options = parser.parse_args()
    asyncio.run(measure(options.feedback, x25519.Identity.generate() if options.encrypted else None))


if __name__ == "__main__":
    main()
