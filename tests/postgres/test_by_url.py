"""A PostgreSQL of somebody else's, named by its address: over TCP, with a password, of whatever version is at hand."""

import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from graphql_api.postgres.binaries import find_programs
from graphql_api.postgres.migrate import migrate, pending_migrations
from graphql_api.postgres.owner import Owner, choose_owner
from tests.client import Service
from tests.conftest import make_settings, running

# Where Debian, and Homebrew, put the versions that are installed side by side.
INSTALLED = sorted(
    path.parent
    for pattern in ("usr/lib/postgresql/*/bin/initdb", "opt/homebrew/opt/postgresql@*/bin/initdb")
    for path in Path("/").glob(pattern)
)
PASSWORD = "p@ss/word"


def has_pgvector(programs: Path) -> bool:
    """Whether an installed PostgreSQL has the one extension that the schema needs."""
    shared = subprocess.run([programs / "pg_config", "--sharedir"], capture_output=True, text=True, check=False)
    return shared.returncode == 0 and (Path(shared.stdout.strip()) / "extension" / "vector.control").exists()


@pytest.fixture(params=["embedded", *map(str, INSTALLED)], ids=lambda name: Path(name).parent.name)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param != "embedded" and not has_pgvector(Path(request.param)):
        pytest.skip("pgvector is not installed for this PostgreSQL")
    with tempfile.TemporaryDirectory(prefix="feedback-by-url-") as folder:
        # The user that the server runs as must reach it.
        Path(folder).chmod(0o755)
        with serving(request.param, Path(folder)) as address:
            yield address


@contextmanager
def serving(version: str, folder: Path) -> Iterator[str]:
    """A new server on a free port of loopback, with a password, for as long as the block."""
    owner = choose_owner(folder, folder / "cluster")
    programs = find_programs(owner) if version == "embedded" else Path(version)
    password_file = folder / "password"
    password_file.write_text(PASSWORD)
    owner.make_folder(folder / "cluster")
    cluster = str(folder / "cluster")
    initdb = ["initdb", "-D", cluster, "-U", "people", "-A", "scram-sha-256", "-E", "UTF8", "-N", "--locale=C.UTF-8"]
    run(owner, programs, *initdb, f"--pwfile={password_file}")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories={cluster}"
    control = ["pg_ctl", "-D", cluster, "-w", "-s"]
    run(owner, programs, *control, "-o", options, "-l", f"{cluster}/log", "start")
    try:
        yield f"postgresql://people:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/postgres"
    finally:
        run(owner, programs, *control, "-m", "immediate", "stop")


def run(owner: Owner, programs: Path, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs as the user that owns the cluster."""
    command = [str(programs / program), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **owner.identity())


async def test_serves_from_any_version_by_its_address(url: str, tmp_path: Path) -> None:
    assert await migrate(url)
    assert await pending_migrations(url) == []
    settings = make_settings(url, tmp_path, worker_in_process=True)
    async with running(settings) as service:
        receipt = await service.submit(message="The dashboard is wonderful, thank you so much!")
        assert receipt["status"] == "SAVED"
        assert await finds(service, {"search": "dashboards", "isRead": False}) == [receipt["id"]]


async def finds(service: Service, filter: dict[str, object]) -> list[str]:
    query = "query ($filter: FeedbackFilter) { feedbacks(filter: $filter) { edges { node { id } } } }"
    reply = await service.ask_as_admin(query, filter=filter)
    return [edge["node"]["id"] for edge in reply.data["feedbacks"]["edges"]]
