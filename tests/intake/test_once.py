"""Sending twice is the same as sending once, also all at the same time."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from graphql_api.postgres.connect import fetch
from tests.client import ADMIN, SUBMIT, VISITOR, Service
from tests.rows import count, is_nothing_stored

pytestmark = pytest.mark.asyncio(loop_scope="module")


def report(key: str | None = None, **changes: Any) -> dict[str, Any]:
    return VISITOR | ({"submissionKey": key} if key else {}) | changes


def answer(message_id: str | None = None, rating: str = "UP", **changes: Any) -> dict[str, Any]:
    return {"messageId": message_id or str(uuid4()), "question": "Why?", "answer": "So.", "rating": rating} | changes


KEY_REUSED = [{"path": ["submissionKey"], "code": "KEY_REUSED"}]


def broken(result: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"path": field["path"], "code": field["code"]} for field in result["fields"]]


async def test_the_same_key_again_answers_duplicate_with_the_first_id(emptied_service: Service) -> None:
    key = str(uuid4())
    first = await emptied_service.submit(**report(key))
    again = await emptied_service.submit(**report(key))
    assert (first["status"], again["status"]) == ("SAVED", "DUPLICATE")
    assert (first["id"], first["submissionKey"]) == (again["id"], again["submissionKey"])
    assert (await count("feedback"), await count("pgqueuer")) == (1, 1)
    assert [row["feedback_count"] for row in await fetch("SELECT * FROM session")] == [1]


async def test_a_key_in_another_spelling_is_the_same_key(emptied_service: Service) -> None:
    key = uuid4()
    assert (await emptied_service.submit(**report(str(key))))["status"] == "SAVED"
    for spelling in (key.hex, str(key).upper(), f"{{{key}}}", key.urn):
        assert (await emptied_service.submit(**report(spelling)))["status"] == "DUPLICATE"


async def test_a_duplicate_shows_nothing_of_what_was_stored(emptied_service: Service) -> None:
    document = """
    mutation ($input: SubmitFeedbackInput!) {
      submitFeedback(input: $input) { ... on SubmitFeedbackSuccess { status feedback { message } } }
    }
    """
    key = str(uuid4())
    await emptied_service.ask(document, input=report(key))
    reply = await emptied_service.ask(document, input=report(key))
    assert reply.data["submitFeedback"] == {"status": "DUPLICATE", "feedback": None}


async def test_one_key_sent_50_times_at_once_is_saved_once(emptied_service: Service) -> None:
    key = str(uuid4())
    results = await asyncio.gather(*(emptied_service.submit(**report(key)) for _ in range(50)))
    assert sorted(result["status"] for result in results) == ["DUPLICATE"] * 49 + ["SAVED"]
    assert len({result["id"] for result in results}) == 1
    assert (await count("feedback"), await count("session"), await count("pgqueuer")) == (1, 1, 1)
    assert [row["feedback_count"] for row in await fetch("SELECT * FROM session")] == [1]


async def test_200_submissions_at_once_are_counted_right_in_10_sessions(emptied_service: Service) -> None:
    results = await asyncio.gather(
        *(emptied_service.submit(sessionId=f"session-{number % 10}", message=f"m {number}") for number in range(200))
    )
    assert {result["status"] for result in results} == {"SAVED"}
    assert len({result["id"] for result in results}) == 200
    sessions = await fetch("SELECT * FROM session")
    assert [row["feedback_count"] for row in sessions] == [20] * 10
    assert (await count("feedback"), await count("pgqueuer")) == (200, 200)
    for session in sessions:
        (span,) = await fetch(
            "SELECT min(created_at) AS first, max(created_at) AS last FROM feedback WHERE session_id = $1",
            session["id"],
        )
        assert (session["first_seen_at"], session["last_seen_at"]) == (span["first"], span["last"])


async def test_without_a_key_every_try_is_a_submission_of_its_own(emptied_service: Service) -> None:
    receipts = [await emptied_service.submit() for _ in range(2)]
    assert [receipt["status"] for receipt in receipts] == ["SAVED", "SAVED"]
    assert receipts[0]["submissionKey"] != receipts[1]["submissionKey"]
    again = await emptied_service.submit(submissionKey=receipts[0]["submissionKey"])
    assert (again["status"], again["id"]) == ("DUPLICATE", receipts[0]["id"])


@pytest.mark.parametrize(
    "other",
    [
        {"message": "Something else."},
        {"sessionId": "session-2"},
        {"category": "BUG"},
        {"tags": ["web"]},
        {"page": {}},
        {"apiState": {"a": 1}},
        {"occurredAt": "2026-11-20T09:30:00Z"},
        {"answer": answer()},
    ],
    ids=lambda other: next(iter(other)),
)
async def test_the_same_key_with_another_body_is_refused(emptied_service: Service, other: dict[str, Any]) -> None:
    key = str(uuid4())
    await emptied_service.submit(**report(key))
    assert broken(await emptied_service.submit(**report(key, **other))) == KEY_REUSED
    assert (await count("feedback"), await count("answer_rating"), await count("pgqueuer")) == (1, 0, 1)


async def test_of_two_bodies_under_one_key_at_once_one_is_saved_and_one_refused(emptied_service: Service) -> None:
    key = str(uuid4())
    results = await asyncio.gather(
        *(emptied_service.submit(**report(key, message=f"m {number % 2}")) for number in range(10))
    )
    kinds = sorted(result.get("status", result["__typename"]) for result in results)
    assert kinds == ["DUPLICATE"] * 4 + ["InvalidInput"] * 5 + ["SAVED"]
    assert await count("feedback") == 1


async def test_one_body_written_in_two_ways_is_one_body(emptied_service: Service) -> None:
    key = str(uuid4())
    await emptied_service.submit(
        **report(key, message="caf\u00e9", apiState={"a": 1, "b": 2}, occurredAt="2026-11-20T09:30:00Z")
    )
    again = await emptied_service.submit(
        **report(key, message=" cafe\u0301\x00 ", apiState={"b": 2, "a": 1}, occurredAt="2026-11-20T10:30:00+01:00")
    )
    assert again["status"] == "DUPLICATE"


async def test_a_key_of_a_changed_rating_is_used_up_too(emptied_service: Service) -> None:
    message_id, key = str(uuid4()), str(uuid4())
    await emptied_service.submit(**report(answer=answer(message_id, "UP")))
    assert (await emptied_service.submit(**report(key, answer=answer(message_id, "DOWN"))))["status"] == "SAVED"
    assert broken(await emptied_service.submit(**report(key))) == KEY_REUSED
    assert broken(await emptied_service.submit(**report(key, answer=answer(message_id, "UP")))) == KEY_REUSED
    assert broken(await emptied_service.submit(**report(key, answer=answer()))) == KEY_REUSED
    assert await count("feedback") == 1


async def test_a_rating_under_the_key_of_a_report_is_refused(emptied_service: Service) -> None:
    message_id, key = str(uuid4()), str(uuid4())
    await emptied_service.submit(**report(key))
    await emptied_service.submit(**report(answer=answer(message_id)))
    assert broken(await emptied_service.submit(**report(key, answer=answer(message_id, "DOWN")))) == KEY_REUSED
    assert [row["rating"] for row in await fetch("SELECT rating FROM answer_rating")] == ["UP"]


async def test_what_is_refused_uses_up_no_key(emptied_service: Service) -> None:
    key = str(uuid4())
    assert (await emptied_service.submit(**report(key, message="")))["__typename"] == "InvalidInput"
    assert await is_nothing_stored()
    assert (await emptied_service.submit(**report(key)))["status"] == "SAVED"


async def test_several_submissions_in_one_request_are_settled_one_by_one(emptied_service: Service) -> None:
    fields = " ".join(f"s{number}: submitFeedback(input: $i{number % 2}) {{ ...R }}" for number in range(6))
    document = (
        f"mutation ($i0: SubmitFeedbackInput!, $i1: SubmitFeedbackInput!) {{ {fields} }}"
        "fragment R on SubmitFeedbackSuccess { status id }"
    )
    reply = await emptied_service.ask(document, i0=report(str(uuid4())), i1=report(str(uuid4())))
    assert [reply.data[f"s{number}"]["status"] for number in range(6)] == ["SAVED"] * 2 + ["DUPLICATE"] * 4
    assert await count("feedback") == 2


async def test_ids_come_from_the_key_and_a_secret(
    emptied_service: Service,
) -> None:
    key = str(uuid4())
    receipt = await emptied_service.submit(**report(key))
    assert UUID(receipt["id"]).version == 8
    assert receipt["id"] != key
    reply = await emptied_service.ask(
        "query ($id: ID!) { feedback(id: $id) { submissionKey } }", ADMIN, id=receipt["id"]
    )
    assert reply.data == {"feedback": {"submissionKey": key}}


async def test_a_submission_is_asked_for_by_the_name_submit(emptied_service: Service) -> None:
    reply = await emptied_service.post(
        json={"query": SUBMIT, "operationName": "Submit", "variables": {"input": VISITOR}}
    )
    assert reply.data["submitFeedback"]["status"] == "SAVED"
