"""The database fails, and nobody who was given a receipt notices: short runs of what bench/faults.py runs at length."""

from pathlib import Path

import pytest

from tests.faults import scenarios
from tests.faults.database import Database, serving
from tests.faults.disk import NoSmallDisk, small_disk
from tests.faults.promises import assert_queued_quickly, run
from tests.faults.stage import staged


async def test_a_database_that_is_killed_loses_nothing(database: Database, tmp_path: Path) -> None:
    async with staged(database, tmp_path) as stage:
        await run(stage, "killed", scenarios.database_killed)


async def test_a_database_that_is_stopped_is_stood_in_for(database: Database, tmp_path: Path) -> None:
    async with staged(database, tmp_path) as stage:
        assert_queued_quickly(await run(stage, "stopped", scenarios.database_stopped))


async def test_a_database_that_hangs_is_stood_in_for(database: Database, tmp_path: Path) -> None:
    async with staged(database, tmp_path) as stage:
        figures = await run(stage, "frozen", scenarios.database_frozen, 4)
    assert_queued_quickly(figures)
    # Two seconds to find out, which nobody waits for twice.
    assert figures.slowest_seconds < 3.5


async def test_a_crowded_database_is_stood_in_for(database: Database, tmp_path: Path) -> None:
    async with staged(database, tmp_path) as stage:
        assert_queued_quickly(await run(stage, "crowded", scenarios.connections_exhausted))


async def test_a_database_with_a_full_disk_is_stood_in_for(tmp_path: Path) -> None:
    try:
        with small_disk(120) as disk:
            async with (
                serving(disk, max_wal_size="8MB", min_wal_size="2MB") as database,
                staged(database, tmp_path, disk=disk) as stage,
            ):
                assert_queued_quickly(await run(stage, "full", scenarios.disk_full))
    except NoSmallDisk:
        pytest.skip("only root may mount a small disk")


async def test_a_commit_whose_reply_is_lost_doubles_nothing(database: Database, tmp_path: Path) -> None:
    async with staged(database, tmp_path, by_wire=True) as stage:
        await run(stage, "reply-lost", scenarios.replies_dropped)
        assert stage.wire.lost_replies
