"""The cache: bounded, forgetful, without anybody's words; shared where there is a Redis, no worse where it is away."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from graphql_api.analysis.cache import FindingCache, cache_key
from graphql_api.analysis.finding import Finding
from graphql_api.analysis.shared_cache import KEY_PREFIX, RedisFindings
from models.enums import AnalysisMethod, Caveat, Sentiment, Topic
from tests.test_limits_redis import RedisServer

FINDING = Finding(
    sentiment=Sentiment.MIXED,
    topic=Topic.UX,
    topics=((Topic.UX, 0.7), (Topic.BUG, 0.3)),
    confidence_score=0.66,
    method=AnalysisMethod.AI,
    model="m",
    prompt_version="v2",
    language="en",
    input_tokens=100,
    output_tokens=20,
    cost_usd=0.5,
    caveats=(Caveat.TEXT_CUT,),
)
REMEMBERED = replace(FINDING, cached=True, input_tokens=0, output_tokens=0, cost_usd=0)


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def test_a_finding_comes_back_marked_and_free_until_its_time_is_over() -> None:
    clock = Clock()
    cache = FindingCache(max_size=10, ttl_seconds=60, now=clock)
    assert await cache.get("k") is None
    await cache.put("k", FINDING)
    assert await cache.get("k") == REMEMBERED
    clock.seconds = 60
    assert await cache.get("k") is None
    assert (cache.figures.hits, cache.figures.misses) == (1, 2)


async def test_what_was_longest_unused_makes_room() -> None:
    cache = FindingCache(max_size=2, ttl_seconds=60)
    await cache.put("a", FINDING)
    await cache.put("b", FINDING)
    await cache.get("a")
    await cache.put("c", FINDING)
    assert [await cache.get(key) is not None for key in "abc"] == [True, False, True]


async def test_a_size_of_nothing_turns_it_off() -> None:
    cache = FindingCache(max_size=0, ttl_seconds=60)
    await cache.put("a", FINDING)
    assert await cache.get("a") is None


def test_keys_are_hashes_that_tell_readers_apart() -> None:
    keys = {cache_key("my words", reader) for reader in ("m/v1", "m/v2", "n/v2")} | {cache_key("my word", "sm/v1")}
    assert len(keys) == 4
    assert all(len(key) == 64 and "words" not in key for key in keys)


async def test_a_redis_that_is_not_there_is_no_error() -> None:
    shared = RedisFindings("redis://127.0.0.1:1/0", ttl_seconds=60)
    cache = FindingCache(max_size=10, ttl_seconds=60, shared=shared)
    assert await cache.get("k") is None
    await cache.put("k", FINDING)
    assert await cache.get("k") == REMEMBERED
    await cache.aclose()


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[RedisServer]:
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server on this machine")
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.kill()


async def test_processes_share_findings_and_live_through_its_loss(redis: RedisServer) -> None:
    clock = Clock()

    def process() -> FindingCache:
        shared = RedisFindings(redis.url, ttl_seconds=60, now=clock)
        return FindingCache(max_size=10, ttl_seconds=60, shared=shared)

    one, other = process(), process()
    await one.put("k", FINDING)
    assert await other.get("k") == REMEMBERED
    assert 0 < int(await redis.do("TTL", KEY_PREFIX + "k")) <= 60
    await redis.do("SET", KEY_PREFIX + "odd", '{"sentiment": "FURIOUS"}')
    assert await one.get("odd") is None
    redis.kill()
    assert await one.get("k") == REMEMBERED
    assert await one.get("other") is None
    await one.put("new", FINDING)
    assert await one.get("new") == REMEMBERED
    redis.start()
    clock.seconds += 11
    await one.put("later", FINDING)
    assert await other.get("later") == REMEMBERED
    await one.aclose()
    await other.aclose()
