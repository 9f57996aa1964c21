"""Expand, then contract: while a new version is rolled out, the one before it serves on the new schema."""

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from aiohttp import ClientSession

from graphql_api.postgres.migrate import MIGRATIONS
from tests.client import Service
from tests.faults.conftest import database
from tests.faults.database import SERVICE, Database
from tests.faults.programs import Program

__all__ = ["database"]
ROOT = Path(__file__).parents[2]
RATING = {
    "messageId": "5bf0a3d4-5b3a-4a43-8a4b-3f0a3c9f7a11",
    "question": "How do I export?",
    "answer": "Press export.",
    "rating": "UP",
}


@pytest.fixture
def previous_version(tmp_path: Path) -> Path:
    """The project as it was before its newest migrations came, out of its history."""
    here = {path.relative_to(ROOT).as_posix() for path in (MIGRATIONS / "models").glob("[0-9]*_*.py")}
    for commit in git("log", "--first-parent", "--format=%H", "--", "migrations/models").decode().split():
        listed = git("ls-tree", "-r", "--name-only", f"{commit}^1", "migrations/models").decode().split()
        there = {name for name in listed if not name.endswith("__init__.py")}
        if there < here:
            break
    else:
        pytest.skip("this checkout's history has no version before")
    folder = tmp_path / "previous"
    with tarfile.open(fileobj=io.BytesIO(git("archive", f"{commit}^1"))) as archive:
        archive.extractall(folder, filter="data")
    return folder


def git(*arguments: str) -> bytes:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("this checkout has no history: the version before cannot be had")
    return done.stdout


def code_of(folder: Path) -> str:
    """Where the code comes from that a program with this PYTHONPATH runs."""
    asking = [sys.executable, "-c", "import graphql_api; print(graphql_api.__file__)"]
    environment = os.environ | {"PYTHONPATH": str(folder)}
    return subprocess.run(asking, env=environment, cwd=folder.parent, capture_output=True, check=True, text=True).stdout


async def test_both_versions_serve_on_the_schema_of_the_newer_one(
    database: Database, tmp_path: Path, previous_version: Path
) -> None:
    for name in ("newer", "older"):
        (tmp_path / name).mkdir()
    data = str(tmp_path / "data")
    newer = Program("serve", tmp_path / "newer", database.url(), FEEDBACK_DATA_DIR=data, WORKER_IN_PROCESS="true")
    # Its own code, with what is installed here.
    older = Program(
        "serve",
        tmp_path / "older",
        database.url(),
        FEEDBACK_DATA_DIR=data,
        PYTHONPATH=str(previous_version),
        program=[sys.executable, "-m", "graphql_api.cli.main"],
    )
    assert Path(code_of(previous_version)).is_relative_to(previous_version)
    try:
        await newer.start()
        await older.start()
        async with ClientSession() as session:
            old, new = Service(session, older.url), Service(session, newer.url)
            keys = {}
            for number, (first, second) in enumerate([(old, new), (new, old)]):
                key = f"5bf0a3d4-5b3a-4a43-8a4b-{number:012d}"
                receipt = await first.submit(submissionKey=key)
                again = await second.submit(submissionKey=key)
                assert (receipt["status"], again["status"], again["id"]) == ("SAVED", "DUPLICATE", receipt["id"])
                keys[key] = receipt["id"]
            rated = await old.submit(message=None, answer=RATING)
            changed = await new.submit(message=None, answer=RATING | {"rating": "DOWN"})
            assert (rated["status"], changed["status"], changed["id"]) == ("SAVED", "SAVED", rated["id"])
            for service in (old, new):
                found = (await service.ask_as_admin("{ feedbacks(first: 10) { totalCount } }")).data["feedbacks"]
                assert found["totalCount"] == 3
    finally:
        await newer.stop()
        await older.stop()
    async with database.administering(SERVICE) as connection:
        assert {str(row["id"]) for row in await connection.fetch("SELECT id FROM feedback")} == {
            *keys.values(),
            rated["id"],
        }
