"""A PostgreSQL of our own, when nothing goes wrong."""

import os
import re
import socket
import stat
import time
from pathlib import Path
from typing import Any

import asyncpg
import psutil
import pytest
from tortoise.backends.base.config_generator import expand_db_url

from graphql_api.postgres.embedded import EmbeddedPostgres, EmbeddedPostgresError

from .processes import NewClient, server, servers

PROMISED = {
    "data_checksums": "on",
    "fsync": "on",
    "full_page_writes": "on",
    "listen_addresses": "",
    "log_error_verbosity": "terse",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "server_encoding": "UTF8",
    "synchronous_commit": "on",
    "TimeZone": "UTC",
}


async def fetch(dsn: str, statement: str, *values: Any) -> list[Any]:
    connection = await asyncpg.connect(dsn)
    try:
        return [tuple(row) for row in await connection.fetch(statement, *values)]
    finally:
        await connection.close()


async def test_a_new_folder_becomes_a_safe_database(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "6000")  # the URL says it all
    with EmbeddedPostgres(folder) as postgres:
        dsn = postgres.dsn("feedback")
        names = list(PROMISED)
        rows = await fetch(dsn, "select name, setting from pg_settings where name = any($1)", names)
        assert dict(rows) == PROMISED
        locale = "select datlocprovider::text, datlocale from pg_database where datname = 'feedback'"
        assert await fetch(dsn, locale) == [("b", "C.UTF-8")]
        assert await fetch(dsn, "select upper('straße ÄÖ'), 'ä' ~ '\\w'") == [("STRASSE ÄÖ".replace("SS", "ß"), True)]
        await fetch(dsn, "create extension vector")


async def test_data_are_there_after_a_restart_which_is_quick(used_folder: Path) -> None:
    with EmbeddedPostgres(used_folder) as postgres:
        await fetch(postgres.dsn("feedback"), "create table kept_by_restart as select 7 as number")
    assert server(used_folder) is None
    began = time.monotonic()
    with EmbeddedPostgres(used_folder) as postgres:
        assert time.monotonic() - began < 2
        assert await fetch(postgres.dsn("feedback"), "select number from kept_by_restart") == [(7,)]
        began = time.monotonic()
    assert time.monotonic() - began < 2


async def test_a_database_that_was_dropped_comes_back_empty(used_folder: Path) -> None:
    with EmbeddedPostgres(used_folder) as postgres:
        await fetch(postgres.dsn("postgres"), "drop database feedback")
    with EmbeddedPostgres(used_folder) as postgres:
        assert await fetch(postgres.dsn("feedback"), "select 1") == [(1,)]


def test_the_last_one_out_stops_the_server(used_folder: Path, new_client: NewClient) -> None:
    first, second = new_client(used_folder), new_client(used_folder)
    assert first.do("start") == second.do("start")
    running = server(used_folder)
    assert first.do("stop") == "done"
    assert server(used_folder) == running
    assert second.do("ensure") == "done"
    assert second.do("stop") == "done"
    assert server(used_folder) is None
    assert psutil.Process(second.process.pid).is_running()


def test_two_in_one_process_count_as_two(used_folder: Path) -> None:
    with EmbeddedPostgres(used_folder):
        with EmbeddedPostgres(used_folder):
            pass
        assert server(used_folder) is not None
    assert server(used_folder) is None


def test_eight_starting_at_once_share_one_server(folder: Path, new_client: NewClient) -> None:
    clients = [new_client(folder) for _ in range(8)]
    for client in clients:
        client.say("start")
    answers = {client.hear() for client in clients}
    assert len(answers) == 1
    assert answers.pop().startswith("postgresql://postgres@/feedback?host=")
    assert len(servers(folder)) == 1
    for client in clients:
        client.say("stop")
    assert {client.hear() for client in clients} == {"done"}
    assert server(folder) is None


