"""Limits that the processes of one machine count together, in a file."""

import asyncio
import fcntl
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from limits import RateLimitItemPerHour

from graphql_api.limits import Account, Bucket, Limiter
from graphql_api.limits.machine import FileCounters, MachineCounters
from graphql_api.limits.memory import MemoryCounters

REPORTS = Account(Bucket.REPORTS, "203.0.113.7")
HOURLY = RateLimitItemPerHour(2)
MakeLimiter = Callable[[], Limiter]


@pytest.fixture
async def make(tmp_path: Path) -> AsyncIterator[MakeLimiter]:
    async with AsyncExitStack() as stack:

        def new() -> Limiter:
            limiter = Limiter(
                reports_per_hour=3,
                answer_ratings_per_hour=1,
                requests_per_minute=1,
                file=tmp_path / "limits.counts",
                secret=b"s" * 32,
            )
            stack.push_async_exit(limiter)
            return limiter

        yield new


async def test_two_processes_count_together_and_so_does_the_next_one(make: MakeLimiter) -> None:
    one, other = make(), make()
    assert [await one.charge(REPORTS), await other.charge(REPORTS), await one.charge(REPORTS)] == [None] * 3
    waits = [await limiter.charge(REPORTS) for limiter in (one, other, make())]
    assert all(wait and 3590 < wait <= 3600 for wait in waits)
    assert await other.charge(Account(Bucket.REPORTS, "203.0.113.8")) is None
    assert one.state == "machine"


async def test_what_is_given_back_can_be_used_by_any(make: MakeLimiter) -> None:
    one, other = make(), make()
    for _ in range(5):
        await one.charge(REPORTS)
    await other.refund(REPORTS)
    assert await one.charge(REPORTS) is None
    assert await other.charge(REPORTS) is not None


async def test_no_use_is_missed_by_many_at_once(tmp_path: Path) -> None:
    def use(counters: FileCounters) -> list[int]:
        return [counters.add("a", 60)[0] for _ in range(200)]

    # Each in a thread of its own and with a file of its own, as processes have.
    each = [FileCounters(tmp_path / "counts") for _ in range(4)]
    counts = await asyncio.gather(*(asyncio.to_thread(use, counters) for counters in each))
    assert sorted(count for found in counts for count in found) == list(range(1, 801))
    for counters in each:
        counters.close()


def test_windows_end_and_a_clock_that_is_set_back_keeps_nobody_out(tmp_path: Path) -> None:
    now = [1_000_000.0]
    counters = FileCounters(tmp_path / "counts", clock=lambda: now[0])
    assert [counters.add("a", 3600), counters.add("a", 3600)] == [(1, 3600), (2, 3600)]
    now[0] += 3599
    assert counters.add("a", 3600) == (3, 1)
    now[0] += 2
    counters.take_back("a", 10, 1)
    assert counters.add("a", 3600) == (1, 3600)
    now[0] -= 86_400
    assert counters.add("a", 3600) == (1, 3600)
    counters.close()


def test_holders_do_not_get_in_each_others_way_until_there_are_very_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counters = FileCounters(tmp_path / "counts")
    names = [f"a{number}" for number in range(5_000)]
    assert {counters.add(name, 3600)[0] for name in names} == {1}
    assert {counters.add(name, 3600)[0] for name in names} == {2}
    counters.close()
    # With room for eight, whose windows end first are forgotten, and what has ended before what has not.
    monkeypatch.setattr("graphql_api.limits.machine.ROWS", 1)
    now = [1_000_000.0]
    crowded = FileCounters(tmp_path / "crowded", clock=lambda: now[0])
    for name in names[:9]:
        now[0] += 1
        crowded.add(name, 3600)
    assert [crowded.add(name, 3600)[0] for name in names[1:9]] == [2] * 8
    assert crowded.add(names[0], 3600)[0] == 1
    crowded.close()


def test_a_file_that_cannot_be_used_leaves_each_process_to_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counters = MachineCounters(tmp_path / "counts", MemoryCounters(lambda: 0.0))
    assert counters.charge(HOURLY, "b") is None
    monkeypatch.setattr("graphql_api.limits.machine.PATIENCE_SECONDS", 0.01)
    with (tmp_path / "counts").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert [counters.charge(HOURLY, "a") for _ in range(2)] == [None, None]
        assert counters.charge(HOURLY, "a") is not None
        assert not counters.is_available
        counters.refund(HOURLY, "a")
        assert counters.charge(HOURLY, "a") is None
    assert counters.charge(HOURLY, "b") is None
    assert counters.is_available
    counters.close()


def test_a_folder_that_cannot_be_written_leaves_each_process_to_itself(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    counters = MachineCounters(tmp_path / "file" / "counts", MemoryCounters(lambda: 0.0))
    assert [counters.charge(HOURLY, "a") is None for _ in range(3)] == [True, True, False]
    assert not counters.is_available
    counters.close()


async def test_no_address_is_in_the_file(make: MakeLimiter, tmp_path: Path) -> None:
    limiter = make()
    await limiter.charge(REPORTS)
    assert b"203.0.113.7" not in written_to(tmp_path)


def written_to(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())
