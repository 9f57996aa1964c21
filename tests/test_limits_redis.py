"""Limits in Redis: counted together, gone without harm, back again. Against a real redis-server where there is one."""

import asyncio
import logging
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from graphql_api.limits import Account, Bucket, Limiter
from tests.client import SUBMIT, VISITOR, Service
from tests.conftest import empty_database, make_settings, running

PROGRAM = shutil.which("redis-server")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no redis-server on this machine")

ADDRESS = Account(Bucket.REPORTS, "198.51.100.1")
SECRET = b"s" * 32


class RedisServer:
    """A redis-server of the test's own, on a free port of loopback, that keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            str(PROGRAM),
            "--bind",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except ConnectionRefusedError:
                time.sleep(0.01)
            else:
                return
        raise TimeoutError("redis-server did not start")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def freeze(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    async def do(self, *command: str) -> Any:
        async with Redis.from_url(self.url, decode_responses=True) as client:
            return await client.execute_command(*command)  # type: ignore[no-untyped-call]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.kill()


MakeLimiter = Callable[..., Any]


@pytest.fixture
async def make_limiter(server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[MakeLimiter]:
    """Makes limiters as processes have them: they count in one Redis and share no memory."""
    monkeypatch.setattr("graphql_api.limits.shared.PROBE_EVERY_SECONDS", 0.05)
    async with AsyncExitStack() as stack:

        async def make(**changes: Any) -> Limiter:
            chosen: dict[str, Any] = {
                "reports_per_hour": 5,
                "answer_ratings_per_hour": 5,
                "requests_per_minute": 5,
                "redis_url": server.url,
                "secret": SECRET,
            }
            return await stack.enter_async_context(Limiter(**(chosen | changes)))

        yield make


async def until(limiter: Limiter, state: str) -> None:
    async with asyncio.timeout(5):
        while limiter.state != state:
            await asyncio.sleep(0.01)


async def accepted(limiter: Limiter, number: int, account: Account = ADDRESS) -> int:
    return (await asyncio.gather(*(limiter.charge(account) for _ in range(number)))).count(None)


async def test_processes_count_together(make_limiter: MakeLimiter) -> None:
    one, other = await make_limiter(), await make_limiter()
    assert [await limiter.charge(ADDRESS) for limiter in (one, other, one, other, one)] == [None] * 5
    for limiter in (one, other):
        assert 3_599 <= await limiter.charge(ADDRESS) <= 3_600
        assert limiter.state == "redis"


async def test_of_a_thousand_at_once_no_more_than_the_limit_pass(make_limiter: MakeLimiter) -> None:
    limiters = [await make_limiter(reports_per_hour=50) for _ in range(2)]
    assert sum(await asyncio.gather(*(accepted(limiter, 500) for limiter in limiters))) == 50
    assert [limiter.state for limiter in limiters] == ["redis", "redis"]


async def test_a_refund_makes_room_for_one_more_anywhere(make_limiter: MakeLimiter) -> None:
    one, other = await make_limiter(), await make_limiter()
    assert await accepted(one, 20) == 5
    await one.refund(ADDRESS)
    assert await accepted(other, 20) == 1


async def test_refunds_at_once_never_make_more_room_than_the_limit(make_limiter: MakeLimiter) -> None:
    one, other = await make_limiter(), await make_limiter()
    assert await accepted(one, 3) == 3
    await asyncio.gather(*(limiter.refund(ADDRESS) for limiter in (one, other) for _ in range(20)))
    assert await accepted(other, 20) == 5


async def test_a_refund_after_the_window_begins_none(make_limiter: MakeLimiter, server: RedisServer) -> None:
    limiter = await make_limiter()
    await limiter.charge(ADDRESS)
    (key,) = await server.do("KEYS", "*REPORTS*")
    await server.do("PEXPIRE", key, "1")
    await asyncio.sleep(0.02)
    await limiter.refund(ADDRESS)
    assert await server.do("KEYS", "*REPORTS*") == []
    assert await accepted(limiter, 20) == 5


async def test_a_refund_does_not_move_the_windows_end(make_limiter: MakeLimiter, server: RedisServer) -> None:
    limiter = await make_limiter()
    assert await accepted(limiter, 3) == 3
    (key,) = await server.do("KEYS", "*REPORTS*")
    await server.do("EXPIRE", key, "100")
    await limiter.refund(ADDRESS)
    assert 99 <= await server.do("TTL", key) <= 100


async def test_redis_never_sees_an_address_and_every_key_ends(make_limiter: MakeLimiter, server: RedisServer) -> None:
    one, other = await make_limiter(), await make_limiter(secret=b"o" * 32)
    for limiter in (one, other):
        await accepted(limiter, 7)
        await limiter.refund(ADDRESS)
    keys = await server.do("KEYS", "*REPORTS*")
    assert len(keys) == 2
    assert all(key.startswith("feedback:limits:REPORTS/") and ADDRESS.holder not in key for key in keys)
    for key in keys:
        assert 0 < await server.do("TTL", key) <= 3_600


async def test_a_killed_redis_lets_submissions_through_with_one_warning(
    make_limiter: MakeLimiter, server: RedisServer
) -> None:
    limiter = await make_limiter()
    assert await accepted(limiter, 10) == 5
    server.kill()
    with capture_logs() as logs:
        assert await accepted(limiter, 10) == 5  # counted in memory meanwhile
        assert limiter.state == "redis_unavailable"
        await asyncio.sleep(0.3)
        assert await accepted(limiter, 10) == 0
    warnings = [entry for entry in logs if entry["log_level"] == "warning"]
    assert [entry["event"] for entry in warnings] == ["redis does not answer, limits are counted in memory"]
    assert not any(told in str(logs) for told in (ADDRESS.holder, str(server.port), "127.0.0.1"))


async def test_a_redis_that_is_back_counts_again(make_limiter: MakeLimiter, server: RedisServer) -> None:
    one, other = await make_limiter(), await make_limiter()
    server.kill()
    assert [await accepted(limiter, 10) for limiter in (one, other)] == [5, 5]
    server.start()
    await until(one, "redis")
    await until(other, "redis")
    assert await accepted(one, 4) + await accepted(other, 4) == 5


async def test_a_hanging_redis_delays_those_that_find_out_and_nobody_after(
    make_limiter: MakeLimiter, server: RedisServer
) -> None:
    limiter = await make_limiter(reports_per_hour=1_000)
    assert await accepted(limiter, 400) == 400
    server.freeze()
    began = time.monotonic()
    assert await accepted(limiter, 400) == 400
    found_out = time.monotonic()
    assert found_out - began < 0.6
    assert limiter.state == "redis_unavailable"
    for _ in range(20):
        await limiter.charge(ADDRESS)
        await limiter.refund(ADDRESS)
    assert time.monotonic() - found_out < 0.1
    server.thaw()
    await until(limiter, "redis")
    # What it counted before counts again; what hung in it when it froze may have been counted as well.
    assert 500 <= await accepted(limiter, 1_000) <= 600


async def test_a_late_event_loop_is_not_taken_for_a_hanging_redis(make_limiter: MakeLimiter) -> None:
    limiter = await make_limiter(reports_per_hour=1_000)

    async def block() -> None:
        for _ in range(5):
            time.sleep(0.25)  # noqa: ASYNC251 - that is the point
            await asyncio.sleep(0)

    assert (await asyncio.gather(accepted(limiter, 200), block()))[0] == 200
    assert limiter.state == "redis"


async def test_a_redis_that_answers_but_cannot_write_counts_as_down(
    make_limiter: MakeLimiter, server: RedisServer
) -> None:
    limiter = await make_limiter()
    await server.do("CONFIG", "SET", "min-replicas-to-write", "1")
    with capture_logs() as logs:
        assert await accepted(limiter, 10) == 5
        await asyncio.sleep(0.3)
    assert limiter.state == "redis_unavailable"
    assert [entry["log_level"] for entry in logs].count("warning") == 1
    await server.do("CONFIG", "SET", "min-replicas-to-write", "0")
    await until(limiter, "redis")


async def test_a_redis_that_is_down_at_the_start_is_known_before_the_first_submission(
    make_limiter: MakeLimiter, server: RedisServer
) -> None:
    server.kill()
    limiter = await make_limiter()
    assert limiter.state == "redis_unavailable"
    server.start()
    await until(limiter, "redis")


async def test_a_wrong_password_is_an_outage_and_is_not_logged(make_limiter: MakeLimiter, server: RedisServer) -> None:
    await server.do("CONFIG", "SET", "requirepass", "right")
    with capture_logs() as logs:
        limiter = await make_limiter(redis_url=server.url.replace("//", "//:hidden@"))
        assert (limiter.state, await accepted(limiter, 10)) == ("redis_unavailable", 5)
    assert "hidden" not in str(logs)
    assert (await make_limiter(redis_url=server.url.replace("//", "//:right@"))).state == "redis"


async def test_a_charge_that_nobody_waits_for_is_not_left_running(
    make_limiter: MakeLimiter, server: RedisServer
) -> None:
    limiter = await make_limiter()
    server.freeze()
    charging = asyncio.create_task(limiter.charge(ADDRESS))
    await asyncio.sleep(0.02)
    charging.cancel()
    await asyncio.wait({charging})
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}
    server.thaw()


async def submit(service: Service, number: int) -> list[str]:
    results = [(await service.ask(SUBMIT, input=VISITOR)).data["submitFeedback"] for _ in range(number)]
    return [result.get("status", result["__typename"]) for result in results]


async def test_two_services_count_together_and_both_take_submissions_without_redis(
    server: RedisServer, shared_database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    settings = make_settings(shared_database_url, tmp_path, submissions_per_hour=3, redis_url=server.url)
    async with running(settings) as service:
        await empty_database()
        assert await submit(service, 2) == ["SAVED"] * 2
    async with running(settings) as service:
        assert await submit(service, 2) == ["SAVED", "RateLimited"]
        server.kill()
        assert await submit(service, 4) == ["SAVED"] * 3 + ["RateLimited"]
