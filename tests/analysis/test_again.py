"""What could not be read, or not by the AI, is read again: due by due, within the budget, each at most once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from graphql_api.analysis.again import analyze_again, ask_again
from graphql_api.analysis.ai import AiAnswer, AiFailed, Usage
from graphql_api.analysis.analyze import analyze_feedback
from graphql_api.analysis.breaker import Breaker
from graphql_api.analysis.chain import Ai, Chain
from graphql_api.analysis.embedded.model import EmbeddedModel
from graphql_api.analysis.local_model import MODEL_FOLDER
from graphql_api.analysis.prompts import Prompt, choose_prompts
from graphql_api.analysis.spend import Spend
from graphql_api.postgres.connect import connected, fetch
from models.enums import Sentiment, Topic
from tests.make import make_feedback
from tests.readers import NoReader, chain_with

TEXT = "The invoice is wrong again and nobody answers."


class Reader:
    """An AI that fails for a reason, or finds something that costs a dollar."""

    model = "m"

    def __init__(self) -> None:
        self.reason: str | None = None
        self.read_texts: list[str] = []

    async def read(self, text: str, prompt: Prompt) -> AiAnswer:
        self.read_texts.append(text)
        if self.reason is not None:
            raise AiFailed(self.reason)
        return AiAnswer(Sentiment.NEGATIVE, Topic.BILLING, 0.9, Usage("m", 10, 1, 1.0))

    async def aclose(self) -> None:
        pass


@pytest.fixture(scope="module")
def model() -> EmbeddedModel:
    return EmbeddedModel.load(MODEL_FOLDER)


@pytest.fixture
async def _database(database_url: str) -> AsyncIterator[None]:
    async with connected(database_url):
        yield


def make_ai(reader: Reader, budget_usd: float = 100) -> Ai:
    return Ai(reader, choose_prompts("v2", None, 0), Spend(budget_usd=budget_usd))


async def jobs() -> list[UUID]:
    rows = await fetch("SELECT payload, priority FROM pgqueuer WHERE entrypoint = 'ANALYZE_AGAIN' ORDER BY id")
    assert all(row["priority"] < 0 for row in rows), "new submissions go first"
    return [UUID(bytes=row["payload"]) for row in rows]


async def do_jobs(chain: Chain) -> None:
    found = await jobs()
    await fetch("DELETE FROM pgqueuer")
    await asyncio.gather(*(analyze_again(feedback_id, analyzer=chain) for feedback_id in found))


async def methods(feedback_id: UUID) -> list[str]:
    rows = await fetch("SELECT method FROM analysis WHERE feedback_id = $1 ORDER BY id", feedback_id)
    return [row["method"] for row in rows]


@pytest.mark.usefixtures("_database")
async def test_one_finds_out_whether_the_ai_is_back_before_the_others_follow(model: EmbeddedModel) -> None:
    reader = Reader()
    reader.reason = "http_503"
    chain = await chain_with(model, make_ai(reader))
    assert chain.ai is not None
    waiting = [await make_feedback(message=f"{TEXT} {number}") for number in range(3)]
    for feedback_id in waiting:
        await analyze_feedback(feedback_id, analyzer=chain)
    await ask_again(chain.ai)
    assert len(await jobs()) == 1
    await do_jobs(chain)
    assert [await methods(feedback_id) for feedback_id in waiting] == [["ML"]] * 3
    assert len(await fetch("SELECT FROM analysis_retry")) == 3, "a try that failed takes nobody's turn"
    reader.reason = None
    await ask_again(chain.ai)
    await do_jobs(chain)
    await ask_again(chain.ai)
    assert len(await jobs()) == 2
    await ask_again(chain.ai)
    assert len(await jobs()) == 2, "what was asked for is not asked for again"
    await do_jobs(chain)
    assert [await methods(feedback_id) for feedback_id in waiting] == [["ML", "AI"]] * 3
    assert not await fetch("SELECT FROM analysis_retry")


@pytest.mark.usefixtures("_database")
async def test_an_open_breaker_and_a_spent_budget_keep_what_waits_waiting(model: EmbeddedModel) -> None:
    reader = Reader()
    reader.reason = "timeout"
    chain = await chain_with(model, make_ai(reader, budget_usd=5))
    assert chain.ai is not None
    feedback_id = await make_feedback(message=TEXT)
    await analyze_feedback(feedback_id, analyzer=chain)
    reader.reason = None
    await chain.ai.spend.add(Usage("m", 1, 1, 5.0))
    await ask_again(chain.ai)
    assert await jobs() == []
    chain.ai.spend.budget_usd = 10
    chain.ai.breaker.fail("rate_limited", 60)
    await ask_again(chain.ai)
    assert await jobs() == []
    chain.ai.breaker = Breaker()
    await ask_again(chain.ai)
    assert await jobs() == [feedback_id]


@pytest.mark.usefixtures("_database")
async def test_the_ai_has_one_try_and_what_it_cannot_answer_stays_with_the_local_model(model: EmbeddedModel) -> None:
    reader = Reader()
    reader.reason = "timeout"
    chain = await chain_with(model, make_ai(reader))
    feedback_id = await make_feedback(message=TEXT)
    await analyze_feedback(feedback_id, analyzer=chain)
    reader.reason = "invalid_json"
    await ask_again(chain.ai)
    await do_jobs(chain)
    assert await methods(feedback_id) == ["ML"]
    await ask_again(chain.ai)
    assert await jobs() == []
    assert len(reader.read_texts) == 2


@pytest.mark.usefixtures("_database")
@pytest.mark.parametrize("reason", ["refused", "invalid_label", "budget"])
async def test_what_is_no_outage_does_not_wait(model: EmbeddedModel, reason: str) -> None:
    reader = Reader()
    reader.reason = reason
    chain = await chain_with(model, make_ai(reader))
    await analyze_feedback(await make_feedback(message=TEXT), analyzer=chain)
    assert not await fetch("SELECT FROM analysis_retry")


@pytest.mark.usefixtures("_database")
async def test_what_nobody_could_read_is_tried_with_backoff_and_counted_until_somebody_can(
    model: EmbeddedModel,
) -> None:
    feedback_id = await make_feedback(message=TEXT)
    await analyze_feedback(feedback_id, analyzer=NoReader("model_unavailable"))
    pauses = []
    for _ in range(12):
        await analyze_again(feedback_id, analyzer=NoReader("model_unavailable"))
        (row,) = await fetch(
            "SELECT attempts, extract(epoch FROM next_at - now())::float8 AS pause FROM analysis_retry"
        )
        pauses.append(round(row["pause"] / 60))
    assert row["attempts"] == 12
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, 360]
    assert await methods(feedback_id) == ["NONE"], "failures do not pile up as history"
    await ask_again(None)
    assert await jobs() == []
    await fetch("UPDATE analysis_retry SET next_at = now()")
    await ask_again(None)
    await do_jobs(await chain_with(model))
    assert await methods(feedback_id) == ["NONE", "ML"]
    assert not await fetch("SELECT FROM analysis_retry")


@pytest.mark.usefixtures("_database")
async def test_two_workers_that_look_at_once_double_nothing(model: EmbeddedModel) -> None:
    for number in range(6):
        await analyze_feedback(await make_feedback(message=f"{TEXT} {number}"), analyzer=NoReader("model_unavailable"))
    await fetch("UPDATE analysis_retry SET next_at = now()")
    await asyncio.gather(ask_again(None), ask_again(None), ask_again(None))
    found = await jobs()
    assert len(found) == len(set(found)) == 6


@pytest.mark.usefixtures("_database")
async def test_only_so_many_are_under_way_at_once() -> None:
    for number in range(25):
        await analyze_feedback(await make_feedback(message=f"{TEXT} {number}"), analyzer=NoReader("model_unavailable"))
    await fetch("UPDATE analysis_retry SET next_at = now()")
    await ask_again(None)
    await ask_again(None)
    assert len(await jobs()) == 20


async def test_over_budget_the_local_model_leads_and_one_in_ten_goes_to_the_ai(
    database_url: str, model: EmbeddedModel
) -> None:
    reader = Reader()
    async with connected(database_url):
        chain = await chain_with(model, make_ai(reader, budget_usd=0))
        findings = [await chain.analyze(TEXT + str(number), subject=UUID(int=number << 64)) for number in range(300)]
    reasons = [finding.fallback_reason for finding in findings]
    assert set(reasons) == {None, "budget"}
    assert 15 <= reasons.count(None) <= 45
    assert len(reader.read_texts) == reasons.count(None)


async def test_a_months_spend_survives_restarts_and_the_loss_of_the_database(database_url: str, tmp_path: Path) -> None:
    async with connected(database_url):
        await asyncio.gather(*(Spend(budget_usd=10).add(Usage("m", 10, 2, 0.5)) for _ in range(6)))
        await fetch("INSERT INTO ai_spend VALUES (1000, current_date - 40, 'm', 1, 1, 1, 99)")
        again = Spend(budget_usd=3)
        assert await again.month_usd() == pytest.approx(3.0)
        assert await again.is_over()
    async with connected("postgresql://nobody@127.0.0.1:1/nothing"):
        await again.add(Usage("m", 1, 1, 0.25))
        assert await again.month_usd() == pytest.approx(3.25)
    async with connected(database_url):
        await again.add(Usage("m", 1, 1, None))
        (row,) = await fetch("SELECT answers, cost_usd FROM ai_spend WHERE day = current_date")
        assert tuple(row) == (8, pytest.approx(3.25))
