"""Findings in Redis. Its trouble is never anybody's error: while it is away, every process remembers for itself."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import orjson
import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from graphql_api.analysis.finding import Finding
from graphql_api.logs import describe_error
from graphql_api.postgres.breaker import within
from models.enums import AnalysisMethod, Caveat, Sentiment, Topic

logger = structlog.get_logger(__name__)

Result = TypeVar("Result")

KEY_PREFIX = "feedback:findings:"
PATIENCE_SECONDS = 0.2
PAUSE_SECONDS = 10.0
TROUBLE = (RedisError, OSError, TimeoutError)
KEPT = ("confidence_score", "model", "prompt_version", "language", "fallback_reason")


class RedisFindings:
    """Findings that all processes share which use one Redis. After trouble it is left alone for 10 s."""

    def __init__(self, url: str, *, ttl_seconds: int, now: Callable[[], float] = time.monotonic) -> None:
        self._redis: Any = Redis.from_url(url, retry=Retry(NoBackoff(), 0))
        self._ttl_seconds = ttl_seconds
        self._now = now
        self._away_until = 0.0

    async def get(self, key: str) -> Finding | None:
        """The finding under a key; None also while Redis is away, or holds something else."""
        value = await self._ask(lambda: self._redis.get(KEY_PREFIX + key))
        return None if value is None else _from_bytes(value)

    async def put(self, key: str, finding: Finding) -> None:
        """Keep a finding, unless Redis is away."""
        await self._ask(lambda: self._redis.set(KEY_PREFIX + key, _to_bytes(finding), ex=self._ttl_seconds))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def _ask(self, work: Callable[[], Awaitable[Result]]) -> Result | None:
        if self._now() < self._away_until:
            return None
        try:
            return await within(PATIENCE_SECONDS, work())
        except TROUBLE as error:
            self._away_until = self._now() + PAUSE_SECONDS
            logger.warning("redis does not answer, findings are remembered in memory", error=describe_error(error))
            return None


def _to_bytes(finding: Finding) -> bytes:
    return orjson.dumps(
        {name: getattr(finding, name) for name in KEPT}
        | {
            "sentiment": finding.sentiment,
            "topics": finding.topics,
            "method": finding.method,
            "caveats": finding.caveats,
        }
    )


def _from_bytes(value: bytes) -> Finding | None:
    """The finding that another process, perhaps of another version, has kept; None where it cannot be understood."""
    try:
        kept = orjson.loads(value)
        topics = tuple((Topic(topic), float(score)) for topic, score in kept["topics"])
        return Finding(
            sentiment=Sentiment(kept["sentiment"]),
            topic=topics[0][0],
            topics=topics,
            method=AnalysisMethod(kept["method"]),
            caveats=tuple(Caveat(caveat) for caveat in kept["caveats"]),
            **{name: kept[name] for name in KEPT},
        )
    except (ValueError, KeyError, TypeError, IndexError) as error:
        logger.warning("a finding in redis cannot be understood", error=describe_error(error))
        return None
