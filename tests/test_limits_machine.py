"""Limits that the processes of one machine count together, in a file."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from limits import RateLimitItemPerHour

from graphql_api.limits import Account, Bucket, Limiter
from graphql_api.limits.machine import FileStorage, MachineCounters
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
                file=tmp_path / "limits.sqlite",
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
    storages = [FileStorage(tmp_path / "limits.sqlite") for _ in range(4)]

    def use(storage: FileStorage) -> list[int]:
        return [asyncio.run(storage.incr("a", 60)) for _ in range(50)]

    # Each in a thread of its own, as processes are.
    for storage in storages:
        storage._file.close()
        storage._file = sqlite3.connect(
            tmp_path / "limits.sqlite", timeout=5, isolation_level=None, check_same_thread=False
        )
    counts = await asyncio.gather(*(asyncio.to_thread(use, storage) for storage in storages))
    assert sorted(count for each in counts for count in each) == list(range(1, 201))
    for storage in storages:
        storage.close()


async def test_windows_end_and_a_clock_that_is_set_back_keeps_nobody_out(tmp_path: Path) -> None:
    now = [1_000_000.0]
    storage = FileStorage(tmp_path / "limits.sqlite", clock=lambda: now[0])
    assert [await storage.incr("a", 3600), await storage.incr("a", 3600)] == [1, 2]
    now[0] += 3599
    assert await storage.incr("a", 3600) == 3
    now[0] += 2
    assert await storage.get("a") == 0
    assert await storage.incr("a", 3600) == 1
    now[0] -= 86_400
    assert await storage.incr("a", 3600) == 1
    storage.close()


async def test_ended_windows_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphql_api.limits.machine.SWEEP_EVERY", 2)
    now = [0.0]
    storage = FileStorage(tmp_path / "limits.sqlite", clock=lambda: now[0])
    for number in range(10):
        await storage.incr(f"a{number}", 60)
    now[0] = 61
    await storage.incr("b", 60)
    assert storage._file.execute("SELECT count(*) FROM used").fetchone() == (1,)
    storage.close()


async def test_a_file_that_cannot_be_used_leaves_each_process_to_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counters = MachineCounters(tmp_path / "limits.sqlite", MemoryCounters(lambda: 0.0))
    monkeypatch.setattr("graphql_api.limits.machine.ADD", "INSERT INTO no_such_table VALUES (1)")
    assert [await counters.charge(HOURLY, "a") for _ in range(2)] == [None, None]
    assert await counters.charge(HOURLY, "a") is not None
    assert not counters.is_available
    await counters.refund(HOURLY, "a")
    assert await counters.charge(HOURLY, "a") is None
    counters.close()


async def test_no_address_is_in_the_file(make: MakeLimiter, tmp_path: Path) -> None:
    limiter = make()
    await limiter.charge(REPORTS)
    assert b"203.0.113.7" not in written_to(tmp_path)


def written_to(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())
