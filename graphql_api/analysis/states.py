"""How the AI and the local model are, in words for the person on call, told by each worker for all servers to show."""

import asyncio
import os
import socket
from collections.abc import Mapping

import structlog

from graphql_api.analysis.chain import Ai, Chain
from graphql_api.logs import describe_error
from graphql_api.postgres.breaker import within
from graphql_api.postgres.connect import fetch
from graphql_api.postgres.outage import is_outage
from graphql_api.settings import Settings

logger = structlog.get_logger(__name__)

AI_PROVIDER = "ai_provider"
AI_BREAKER = "ai_breaker"
ML_MODEL = "ml_model"

LOOK_EVERY_SECONDS = 1.0
TELL_EVERY_SECONDS = 10.0
LOAD_EVERY_SECONDS = 60.0
# A probe that asks for health does not wait for long.
ANSWER_WITHIN_SECONDS = 0.5
# Several times as long as a worker that lives may be silent.
OLD_AFTER_SECONDS = 35

TELL = """
INSERT INTO part_state (part, process, state, seen_at)
SELECT part, $1, state, now() FROM unnest($2::text[], $3::text[]) AS told (part, state)
ON CONFLICT (part, process) DO UPDATE SET state = excluded.state, seen_at = excluded.seen_at
"""
FORGET = "DELETE FROM part_state WHERE process = $1 OR seen_at < now() - interval '1 day'"
ASK = "SELECT part, state FROM part_state WHERE seen_at > now() - make_interval(secs => $1) ORDER BY part, state"

REMEDIES = {
    "timeout": "check the network, or raise AI_TIMEOUT_SECONDS",
    "unreachable": "check OPENAI_BASE_URL and the network",
    "rate_limited": "check the limits and the credit of your account",
    "http_401": "check OPENAI_API_KEY",
    "http_403": "check what OPENAI_API_KEY may do",
    "http_404": "check OPENAI_MODEL and OPENAI_BASE_URL",
}
PROVIDERS_TURN = "the provider has to mend it"
NO_WORKER = "unknown: no worker has told anything for half a minute; is one running?"


def why_there_is_no_ai(settings: Settings) -> str | None:
    """Why the AI is not asked at all; None when it is."""
    if not settings.ai_provider_enabled:
        return "disabled: AI_PROVIDER_ENABLED is false"
    return "disabled: OPENAI_API_KEY is not set" if settings.openai_api_key is None else None


def ai_state(ai: Ai) -> str:
    """`healthy`, or `degraded` with the reason and the remedy."""
    breaker = ai.breaker
    if breaker.last_reason is not None:
        left = f", asked again in {breaker.seconds_left:.0f} s" if breaker.is_open else ""
        remedy = REMEDIES.get(breaker.last_reason, PROVIDERS_TURN)
        return f"degraded: the last call ended in {breaker.last_reason}{left}; {remedy}"
    if ai.unusable_in_a_row >= ai.MANY_UNUSABLE:
        return "degraded: its last answers could not be used; check that OPENAI_MODEL can answer by a JSON schema"
    if ai.spend.was_over:
        return "degraded: the month's budget is used up, one text in ten is read; raise AI_MONTHLY_BUDGET_USD"
    return "healthy"


def states(chain: Chain) -> Mapping[str, str]:
    """How this process's parts are, as of what it last did with them."""
    told = {ML_MODEL: chain.local.state}
    if chain.ai is not None:
        told[AI_PROVIDER] = ai_state(chain.ai)
        told[AI_BREAKER] = "open" if chain.ai.breaker.is_open else "closed"
    return told


async def look_after(chain: Chain) -> None:
    """Until cancelled: tell how the parts are, at once when it changes, and look for a model that is missing.

    Lets go of the chain's connections in the end.
    """
    process = f"{socket.gethostname()}:{os.getpid()}"
    clock = asyncio.get_running_loop()
    told: Mapping[str, str] = {}
    tell_at = load_at = 0.0
    try:
        while True:
            if clock.time() >= load_at:
                await chain.local.load()
                load_at = clock.time() + LOAD_EVERY_SECONDS
            if chain.ai is not None and clock.time() >= tell_at:
                await chain.ai.spend.is_over()
            now = states(chain)
            if _kinds(now) != _kinds(told) or clock.time() >= tell_at:
                await _through_outages(TELL, process, list(now), list(now.values()))
                told, tell_at = now, clock.time() + TELL_EVERY_SECONDS
            await asyncio.sleep(LOOK_EVERY_SECONDS)
    finally:
        await _through_outages(FORGET, process)
        await chain.aclose()


def _kinds(told: Mapping[str, str]) -> Mapping[str, str]:
    """What has changed when it has changed: not the seconds that pass."""
    return {part: state.partition(",")[0] for part, state in told.items()}


async def _through_outages(sql: str, *values: object) -> None:
    try:
        await fetch(sql, *values)
    except Exception as error:
        if not is_outage(error):
            raise
        logger.debug("the database does not answer, states are not told", error=describe_error(error))


async def told_states() -> Mapping[str, list[str]]:
    """What all workers told lately, by part."""
    found: dict[str, list[str]] = {}
    for row in await fetch(ASK, OLD_AFTER_SECONDS):
        found.setdefault(row["part"], []).append(row["state"])
    return found


async def told_state(part: str) -> str:
    """What workers told lately of a part, for /health: each different state once."""
    try:
        told = (await within(ANSWER_WITHIN_SECONDS, told_states())).get(part, [])
    except Exception as error:
        if not is_outage(error):
            raise
        return "unknown: the database is away"
    return " | ".join(dict.fromkeys(told)) or NO_WORKER
