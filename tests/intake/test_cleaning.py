"""What PostgreSQL refuses is taken out of texts, wherever it stands; the rest is stored as it was sent."""

import json
from typing import Any

import orjson
import pytest

from graphql_api.postgres.connect import fetch
from tests.client import SUBMIT, Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUL, HIGH, LOW = "\x00", "\ud83d", "\ude00"
JUNK = f"{NUL}{HIGH}"


async def stored(service: Service, given: dict[str, Any]) -> tuple[Any, Any]:
    """Submit as a browser would, lone surrogates and all; the feedback's row and its answer's."""
    body = json.dumps({"query": SUBMIT, "variables": {"input": given}}).encode()
    reply = await service.post(data=body, headers={"Content-Type": "application/json"})
    result = reply.data["submitFeedback"]
    assert result.get("status") == "SAVED", result
    (feedback,) = await fetch("SELECT * FROM feedback WHERE id = $1", result["id"])
    answers = await fetch("SELECT * FROM answer_rating WHERE feedback_id = $1", result["id"])
    return feedback, answers[0] if answers else None


async def test_nul_and_lone_surrogates_are_taken_out_of_every_text(emptied_service: Service) -> None:
    feedback, answer = await stored(
        emptied_service,
        {
            "sessionId": f"se{JUNK}ssion",
            "message": f"{LOW}It {JUNK}broke{HIGH}",
            "tags": [f"we{JUNK}b"],
            "page": {"url": f"https://example.org/{JUNK}a", "browser": f"Fire{JUNK}fox", "os": f"Li{NUL}nux"},
            "apiState": {f"k{JUNK}ey": [f"v{JUNK}alue", {f"{NUL}n": 1}]},
            "answer": {
                "messageId": "6f2b8d0e-5a3c-4f4e-9d8a-0c1b2a394857",
                "question": f"Wh{JUNK}y?",
                "answer": f"Be{JUNK}cause.",
                "rating": "DOWN",
                "conversationId": f"c{JUNK}1",
                "explanation": f"N{JUNK}o.",
                "sources": [{"title": f"T{JUNK}1", "url": f"https://example.org/{NUL}b", "excerpt": f"E{JUNK}1"}],
            },
        },
    )
    assert (feedback["session_id"], feedback["message"], feedback["tags"]) == ("session", "It broke", ["web"])
    page = orjson.loads(feedback["page"])
    assert (page["url"], page["browser"], page["os"]) == ("https://example.org/a", "Firefox", "Linux")
    assert orjson.loads(feedback["api_state"]) == {"key": ["value", {"n": 1}]}
    assert [answer[name] for name in ("question", "answer", "conversation_id", "explanation")] == [
        "Why?",
        "Because.",
        "c1",
        "No.",
    ]
    assert orjson.loads(answer["sources"]) == [{"title": "T1", "url": "https://example.org/b", "excerpt": "E1"}]


async def test_emoji_and_all_scripts_are_kept(emptied_service: Service) -> None:
    words = "Prima 👩🏽‍💻🎉 — 導出按鈕壞了, кнопка, كسر, \u200f\u200bzero-width"
    feedback, _ = await stored(emptied_service, {"sessionId": "s-🎉", "message": words, "apiState": {"😀": "👍"}})
    assert (feedback["message"], feedback["session_id"]) == (words, "s-🎉")
    assert orjson.loads(feedback["api_state"]) == {"😀": "👍"}


async def test_whole_surrogate_pairs_are_characters(emptied_service: Service) -> None:
    feedback, _ = await stored(emptied_service, {"sessionId": "s", "message": f"{HIGH}{LOW} {LOW}{HIGH}ok"})
    assert feedback["message"] == "😀 ok"


async def test_texts_are_stored_composed_and_trimmed(emptied_service: Service) -> None:
    feedback, _ = await stored(emptied_service, {"sessionId": " s\t", "message": "\n caf\u0065\u0301 \u00a0"})
    assert (feedback["session_id"], feedback["message"]) == ("s", "café")


async def test_inner_line_breaks_and_tabs_are_kept(emptied_service: Service) -> None:
    feedback, _ = await stored(emptied_service, {"sessionId": "s", "message": "one\r\n\ttwo\n\nthree"})
    assert feedback["message"] == "one\r\n\ttwo\n\nthree"


async def test_client_keys_that_become_the_same_are_both_kept(emptied_service: Service) -> None:
    feedback, _ = await stored(emptied_service, {"sessionId": "s", "message": "m", "apiState": {"a": 1, f"a{NUL}": 2}})
    assert sorted(orjson.loads(feedback["api_state"]).values()) == [1, 2]


async def test_moments_are_stored_in_utc_and_taken_for_utc_without_a_zone(emptied_service: Service) -> None:
    for given, kept in (
        ("2026-11-20T09:30:00+05:45", "2026-11-20T03:45:00+00:00"),
        ("2026-11-20T09:30:00", "2026-11-20T09:30:00+00:00"),
        ("2026-11-20", "2026-11-20T00:00:00+00:00"),
    ):
        feedback, _ = await stored(emptied_service, {"sessionId": "s", "message": "m", "occurredAt": given})
        assert feedback["occurred_at"].isoformat() == kept


async def test_fields_left_out_are_stored_as_absent(emptied_service: Service) -> None:
    feedback, answer = await stored(emptied_service, {"sessionId": "s", "message": "m"})
    absent = ("page", "api_state", "occurred_at", "admin_notes")
    assert [feedback[name] for name in absent] == [None] * 4
    assert (feedback["tags"], feedback["category"], feedback["is_read"], answer) == ([], "GENERAL", False, None)
