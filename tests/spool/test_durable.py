"""What is acknowledged outlives a power cut."""

import asyncio
import random
from pathlib import Path

import pytest

from graphql_api.spool.record import Record
from graphql_api.spool.spool import Fate, Spool, SpoolUnavailable
from tests.spool.disk import Disk, WithoutFolderFsync, WithoutFsync
from tests.spool.make import DECEMBER, NOVEMBER, Database, chunks, keys_on, make_record, make_spool


async def lost_by_a_power_cut(disk: Disk, tmp_path: Path, *, is_early: bool = False) -> set[str]:
    """Append under load and cut the power before every step; the keys acknowledged before a cut and gone after it."""
    spool = make_spool(disk.root, files=disk)
    acknowledged: list[str] = []
    lost: set[str] = set()

    def cut(_step: str) -> None:
        survivors = tmp_path / f"cut-{len(disk.steps)}"
        survivors.mkdir()
        promised = set(acknowledged)
        disk.power_cut(survivors)
        lost.update(promised - keys_on(survivors).keys())

    async def client(records: list[Record]) -> None:
        for record in records:
            if is_early:
                acknowledged.append(record.key)
            await spool.append(record)
            acknowledged.append(record.key)
            await asyncio.sleep(0)

    disk.before = cut
    records = [make_record(at=DECEMBER if place % 7 == 0 else NOVEMBER) for place in range(120)]
    await asyncio.gather(*(client(list(part)) for part in chunks(records, 5)))
    await spool.close()
    cut("at the end")
    assert {record.key for record in records} == set(acknowledged)
    return lost


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A data folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


async def test_a_power_cut_at_any_step_takes_nothing_acknowledged(root: Path, tmp_path: Path) -> None:
    assert await lost_by_a_power_cut(Disk(root), tmp_path) == set()


async def test_the_check_sees_a_missing_fsync(root: Path, tmp_path: Path) -> None:
    assert await lost_by_a_power_cut(WithoutFsync(root), tmp_path)


async def test_the_check_sees_a_missing_fsync_of_the_folder(root: Path, tmp_path: Path) -> None:
    assert await lost_by_a_power_cut(WithoutFolderFsync(root), tmp_path)


async def test_the_check_sees_a_receipt_before_the_write(root: Path, tmp_path: Path) -> None:
    assert await lost_by_a_power_cut(Disk(root), tmp_path, is_early=True)


async def test_folder_file_and_name_are_durable_before_the_receipt(root: Path) -> None:
    disk = Disk(root)
    spool = make_spool(root, files=disk)
    await spool.append(make_record())
    disk.steps.append("receipt")
    await spool.append(make_record())
    disk.steps.append("receipt")
    assert disk.steps == [
        *("make_folder spool", "fsync_folder data", "make_folder quarantine", "fsync_folder spool"),
        *("create jsonl", "write", "fsync", "fsync_folder spool", "receipt"),
        *("write", "fsync", "receipt"),
    ]
    await spool.close()


async def test_many_at_once_share_a_write_and_an_fsync(root: Path) -> None:
    disk = Disk(root)
    spool = make_spool(root, files=disk)
    outcomes = await asyncio.gather(*(spool.append(make_record()) for _ in range(100)))
    assert [outcome.fate for outcome in outcomes] == [Fate.KEPT] * 100
    assert disk.steps.count("fsync") <= 2
    assert disk.steps.count("write") <= 2
    await spool.close()


@pytest.mark.parametrize("seed", range(30))
async def test_whatever_fails_and_whatever_a_cut_leaves_each_receipt_is_stored_once(
    seed: int, root: Path, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    disk = Disk(root)
    spool, database = make_spool(root, files=disk), Database()
    acknowledged: set[str] = set()

    def trouble(step: str) -> None:
        if step in {"fsync", "fsync_folder", "truncate", "unlink", "create", "write"} and chance.random() < 0.08:
            raise OSError(5, "Input/output error")

    disk.before = trouble
    for _ in range(chance.randint(3, 12)):
        await asyncio.gather(*(_try(spool, make_record(), acknowledged) for _ in range(chance.randint(1, 8))))
        if chance.random() < 0.3:
            disk.free_bytes = chance.choice([None, 700, 5_000])
        if chance.random() < 0.3:
            database.is_down = chance.random() < 0.5
            await database.replay(spool)
    disk.die()
    spool._thread.shutdown()
    after = tmp_path / "after"
    after.mkdir()
    disk.power_cut(after, chance if seed % 3 else None)
    reborn = make_spool(after)
    database.is_down = False
    report = await database.replay(reborn)
    assert acknowledged <= database.rows.keys()
    assert not report.segments_failed
    assert not keys_on(after)
    await reborn.close()


async def _try(spool: Spool, record: Record, acknowledged: set[str]) -> None:
    try:
        await spool.append(record)
    except SpoolUnavailable:
        return
    acknowledged.add(record.key)
