"""kill -9 at any moment: what was acknowledged is there, and nothing is there twice."""

import asyncio
import random
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from graphql_api.spool import replay as replaying
from graphql_api.spool.spool import Spool
from tests.spool.disk import Disk, Killed
from tests.spool.make import (
    DECEMBER,
    NOVEMBER,
    Database,
    RefusalError,
    keys_on,
    make_record,
    make_spool,
    quarantined,
    reasons,
    segments,
)
from tests.spool.processes import open_database

POISON, REUSED, GOOD = "poison", "reused", [f"good-{place}" for place in range(6)]


def _kill(spool: Spool, disk: Disk) -> None:
    """What is left of a process: its files are closed, and its thread and tasks do nothing more."""
    disk.die()
    spool._thread.shutdown()
    if spool._serving is not None:
        spool._serving.cancel()


async def _odd_folder(root: Path) -> None:
    """Two segments with good records, and between them all that can be odd."""
    spool = make_spool(root)
    keys = [GOOD[0], POISON, GOOD[1], "flipped", GOOD[2], REUSED, GOOD[3], GOOD[4], "torn"]
    for key in keys:
        await spool.append(make_record(key))
    await spool.append(make_record(GOOD[5], at=DECEMBER))
    await spool.close()
    november = segments(root)[0]
    data = november.read_bytes().replace(b'"key":"flipped"', b'"key":"flapped"')
    november.write_bytes(data[:-30])


def _database() -> Database:
    database = Database()
    database.rows[REUSED] = make_record(REUSED, body="bb")
    database.errors[POISON] = RefusalError()
    return database


async def _replay_killed_at(step: int, root: Path, database: Database) -> bool:
    """Whether the replay was killed."""
    disk = _disk_over(root)
    disk.kill_at(step)
    database.step = disk._step
    try:
        return await _killed_on(disk, root, database.replay)
    finally:
        database.step = lambda _name: None


def _disk_over(root: Path) -> Disk:
    """A disk that has what is in the folder."""
    disk = Disk(root)
    disk.adopt(root)
    return disk


async def _assert_all_settled(root: Path, database: Database) -> None:
    """Replay the rest: every record is where it belongs, once."""
    spool = make_spool(root)
    report = await database.replay(spool)
    assert report.segments_failed == report.segments_live == report.records_failed == 0
    assert database.rows.keys() == {*GOOD, REUSED}
    assert database.rows[REUSED].body_hash.startswith("bb")
    assert reasons(root) == {"checksum": 1, "torn": 1, "refused": 1, "key_reused": 1}
    assert not segments(root)
    await spool.close()


async def test_a_replay_killed_at_any_boundary_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "BATCH", 2)
    step, was_killed = 0, True
    while was_killed:
        root = tmp_path / str(step)
        root.mkdir()
        await _odd_folder(root)
        database = _database()
        was_killed = await _replay_killed_at(step, root, database)
        await _assert_all_settled(root, database)
        step += 1
    assert step > 30


@pytest.mark.parametrize("seed", range(10))
async def test_a_replay_killed_again_and_again_gets_done(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "BATCH", 2)
    chance, database = random.Random(seed), _database()
    await _odd_folder(tmp_path)
    for _ in range(6):
        await _replay_killed_at(chance.randrange(25), tmp_path, database)
    await _assert_all_settled(tmp_path, database)


async def test_a_power_cut_at_any_boundary_of_a_replay_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "BATCH", 2)
    assert await _lost_by_cuts_during_replay(tmp_path, _database()) == set()


async def test_the_check_sees_a_segment_removed_before_the_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(Database):
        """Says that it has stored, and has not."""

        def _store(self, record):  # type: ignore[no-untyped-def]
            fate = super()._store(record)
            self.rows = {REUSED: self.rows[REUSED]}
            return fate

    monkeypatch.setattr(replaying, "BATCH", 2)
    database = Late()
    database.rows, database.errors = _database().rows, _database().errors
    assert await _lost_by_cuts_during_replay(tmp_path, database) >= set(GOOD)


async def _lost_by_cuts_during_replay(tmp_path: Path, database: Database) -> set[str]:
    root = tmp_path / "data"
    root.mkdir()
    await _odd_folder(root)
    disk = _disk_over(root)
    lost: set[str] = set()

    def cut(_step: str) -> None:
        survivors = tmp_path / f"cut-{len(disk.steps)}"
        survivors.mkdir()
        disk.power_cut(survivors)
        apart = {str(each["record"]["key"]) for each in quarantined(survivors) if "record" in each}  # type: ignore[index]
        lost.update({*GOOD, POISON, REUSED} - keys_on(survivors).keys() - database.rows.keys() - apart)

    disk.before = cut
    database.step = disk._step
    spool = make_spool(root, files=disk)
    await database.replay(spool)
    cut("at the end")
    await spool.close()
    return lost


async def test_erasing_killed_at_any_boundary_loses_nobody_else(tmp_path: Path) -> None:
    step, was_killed = 0, True
    while was_killed:
        root = tmp_path / str(step)
        root.mkdir()
        await _odd_folder(root)
        was_killed = await _killed_at(step, root, lambda spool: spool.erase(lambda line: b'"good-1"' in line))
        spool, database = make_spool(root), _database()
        await spool.erase(lambda line: b'"good-1"' in line)
        await database.replay(spool)
        assert database.rows.keys() == {*GOOD, REUSED} - {"good-1"}
        # The torn line has an end in the copy: it is there as the one, as the other or as both.
        assert reasons(root).keys() - {"torn", "not_a_record"} == {"checksum", "refused", "key_reused"}
        assert reasons(root).keys() & {"torn", "not_a_record"}
        await spool.close()
        step += 1
    assert step > 5


