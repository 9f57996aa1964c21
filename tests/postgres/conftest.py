"""Data folders and processes of ours for the tests of the embedded PostgreSQL."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graphql_api.postgres.embedded import EmbeddedPostgres

from .processes import Client, NewClient, end_server

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("embedded_client.py")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder yet to be made, whose parents everybody may pass; no server runs on it afterwards."""
    with passable_folder() as parent:
        yield parent / "postgres"
        end_server(parent / "postgres")


@pytest.fixture(scope="session")
def made_folder() -> Iterator[Path]:
    with passable_folder() as parent:
        with EmbeddedPostgres(parent / "postgres"):
            pass
        yield parent / "postgres"


@pytest.fixture
def used_folder(made_folder: Path) -> Iterator[Path]:
    """A data folder on which servers of other tests ran before, which saves the time of making one."""
    yield made_folder
    end_server(made_folder)


@contextmanager
def passable_folder() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="feedback-", dir="/tmp"))
    parent.chmod(0o777)
    yield parent
    shutil.rmtree(parent)


@pytest.fixture
def new_client() -> Iterator[NewClient]:
    """Start a process of ours; those still there after the test are killed."""
    clients: list[Client] = []

    def start(folder: Path, *options: str) -> Client:
        process = subprocess.Popen(
            [sys.executable, str(SCRIPT), str(folder), *options],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        clients.append(Client(process))
        return clients[-1]

    yield start
    for client in clients:
        client.kill()
