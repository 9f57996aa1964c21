"""With a worker at hand, the receipt brings the finding with it."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import pytest_asyncio

from tests.client import ADMIN, Service
from tests.conftest import make_settings, running
from tests.feedback.test_analysis_wait import ONE, ask

pytestmark = pytest.mark.asyncio(loop_scope="module")

COMPLAINT = "The app crashes every time I open it, this is awful."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def working(shared_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """A service whose worker has read its first feedback, and so has its model loaded."""
    settings = make_settings(
        shared_database_url, tmp_path_factory.mktemp("data"), worker_in_process=True, analysis_wait_ms=5_000
    )
    async with running(settings) as service:
        receipt = await service.submit()
        async with asyncio.timeout(30):
            while (await standing(service, receipt["id"])) != "Analysis":
                await asyncio.sleep(0.05)
        yield service


async def test_the_receipt_brings_the_finding(working: Service) -> None:
    result, _ = await ask(working, message=COMPLAINT)
    assert result["status"] == "SAVED"
    assert result["feedback"]["analysis"]["__typename"] == "Analysis"


async def test_twenty_who_ask_at_once_each_get_theirs(working: Service) -> None:
    results = await asyncio.gather(*(ask(working, message=f"{COMPLAINT} {number}") for number in range(20)))
    assert {result["feedback"]["analysis"]["__typename"] for result, _ in results} == {"Analysis"}


async def test_a_changed_rating_brings_the_finding_of_its_own_words(working: Service) -> None:
    answer = {"messageId": str(uuid4()), "question": "q", "answer": "a", "rating": "UP", "explanation": "Short."}
    first, _ = await ask(working, message=None, answer=answer)
    assert first["feedback"]["analysis"]["method"] == "VALIDATION"
    changed, _ = await ask(working, message=None, answer=answer | {"rating": "DOWN", "explanation": COMPLAINT})
    assert changed["id"] == first["id"]
    assert changed["feedback"]["analysis"]["method"] != "VALIDATION"


async def test_a_rating_without_words_is_understood_as_saying_nothing(working: Service) -> None:
    answer = {"messageId": str(uuid4()), "question": "q", "answer": "a", "rating": "DOWN"}
    result, _ = await ask(working, message=None, answer=answer)
    assert result["feedback"]["analysis"] | {"latencyMs": 0} == {
        "__typename": "Analysis",
        "sentiment": "NEUTRAL",
        "method": "VALIDATION",
        "latencyMs": 0,
    }


async def standing(service: Service, feedback_id: str) -> str:
    reply = await service.ask(ONE, ADMIN, id=feedback_id)
    name: str = reply.data["feedback"]["analysis"]["__typename"]
    return name
