"""Personal data is gone before anything is stored or logged, in whatever field it came."""

import json
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest

from graphql_api.postgres.connect import fetch
from tests.client import Service
from tests.conftest import make_settings, running
from tests.rows import everything_as_text

EMAIL = "marie.curie@example.org"
PHONE = "+49 171 2345678"
CARD = "4111 1111 1111 1111"
KEY = "sk-abcdefghijklmnopqrstuvwx123456"
ADDRESS = "203.0.113.77"
SECRETS = {"email": EMAIL, "phone": PHONE, "card": CARD, "key": KEY, "ip": ADDRESS}
TRACES = ("marie.curie", "2345678", "1111 1111", "4111 1", "41111111", "sk-abc", "203.0.113.77")


def text(field: str) -> str:
    return f"In {field}: write to {EMAIL}, call {PHONE}, card {CARD}, key {KEY}, from {ADDRESS}. Kept-{field}."


def url(field: str) -> str:
    return f"https://user:hunter2marker@example.org/kept-{field}?email=marie.curie%40example.org&token=tokenmarker"


def report() -> dict[str, Any]:
    return {
        "sessionId": "session-1",
        "message": text("message"),
        "page": {
            "url": url("page"),
            "browser": f"Firefox {EMAIL}",
            "os": f"macOS {PHONE}",
            "screenResolution": EMAIL,
            "viewportSize": PHONE,
        },
        "apiState": {
            "kept-state": text("state"),
            f"key {EMAIL}": [text("list"), {"deep": {"deeper": EMAIL}}],
            "password": "hunter2marker",
            "phone": 491712345678,
        },
        "occurredAt": "2026-11-20T09:30:00Z",
    }


def rating() -> dict[str, Any]:
    return {
        "sessionId": "session-2",
        "answer": {
            "messageId": str(uuid4()),
            "question": text("question"),
            "answer": text("answer"),
            "rating": "DOWN",
            "conversationId": EMAIL,
            "explanation": text("explanation"),
            "sources": [{"title": f"Mail of {EMAIL}", "url": url("source"), "excerpt": text("excerpt")}],
        },
    }


async def test_no_trace_is_left_in_any_column_or_in_the_log(
    shared_database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(make_settings(shared_database_url, tmp_path, log_level="DEBUG")) as service:
        for given in (report(), rating()):
            assert (await service.submit(**given))["status"] == "SAVED"
        changed = rating()
        changed["answer"]["rating"] = "UP"
        await service.submit(**changed)
        assert (await service.submit(**report() | {"message": text("message") * 100}))["__typename"] == "InvalidInput"
        rows = await everything_as_text()
    log = capsys.readouterr().err
    for trace in (*TRACES, "hunter2marker", "tokenmarker"):
        assert trace not in rows
        assert trace not in log
    for field in ("message", "page", "state", "list", "question", "answer", "explanation", "source", "excerpt"):
        assert f"ept-{field}" in rows


async def test_placeholders_say_what_stood_there_and_counts_are_kept(shared_database_url: str, tmp_path: Path) -> None:
    async with running(make_settings(shared_database_url, tmp_path)) as service:
        receipt = await service.submit(message=f"Write to {EMAIL} or {EMAIL}.")
        (row,) = await fetch("SELECT message, redactions FROM feedback WHERE id = $1", receipt["id"])
    assert row["message"] == "Write to [email] or [email]."
    assert orjson.loads(row["redactions"]) == {"email": 2}


async def test_the_submitter_gets_back_the_redacted_words(shared_database_url: str, tmp_path: Path) -> None:
    document = """
    mutation ($input: SubmitFeedbackInput!) {
      submitFeedback(input: $input) { ... on SubmitFeedbackSuccess { feedback { message apiState page { url } } } }
    }
    """
    async with running(make_settings(shared_database_url, tmp_path)) as service:
        reply = await service.ask(document, input=report())
    shown = json.dumps(reply.data)
    assert "Kept-message" in shown
    assert not [trace for trace in TRACES if trace in shown]


async def test_the_client_address_is_stored_and_logged_nowhere(
    shared_database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = make_settings(
        shared_database_url, tmp_path, log_level="DEBUG", trusted_proxy_hops=1, submissions_per_hour=1
    )
    async with running(settings) as service:
        headers = {"X-Forwarded-For": ADDRESS}
        assert (await service.submit(headers))["status"] == "SAVED"
        assert (await service.submit(headers))["__typename"] == "RateLimited"
        assert (await service.submit(headers, message=""))["__typename"] == "InvalidInput"
        assert ADDRESS not in await everything_as_text()
    log = capsys.readouterr().err
    assert ADDRESS not in log
    assert "127.0.0.1" not in log.replace("http://127.0.0.1", "")


async def test_a_resend_is_known_by_its_redacted_body(shared_database_url: str, tmp_path: Path) -> None:
    async with running(make_settings(shared_database_url, tmp_path)) as service:
        key = str(uuid4())
        assert (await service.submit(message=text("message"), submissionKey=key))["status"] == "SAVED"
        assert (await service.submit(message=text("message"), submissionKey=key))["status"] == "DUPLICATE"


async def test_placeholders_may_make_a_text_longer_than_its_limit(shared_database_url: str, tmp_path: Path) -> None:
    words = ("a@b.co " * 715)[:5_000]
    async with running(make_settings(shared_database_url, tmp_path)) as service:
        assert (await service.submit(message=words))["status"] == "SAVED"
        changes = {"question": words, "answer": words, "explanation": words}
        given = rating()
        assert (await service.submit(**given | {"answer": given["answer"] | changes}))["status"] == "SAVED"


async def test_the_largest_submission_holds_the_others_up_for_a_moment_at_most(service: Service) -> None:
    long = ("Call +49 171 2345678 or a.b@example.org at 203.0.113.7. " * 100)[:5_000]
    given = rating()
    given["answer"] |= {"question": long, "answer": long, "explanation": long}
    given["answer"]["sources"] = [{"title": EMAIL, "excerpt": long}] * 20
    began = time.process_time()
    assert (await service.submit(**given | {"message": long}))["status"] == "SAVED"
    assert time.process_time() - began < 2