def test_coming_and_going_at_the_same_time_always_finds_a_server(used_folder: Path, new_client: NewClient) -> None:
    clients = [new_client(used_folder) for _ in range(3)]
    for client in clients:
        client.say("\n".join(["start", "ensure", "stop"] * 6))
    for client in clients:
        answers = [client.hear() for _ in range(18)]
        assert [answer for answer in answers if not answer.startswith(("done", "postgresql:"))] == []
    assert servers(used_folder) == []


def test_the_server_inherits_no_lock_of_its_users_and_none_of_their_secrets(
    used_folder: Path, new_client: NewClient
) -> None:
    os.environ["FEEDBACK_TEST_SECRET"] = "hush"
    try:
        new_client(used_folder).do("start")
    finally:
        del os.environ["FEEDBACK_TEST_SECRET"]
    running = server(used_folder)
    assert running is not None
    open_files = {Path(os.readlink(link)).name for link in Path(f"/proc/{running.pid}/fd").iterdir()}
    assert "server.lock" in open_files
    assert open_files.isdisjoint({"users.lock", "start.lock"})
    assert "FEEDBACK_TEST_SECRET" not in running.environ()
    assert os.getsid(running.pid) != os.getsid(0)


async def test_words_of_people_stay_out_of_the_logs(used_folder: Path) -> None:
    with EmbeddedPostgres(used_folder) as postgres:
        dsn = postgres.dsn("feedback")
        await fetch(dsn, "create table said (words text primary key check (words <> 'rude secret'))")
        await fetch(dsn, "insert into said values ('a secret')")
        for statement in (
            "insert into said values ('a secret')",
            "insert into said values ('rude secret')",
            "select 'secret'::uuid",
            "select '{secret'::json",
            "selekt 'secret'",
            "do $$ begin raise exception 'secret'; end $$",
        ):
            with pytest.raises(asyncpg.PostgresError):
                await fetch(dsn, statement)
        backend = await asyncpg.connect(dsn)
        psutil.Process(await backend.fetchval("select pg_backend_pid()")).terminate()
        backend.terminate()
    logs = logs_of(used_folder)
    assert b"shut down" in logs
    assert b"secret" not in logs


def logs_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*.log"))


def test_only_our_user_can_enter_the_folder_of_the_socket(used_folder: Path) -> None:
    with EmbeddedPostgres(used_folder) as postgres:
        sockets = Path(postgres.dsn("feedback").split("host=")[1].split("&")[0])
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        running = server(used_folder)
        assert running is not None
        assert sockets.stat().st_uid == running.uids().effective
        assert [c for c in running.net_connections() if c.family in {socket.AF_INET, socket.AF_INET6}] == []


@pytest.mark.parametrize("name", ["deep" * 30, "white space, comma & 50% ünïcode"])
async def test_a_path_that_no_socket_can_have_works_all_the_same(folder: Path, name: str) -> None:
    with EmbeddedPostgres(folder / name) as postgres:
        sockets = postgres.dsn("feedback").split("host=")[1].split("&")[0]
        assert re.fullmatch(r"/tmp/feedback-pg-[0-9a-f]{12}-\d+", sockets)
        assert await fetch(postgres.dsn("feedback"), "select 1") == [(1,)]
        with EmbeddedPostgres(folder / name) as second:
            assert second.dsn("feedback") == postgres.dsn("feedback")
    assert Path(sockets).name not in os.listdir("/tmp")


def test_tortoise_reads_the_same_url(used_folder: Path) -> None:
    with EmbeddedPostgres(used_folder) as postgres:
        credentials = expand_db_url(postgres.dsn("feedback"))["credentials"]
        assert credentials["host"] == str(used_folder / "run")
        assert (int(credentials["port"]), credentials["user"], credentials["database"]) == (
            5432,
            "postgres",
            "feedback",
        )


def test_ensure_running_wants_a_start_first(folder: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="call start"):
        EmbeddedPostgres(folder).ensure_running()
    assert not folder.exists()
