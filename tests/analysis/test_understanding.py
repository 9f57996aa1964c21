"""From a submission to a stored finding, with an AI that behaves in every way, and health that follows."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from graphql_api.postgres.connect import fetch
from tests import openai_server as server_that
from tests.client import ADMIN, Service
from tests.conftest import make_settings, running
from tests.openai_server import Answering, OpenAIServer, openai_server

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANALYSIS = """
query ($id: ID!) {
  feedback(id: $id) {
    analysis {
      __typename
      ... on Analysis {
        sentiment topic confidence confidenceScore alertTriggered method model promptVersion fallbackReason language
        topics { topic score } cached latencyMs inputTokens outputTokens costUsd caveats
      }
    }
  }
}
"""
numbers = itertools.count()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ai() -> AsyncIterator[OpenAIServer]:
    async with openai_server() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(
    shared_database_url: str, ai: OpenAIServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Service]:
    """A service with a worker that asks the AI, and waits a second and a half for it."""
    settings = make_settings(
        shared_database_url,
        tmp_path_factory.mktemp("data"),
        worker_in_process=True,
        openai_api_key=server_that.KEY,
        openai_base_url=ai.url,
        ai_timeout_seconds=1.5,
    )
    async with running(settings) as service:
        await until(lambda: is_state(service, "ml_model", "loaded: minilm"))
        yield service


async def until(condition: Callable[[], Awaitable[object]], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.03)


async def health(service: Service, part: str) -> str:
    async with service.session.get(f"{service.url}/health") as response:
        state: str = (await response.json())["parts"][part]
        return state


async def is_state(service: Service, part: str, start: str) -> bool:
    return (await health(service, part)).startswith(start)


async def analysis_of(service: Service, feedback_id: str) -> dict[str, Any]:
    answer: dict[str, Any] = (await service.ask(ANALYSIS, ADMIN, id=feedback_id)).data["feedback"]["analysis"]
    return answer


async def read(service: Service, message: str | None = None) -> dict[str, Any]:
    """Submit a text that nobody has sent before, and wait for its finding."""
    receipt = await service.submit(message=message or f"I was charged twice for order {next(numbers)}, what a mess!")
    found: dict[str, Any] = {}

    async def is_there() -> bool:
        found.update(await analysis_of(service, receipt["id"]))
        return bool(found["__typename"] == "Analysis")

    await until(is_there)
    return found | {"id": receipt["id"]}


def times_asked(ai: OpenAIServer, text: str) -> int:
    """How often the AI was asked about a text; what waits to be read again is asked about too, at any time."""
    return sum(text in asked.words for asked in ai.asked)


async def test_what_the_ai_finds_is_stored_with_where_it_comes_from(service: Service, ai: OpenAIServer) -> None:
    ai.answering = server_that.finds("NEGATIVE", "BILLING", 0.93)
    found = await read(service)
    assert [found[name] for name in ("sentiment", "topic", "confidence", "method")] == [
        *("NEGATIVE", "BILLING", "HIGH", "AI"),
    ]
    assert (found["model"], found["promptVersion"], found["fallbackReason"]) == (ai.model, "v2", None)
    assert (found["inputTokens"], found["outputTokens"]) == (200, 30)
    assert found["costUsd"] == pytest.approx(0.000128)
    assert found["topics"] == [{"topic": "BILLING", "score": 1.0}]
    assert (found["alertTriggered"], found["cached"], found["language"]) == (True, False, "en")
    assert await health(service, "ai_provider") == "healthy"


@pytest.mark.parametrize(
    ("answering", "reason", "state"),
    [
        (server_that.after(30, server_that.finds()), "timeout", "degraded: the last call ended in timeout"),
        (server_that.hangs, "timeout", "degraded: the last call ended in timeout"),
        (server_that.drips, "timeout", "degraded: the last call ended in timeout"),
        (
            server_that.fails(429, headers={"Retry-After": "1"}),
            "rate_limited",
            "degraded: the last call ended in rate_",
        ),
        (server_that.fails(500), "http_500", "degraded: the last call ended in http_500"),
        (server_that.fails(503), "http_503", "degraded: the last call ended in http_503"),
        (server_that.resets, "unreachable", "degraded: the last call ended in unreachable"),
        (server_that.refuses, "refused", "healthy"),
        (server_that.says("They are not happy."), "invalid_json", "healthy"),
        (server_that.finds("ANGRY"), "invalid_label", "healthy"),
        (server_that.truncates(), "invalid_json", "healthy"),
    ],
    ids=["slow", "hanging", "dripping", "429", "500", "503", "reset", "refusal", "prose", "label", "truncated"],
)
async def test_every_failure_ends_in_a_local_finding_with_its_reason_and_health_follows(
    service: Service, ai: OpenAIServer, answering: Answering, reason: str, state: str
) -> None:
    ai.answering = answering
    found = await read(service)
    assert (found["method"], found["fallbackReason"]) == ("ML", reason)
    assert found["model"].startswith("minilm")
    is_paid = reason in {"refused", "invalid_json", "invalid_label"}
    assert found["inputTokens"] == (200 if is_paid else None)
    await until(lambda: is_state_after_reading(service, state))
    ai.answering = server_that.finds()
    await until(lambda: is_read_by_ai(service))


async def is_state_after_reading(service: Service, start: str) -> bool:
    """Whether health says so, if not at once then after another text: a call from before may have ended in between."""
    if await is_state(service, "ai_provider", start):
        return True
    await read(service)
    return await is_state(service, "ai_provider", start)


async def is_read_by_ai(service: Service) -> bool:
    """Whether a text is, and health says so: a call from before that is only now given up may say otherwise."""
    return (await read(service))["method"] == "AI" and await health(service, "ai_provider") == "healthy"


async def test_nothing_unredacted_reaches_the_ai(service: Service, ai: OpenAIServer) -> None:
    ai.answering = server_that.finds()
    await read(service, "Charged twice! Write to jo@example.com or call +49 170 1234567, card 4111 1111 1111 1111.")
    words = ai.asked[-1].words
    assert all(placeholder in words for placeholder in ("[email]", "[phone]", "[card]"))
    assert not any(secret in words for secret in ("jo@", "1234567", "4111"))


async def test_the_same_text_again_is_not_asked_again_and_costs_nothing(service: Service, ai: OpenAIServer) -> None:
    ai.answering = server_that.finds("POSITIVE", "UX", 0.7)
    text = "The new menu is a joy to use, thank you."
    first = await read(service, text)
    again = await read(service, text)
    assert times_asked(ai, text) == 1
    assert (first["cached"], again["cached"]) == (False, True)
    same = ("sentiment", "topic", "confidenceScore", "method", "model", "promptVersion")
    assert [first[name] for name in same] == [again[name] for name in same]
    assert (again["inputTokens"], again["costUsd"]) == (0, 0)


async def test_a_long_text_is_cut_for_the_ai_and_says_so(service: Service, ai: OpenAIServer) -> None:
    ai.answering = server_that.finds()
    answer = {"messageId": "5bf0a3d4-5b3a-4a43-8a4b-3f0a3c9f7a11", "question": "q", "answer": "a", "rating": "DOWN"}
    receipt = await service.submit(message="so slow " * 600, answer=answer | {"explanation": "never again " * 100})

    async def is_there() -> bool:
        return bool((await analysis_of(service, receipt["id"]))["__typename"] == "Analysis")

    await until(is_there)
    assert (await analysis_of(service, receipt["id"]))["caveats"] == ["TEXT_CUT"]
    assert 5_000 <= len(ai.asked[-1].words) < 5_100


async def test_a_short_text_is_never_sent(service: Service, ai: OpenAIServer) -> None:
    found = await read(service, "bad app!!")
    assert (found["method"], found["sentiment"], found["topic"], found["confidence"]) == (
        *("VALIDATION", "NEUTRAL", "GENERAL", "LOW"),
    )
    assert times_asked(ai, "bad app!!") == 0


async def test_a_local_finding_about_another_language_is_low_and_says_so(service: Service, ai: OpenAIServer) -> None:
    ai.answering = server_that.fails(500)
    found = await read(service, "Die App stürzt ständig ab und ich verliere meine Daten, furchtbar!")
    assert (found["language"], found["confidence"], found["caveats"]) == ("de", "LOW", ["OTHER_LANGUAGE"])
    assert found["alertTriggered"] is False
    ai.answering = server_that.finds()
    await until(lambda: is_read_by_ai(service))
    found = await read(service, "Die App stürzt schon wieder ab und ich verliere meine Zeit, furchtbar!")
    assert (found["method"], found["language"], found["confidence"], found["caveats"]) == ("AI", "de", "HIGH", [])


async def test_what_fell_back_because_of_an_outage_is_read_by_the_ai_once_when_it_is_back(
    service: Service, ai: OpenAIServer
) -> None:
    await until(lambda: is_read_by_ai(service))
    await fetch("DELETE FROM analysis_retry")
    ai.answering = server_that.refuses
    refused = await read(service)
    ai.answering = server_that.fails(503)
    texts = [f"Order {number} never arrived and nobody answers me." for number in range(3)]
    away = [await read(service, text) for text in texts]
    assert {each["fallbackReason"] for each in away} <= {"http_503", "breaker_open"}
    ai.answering = server_that.finds("NEGATIVE", "BILLING", 0.99)
    before = [times_asked(ai, text) for text in texts]

    async def are_read() -> bool:
        return all([(await analysis_of(service, each["id"]))["method"] == "AI" for each in away])

    await until(are_read, 30)
    assert not await fetch("SELECT FROM analysis_retry")
    assert [times_asked(ai, text) for text in texts] == [times + 1 for times in before]
    assert (await analysis_of(service, refused["id"]))["fallbackReason"] == "refused"
    for each in away:
        history = await fetch("SELECT method FROM analysis WHERE feedback_id::text = $1 AND NOT is_current", each["id"])
        assert [row["method"] for row in history] == ["ML"]
