"""No message repeats a value that was sent, whatever is wrong with it, as variable or in the document."""

import json
from typing import Any

import pytest

from graphql_api.http.messages import LONGEST, without_values
from tests.client import ADMIN, SUBMIT, VISITOR, Service
from tests.rows import is_nothing_stored

pytestmark = pytest.mark.asyncio(loop_scope="module")

MARKER = "Qx7marker"
NUMBER = 4111111111111111
ANSWER: dict[str, Any] = {
    "messageId": "6f2b8d0e-5a3c-4f4e-9d8a-0c1b2a394857",
    "question": "q",
    "answer": "a",
    "rating": "UP",
}
OBJECT = {"a": MARKER}

WRONG_INPUTS: list[dict[str, Any]] = [
    *({"submissionKey": value} for value in (MARKER, NUMBER, [MARKER], OBJECT, True)),
    *({"sessionId": value} for value in (NUMBER, 41.11111, [MARKER], OBJECT, None)),
    *({"category": value} for value in (MARKER, NUMBER, [MARKER], f"x' does not exist in '{MARKER}' enum")),
    *({"message": value} for value in (NUMBER, [MARKER], OBJECT, True)),
    *({"tags": value} for value in (NUMBER, [NUMBER], [[MARKER]], OBJECT, [None, OBJECT])),
    *({"page": value} for value in (MARKER, [MARKER], OBJECT, {"url": OBJECT}, {"browser": [MARKER]})),
    *({"occurredAt": value} for value in (MARKER, NUMBER, OBJECT, f"2026-13-45 {MARKER}", "2026-06-30T23:59:60Z")),
    *({"answer": value} for value in (MARKER, OBJECT, [[MARKER]], {"messageId": MARKER})),
    *({"answer": ANSWER | {"messageId": value}} for value in (MARKER, NUMBER)),
    *({"answer": ANSWER | {"rating": value}} for value in (MARKER, NUMBER, OBJECT)),
    *({"answer": ANSWER | {"tokenCount": value}} for value in (MARKER, NUMBER, 4.111111, [MARKER], int("4" * 4_000))),
    *({"answer": ANSWER | {"responseTimeSeconds": value}} for value in (MARKER, OBJECT, True)),
    *({"answer": ANSWER | {"issues": value}} for value in (MARKER, [MARKER], [NUMBER])),
    *({"answer": ANSWER | {"sources": value}} for value in (MARKER, [OBJECT], [{"title": OBJECT}])),
    {MARKER: MARKER},
]
WRONG_KEYS = [f"{MARKER}\nfound: x", f"', found: {MARKER}", f"{MARKER}'. Found", MARKER * 100]

WRONG_DOCUMENTS = [
    f'{{ feedback(id: "x" {MARKER}: 1) {{ id }} }}'.replace(MARKER, "unknown"),
    f'{{ feedbacks(first: "{MARKER}") {{ totalCount }} }}',
    f"{{ feedbacks(first: {NUMBER}) {{ totalCount }} }}",
    "{ feedbacks(first: " + "4111" * 1_250 + ") { totalCount } }",
    f'{{ feedbacks(filter: {{isRead: "{MARKER}"}}) {{ totalCount }} }}',
    f'{{ feedbacks(filter: {{createdAt: {{from: "{MARKER}"}}}}) {{ totalCount }} }}',
    f'{{ feedbacks(filter: "{MARKER}") {{ totalCount }} }}',
    f'{{ feedbacks(orderBy: "{MARKER}") {{ totalCount }} }}',
    f"{{ feedbacks(orderBy: {MARKER}) {{ totalCount }} }}",
    f'{{ feedbacks(after: "{MARKER}") {{ totalCount }} }}',
    f'query ($n: Int = "{MARKER}") {{ feedbacks(first: $n) {{ totalCount }} }}',
    f'{{ viewer {{ name @include(if: "{MARKER}") }} }}',
    f'{{ a: feedback(id: "{MARKER}1") {{ id }} a: feedback(id: "{MARKER}2") {{ id }} }}',
    f'{{ "{MARKER}" }}',
    f'"{MARKER}"',
    f'{{ viewer(x: "{MARKER} ) }}',
    f'{{ viewer(x: """{MARKER} ) }}',
    f'{{ viewer(x: "\\u{MARKER}") }}',
    f'{{ viewer(x: "\\q{MARKER}") }}',
    f'query ($x: Int = $y, $z: String = "{MARKER}") {{ viewer {{ name }} }}',
    f'{{ viewer {{ name }} }} "{MARKER}" fragment F on Viewer {{ name }}',
]


