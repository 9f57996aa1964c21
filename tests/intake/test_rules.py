"""Every rule of every field: what is refused, told by path and code, and what is just allowed."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from graphql_api.settings import DEFAULT_TAGS
from tests.client import Service
from tests.rows import is_nothing_stored

pytestmark = pytest.mark.asyncio(loop_scope="module")

MARKER = "Qx7marker"
NOW = datetime.now(UTC)
ANSWER: dict[str, Any] = {
    "messageId": "6f2b8d0e-5a3c-4f4e-9d8a-0c1b2a394857",
    "question": "How do I export?",
    "answer": "Press the button.",
    "rating": "DOWN",
}


def rating(**changes: Any) -> dict[str, Any]:
    return {"answer": ANSWER | changes}


def nested(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = {MARKER: value}
    return value


def sized(octets: int) -> dict[str, str]:
    """A client state that is as many bytes of JSON."""
    return {"a": "x" * (octets - len('{"a":""}'))}


LONG_URL = "https://example.org/" + "a" * 2_028
BROKEN: list[tuple[dict[str, Any], list[str], str]] = [
    ({"sessionId": ""}, ["sessionId"], "REQUIRED"),
    ({"sessionId": " \t\n "}, ["sessionId"], "REQUIRED"),
    ({"sessionId": "\x00"}, ["sessionId"], "REQUIRED"),
    ({"sessionId": MARKER.ljust(201, "x")}, ["sessionId"], "TOO_LONG"),
    ({"sessionId": f"{MARKER} two"}, ["sessionId"], "INVALID_CHARACTERS"),
    ({"sessionId": f"{MARKER}\x07"}, ["sessionId"], "INVALID_CHARACTERS"),
    ({"sessionId": f"{MARKER}\u200b"}, ["sessionId"], "INVALID_CHARACTERS"),
    ({"sessionId": f"{MARKER}@example.org"}, ["sessionId"], "PERSONAL_DATA"),
    ({"message": None}, ["message"], "REQUIRED"),
    ({"message": ""}, ["message"], "REQUIRED"),
    ({"message": " \n\x00 "}, ["message"], "REQUIRED"),
    ({"message": MARKER.ljust(5_001, "x")}, ["message"], "TOO_LONG"),
    ({"message": MARKER + "🎉" * 4_992}, ["message"], "TOO_LONG"),
    ({"tags": [MARKER]}, ["tags", "0"], "UNKNOWN_TAG"),
    ({"tags": ["web", MARKER]}, ["tags", "1"], "UNKNOWN_TAG"),
    ({"tags": ["Web"]}, ["tags", "0"], "UNKNOWN_TAG"),
    ({"tags": [f"{MARKER}{number}" for number in range(10_000)]}, ["tags"], "TOO_MANY"),
    ({"tags": ["web"] * 10_000}, ["tags"], "TOO_MANY"),
    ({"page": {"url": f"ftp://example.org/{MARKER}"}}, ["page", "url"], "INVALID_URL"),
    ({"page": {"url": f"/{MARKER}"}}, ["page", "url"], "INVALID_URL"),
    ({"page": {"url": f"javascript:{MARKER}"}}, ["page", "url"], "INVALID_URL"),
    ({"page": {"url": f"https://[{MARKER}"}}, ["page", "url"], "INVALID_URL"),
    ({"page": {"url": f"https:///{MARKER}"}}, ["page", "url"], "INVALID_URL"),
    ({"page": {"url": LONG_URL + "a"}}, ["page", "url"], "TOO_LONG"),
    ({"page": {"browser": MARKER.ljust(201, "x")}}, ["page", "browser"], "TOO_LONG"),
    ({"page": {"os": MARKER.ljust(201, "x")}}, ["page", "os"], "TOO_LONG"),
    ({"page": {"screenResolution": MARKER.ljust(201, "x")}}, ["page", "screenResolution"], "TOO_LONG"),
    ({"page": {"viewportSize": MARKER.ljust(201, "x")}}, ["page", "viewportSize"], "TOO_LONG"),
    ({"apiState": MARKER}, ["apiState"], "NOT_AN_OBJECT"),
    ({"apiState": [MARKER]}, ["apiState"], "NOT_AN_OBJECT"),
    ({"apiState": 7}, ["apiState"], "NOT_AN_OBJECT"),
    ({"apiState": True}, ["apiState"], "NOT_AN_OBJECT"),
    ({"apiState": nested(6)}, ["apiState"], "TOO_DEEP"),
    ({"apiState": nested(50)}, ["apiState"], "TOO_DEEP"),
    ({"apiState": {"a": [[[[[MARKER]]]]]}}, ["apiState"], "TOO_DEEP"),
    ({"apiState": sized(16 * 1024 + 1)}, ["apiState"], "TOO_LARGE"),
    ({"occurredAt": (NOW + timedelta(days=1, hours=1)).isoformat()}, ["occurredAt"], "IN_THE_FUTURE"),
    ({"occurredAt": "9999-12-31T23:59:59.999999-14:00"}, ["occurredAt"], "IN_THE_FUTURE"),
    ({"occurredAt": "1999-12-31T23:59:59Z"}, ["occurredAt"], "TOO_EARLY"),
    ({"occurredAt": "0001-01-01T00:00:00+14:00"}, ["occurredAt"], "TOO_EARLY"),
    (rating(question=" "), ["answer", "question"], "REQUIRED"),
    (rating(question=MARKER.ljust(5_001, "x")), ["answer", "question"], "TOO_LONG"),
    (rating(answer=""), ["answer", "answer"], "REQUIRED"),
    (rating(answer=MARKER.ljust(5_001, "x")), ["answer", "answer"], "TOO_LONG"),
    (rating(explanation=MARKER.ljust(5_001, "x")), ["answer", "explanation"], "TOO_LONG"),
    (rating(conversationId=MARKER.ljust(201, "x")), ["answer", "conversationId"], "TOO_LONG"),
    (rating(responseTimeSeconds=-0.1), ["answer", "responseTimeSeconds"], "OUT_OF_RANGE"),
    (rating(responseTimeSeconds=86_400.1), ["answer", "responseTimeSeconds"], "OUT_OF_RANGE"),
    (rating(tokenCount=-1), ["answer", "tokenCount"], "OUT_OF_RANGE"),
    (rating(tokenCount=10_000_001), ["answer", "tokenCount"], "OUT_OF_RANGE"),
    (rating(sources=[{"title": MARKER}] * 21), ["answer", "sources"], "TOO_MANY"),
    (rating(sources=[{"title": ""}]), ["answer", "sources", "0", "title"], "REQUIRED"),
    (
        rating(sources=[{"title": "t"}, {"title": MARKER.ljust(201, "x")}]),
        ["answer", "sources", "1", "title"],
        "TOO_LONG",
    ),
    (rating(sources=[{"title": "t", "url": f"mailto:{MARKER}"}]), ["answer", "sources", "0", "url"], "INVALID_URL"),
    (
        rating(sources=[{"title": "t", "excerpt": MARKER.ljust(5_001, "x")}]),
        ["answer", "sources", "0", "excerpt"],
        "TOO_LONG",
    ),
    (rating() | {"message": MARKER.ljust(5_001, "x")}, ["message"], "TOO_LONG"),
]
ALLOWED: list[dict[str, Any]] = [
    {"sessionId": "x"},
    {"sessionId": "x" * 200},
    {"sessionId": " padded "},
    {"sessionId": "sitzung-é-中文-🎉"},
    {"message": "x" * 5_000},
    {"message": "🎉" * 5_000},
    {"message": "e\u0301" * 5_000},
    {"message": "  " + "x" * 5_000 + "\n"},
    {"message": "x" * 5_000 + "\x00" * 10},
    {"tags": DEFAULT_TAGS.split(",")},
    {"tags": ["web", "web"]},
    {"tags": []},
    {"tags": None},
    {"page": {"url": LONG_URL}},
    {"page": {"url": "HTTP://example.org"}},
    {"page": {"url": "https://bücher.example:8443/a?b=c#d"}},
    {"page": {"browser": "x" * 200, "os": None, "screenResolution": "", "viewportSize": "1280x720"}},
    {"page": {}},
    {"page": None},
    {"apiState": nested(5)},
    {"apiState": sized(16 * 1024)},
    {"apiState": {}},
    {"apiState": None},
    {"apiState": {"max": 2**63 - 1, "min": -(2**63), "float": 1.5e300, "null": None, "bool": False, "list": []}},
    {"occurredAt": (NOW + timedelta(hours=23)).isoformat()},
    {"occurredAt": "2000-01-01T00:00:00Z"},
    {"occurredAt": "2026-11-20T09:30:00"},
    {"occurredAt": "2026-11-20T09:30:00.123456+05:45"},
    {"category": "FEATURE_REQUEST"},
    rating() | {"message": None},
    rating(question="x" * 5_000, answer="x" * 5_000, explanation="x" * 5_000),
    rating(responseTimeSeconds=0, tokenCount=0),
    rating(responseTimeSeconds=86_400, tokenCount=10_000_000, conversationId="x" * 200),
    rating(sources=[{"title": "x" * 200, "url": LONG_URL, "excerpt": "x" * 5_000}] * 20),
    rating(sources=[], issues=[]),
    rating(sources=None, issues=None),
    rating(issues=["OTHER", "OTHER", "INCORRECT"]),
]


@pytest.mark.parametrize(("changes", "path", "code"), BROKEN, ids=[f"{'.'.join(p)}-{c}" for _, p, c in BROKEN])
async def test_a_broken_rule_is_told_by_path_and_code_without_the_value_and_nothing_is_stored(
    emptied_service: Service, changes: dict[str, Any], path: list[str], code: str
) -> None:
    result = await emptied_service.submit(**changes)
    assert result["__typename"] == "InvalidInput"
    assert [(field["path"], field["code"]) for field in result["fields"]] == [(path, code)]
    assert result["fields"][0]["message"].startswith(("Must ", "Was "))
    assert MARKER not in json.dumps(result)
    assert await is_nothing_stored()


@pytest.mark.parametrize("changes", ALLOWED, ids=[str(number) for number in range(len(ALLOWED))])
async def test_what_is_just_allowed_is_stored(emptied_service: Service, changes: dict[str, Any]) -> None:
    assert (await emptied_service.submit(**changes)).get("status") == "SAVED"


async def test_all_broken_rules_come_back_at_once_in_the_inputs_order(emptied_service: Service) -> None:
    result = await emptied_service.submit(
        sessionId="",
        message="x" * 5_001,
        tags=["a", "web", "b"],
        page={"url": "x", "browser": "x" * 201},
        apiState=[],
        occurredAt="1999-01-01",
        answer=ANSWER | {"question": "", "tokenCount": -1, "sources": [{"title": "", "url": "x"}]},
    )
    assert [(".".join(field["path"]), field["code"]) for field in result["fields"]] == [
        ("sessionId", "REQUIRED"),
        ("message", "TOO_LONG"),
        ("tags.0", "UNKNOWN_TAG"),
        ("tags.2", "UNKNOWN_TAG"),
        ("page.url", "INVALID_URL"),
        ("page.browser", "TOO_LONG"),
        ("apiState", "NOT_AN_OBJECT"),
        ("occurredAt", "TOO_EARLY"),
        ("answer.question", "REQUIRED"),
        ("answer.sources.0.title", "REQUIRED"),
        ("answer.sources.0.url", "INVALID_URL"),
        ("answer.tokenCount", "OUT_OF_RANGE"),
    ]
    assert result["message"] == "12 fields need another value."
    assert await is_nothing_stored()


async def test_one_field_may_break_several_rules(emptied_service: Service) -> None:
    result = await emptied_service.submit(sessionId="a b@example.org" + "x" * 200)
    assert [field["code"] for field in result["fields"]] == ["TOO_LONG", "INVALID_CHARACTERS", "PERSONAL_DATA"]


LITERALS = [
    ("{a: " + "9" * 5_000 + "}", "INVALID_NUMBER"),
    ("{a: -" + "9" * 30 + "}", "INVALID_NUMBER"),
    ("{a: 1e400}", "INVALID_NUMBER"),
    ("{a: {b: [1e400]}}", "INVALID_NUMBER"),
    ("{a: " * 6 + "1" + "}" * 6, "TOO_DEEP"),
    ("{a: " * 50 + "1" + "}" * 50, "TOO_DEEP"),
    ('"text"', "NOT_AN_OBJECT"),
    ("[1]", "NOT_AN_OBJECT"),
    ("WORD", "NOT_AN_OBJECT"),
]


@pytest.mark.parametrize(("literal", "code"), LITERALS, ids=[literal[:20] for literal, _ in LITERALS])
async def test_a_client_state_in_the_document_is_held_to_the_same_rules(
    emptied_service: Service, literal: str, code: str
) -> None:
    reply = await emptied_service.ask(
        f'mutation {{ submitFeedback(input: {{sessionId: "s", message: "m", apiState: {literal}}}) '
        "{ ... on InvalidInput { fields { path code } } } }"
    )
    assert reply.data["submitFeedback"] == {"fields": [{"path": ["apiState"], "code": code}]}
    assert await is_nothing_stored()
