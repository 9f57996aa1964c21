"""Processes share one folder: a key is known to all, and nobody touches what another is writing."""

import asyncio
import os
from pathlib import Path

import pytest

from graphql_api.spool import folder
from graphql_api.spool.files import Files
from graphql_api.spool.folder import Folder
from graphql_api.spool.spool import Fate
from tests.spool.disk import Disk
from tests.spool.make import DECEMBER, Database, keys_on, lines, make_record, make_spool, segments


async def test_two_append_and_one_replays_without_the_other_ones_open_segment(tmp_path: Path) -> None:
    one, two, database = make_spool(tmp_path), make_spool(tmp_path), Database()
    mine, theirs = make_record(), make_record()
    await one.append(mine)
    await two.append(theirs)
    assert len(segments(tmp_path)) == 2
    report = await database.replay(one)
    assert (report.kept, report.segments_live) == (1, 1)
    assert keys_on(tmp_path) == {theirs.key: 1}
    await two.close()
    assert (await database.replay(one)).kept == 1
    assert database.rows.keys() == {mine.key, theirs.key}
    await one.close()


async def test_an_idle_process_lets_others_replay_its_segment_and_goes_on_with_it(tmp_path: Path) -> None:
    idle, other, database = make_spool(tmp_path, seal_after=0.05), make_spool(tmp_path), Database()
    await idle.append(make_record())
    await asyncio.sleep(0.2)
    await idle.append(make_record())
    assert len(segments(tmp_path)) == 1
    await asyncio.sleep(0.2)
    assert (await database.replay(other)).kept == 2
    await idle.append(make_record())
    assert len(lines(tmp_path)) == 1
    for spool in (idle, other):
        await spool.close()


async def test_two_replays_at_once_hand_over_once(tmp_path: Path) -> None:
    spools, database = [make_spool(tmp_path) for _ in range(4)], Database()
    for spool in spools:
        await asyncio.gather(*(spool.append(make_record()) for _ in range(50)))
        await spool._seal()
    reports = await asyncio.gather(*map(database.replay, spools))
    assert sum(report.kept for report in reports) == 200
    assert sum(report.duplicates for report in reports) == 0
    assert not segments(tmp_path)
    for spool in spools:
        await spool.close()


async def test_a_resend_is_a_duplicate_and_another_body_is_refused(tmp_path: Path) -> None:
    spool = make_spool(tmp_path)
    first = make_record("key")
    assert (await spool.append(first)).fate is Fate.KEPT
    again, reused = await spool.append(first), await spool.append(make_record("key", body="bb"))
    assert (again.fate, again.id) == (Fate.DUPLICATE, first.id)
    assert (reused.fate, reused.id) == (Fate.KEY_REUSED, first.id)
    assert len(lines(tmp_path)) == 1
    await spool.close()


async def test_copies_that_come_at_once_are_kept_once(tmp_path: Path) -> None:
    spool = make_spool(tmp_path)
    bodies = ["aa", "aa", "bb", "aa"]
    outcomes = await asyncio.gather(*(spool.append(make_record("key", body=body)) for body in bodies))
    assert [outcome.fate for outcome in outcomes] == [Fate.KEPT, Fate.DUPLICATE, Fate.KEY_REUSED, Fate.DUPLICATE]
    assert len(lines(tmp_path)) == 1
    await spool.close()


async def test_a_resend_to_another_process_or_after_a_restart_is_a_duplicate(tmp_path: Path) -> None:
    one, two, database = make_spool(tmp_path), make_spool(tmp_path), Database()
    first = make_record("key")
    await one.append(first)
    again = await two.append(make_record("key"))
    assert (again.fate, again.id) == (Fate.DUPLICATE, first.id)
    assert (await two.append(make_record("key", body="bb"))).fate is Fate.KEY_REUSED
    for spool in (one, two):
        await spool.close()
    reborn = make_spool(tmp_path)
    assert (await reborn.append(make_record("key"))).fate is Fate.DUPLICATE
    assert (await reborn.status()).depth == 1
    report = await database.replay(reborn)
    assert report.kept == 1
    assert report.duplicates == 2
    assert not segments(tmp_path)
    await reborn.close()


async def test_a_duplicate_of_a_line_that_may_not_be_durable_is_made_durable_first(tmp_path: Path) -> None:
    root, after = tmp_path / "data", tmp_path / "after"
    root.mkdir()
    after.mkdir()
    one = make_spool(root)
    await one.append(make_record("key"))
    await one.close()
    disk = Disk(root)
    disk.adopt(root)
    for names in disk.folders.values():  # the process died before its fsync
        for node in names.seen.values():
            if node is not None:
                node.durable = b""
    two = make_spool(root, files=disk)
    assert (await two.append(make_record("key"))).fate is Fate.DUPLICATE
    disk.power_cut(after)
    assert keys_on(after) == {"key": 1}
    await two.close()


async def test_looking_for_a_key_keeps_nothing_new(tmp_path: Path) -> None:
    spool = make_spool(tmp_path)
    record = make_record("key")
    assert await spool.find(record) is None
    assert not lines(tmp_path)
    await spool.append(record)
    found, reused = await spool.find(record), await spool.find(make_record("key", body="bb"))
    assert found is not None
    assert (found.fate, found.id) == (Fate.DUPLICATE, record.id)
    assert reused is not None
    assert reused.fate is Fate.KEY_REUSED
    await spool.close()


