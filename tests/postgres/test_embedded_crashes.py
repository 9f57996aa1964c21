"""A PostgreSQL of our own, when processes are killed and leave things behind."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import psutil
import pytest

from graphql_api.postgres.embedded import EmbeddedPostgres, EmbeddedPostgresError

from .processes import NewClient, lives, server, servers, until

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="uses prctl or /proc")


def kill_server(folder: Path) -> psutil.Process:
    running = server(folder)
    assert running is not None
    running.kill()
    until(lambda: not lives(running))
    return running


def test_a_client_killed_leaves_the_server_to_the_next_who_stops_it(used_folder: Path, new_client: NewClient) -> None:
    killed = new_client(used_folder)
    killed.do("start")
    running = server(used_folder)
    killed.kill()
    with EmbeddedPostgres(used_folder):
        assert server(used_folder) == running
    assert server(used_folder) is None


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(used_folder: Path, new_client: NewClient) -> None:
    client = new_client(used_folder)
    client.do("start")
    os.killpg(client.process.pid, signal.SIGINT)
    client.close()
    time.sleep(0.1)
    assert server(used_folder) is not None
    with EmbeddedPostgres(used_folder) as postgres:
        postgres.ensure_running()


async def test_a_killed_server_comes_back_with_all_that_was_committed(used_folder: Path) -> None:
    with EmbeddedPostgres(used_folder) as postgres:
        connection = await asyncpg.connect(postgres.dsn("feedback"))
        await connection.execute("create table kept_by_crash (number int)")
        await connection.execute("insert into kept_by_crash select generate_series(1, 1000)")
        kill_server(used_folder)
        postgres.ensure_running()
        connection.terminate()
        connection = await asyncpg.connect(postgres.dsn("feedback"))
        assert await connection.fetchval("select count(*) from kept_by_crash") == 1000
        await connection.close()


def test_two_that_notice_a_killed_server_bring_back_one(used_folder: Path, new_client: NewClient) -> None:
    clients = [new_client(used_folder), new_client(used_folder)]
    for client in clients:
        client.do("start")
    kill_server(used_folder)
    for client in clients:
        client.say("ensure")
    assert [client.hear() for client in clients] == ["done", "done"]
    assert len(servers(used_folder)) == 1


async def test_no_server_starts_beside_a_busy_remainder_of_the_killed_one(used_folder: Path) -> None:
    with EmbeddedPostgres(used_folder) as postgres:
        connection = await asyncpg.connect(postgres.dsn("feedback"))
        backend = psutil.Process(await connection.fetchval("select pg_backend_pid()"))
        busy = asyncio.create_task(connection.execute("do $$ begin loop perform 1; end loop; end $$"))
        await asyncio.sleep(0.1)
        kill_server(used_folder)
        assert lives(backend)
        await asyncio.to_thread(postgres.ensure_running)
        assert not lives(backend)
        assert len(servers(used_folder)) == 1
        with pytest.raises((OSError, asyncpg.PostgresError)):
            await busy


@needs_linux
@pytest.mark.parametrize("reaper", ["its parent", "somebody else"])
def test_a_dead_server_that_nobody_buried_does_not_block(used_folder: Path, new_client: NewClient, reaper: str) -> None:
    parent, other = new_client(used_folder, "--adopts-orphans"), new_client(used_folder)
    parent.do("start")
    other.do("start")
    dead = kill_server(used_folder)
    assert dead.status() == psutil.STATUS_ZOMBIE
    assert (parent if reaper == "its parent" else other).do("ensure") == "done"
    assert server(used_folder) not in {None, dead}
    assert psutil.pid_exists(dead.pid) == (reaper == "somebody else")


@pytest.mark.parametrize("share", [0.1, 0.8])
def test_a_kill_while_the_cluster_is_made_leaves_nothing_in_the_way(
    folder: Path, new_client: NewClient, share: float
) -> None:
    client = new_client(folder)
    client.say("start")
    until(lambda: any(folder.glob("initdb-*/PG_VERSION")))
    time.sleep(0.3 * share)
    client.kill()
    with EmbeddedPostgres(folder) as postgres:
        postgres.ensure_running()
        assert list(folder.glob("initdb-*")) == []
    assert servers(folder) == []


def test_a_stranger_whose_pid_stands_in_the_pidfile_is_left_alone(used_folder: Path) -> None:
    with EmbeddedPostgres(used_folder):
        pidfile = (used_folder / "cluster" / "postmaster.pid").read_text()
        kill_server(used_folder)
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        rest = pidfile.partition("\n")[2]
        (used_folder / "cluster" / "postmaster.pid").write_text(f"{stranger.pid}\n{rest}")
        with EmbeddedPostgres(used_folder) as postgres:
            sockets = postgres.dsn("feedback").split("host=")[1].split("&")[0]
            kill_server(used_folder)
            (used_folder / "cluster" / "postmaster.pid").write_text(f"{stranger.pid}\n{rest}")
            (Path(sockets) / ".s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n{rest}")
            postgres.ensure_running()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("contents", ["", "nonsense\n", "0\n", "-1\n"])
def test_a_pidfile_cut_short_does_not_block(used_folder: Path, contents: str) -> None:
    with EmbeddedPostgres(used_folder) as postgres:
        kill_server(used_folder)
        (used_folder / "cluster" / "postmaster.pid").write_text(contents)
        postgres.ensure_running()
        assert len(servers(used_folder)) == 1


def test_a_folder_deleted_under_a_server_gets_a_new_one(folder: Path, new_client: NewClient) -> None:
    deep = folder / ("deep" * 30)
    killed = new_client(deep)
    sockets = killed.do("start").split("host=")[1].split("&")[0]
    old = server(deep)
    assert old is not None
    killed.kill()
    shutil.rmtree(deep)
    with EmbeddedPostgres(deep):
        assert server(deep) not in {None, old}
    old.send_signal(signal.SIGQUIT)
    until(lambda: not lives(old))
    shutil.rmtree(sockets, ignore_errors=True)


def test_another_major_version_is_refused_and_left_as_it_was(used_folder: Path) -> None:
    version = used_folder / "cluster" / "PG_VERSION"
    version.write_text("17\n")
    before = sorted(path.name for path in (used_folder / "cluster").iterdir())
    with pytest.raises(EmbeddedPostgresError, match=r"written by PostgreSQL 17 and this is 18: .*pg_dump") as caught:
        EmbeddedPostgres(used_folder).start()
    assert "\n" not in str(caught.value)
    assert sorted(path.name for path in (used_folder / "cluster").iterdir()) == before
    version.write_text("18\n")


def test_a_server_that_cannot_start_says_why_in_one_line(used_folder: Path) -> None:
    settings = used_folder / "cluster" / "postgresql.conf"
    good = settings.read_text()
    settings.write_text(f"{good}max_connections = plenty\n")
    with pytest.raises(EmbeddedPostgresError, match=r"did not start: .*postgresql.conf") as caught:
        EmbeddedPostgres(used_folder).start()
    assert "\n" not in str(caught.value)
    settings.write_text(good)


def test_a_folder_that_is_no_cluster_is_refused(folder: Path) -> None:
    (folder / "cluster").mkdir(parents=True)
    if os.geteuid() == 0:
        os.chown(folder / "cluster", 65534, 65534)
    with pytest.raises(EmbeddedPostgresError, match="no PostgreSQL data folder"):
        EmbeddedPostgres(folder).start()
