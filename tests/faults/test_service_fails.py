"""Crowds, and programs of the service that are killed: short runs of what bench/faults.py runs at length."""

from pathlib import Path

from tests.faults import scenarios
from tests.faults.database import Database
from tests.faults.promises import assert_kept, run
from tests.faults.stage import burst, staged


async def test_a_worker_that_is_killed_leaves_nothing_unread(database: Database, tmp_path: Path) -> None:
    async with staged(database, tmp_path, with_worker=True) as stage:
        figures = await run(stage, "worker-killed", scenarios.worker_killed, 1)
        assert await stage.until_read() == 0
    assert figures.answers["SAVED"] == figures.submissions


async def test_a_thousand_at_once_are_all_saved(database: Database, tmp_path: Path) -> None:
    async with staged(database, tmp_path) as stage:
        figures = await burst(stage, "at-once", number=1000, rounds=2)
    assert_kept(figures)
    assert figures.answers["SAVED"] == figures.submissions == 2000


async def test_a_server_that_is_killed_loses_nothing(database: Database, tmp_path: Path) -> None:
    async with staged(database, tmp_path) as stage:
        await run(stage, "server-killed", scenarios.server_killed)


async def test_what_was_queued_outlives_the_server(database: Database, tmp_path: Path) -> None:
    async with staged(database, tmp_path) as stage:
        await run(stage, "server-killed-while-down", scenarios.server_killed_while_database_down, 1)


async def test_all_of_it_at_random_loses_and_doubles_nothing(database: Database, tmp_path: Path) -> None:
    async with staged(database, tmp_path, by_wire=True, with_worker=True) as stage:
        await run(stage, "everything", scenarios.everything(seed=1), 10)