def literal(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {literal(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return value if value in {"UP", "DOWN"} else json.dumps(value)


def echoes(body: Any) -> bool:
    text = json.dumps(body)
    return MARKER in text or "4111" in text or "444444" in text


@pytest.mark.parametrize("wrong", WRONG_INPUTS, ids=repr)
async def test_a_wrong_type_in_the_variables_is_refused_without_its_value(
    shared_service: Service, wrong: dict[str, Any]
) -> None:
    reply = await shared_service.ask(SUBMIT, input=VISITOR | wrong)
    assert (reply.status, set(reply.codes)) == (400, {"BAD_REQUEST"})
    assert not echoes(reply.body)
    assert await is_nothing_stored()


@pytest.mark.parametrize("wrong", [each for each in WRONG_INPUTS if MARKER not in each], ids=repr)
async def test_a_wrong_type_in_the_document_is_refused_without_its_value(
    shared_service: Service, wrong: dict[str, Any]
) -> None:
    document = f"mutation {{ submitFeedback(input: {literal(VISITOR | wrong)}) {{ __typename }} }}"
    reply = await shared_service.ask(document)
    assert (reply.status, set(reply.codes)) == (400, {"BAD_REQUEST"})
    assert not echoes(reply.body)
    assert await is_nothing_stored()


@pytest.mark.parametrize("key", WRONG_KEYS, ids=range(4))
async def test_an_unknown_key_in_the_variables_is_refused_without_its_name(shared_service: Service, key: str) -> None:
    reply = await shared_service.ask(SUBMIT, input=VISITOR | {key: "x"})
    assert (reply.status, set(reply.codes)) == (400, {"BAD_REQUEST"})
    assert not echoes(reply.body)


@pytest.mark.parametrize("document", WRONG_DOCUMENTS)
async def test_a_wrong_document_is_refused_without_its_values(shared_service: Service, document: str) -> None:
    reply = await shared_service.ask(document, ADMIN)
    assert (reply.status, set(reply.codes)) == (400, {"BAD_REQUEST"})
    assert not echoes(reply.body)


@pytest.mark.parametrize(
    ("type_", "field"),
    [
        ("Int", "feedbacks(first: $v) { totalCount }"),
        ("String", "feedbacks(after: $v) { totalCount }"),
        ("ID!", "feedback(id: $v) { id }"),
        ("FeedbackOrder", "feedbacks(orderBy: $v) { totalCount }"),
        ("FeedbackFilter", "feedbacks(filter: $v) { totalCount }"),
        ("[FeedbackCategory!]", "feedbacks(filter: {categories: $v}) { totalCount }"),
        ("Boolean", "feedbacks(filter: {isRead: $v}) { totalCount }"),
        ("DateTime", "feedbacks(filter: {createdAt: {from: $v}}) { totalCount }"),
        ("DateTimeRange", "feedbacks(filter: {createdAt: $v}) { totalCount }"),
        ("UUID", "feedbacks(after: $v) { totalCount }"),
    ],
)
async def test_no_variable_of_any_type_is_repeated(shared_service: Service, type_: str, field: str) -> None:
    for value in ([OBJECT], OBJECT, [[MARKER]], {"isRead": MARKER, "createdAt": {"from": MARKER}}):
        reply = await shared_service.ask(f"query ($v: {type_}) {{ {field} }}", ADMIN, v=value)
        assert (reply.status, set(reply.codes)) == (400, {"BAD_REQUEST"})
        assert not echoes(reply.body)


async def test_messages_say_what_would_be_right(shared_service: Service) -> None:
    wrong = {"submissionKey": MARKER, "category": MARKER, "page": MARKER, "tags": [1], "occurredAt": 1}
    reply = await shared_service.ask(SUBMIT, input=VISITOR | wrong)
    told = {error["message"].split(" at ")[1] for error in reply.body["errors"]}
    assert told >= {
        ".category: Expected a value of the enum 'FeedbackCategory'.",
        ".tags[0]: Expected a value of type 'String'.",
        ".page: Expected value of type 'PageInput' to be an object.",
    }


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("Cannot query field 'a' on type 'B'.", "Cannot query field 'a' on type 'B'."),
        ("Cannot query field 'a' on type 'B'. Did you mean 'secret'?", "Cannot query field 'a' on type 'B'."),
        (
            "Variable '$v' has invalid value at .a.b[0].c: Expected value of non-null type 'Int!' not to be None.",
            "Variable '$v' has invalid value at .a.b[0].c: Expected a value of type 'Int!', not null.",
        ),
        (
            "Expected value of type 'A' to include required field 'b', found: {'c': 'words'}.",
            "Expected value of type 'A' to include required field 'b'.",
        ),
        ("Syntax Error: Expected ':', found String 'words'.", "Syntax Error: Expected."),
        ("Syntax Error: Unterminated string.", "Syntax Error: Unterminated string."),
        ("Unknown fragment 'F'.", "Unknown fragment 'F'."),
        ("\ud800" + "x" * 1_000, "?" + "x" * (LONGEST - 1)),
    ],
)
async def test_what_is_shown_of_a_message(message: str, shown: str) -> None:
    assert without_values(message) == shown