async def test_an_empty_folder_is_known_as_one_until_anybody_puts_something_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer, database = make_spool(tmp_path), make_spool(tmp_path), Database()
    assert reader.is_surely_empty()
    record = make_record("key")
    await writer.append(record)
    assert not reader.is_surely_empty()
    assert await reader.find(record) is not None
    # Looking for what another process wrote makes a copy.
    for spool in (reader, writer):
        await spool._seal()
    await database.replay(writer)
    # It has changed just now, and could change again within the same tick of the file system's clock.
    assert await reader.find(record) is None
    assert not reader.is_surely_empty()
    monkeypatch.setattr(folder, "SETTLED_SECONDS", 0.05)
    for turn in range(3):
        await asyncio.sleep(0.1)
        assert await reader.find(record) is None
        assert reader.is_surely_empty()
        await writer.append(make_record(f"key {turn}"))
        assert not reader.is_surely_empty()
        assert await reader.find(make_record(f"key {turn}")) is not None
        for spool in (reader, writer):
            await spool._seal()
        await database.replay(writer)
    for spool in (reader, writer):
        await spool.close()
    assert not reader.is_surely_empty()


async def test_a_record_on_its_way_is_no_emptiness(tmp_path: Path) -> None:
    spool = make_spool(tmp_path)
    appending = asyncio.create_task(spool.append(make_record()))
    await asyncio.sleep(0)
    assert not spool.is_surely_empty()
    appending.cancel()
    await asyncio.wait({appending})
    while not segments(tmp_path):
        assert not spool.is_surely_empty()
        await asyncio.sleep(0.001)
    await spool.close()


async def test_a_key_is_forgotten_when_it_was_handed_over(tmp_path: Path) -> None:
    spool, other, database = make_spool(tmp_path), make_spool(tmp_path), Database()
    record = make_record()
    await spool.append(record)
    assert await other.find(record) is not None
    for each in (spool, other):
        await each._seal()
    await database.replay(other)
    assert await spool.find(record) is None
    assert await other.find(record) is None
    for each in (spool, other):
        await each.close()


async def test_a_line_that_is_still_being_written_is_read_when_it_is_whole(tmp_path: Path) -> None:
    writer, reader = make_spool(tmp_path), make_spool(tmp_path)
    record = make_record("key")
    await writer.append(record)
    (segment,) = segments(tmp_path)
    whole = segment.read_bytes()
    segment.write_bytes(whole[:40])
    assert await reader.find(record) is None
    segment.write_bytes(whole)
    assert await reader.find(record) is not None
    for spool in (writer, reader):
        await spool.close()


async def test_a_segment_taken_while_it_was_made_is_not_written(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "spool", Taken(tmp_path))
    segment = folder.new_segment("2026-11")
    segment.append(b"line\n")
    assert segment.path.read_bytes() == b"line\n"
    assert len(segments(tmp_path)) == 1
    segment.close()


class Taken(Disk):
    """A disk on which somebody removes the first new file at once."""

    is_first = True

    def create(self, path: Path) -> int:
        descriptor = super().create(path)
        if self.is_first:
            self.is_first = False
            self.unlink(path)
        return descriptor


async def test_a_segment_that_was_replayed_while_it_was_opened_is_left_alone(tmp_path: Path) -> None:
    writer, database = make_spool(tmp_path), Database()
    await writer.append(make_record())
    await writer.close()
    late = make_spool(tmp_path, files=TooLate())
    report = await database.replay(late)
    assert (report.segments_live, report.segments_failed, database.batches) == (1, 0, [])
    await late.close()


class TooLate(Files):
    """Somebody else removes a segment just after it was opened."""

    def read(self, path: Path) -> int:
        descriptor = super().read(path)
        path.unlink()
        return descriptor


async def test_a_segment_that_somebody_wrote_to_in_between_is_not_gone_on_with(tmp_path: Path) -> None:
    spool, first, second = make_spool(tmp_path), make_record(), make_record()
    await spool.append(first)
    await spool._seal()
    (segment,) = segments(tmp_path)
    with segment.open("ab") as file:
        file.write(b"half a line")
    await spool.append(second)
    assert len(segments(tmp_path)) == 2
    assert keys_on(tmp_path) == {first.key: 1, second.key: 1}
    await spool.close()


async def test_a_forked_child_with_a_copy_of_the_file_keeps_nobody_from_replaying(tmp_path: Path) -> None:
    spool, other, database = make_spool(tmp_path), make_spool(tmp_path), Database()
    await spool.append(make_record())
    assert spool._writer._open is not None
    copy = os.dup(spool._writer._open._descriptor)
    await spool.close()
    assert (await database.replay(other)).kept == 1
    os.close(copy)
    await other.close()


async def test_folders_and_files_are_open_to_the_group_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        spool, database = make_spool(tmp_path), Database()
        await database.commit([make_record("key", body="bb")])
        await spool.append(make_record("key"))
        (segment,) = segments(tmp_path)
        assert segment.stat().st_mode & 0o777 == 0o664
        await database.replay(spool)
        await spool.append(make_record(at=DECEMBER))
        await spool.close()
    finally:
        os.umask(before)
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in (tmp_path / "spool").rglob("*")}
    assert modes == {True: 0o775, False: 0o664}
    assert (tmp_path / "spool").stat().st_mode & 0o777 == 0o775
