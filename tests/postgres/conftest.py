"""Data folders and processes of ours for the tests of the embedded PostgreSQL."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphql_api.postgres.embedded import EmbeddedPostgres

from .processes import Client, NewClient, end_server

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("embedded_client.py")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder yet to be made, whose parents everybody may pass; no server runs on it afterwards."""
    parent = Path(tempfile.mkdtemp(prefix="feedback-", dir="/tmp"))
    parent.chmod(0o777)
    yield parent / "postgres"
    end_server(parent / "postgres")
    shutil.rmtree(parent)


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stopped cluster with an empty database: copying it is quicker than making one."""
    made = tmp_path_factory.mktemp("pristine") / "postgres"
    with EmbeddedPostgres(made):
        pass
    return made


@pytest.fixture
def used_folder(folder: Path, pristine: Path) -> Path:
    """A data folder on which a server ran before."""
    subprocess.run(["cp", "-a", str(pristine), str(folder)], check=True)
    return folder


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
