"""Failures of ours: the client gets a reference, the log has it, and neither has a person's words."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from graphql_api.arrivals import Arrivals
from graphql_api.postgres.connect import fetch
from tests.client import ADMIN, SUBMIT, VISITOR, Service
from tests.conftest import make_settings, running
from tests.relay import Relay, relay

WORDS = "marker-words-7Q4 about the invoice"


def references(body: Any) -> list[str]:
    return [error["extensions"]["reference"] for error in body["errors"]]


async def test_a_failing_resolver_is_masked_with_a_reference_that_the_log_has(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(make_settings(database_url, tmp_path, log_level="DEBUG")) as service:
        await fetch("DROP TABLE answer_rating_change")
        reply = await service.ask(SUBMIT, input=VISITOR | {"message": WORDS})
    assert (reply.status, reply.codes) == (500, ["INTERNAL"])
    (reference,) = references(reply.body)
    log = capsys.readouterr().err
    assert reference in log
    assert "UndefinedTableError [42P01]" in log
    for secret in ("marker-words", "INSERT", "answer_rating_change", "session-1"):
        assert secret not in log
        assert secret not in json.dumps(reply.body)


async def test_a_database_error_is_in_the_log_once_with_its_stack_and_the_submissions_id(
    capsys: pytest.CaptureFixture[str], database_url: str, tmp_path: Path
) -> None:
    key = str(uuid4())
    async with running(make_settings(database_url, tmp_path, log_level="DEBUG")) as service:
        feedback_id = (await service.submit(submissionKey=key))["id"]
        await fetch("TRUNCATE feedback CASCADE")
        await fetch("DROP TABLE answer_rating_change")
        await service.ask(SUBMIT, input=VISITOR | {"message": WORDS, "submissionKey": key})
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (failed,) = [line for line in lines if "asyncpg" in json.dumps(line)]
    assert f"  feedback {feedback_id}" in failed["error"]
    assert any("intake/commit.py" in frame for frame in failed["error"])


async def test_a_failing_list_is_masked_too(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query = "query ($words: String) { feedbacks(filter: {search: $words}) { totalCount } }"
    async with running(make_settings(database_url, tmp_path, log_level="DEBUG")) as service:
        await fetch("DROP TABLE feedback CASCADE")
        reply = await service.ask(query, ADMIN, words=WORDS)
    assert (reply.status, reply.codes, reply.body["data"]) == (500, ["INTERNAL"], None)
    assert references(reply.body)[0] in (log := capsys.readouterr().err)
    assert "marker-words" not in log + json.dumps(reply.body)


async def test_each_failure_has_a_reference_of_its_own(service: Service) -> None:
    await fetch("DROP TABLE feedback CASCADE")
    reply = await service.ask("{ a: feedbacks { totalCount } b: feedbacks { totalCount } }", ADMIN)
    again = await service.ask("{ a: feedbacks { totalCount } b: feedbacks { totalCount } }", ADMIN)
    assert references(reply.body) != references(again.body)


async def test_a_failure_before_the_operation_is_masked_in_graphql_form(
    capsys: pytest.CaptureFixture[str], service: Service
) -> None:
    await fetch("DROP TABLE api_key")
    reply = await service.ask("{ viewer { name } }", {"X-API-Key": "fbk_0123456789ab_secret-7Q4"})
    assert (reply.status, reply.codes) == (500, ["INTERNAL"])
    assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
    log = capsys.readouterr().err
    assert references(reply.body)[0] in log
    assert "7Q4" not in log


async def test_the_log_of_ordinary_work_has_no_words(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(make_settings(database_url, tmp_path, log_level="DEBUG")) as service:
        await service.submit(message=WORDS, sessionId="marker-session")
        await service.submit(message=WORDS * 500)
        await service.ask(SUBMIT, input={"sessionId": WORDS, "message": 7})
        await service.post(data=WORDS.encode(), headers={"Content-Type": "application/json"})
        await service.ask("{ feedbacks { edges { node { message } } } }", ADMIN)
        await service.ask("{ viewer { name } }", {"X-API-Key": "marker-key"})
    assert "marker" not in capsys.readouterr().err


@pytest.fixture
async def wire(shared_database_url: str) -> AsyncIterator[Relay]:
    async with relay(shared_database_url) as wire:
        yield wire


@pytest.fixture
async def wired_service(wire: Relay, tmp_path: Path) -> AsyncIterator[Service]:
    """A service whose way to the database can be cut."""
    async with running(make_settings(wire.url, tmp_path, log_level="DEBUG")) as service:
        yield service


@pytest.mark.parametrize("headers", [None, ADMIN, {"X-API-Key": "fbk_0123456789ab_anything"}])
async def test_without_a_database_a_submission_is_queued_whoever_sends_it(
    wired_service: Service, wire: Relay, headers: dict[str, str] | None
) -> None:
    await wire.cut()
    assert (await wired_service.submit(headers))["status"] == "QUEUED"


@pytest.mark.parametrize("headers", [None, ADMIN, {"X-API-Key": "fbk_0123456789ab_anything"}])
async def test_without_a_database_and_a_spool_a_submission_is_told_when_to_try_again(
    wired_service: Service, wire: Relay, tmp_path: Path, headers: dict[str, str] | None
) -> None:
    # A file where the folder should be.
    (tmp_path / "spool").write_text("")
    await wire.cut()
    reply = await wired_service.ask(SUBMIT, headers, input=VISITOR)
    result = reply.data["submitFeedback"]
    assert result["__typename"] == "IntakeUnavailable"
    assert result["retryAfterSeconds"] >= 1
    assert (reply.status, reply.headers["Retry-After"]) == (200, str(result["retryAfterSeconds"]))


async def test_a_submission_is_saved_again_when_the_database_is_back(wired_service: Service, wire: Relay) -> None:
    await wire.cut()
    assert (await wired_service.submit())["status"] == "QUEUED"
    await wire.mend()
    async with asyncio.timeout(15):
        while (await wired_service.submit(submissionKey=(key := str(uuid4()))))["status"] != "SAVED":
            await asyncio.sleep(0.1)
    assert len(await fetch("SELECT FROM feedback WHERE submission_key = $1", key)) == 1


async def test_without_a_database_a_query_is_masked(
    capsys: pytest.CaptureFixture[str], wired_service: Service, wire: Relay
) -> None:
    await wire.cut()
    reply = await wired_service.ask_as_admin("{ feedbacks { totalCount } }")
    assert (reply.status, reply.codes) == (500, ["INTERNAL"])
    assert references(reply.body)[0] in capsys.readouterr().err


async def test_without_a_database_a_key_that_cannot_be_looked_up_reads_nothing(
    wired_service: Service, wire: Relay
) -> None:
    await wire.cut()
    reply = await wired_service.ask("{ feedbacks { totalCount } }", {"X-API-Key": "fbk_0123456789ab_anything"})
    assert (reply.status, reply.codes) == (500, ["INTERNAL"])
    assert int(reply.headers["Retry-After"]) >= 1


async def test_what_breaks_rules_is_refused_without_a_database_too(wired_service: Service, wire: Relay) -> None:
    await wire.cut()
    assert (await wired_service.submit(message=""))["fields"][0]["code"] == "REQUIRED"
    assert (await wired_service.ask("{ feedbacks { totalCount } }")).status == 401


async def test_the_receipt_stands_when_the_database_dies_before_the_finding(
    wired_service: Service, wire: Relay
) -> None:
    document = """
    mutation ($input: SubmitFeedbackInput!) { submitFeedback(input: $input) { ... on SubmitFeedbackSuccess {
      status feedback { message analysis { __typename } }
    } } }
    """
    asking = asyncio.create_task(wired_service.ask(document, input=VISITOR))
    await asyncio.sleep(0.2)
    await wire.cut()
    reply = await asking
    assert (reply.status, reply.codes) == (200, ["INTERNAL"])
    assert reply.body["data"]["submitFeedback"] == {"status": "SAVED", "feedback": None}


async def test_who_waits_for_a_finding_when_the_database_dies_is_told_in_time(
    wired_service: Service, wire: Relay
) -> None:
    assert wired_service
    arrivals = Arrivals()
    waiting = [asyncio.create_task(arrivals.wait_for(uuid4(), timedelta(milliseconds=300))) for _ in range(3)]
    await asyncio.sleep(0.05)
    await wire.cut()
    assert await asyncio.gather(*waiting) == [False] * 3
