"""A disk that is full, slow, broken or not ours: the spool refuses, and keeps what it has promised."""

import asyncio
import errno
import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphql_api.spool.files import Files
from graphql_api.spool.record import Record, from_line
from graphql_api.spool.spool import Fate, SpoolFull, SpoolUnavailable
from tests.spool.disk import Disk
from tests.spool.make import Database, keys_on, lines, make_record, make_spool, segments


async def test_a_full_disk_refuses_and_leaves_no_half_line(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    spool, kept, refused = make_spool(tmp_path, files=disk), make_record(), make_record(words="x" * 500)
    await spool.append(kept)
    disk.free_bytes = 300
    with pytest.raises(SpoolUnavailable, match="No space left"):
        await spool.append(refused)
    assert disk.free_bytes == 300
    assert keys_on(tmp_path) == {kept.key: 1}
    assert all(isinstance(from_line(line), Record) for line in lines(tmp_path))
    disk.free_bytes = None
    assert (await spool.append(refused)).fate is Fate.KEPT
    assert len(segments(tmp_path)) == 1
    await spool.close()


async def test_a_full_disk_that_cannot_be_cut_back_costs_only_what_was_refused(tmp_path: Path) -> None:
    disk, database = Disk(tmp_path), Database()
    spool, kept, refused, later = make_spool(tmp_path, files=disk), *(make_record() for _ in range(3))
    await spool.append(kept)
    disk.free_bytes = 50
    disk.fail("truncate", errno.EIO)
    with pytest.raises(SpoolUnavailable):
        await spool.append(refused)
    disk.free_bytes = None
    await spool.append(later)
    assert len(segments(tmp_path)) == 2
    report = await database.replay(spool)
    assert database.rows.keys() == {kept.key, later.key}
    assert report.quarantined == 1
    assert (await spool.status()).quarantined == {"torn": 1}
    await spool.close()


async def test_a_failed_fsync_is_never_tried_again_on_the_same_file(tmp_path: Path) -> None:
    root, after = tmp_path / "data", tmp_path / "after"
    root.mkdir()
    after.mkdir()
    disk = Disk(root)
    spool, first, second = make_spool(root, files=disk), make_record(), make_record()
    await spool.append(first)
    disk.fail("fsync", errno.EIO)
    assert (await spool.append(second)).fate is Fate.KEPT
    assert len(segments(root)) == 2
    assert keys_on(root) == {first.key: 1, second.key: 1}
    disk.power_cut(after)
    assert keys_on(after).keys() == {first.key, second.key}
    await spool.close()


async def test_a_write_that_fails_for_another_reason_goes_to_another_file(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    spool, first, second = make_spool(tmp_path, files=disk), make_record(), make_record()
    await spool.append(first)
    disk.fail("write", errno.EIO)
    assert (await spool.append(second)).fate is Fate.KEPT
    assert len(segments(tmp_path)) == 2
    assert keys_on(tmp_path) == {first.key: 1, second.key: 1}
    await spool.close()


async def test_an_fsync_that_finds_no_room_refuses_and_its_file_is_not_written_again(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    spool, first, second = make_spool(tmp_path, files=disk), make_record(), make_record()
    await spool.append(first)
    disk.fail("fsync", errno.ENOSPC)
    with pytest.raises(SpoolUnavailable, match="No space left"):
        await spool.append(second)
    assert keys_on(tmp_path) == {first.key: 1}
    await spool.append(second)
    assert len(segments(tmp_path)) == 2
    await spool.close()


async def test_a_disk_whose_every_fsync_fails_is_unavailable_and_recovers(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    spool, record = make_spool(tmp_path, files=disk), make_record()
    disk.fail("fsync", errno.EIO, times=2)
    with pytest.raises(SpoolUnavailable, match="Input/output error"):
        await spool.append(record)
    assert not lines(tmp_path)
    assert (await spool.append(record)).fate is Fate.KEPT
    await spool.close()


async def test_a_name_that_cannot_be_made_durable_is_given_up(tmp_path: Path) -> None:
    root, after = tmp_path / "data", tmp_path / "after"
    root.mkdir()
    after.mkdir()
    disk = Disk(root)
    spool, record = make_spool(root, files=disk), make_record()
    await spool.append(make_record())
    disk.steps.clear()
    await spool._seal()
    spool._writer._left = None
    disk.fail("fsync_folder", errno.EIO)
    assert (await spool.append(record)).fate is Fate.KEPT
    disk.power_cut(after)
    assert keys_on(after)[record.key] == 1
    await spool.close()


async def test_a_folder_that_cannot_be_written_refuses_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("not a folder")
    spool = make_spool(tmp_path)
    with pytest.raises(SpoolUnavailable, match="spool cannot be"):
        await spool.append(make_record())
    assert "cannot be written" in (await spool.unwritable_because() or "")
    (tmp_path / "spool").unlink()
    assert (await spool.append(make_record())).fate is Fate.KEPT
    await spool.close()


async def test_a_folder_without_permission_refuses(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    spool = make_spool(tmp_path, files=disk)
    disk.fail("create", errno.EACCES)
    with pytest.raises(SpoolUnavailable, match="Permission denied"):
        await spool.append(make_record())
    assert (await spool.append(make_record())).fate is Fate.KEPT
    await spool.close()


async def test_a_segment_that_cannot_be_read_refuses_nothing_and_stays(tmp_path: Path) -> None:
    other, database = make_spool(tmp_path), Database()
    await other.append(make_record("theirs"))
    await other.close()
    (bad,) = segments(tmp_path)
    spool = make_spool(tmp_path, files=BadSector(bad))
    assert (await spool.append(make_record("mine"))).fate is Fate.KEPT
    assert (await spool.append(make_record("theirs"))).fate is Fate.KEPT
    report = await database.replay(spool)
    assert (report.kept, report.segments_failed) == (2, 1)
    assert segments(tmp_path) == [bad]
    await spool.close()
    mended = make_spool(tmp_path)
    assert (await database.replay(mended)).duplicates == 1
    await mended.close()


class BadSector(Files):
    """A disk that cannot read one file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, path: Path) -> int:
        if path == self.path:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read(path)


async def test_the_byte_limit_counts_all_segments_and_the_quarantine(tmp_path: Path) -> None:
    fill, spool = make_spool(tmp_path), make_spool(tmp_path, max_bytes=20_000)
    large = make_record(words="x" * 9_000)
    await fill.append(large)
    torn = tmp_path / "spool" / "feedback_2026-11.torn.jsonl"
    torn.write_bytes(b"y" * 6_000)
    assert (await Database().replay(spool)).quarantined == 1
    with pytest.raises(SpoolFull):
        await spool.append(make_record(words="z" * 4_000))
    small = make_record()
    assert (await spool.append(small)).fate is Fate.KEPT
    status = await spool.status()
    assert 17_000 < status.bytes <= status.max_bytes
    for each in (fill, spool):
        await each.close()


async def test_of_one_batch_only_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    spool = make_spool(tmp_path, max_bytes=3_000)
    records = [make_record(words="x" * size) for size in (100, 5_000, 100)]
    outcomes = await asyncio.gather(*map(spool.append, records), return_exceptions=True)
    assert [isinstance(outcome, SpoolFull) for outcome in outcomes] == [False, True, False]
    assert keys_on(tmp_path).keys() == {records[0].key, records[2].key}
    await spool.close()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a real file system of 256 KiB."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("mounting a tmpfs needs root")
    mounting = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], check=False)
    if mounting.returncode != 0:
        pytest.skip("a tmpfs cannot be mounted here")
    try:
        yield folder
    finally:
        # Lazily: a failed test may have left a file open, and its mount must not outlive it.
        subprocess.run(["umount", "-l", folder], check=True)


async def test_a_real_full_disk_loses_nothing_acknowledged(tiny_disk: Path) -> None:
    spool, database = make_spool(tiny_disk), Database()
    acknowledged, refused = set(), 0
    chance = random.Random(1)
    while refused < 5:
        records = [make_record(words="x" * chance.randint(10, 3_000)) for _ in range(4)]
        outcomes = await asyncio.gather(*map(spool.append, records), return_exceptions=True)
        refused += sum(isinstance(outcome, SpoolUnavailable) for outcome in outcomes)
        acknowledged |= {
            r.key for r, outcome in zip(records, outcomes, strict=True) if not isinstance(outcome, Exception)
        }
    assert len(acknowledged) > 50
    assert keys_on(tiny_disk).keys() == acknowledged
    assert all(isinstance(from_line(line), Record) for line in lines(tiny_disk))
    assert "No space left" in (await spool.unwritable_because() or "No space left")
    await database.replay(spool)
    assert database.rows.keys() == acknowledged
    assert (await spool.append(make_record())).fate is Fate.KEPT
    await spool.close()


async def test_a_real_read_only_disk_refuses(tiny_disk: Path) -> None:
    spool = make_spool(tiny_disk)
    await spool.append(make_record())
    await spool.close()
    await _remount(tiny_disk, "ro")
    spool, database = make_spool(tiny_disk), Database()
    with pytest.raises(SpoolUnavailable, match="Read-only file system"):
        await spool.append(make_record())
    assert "Read-only file system" in (await spool.unwritable_because() or "")
    assert (await database.replay(spool)).segments_failed == 1
    await _remount(tiny_disk, "rw")
    report = await database.replay(spool)
    assert (report.duplicates, report.segments_removed) == (1, 1)
    await spool.close()


async def _remount(folder: Path, option: str) -> None:
    mounting = await asyncio.create_subprocess_exec("mount", "-o", f"remount,{option}", folder)
    assert await mounting.wait() == 0
