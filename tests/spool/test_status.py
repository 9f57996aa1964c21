"""What the spool says about itself is true."""

import asyncio
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from graphql_api.spool import spool as spooling
from graphql_api.spool.record import Record
from graphql_api.spool.spool import Ended, Fate, Spool, SpoolUnavailable
from tests.spool.disk import Disk
from tests.spool.make import NOVEMBER, Database, RefusalError, make_record, make_spool, segments


async def test_an_empty_spool_touches_no_disk_and_says_so(tmp_path: Path) -> None:
    spool = make_spool(tmp_path)
    status = await spool.status()
    assert (status.depth, status.bytes, status.segments, status.oldest_age_seconds) == (0, 0, 0, None)
    assert status.last_replay is None
    assert not (tmp_path / "spool").exists()
    await spool.close()


async def test_depth_bytes_age_and_counts_are_those_of_the_folder(tmp_path: Path) -> None:
    now = NOVEMBER + timedelta(seconds=90)
    spool = Spool(tmp_path / "spool", max_bytes=10**6, now=lambda: now)
    other, database = make_spool(tmp_path), Database()
    database.errors["bad"] = RefusalError()
    for record in (make_record("bad"), make_record("good"), make_record("good")):
        await spool.append(record)
    await other.append(make_record(at=NOVEMBER + timedelta(seconds=60)))
    status = await spool.status()
    assert (status.depth, status.segments, status.oldest_age_seconds, status.spooled) == (3, 2, 90.0, 2)
    assert status.bytes == sum(segment.stat().st_size for segment in segments(tmp_path))
    await database.replay(spool)
    status = await spool.status()
    assert (status.depth, status.segments, status.oldest_age_seconds) == (1, 1, 30.0)
    assert (status.spooled, status.replayed, status.sent_to_quarantine) == (2, 1, 1)
    assert status.quarantined == {"refused": 1}
    assert status.last_replay is not None
    assert (status.last_replay.at, status.last_replay.replayed.ended) == (now, Ended.DONE)
    for each in (spool, other):
        await each.close()


async def test_depth_falls_while_a_segment_is_replayed(tmp_path: Path) -> None:
    spool = make_spool(tmp_path, max_bytes=10**9)
    await asyncio.gather(*(spool.append(make_record()) for _ in range(1_000)))
    depths = []

    async def commit(records: list[Record]) -> list[Fate]:
        depths.append((await spool.status()).depth)
        return [Fate.KEPT] * len(records)

    await spool.replay(commit, is_outage=lambda _error: False)  # type: ignore[arg-type]
    assert [*depths, (await spool.status()).depth] == [1_000, 500, 0]
    await spool.close()


async def test_the_probe_writes_and_fsyncs_and_is_not_asked_too_often(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    spool = make_spool(tmp_path, files=disk)
    assert await spool.unwritable_because() is None
    assert disk.steps[-2:] == ["write", "fsync"]
    steps = len(disk.steps)
    answers = await asyncio.gather(*(spool.unwritable_because() for _ in range(20)))
    assert (set(answers), len(disk.steps)) == ({None}, steps)
    await spool.close()


async def test_the_probe_tells_a_failing_fsync_and_a_full_spool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "PROBE_EVERY_SECONDS", 0.0)
    disk = Disk(tmp_path)
    spool = make_spool(tmp_path, files=disk, max_bytes=500)
    disk.fail("fsync", 5)
    assert "Input/output error" in (await spool.unwritable_because() or "")
    assert await spool.unwritable_because() is None
    other = make_spool(tmp_path, files=disk)
    await other.append(make_record(words="x" * 500))
    assert "as many bytes as it may" in (await spool.unwritable_because() or "")
    for each in (spool, other):
        await each.close()


async def test_a_disk_that_hangs_is_told_and_what_waits_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "PROBE_PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(spooling, "MOST_WAITING_BYTES", 1_000)
    disk, goes_on = Disk(tmp_path), threading.Event()
    spool = make_spool(tmp_path, files=disk)

    def hang(_step: str) -> None:
        goes_on.wait(20)

    disk.before = hang
    hanging = asyncio.create_task(spool.append(make_record()))
    await asyncio.sleep(0.05)
    assert await spool.unwritable_because() == "the disk does not answer"
    waiting = [asyncio.create_task(spool.append(make_record(words="x" * 300))) for _ in range(5)]
    done, _ = await asyncio.wait(waiting, timeout=0.1)
    assert {type(task.exception()) for task in done} == {SpoolUnavailable}
    goes_on.set()
    kept = await asyncio.gather(hanging, *(task for task in waiting if task not in done))
    assert {outcome.fate for outcome in kept} == {Fate.KEPT}
    assert await spool.unwritable_because() is None
    await spool.close()


async def test_closing_keeps_what_waits_and_refuses_what_comes_later(tmp_path: Path) -> None:
    spool, database = make_spool(tmp_path), Database()
    waiting = [asyncio.create_task(spool.append(make_record())) for _ in range(50)]
    await asyncio.sleep(0)
    await spool.close()
    assert {(await task).fate for task in waiting} == {Fate.KEPT}
    with pytest.raises(SpoolUnavailable):
        await spool.append(make_record())
    other = make_spool(tmp_path)
    assert (await database.replay(other)).kept == 50
    await other.close()


async def test_an_append_that_nobody_waits_for_any_more_harms_nobody(tmp_path: Path) -> None:
    spool = make_spool(tmp_path)
    tasks = [asyncio.create_task(spool.append(make_record())) for _ in range(10)]
    await asyncio.sleep(0)
    tasks[3].cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert sum(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes) == 1
    assert (await spool.append(make_record())).fate is Fate.KEPT
    await spool.close()


@pytest.mark.parametrize(
    "record",
    [
        make_record(at=NOVEMBER.replace(tzinfo=None)),
        Record(make_record().id, "key", "aa", NOVEMBER, b"[1]"),
        Record(make_record().id, "key", "aa", NOVEMBER, b"{"),
        make_record(words="x" * 1_100_000),
    ],
    ids=["no zone", "no object", "no json", "too long"],
)
async def test_what_is_no_record_is_refused_and_costs_nobody(tmp_path: Path, record: Record) -> None:
    spool = make_spool(tmp_path)
    with pytest.raises(ValueError, match=r"."):
        await spool.append(record)
    assert (await spool.append(make_record())).fate is Fate.KEPT
    await spool.close()
