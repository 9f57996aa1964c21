"""Asking OpenAI: every way in which an answer can be right, wrong, late or missing has its name and its limit."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from graphql_api.analysis.ai import AiFailed, is_ai_outage
from graphql_api.analysis.openai_reader import OpenAIReader
from graphql_api.analysis.prices import read_prices
from graphql_api.analysis.prompts import PROMPTS
from models.enums import Sentiment, Topic
from tests import openai_server as server_that
from tests.openai_server import CHAT, RESPONSES, Answering, OpenAIServer, openai_server

TEXT = "I was charged twice for March."
# Enough on a busy machine; the impatient reader is for answers that never come in time.
PATIENCE_SECONDS = 10
IMPATIENCE_SECONDS = 0.4


@pytest.fixture
async def server() -> AsyncIterator[OpenAIServer]:
    async with openai_server() as server:
        yield server


@asynccontextmanager
async def reading(server: OpenAIServer, timeout_seconds: float) -> AsyncIterator[OpenAIReader]:
    reader = OpenAIReader(
        api_key=server_that.KEY,
        base_url=server.url,
        model="gpt-4.1-mini",
        timeout_seconds=timeout_seconds,
        prices=read_prices(""),
    )
    try:
        yield reader
    finally:
        await reader.aclose()


@pytest.fixture
async def reader(server: OpenAIServer) -> AsyncIterator[OpenAIReader]:
    async with reading(server, PATIENCE_SECONDS) as reader:
        yield reader


@pytest.fixture
async def impatient(server: OpenAIServer) -> AsyncIterator[OpenAIReader]:
    async with reading(server, IMPATIENCE_SECONDS) as reader:
        yield reader


async def failure(reader: OpenAIReader) -> AiFailed:
    with pytest.raises(AiFailed) as caught:
        await reader.read(TEXT, PROMPTS["v2"])
    return caught.value


async def test_a_right_answer_is_read_with_its_tokens_and_their_price(
    server: OpenAIServer, reader: OpenAIReader
) -> None:
    answer = await reader.read(TEXT, PROMPTS["v2"])
    assert (answer.sentiment, answer.topic, answer.confidence) == (Sentiment.NEGATIVE, Topic.BILLING, 0.93)
    assert (answer.usage.model, answer.usage.input_tokens, answer.usage.output_tokens) == (server.model, 200, 30)
    assert answer.usage.cost_usd == pytest.approx((200 * 0.40 + 30 * 1.60) / 1e6)
    (asked,) = server.asked
    assert (asked.path, asked.authorization) == (RESPONSES, f"Bearer {server_that.KEY}")
    assert asked.body["text"]["format"]["strict"] is True
    assert (asked.body["temperature"], asked.body["store"]) == (0, False)


@pytest.mark.parametrize(
    ("answering", "reason", "is_paid"),
    [
        (server_that.resets, "unreachable", False),
        (server_that.fails(429), "rate_limited", False),
        (server_that.fails(500), "http_500", False),
        (server_that.fails(503), "http_503", False),
        (server_that.fails(401), "http_401", False),
        (server_that.refuses, "refused", True),
        (server_that.says("They sound unhappy about a bill."), "invalid_json", True),
        (server_that.says('{"sentiment": "NEGATIVE"}'), "invalid_json", True),
        (server_that.finds(confidence="very"), "invalid_json", True),
        (server_that.finds(confidence=7), "invalid_json", True),
        (server_that.truncates(), "invalid_json", True),
        (server_that.sends_a_page, "invalid_json", False),
        (server_that.finds(sentiment="FURIOUS"), "invalid_label", True),
        (server_that.finds(topic="WEATHER"), "invalid_label", True),
    ],
)
async def test_every_failure_has_its_reason_and_keeps_what_it_cost(
    server: OpenAIServer, reader: OpenAIReader, answering: Answering, reason: str, *, is_paid: bool
) -> None:
    server.answering = answering
    failed = await failure(reader)
    assert failed.reason == reason
    assert (failed.usage is not None) == is_paid
    if failed.usage is not None:
        assert (failed.usage.input_tokens, failed.usage.output_tokens) == (200, 30)
    assert len(server.asked) == 1, "nothing is tried again behind our back"
    assert TEXT not in repr(failed)


@pytest.mark.parametrize(
    "answering",
    [server_that.after(30, server_that.finds()), server_that.hangs, server_that.drips],
    ids=["late", "hanging", "dripping"],
)
async def test_the_time_limit_holds_however_slowly_the_server_answers(
    server: OpenAIServer, impatient: OpenAIReader, answering: Answering
) -> None:
    server.answering = answering
    began = time.monotonic()
    failed = await failure(impatient)
    # The server would take half a minute; bench/analysis.py measures how much longer than the limit it takes.
    assert time.monotonic() - began < 10
    assert (failed.reason, failed.usage, len(server.asked)) == ("timeout", None, 1)


async def test_nobody_at_the_address_is_unreachable(reader: OpenAIReader, server: OpenAIServer) -> None:
    away = OpenAIReader(
        api_key="k", base_url="http://127.0.0.1:9/v1", model="m", timeout_seconds=2, prices=read_prices("m=1/1")
    )
    assert (await failure(away)).reason == "unreachable"
    await away.aclose()


async def test_retry_after_is_read_in_seconds_and_as_a_date(server: OpenAIServer, reader: OpenAIReader) -> None:
    server.answering = server_that.fails(429, headers={"Retry-After": "17"})
    assert (await failure(reader)).retry_after_seconds == 17
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    server.answering = server_that.fails(503, headers={"Retry-After": at})
    waits = (await failure(reader)).retry_after_seconds
    assert waits is not None
    assert 20 < waits <= 40
    server.answering = server_that.fails(429, headers={"Retry-After": "soon"})
    assert (await failure(reader)).retry_after_seconds is None


@pytest.mark.parametrize("name", ["temperature", "store", "max_output_tokens"])
async def test_what_a_model_refuses_is_left_out_from_then_on(
    server: OpenAIServer, reader: OpenAIReader, name: str
) -> None:
    server.answering = server_that.refuses_parameter(name, server_that.finds())
    for _ in range(2):
        assert (await reader.read(TEXT, PROMPTS["v2"])).sentiment is Sentiment.NEGATIVE
    assert [name in asked.body for asked in server.asked] == [True, False, False]


async def test_many_that_learn_it_at_once_are_all_answered(server: OpenAIServer, reader: OpenAIReader) -> None:
    server.answering = server_that.only_chat(server_that.refuses_parameter("temperature", server_that.finds()))
    answers = await asyncio.gather(*(reader.read(TEXT, PROMPTS["v2"]) for _ in range(10)))
    assert {answer.topic for answer in answers} == {Topic.BILLING}


async def test_a_request_that_is_refused_for_another_reason_is_not_tried_again(
    server: OpenAIServer, reader: OpenAIReader
) -> None:
    server.answering = server_that.fails(400, "this is not for me")
    failed = await failure(reader)
    assert (failed.reason, len(server.asked)) == ("http_400", 1)
    assert not is_ai_outage(failed.reason)


async def test_a_server_without_the_responses_api_is_asked_for_chat_completions_from_then_on(
    server: OpenAIServer, reader: OpenAIReader
) -> None:
    server.answering = server_that.only_chat(server_that.refuses_parameter("temperature", server_that.finds()))
    for _ in range(2):
        answer = await reader.read(TEXT, PROMPTS["v2"])
        assert (answer.topic, answer.usage.input_tokens) == (Topic.BILLING, 200)
    assert [asked.path for asked in server.asked] == [RESPONSES, CHAT, CHAT, CHAT]
    assert server.asked[-1].body["response_format"]["json_schema"]["strict"] is True
    assert TEXT in server.asked[-1].words


@pytest.mark.parametrize(
    ("answering", "reason"),
    [
        (server_that.refuses, "refused"),
        (server_that.says("{}", choices=[]), "invalid_json"),
        (server_that.says("{}", choices=[{"message": {"content": "{"}, "finish_reason": "length"}]), "invalid_json"),
        (server_that.finds(sentiment="?"), "invalid_label"),
    ],
)
async def test_chat_completions_fail_by_the_same_names(
    server: OpenAIServer, reader: OpenAIReader, answering: Answering, reason: str
) -> None:
    server.answering = server_that.only_chat(answering)
    failed = await failure(reader)
    assert failed.reason == reason
    assert failed.usage is not None


async def test_an_unknown_model_is_not_taken_for_a_missing_api(server: OpenAIServer, reader: OpenAIReader) -> None:
    server.answering = server_that.fails(404, code="model_not_found")
    assert (await failure(reader)).reason == "http_404"
    assert [asked.path for asked in server.asked] == [RESPONSES]


async def test_labels_in_lower_case_are_understood(server: OpenAIServer, reader: OpenAIReader) -> None:
    server.answering = server_that.finds("mixed", "feature request", 1)
    answer = await reader.read(TEXT, PROMPTS["v2"])
    assert (answer.sentiment, answer.topic, answer.confidence) == (Sentiment.MIXED, Topic.FEATURE_REQUEST, 1.0)


async def test_the_time_limit_spans_all_requests_of_a_reading(server: OpenAIServer, impatient: OpenAIReader) -> None:
    server.answering = server_that.after(0.3, server_that.refuses_parameter("temperature", server_that.finds()))
    assert (await failure(impatient)).reason == "timeout"
