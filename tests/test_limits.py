"""How much one address or key may do, told by seconds and header; what is not kept is not charged."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from graphql_api.errors import StartupError
from graphql_api.limits import Account, Bucket, Limiter
from graphql_api.limits.memory import MemoryCounters
from graphql_api.postgres.connect import fetch
from graphql_api.settings import read_settings
from tests.client import ADMIN, SUBMIT, VISITOR, Reply, Service
from tests.conftest import empty_database, make_settings, running
from tests.screenshots.pictures import base64, encoded

Run = Callable[..., AbstractAsyncContextManager[Service]]


@pytest.fixture
def limited(shared_database_url: str, tmp_path: Path) -> Run:
    """Starts a service with the limits of an installation, or others."""

    def run(**changes: Any) -> AbstractAsyncContextManager[Service]:
        limits = {"submissions_per_hour": 5, "answer_ratings_per_hour": 3, "requests_per_minute_per_key": 4}
        return running(make_settings(shared_database_url, tmp_path, **(limits | changes)))

    return run


@pytest.fixture
async def service(limited: Run) -> AsyncIterator[Service]:
    async with limited() as service:
        await empty_database()
        yield service


def rating(message_id: str | None = None) -> dict[str, Any]:
    return {"answer": {"messageId": message_id or str(uuid4()), "question": "q", "answer": "a", "rating": "UP"}}


async def submit(service: Service, headers: dict[str, str] | None = None, **changes: Any) -> Reply:
    return await service.ask(SUBMIT, headers, input=VISITOR | changes)


async def kinds(service: Service, number: int, headers: dict[str, str] | None = None, **changes: Any) -> list[str]:
    replies = [await submit(service, headers, **changes) for _ in range(number)]
    results = [reply.data["submitFeedback"] for reply in replies]
    return [result.get("status", result["__typename"]) for result in results]


async def test_the_sixth_report_within_an_hour_is_told_when_to_come_back(service: Service) -> None:
    assert await kinds(service, 5) == ["SAVED"] * 5
    reply = await submit(service)
    result = reply.data["submitFeedback"]
    assert result["__typename"] == "RateLimited"
    assert 3_590 <= result["retryAfterSeconds"] <= 3_600
    assert (reply.status, reply.headers["Retry-After"]) == (200, str(result["retryAfterSeconds"]))
    assert len(await fetch("SELECT FROM feedback")) == 5


async def test_an_accepted_submission_has_no_retry_after(service: Service) -> None:
    assert "Retry-After" not in (await submit(service)).headers


async def test_ratings_have_a_bucket_of_their_own(service: Service) -> None:
    assert await kinds(service, 6) == ["SAVED"] * 5 + ["RateLimited"]
    results = [(await submit(service, **rating())).data["submitFeedback"] for _ in range(4)]
    assert [result.get("status", result["__typename"]) for result in results] == ["SAVED"] * 3 + ["RateLimited"]


async def test_duplicates_are_not_charged(service: Service) -> None:
    key = str(uuid4())
    assert await kinds(service, 10, submissionKey=key) == ["SAVED"] + ["DUPLICATE"] * 9
    assert await kinds(service, 5) == ["SAVED"] * 4 + ["RateLimited"]


async def test_refused_submissions_are_not_charged(service: Service) -> None:
    key = str(uuid4())
    assert await kinds(service, 10, message="") == ["InvalidInput"] * 10
    assert await kinds(service, 1, submissionKey=key) == ["SAVED"]
    assert await kinds(service, 10, submissionKey=key, message="other") == ["InvalidInput"] * 10
    assert await kinds(service, 5) == ["SAVED"] * 4 + ["RateLimited"]


async def test_ratings_that_change_nothing_are_not_charged(service: Service) -> None:
    message_id = str(uuid4())
    assert await kinds(service, 6, **rating(message_id)) == ["SAVED"] + ["DUPLICATE"] * 5


async def test_a_known_key_is_answered_although_the_limit_is_used_up(service: Service) -> None:
    keys = [str(uuid4()) for _ in range(5)]
    receipts = [(await submit(service, submissionKey=key)).data["submitFeedback"] for key in keys]
    assert await kinds(service, 1) == ["RateLimited"]
    again = [(await submit(service, submissionKey=key)).data["submitFeedback"] for key in keys]
    assert [result["status"] for result in again] == ["DUPLICATE"] * 5
    assert [result["id"] for result in again] == [receipt["id"] for receipt in receipts]
    other = (await submit(service, submissionKey=keys[0], message="other")).data["submitFeedback"]
    assert other["fields"][0]["code"] == "KEY_REUSED"


async def test_copies_of_one_submission_at_once_are_charged_once(service: Service) -> None:
    key = str(uuid4())
    replies = await asyncio.gather(*(submit(service, submissionKey=key) for _ in range(20)))
    assert sorted(reply.data["submitFeedback"]["status"] for reply in replies) == ["DUPLICATE"] * 19 + ["SAVED"]
    assert await kinds(service, 5) == ["SAVED"] * 4 + ["RateLimited"]


async def test_one_address_sends_so_many_bytes_of_screenshots_and_may_still_use_words(limited: Run) -> None:
    noise = Image.frombytes("RGB", (20, 20), random.Random(7).randbytes(1200))
    picture: dict[str, Any] = {"screenshot": {"data": base64(encoded(noise))}}
    first = rating() | picture | {"submissionKey": str(uuid4())}
    async with limited(max_screenshot_bytes=2048, submissions_per_hour=2, answer_ratings_per_hour=10) as service:
        assert await kinds(service, 1, **first) == ["SAVED"]
        assert await kinds(service, 3, **picture, message="") == ["InvalidInput"] * 3
        assert await kinds(service, 1, **picture) == ["SAVED"]
        assert await kinds(service, 1, **rating(), **picture) == ["RateLimited"]
        assert await kinds(service, 1, **first) == ["DUPLICATE"]
        assert await kinds(service, 9, **rating(str(uuid4()))) == ["SAVED"] + ["DUPLICATE"] * 8
        assert await kinds(service, 2) == ["SAVED", "RateLimited"]
        assert await kinds(service, 1, ADMIN, **rating(), **picture) == ["SAVED"]


async def test_ten_aliases_are_ten_charges(service: Service) -> None:
    fields = " ".join(f"a{number}: submitFeedback(input: $input) {{ __typename }}" for number in range(10))
    reply = await service.ask(f"mutation ($input: SubmitFeedbackInput!) {{ {fields} }}", input=VISITOR)
    assert [result["__typename"] for result in reply.data.values()] == [
        *["SubmitFeedbackSuccess"] * 5,
        *["RateLimited"] * 5,
    ]
    assert int(reply.headers["Retry-After"]) > 3_000


async def test_many_at_once_get_no_more_than_the_limit(service: Service) -> None:
    replies = await asyncio.gather(*(submit(service) for _ in range(30)))
    saved = [reply for reply in replies if reply.data["submitFeedback"].get("status") == "SAVED"]
    assert len(saved) == 5


async def test_what_was_not_confirmed_is_given_back(service: Service) -> None:
    await fetch("ALTER TABLE session RENAME TO mislaid")
    try:
        for _ in range(7):
            assert (await submit(service)).status == 500
    finally:
        await fetch("ALTER TABLE mislaid RENAME TO session")
    assert await kinds(service, 6) == ["SAVED"] * 5 + ["RateLimited"]


async def test_forged_hops_change_nothing_without_a_proxy_of_ours(service: Service) -> None:
    results = [await kinds(service, 1, {"X-Forwarded-For": f"198.51.100.{number}"}) for number in range(6)]
    assert results == [["SAVED"]] * 5 + [["RateLimited"]]


async def test_behind_one_proxy_of_ours_the_address_that_it_saw_counts(limited: Run) -> None:
    async with limited(trusted_proxy_hops=1, submissions_per_hour=1) as service:
        for forwarded, kind in (
            ("198.51.100.1", "SAVED"),
            ("198.51.100.2", "SAVED"),
            ("203.0.113.9, 198.51.100.1", "RateLimited"),
            ("2001:db8:0:1::1", "SAVED"),
            ("2001:db8:0:1:ffff::2", "RateLimited"),
            ("2001:db8:0:2::1", "SAVED"),
        ):
            assert await kinds(service, 1, {"X-Forwarded-For": forwarded}) == [kind]


async def test_a_key_has_its_limit_by_the_minute_instead_of_the_addresss(service: Service) -> None:
    assert await kinds(service, 5, ADMIN) == ["SAVED"] * 4 + ["RateLimited"]
    reply = await submit(service, ADMIN)
    assert 1 <= reply.data["submitFeedback"]["retryAfterSeconds"] <= 60
    assert await kinds(service, 1) == ["SAVED"]


async def test_queries_over_a_keys_limit_get_a_429(service: Service) -> None:
    replies = [await service.ask_as_admin("{ feedbacks { totalCount } }") for _ in range(5)]
    assert [reply.status for reply in replies] == [200] * 4 + [429]
    assert replies[4].codes == ["LIMITED"]
    assert 1 <= int(replies[4].headers["Retry-After"]) <= 60


async def test_queries_are_charged_by_root_field(service: Service) -> None:
    reply = await service.ask_as_admin("{ " + " ".join(f"f{n}: feedbacks {{ totalCount }}" for n in range(5)) + " }")
    assert (reply.status, reply.codes, reply.body["data"]) == (429, ["LIMITED"], None)


async def test_one_field_within_the_limit_does_not_hide_the_wait_of_another(service: Service) -> None:
    fields = " ".join(f'f{number}: feedback(id: "x") {{ id }}' for number in range(5))
    reply = await service.ask_as_admin(f"{{ {fields} }}")
    assert (reply.codes, reply.body["data"]["f0"]) == (["LIMITED"], None)
    assert int(reply.headers["Retry-After"]) >= 1


async def test_asking_who_one_is_is_not_charged(service: Service) -> None:
    for _ in range(10):
        assert (await service.ask_as_admin("{ viewer { name } }")).status == 200


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limiter(clock: Clock) -> Limiter:
    return Limiter(reports_per_hour=2, answer_ratings_per_hour=1, requests_per_minute=1, clock=clock)


ADDRESS = Account(Bucket.REPORTS, "198.51.100.1")


async def test_holders_and_buckets_are_counted_apart(limiter: Limiter) -> None:
    assert [await limiter.charge(ADDRESS) for _ in range(2)] == [None, None]
    assert await limiter.charge(ADDRESS)
    assert await limiter.charge(Account(Bucket.REPORTS, "198.51.100.2")) is None
    assert await limiter.charge(Account(Bucket.ANSWER_RATINGS, "198.51.100.1")) is None


async def test_a_refund_makes_room_for_one_more(limiter: Limiter) -> None:
    for _ in range(2):
        await limiter.charge(ADDRESS)
    await limiter.refund(ADDRESS)
    assert await limiter.charge(ADDRESS) is None
    assert await limiter.charge(ADDRESS)


async def test_charges_beyond_the_limit_do_not_lengthen_the_wait(limiter: Limiter) -> None:
    for _ in range(20):
        await limiter.charge(ADDRESS)
    await limiter.refund(ADDRESS)
    assert await limiter.charge(ADDRESS) is None


async def test_refunds_never_make_more_room_than_the_limit(limiter: Limiter) -> None:
    for _ in range(5):
        await limiter.refund(ADDRESS)
    assert [await limiter.charge(ADDRESS) is None for _ in range(3)] == [True, True, False]


async def test_a_window_ends(clock: Clock, limiter: Limiter) -> None:
    for _ in range(3):
        await limiter.charge(ADDRESS)
    clock.seconds += 3_599
    assert await limiter.charge(ADDRESS) == 1
    clock.seconds += 1
    assert await limiter.charge(ADDRESS) is None


async def test_a_wall_clock_that_jumps_changes_no_wait(limiter: Limiter, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        await limiter.charge(ADDRESS)
    for jump in (-30 * 86_400, 30 * 86_400):
        jumped = time.time() + jump
        monkeypatch.setattr("time.time", lambda now=jumped: now)
        assert await limiter.charge(ADDRESS) == 3_600


async def test_a_refund_after_the_window_gives_nothing_and_begins_none(clock: Clock, limiter: Limiter) -> None:
    await limiter.charge(ADDRESS)
    clock.seconds += 3_600
    await limiter.refund(ADDRESS)
    clock.seconds += 1_800
    assert [await limiter.charge(ADDRESS) for _ in range(3)] == [None, None, 3_600]


async def test_without_a_redis_it_says_that_it_counts_in_memory(limiter: Limiter) -> None:
    async with limiter:
        assert limiter.state == "memory"


async def test_a_charge_takes_no_longer_with_a_hundred_thousand_holders() -> None:
    limiter = Limiter(reports_per_hour=5, answer_ratings_per_hour=5, requests_per_minute=5)
    for number in range(100_000):
        await limiter.charge(Account(Bucket.REPORTS, str(number)))
    took = []
    for number in range(100):
        began = time.perf_counter()
        await limiter.charge(Account(Bucket.REPORTS, str(number)))
        await asyncio.sleep(0)
        took.append(time.perf_counter() - began)
    assert sorted(took)[50] < 0.001


def test_ended_windows_are_forgotten_a_few_at_a_time(clock: Clock) -> None:
    counters = MemoryCounters(clock)
    for number in range(1_000):
        counters.add(str(number), 3_600)
    counters.add("short", 60)
    clock.seconds += 3_601
    counters.add("new", 3_600)
    assert 800 < len(counters) < 1_000
    for _ in range(10):
        counters.add("new", 3_600)
    assert len(counters) == 2
    assert (counters.count("new"), counters.count("short")) == (11, 0)


def test_a_flood_of_holders_pushes_out_those_whose_windows_end_first(clock: Clock) -> None:
    counters = MemoryCounters(clock, max_holders=100)
    for number in range(1_000):
        counters.add(str(number), 3_600)
    assert len(counters) == 100
    assert (counters.count("899"), counters.count("900")) == (0, 1)


@pytest.mark.parametrize(
    "address",
    ["http://u:hidden@h/0", "redis://", "redis://u:hidden@h:port/0", "redis://u:hidden@h:99999", "hidden:6379"],
)
def test_a_wrong_redis_address_stops_the_start_and_is_not_shown(address: str) -> None:
    with pytest.raises(
        StartupError, match=r"^REDIS_URL is wrong: it takes an address like redis://host:6379/0; "
    ) as told:
        read_settings(_env_file=None, redis_url=address)
    assert "hidden" not in str(told.value)
