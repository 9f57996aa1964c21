"""A PostgreSQL of our own for the tests of a file."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.database import Database


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    """A server that each test leaves running."""
    with tempfile.TemporaryDirectory(prefix="feedback-faults-", ignore_cleanup_errors=True) as folder:
        database = Database(Path(folder))
        try:
            asyncio.run(database.create())
            yield database
        finally:
            asyncio.run(database.kill())