async def test_putting_back_killed_at_any_boundary_loses_and_doubles_nothing(tmp_path: Path) -> None:
    step, was_killed = 0, True
    while was_killed:
        root = tmp_path / str(step)
        root.mkdir()
        spool, database = make_spool(root), _database()
        await spool.append(make_record(POISON))
        await database.replay(spool)
        (held,) = await spool.quarantined()
        await spool.close()
        was_killed = await _killed_at(step, root, partial(Spool.retry_quarantined, name=held.name))
        spool, database = make_spool(root), Database()
        await database.replay(spool)
        assert {*database.rows, *(str(one.record.key) for one in await spool.quarantined() if one.record)} == {POISON}
        await spool.close()
        step += 1
    assert step > 5


async def _killed_at(step: int, root: Path, work: Callable[[Spool], Awaitable[object]]) -> bool:
    disk = _disk_over(root)
    disk.kill_at(step)
    return await _killed_on(disk, root, work)


async def _killed_on(disk: Disk, root: Path, work: Callable[[Spool], Awaitable[object]]) -> bool:
    """Whether the work was killed before it was done."""
    spool = make_spool(root, files=disk)
    try:
        await work(spool)
    except Killed:
        return True
    finally:
        _kill(spool, disk)
    return False


async def test_a_writer_killed_at_any_boundary_loses_nothing_acknowledged(tmp_path: Path) -> None:
    step, was_killed = 0, True
    while was_killed:
        root = tmp_path / str(step)
        root.mkdir()
        acknowledged, was_killed = await _append_killed_at(step, root)
        spool, database = make_spool(root), Database()
        await database.replay(spool)
        assert set(acknowledged) <= database.rows.keys()
        assert not segments(root)
        await spool.close()
        step += 1
    assert step > 15


async def _append_killed_at(step: int, root: Path) -> tuple[list[str], bool]:
    disk = Disk(root)
    disk.kill_at(step)
    spool = make_spool(root, files=disk)
    acknowledged: list[str] = []
    try:
        for place, moment in enumerate([NOVEMBER, NOVEMBER, DECEMBER, NOVEMBER, DECEMBER]):
            record = make_record(f"{place}", at=moment)
            await spool.append(record)
            acknowledged.append(record.key)
            if place == 0:
                await spool._seal()  # and go on with the same segment
    except Killed:
        return acknowledged, True
    finally:
        _kill(spool, disk)
    return acknowledged, False


@contextmanager
def program(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A process of its own, killed with -9 in the end."""
    command = [sys.executable, "-m", "tests.spool.processes", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def _killed_after(lines: int, *arguments: object) -> list[str]:
    """All that a program printed until it was killed, after so many lines."""
    with program(*arguments) as process:
        assert process.stdout is not None
        printed = [process.stdout.readline().strip() for _ in range(lines)]
        process.kill()
        return [*printed, *process.stdout.read().split()]


async def test_a_really_killed_writer_loses_nothing_acknowledged(tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    for lines in (1, 60, 400):
        acknowledged.update(await asyncio.to_thread(_killed_after, lines, "append", tmp_path))
    spool, database = make_spool(tmp_path), Database()
    report = await database.replay(spool)
    assert len(acknowledged) > 400
    assert acknowledged <= database.rows.keys()
    # What was written and not acknowledged may be there or not; nothing else is.
    assert report.kept <= len(acknowledged) + 3 * 8
    assert report.duplicates == 0
    await spool.close()


async def test_a_really_killed_replay_loses_and_doubles_nothing(tmp_path: Path) -> None:
    folder, database = tmp_path / "data", tmp_path / "database"
    folder.mkdir()
    spool = make_spool(folder, max_bytes=10**9)
    records = [make_record() for _ in range(6_000)]
    await asyncio.gather(*map(spool.append, records))
    await spool.close()
    for lines in (1, 4):
        printed = await asyncio.to_thread(_killed_after, lines, "replay", folder, database)
        assert "done" not in printed
    await asyncio.to_thread(_killed_after, 13, "replay", folder, database)
    assert not segments(folder)
    with open_database(database) as connection:
        rows = connection.execute("SELECT key FROM feedback").fetchall()
    connection.close()
    assert sorted(key for (key,) in rows) == sorted(record.key for record in records)


async def test_a_living_process_is_left_alone_and_a_killed_one_is_replayed(tmp_path: Path) -> None:
    spool, database = make_spool(tmp_path), Database()
    mine = make_record()
    await spool.append(mine)
    with program("append", tmp_path) as process:
        assert process.stdout is not None
        first = (await asyncio.to_thread(process.stdout.readline)).strip()
        report = await database.replay(spool)
        assert database.rows.keys() == {mine.key}
        assert report.segments_live >= 1
        process.kill()
        rest = (await asyncio.to_thread(process.stdout.read)).split()
    await database.replay(spool)
    assert {first, *rest, mine.key} <= database.rows.keys()
    assert not segments(tmp_path)
    await spool.close()
