"""A PostgreSQL of our own: as root, as a normal user, and where its programs lie."""

import os
import pwd
import shutil
import socket
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from graphql_api.postgres import binaries
from graphql_api.postgres.embedded import EmbeddedPostgres, EmbeddedPostgresError

from .processes import NewClient, server, user_to_drop_to


@pytest.fixture
def shut_folder() -> Iterator[Path]:
    """A data folder below one that only its owner may pass, as the home of root is."""
    parent = Path(tempfile.mkdtemp(prefix="feedback-", dir="/tmp"))
    yield parent / "data" / "postgres"
    shutil.rmtree(parent)


async def test_data_stay_below_a_parent_that_only_root_may_pass(shut_folder: Path) -> None:
    user_to_drop_to()
    shut = shut_folder.parent.parent
    for number in range(2):
        with EmbeddedPostgres(shut_folder) as postgres:
            connection = await asyncpg.connect(postgres.dsn("feedback"))
            await connection.execute("create table if not exists kept (number int)")
            await connection.execute("insert into kept values ($1)", number)
            await connection.execute("select pg_reload_conf()")
            assert await connection.fetchval("select count(*) from kept") == number + 1
            await connection.close()
            running = server(shut_folder)
            assert running is not None
            assert running.uids().effective != 0
    assert (shut_folder / "cluster" / "PG_VERSION").exists()
    assert (stat.S_IMODE(shut.stat().st_mode), shut.stat().st_uid) == (0o700, 0)
    assert shut_folder.parent.stat().st_uid == 0


def test_a_normal_user_runs_it_as_himself_and_root_may_join(folder: Path, new_client: NewClient) -> None:
    name = user_to_drop_to()
    client = new_client(folder, "--user", name)
    dsn = client.do("start")
    if "for this platform" in dsn:
        pytest.skip("this checkout lies where a normal user cannot read it")
    assert dsn.startswith("postgresql:")
    running = server(folder)
    assert running is not None
    assert running.username() == name
    with EmbeddedPostgres(folder) as postgres:
        assert postgres.dsn("feedback") == dsn
        assert client.do("stop") == "done"
        assert server(folder) == running
    assert server(folder) is None
    with EmbeddedPostgres(folder):
        restarted = server(folder)
        assert restarted is not None
        assert restarted.username() == name
    assert client.do("start") == dsn
    assert client.do("stop") == "done"


def test_other_users_cannot_connect(folder: Path) -> None:
    name = user_to_drop_to()
    other = next(entry for entry in pwd.getpwall() if entry.pw_uid not in {0, pwd.getpwnam(name).pw_uid})
    folder.mkdir()
    os.chown(folder, pwd.getpwnam(name).pw_uid, -1)
    with EmbeddedPostgres(folder):
        path = str(folder / "run" / ".s.PGSQL.5432")
        with socket.socket(socket.AF_UNIX) as ours:
            ours.connect(path)
        assert connect_as(other.pw_uid, path) == "shut out"


def connect_as(uid: int, path: str) -> str:
    pipe = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setuid(uid)
        try:
            socket.socket(socket.AF_UNIX).connect(path)
            os.write(pipe[1], b"let in")
        except PermissionError:
            os.write(pipe[1], b"shut out")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    answer = os.read(pipe[0], 100).decode()
    for descriptor in pipe:
        os.close(descriptor)
    return answer


def test_somebody_elses_folder_for_the_socket_is_refused(used_folder: Path) -> None:
    user_to_drop_to()
    with EmbeddedPostgres(used_folder):
        pass
    (used_folder / "run").mkdir(exist_ok=True)
    os.chown(used_folder / "run", 12345, 12345)
    with pytest.raises(EmbeddedPostgresError, match="belongs to somebody else"):
        EmbeddedPostgres(used_folder).start()
    (used_folder / "run").rmdir()


def test_a_folder_we_cannot_write_to_is_refused_in_one_line(folder: Path, new_client: NewClient) -> None:
    name = user_to_drop_to()
    folder.mkdir(mode=0o755)
    answer = new_client(folder, "--user", name).do("start")
    assert answer.startswith("refused: no permission for")
    assert "FEEDBACK_DATA_DIR" in answer


def test_a_cluster_of_somebody_else_is_refused(folder: Path, new_client: NewClient) -> None:
    name = user_to_drop_to()
    (folder / "cluster").mkdir(parents=True)
    assert "belongs to root: run as that user or as root" in new_client(folder, "--user", name).do("start")
    with pytest.raises(EmbeddedPostgresError, match="belongs to root, which PostgreSQL refuses"):
        EmbeddedPostgres(folder).start()


def test_programs_that_the_user_cannot_read_are_copied_once(
    used_folder: Path, shut_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_to_drop_to()
    installed = binaries._packaged().parents[2]
    hidden, shelf = shut_folder.parent / "site-packages", used_folder.parent / "shelf"
    for part in (f"{binaries.PACKAGE}/{binaries.INSTALL}", binaries.LIBRARIES):
        shutil.copytree(installed / part, hidden / part)
    (shelf / "old.partial").mkdir(parents=True)
    monkeypatch.setattr(binaries, "SHELVES", (Path("/proc/nowhere"), shelf))
    monkeypatch.setattr(binaries, "_packaged", lambda: hidden / binaries.PACKAGE / binaries.INSTALL / "bin")
    made = []
    for _ in range(2):
        with EmbeddedPostgres(used_folder):
            running = server(used_folder)
            assert running is not None
            assert Path(running.exe()).is_relative_to(shelf)
        made.append({path.name: path.stat().st_mtime_ns for path in shelf.iterdir() if path.is_dir()})
    assert made[0] == made[1]
    assert len(made[0]) == 1


def test_a_platform_without_programs_gets_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "find_spec", lambda name: None)
    with pytest.raises(EmbeddedPostgresError, match=r"no PostgreSQL 18 for this platform: .* DATABASE_URL"):
        EmbeddedPostgres(folder).start()
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(EmbeddedPostgresError, match="Linux and macOS only"):
        EmbeddedPostgres(folder).start()
