"""Asked for inside `submitFeedback`, the analysis is waited for a moment; not asked for, nothing is."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from graphql_api.postgres.connect import fetch
from tests.client import ADMIN, VISITOR, Service
from tests.conftest import make_settings, running

pytestmark = pytest.mark.asyncio(loop_scope="module")

WITH_ANALYSIS = """
mutation ($input: SubmitFeedbackInput!) {
  submitFeedback(input: $input) {
    ... on SubmitFeedbackSuccess {
      status id feedback { analysis { __typename ... on Analysis { sentiment method latencyMs } } }
    }
  }
}
"""
AT_ONCE = 20
ONE = "query ($id: ID!) { feedback(id: $id) { analysis { __typename } } }"


async def ask(service: Service, **changes: Any) -> tuple[Any, float]:
    """The result of a submission that asks for its analysis, and the seconds that it took."""
    began = time.monotonic()
    reply = await service.ask(WITH_ANALYSIS, input=VISITOR | changes)
    return reply.data["submitFeedback"], time.monotonic() - began


@pytest_asyncio.fixture(loop_scope="module")
async def idle(shared_database_url: str, tmp_path: Path) -> AsyncIterator[Service]:
    """A service that waits a moment for findings that nobody makes."""
    async with running(make_settings(shared_database_url, tmp_path, analysis_wait_ms=300)) as service:
        yield service


@pytest_asyncio.fixture(loop_scope="module")
async def patient(shared_database_url: str, tmp_path: Path) -> AsyncIterator[Service]:
    """A service that waits so long for findings that whoever has its answer in `AT_ONCE` cannot have waited."""
    async with running(make_settings(shared_database_url, tmp_path, analysis_wait_ms=60_000)) as service:
        yield service


async def test_the_receipt_comes_without_a_finding_after_the_wait(idle: Service) -> None:
    result, seconds = await ask(idle)
    assert result["feedback"]["analysis"]["__typename"] == "AnalysisPending"
    assert seconds > 0.29


async def test_many_wait_at_the_same_time(idle: Service) -> None:
    began = time.monotonic()
    results = await asyncio.gather(*(ask(idle, message=f"m {number}") for number in range(100)))
    assert {result["feedback"]["analysis"]["__typename"] for result, _ in results} == {"AnalysisPending"}
    assert time.monotonic() - began < 100 * 0.3 / 2


async def test_who_does_not_ask_does_not_wait(patient: Service) -> None:
    async with asyncio.timeout(AT_ONCE):
        await patient.submit()


async def test_a_list_does_not_wait(patient: Service) -> None:
    async with asyncio.timeout(AT_ONCE):
        receipt = await patient.submit()
        reply = await patient.ask(ONE, ADMIN, id=receipt["id"])
    assert reply.data["feedback"]["analysis"]["__typename"] == "AnalysisPending"


async def test_a_finding_by_another_process_ends_the_wait(patient: Service) -> None:
    asking = asyncio.create_task(ask(patient, message="seen elsewhere"))
    async with asyncio.timeout(AT_ONCE):
        while not (rows := await fetch("SELECT id, created_at FROM feedback WHERE message = 'seen elsewhere'")):
            await asyncio.sleep(0.01)
    await fetch(
        "INSERT INTO analysis (feedback_id, feedback_created_at, is_current, text_hash, sentiment, topic, topics, "
        "confidence, confidence_score, alert_triggered, method, cached, latency_ms, created_at) VALUES "
        "($1, $2, true, '\\x00', 'MIXED', 'UX', '[]', 'LOW', 0, false, 'ML', false, 1, now())",
        *rows[0],
    )
    async with asyncio.timeout(AT_ONCE):
        result, _ = await asking
    assert result["feedback"]["analysis"]["sentiment"] == "MIXED"


async def test_a_duplicate_does_not_wait(patient: Service) -> None:
    key = str(uuid4())
    async with asyncio.timeout(AT_ONCE):
        await patient.submit(submissionKey=key)
        result, _ = await ask(patient, submissionKey=key)
    assert (result["status"], result["feedback"]) == ("DUPLICATE", None)


async def test_without_any_patience_the_receipt_comes_without_a_finding(
    shared_database_url: str, tmp_path: Path
) -> None:
    async with running(make_settings(shared_database_url, tmp_path, analysis_wait_ms=0)) as service:
        result, _ = await ask(service)
    assert result["feedback"]["analysis"]["__typename"] == "AnalysisPending"
