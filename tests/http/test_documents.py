"""Documents made to cost: each is refused with a reason, in little time, and nothing of it runs."""

import contextlib
import json
import time

import pytest
from graphql import GraphQLError, get_introspection_query

from graphql_api.http.document import read_document
from graphql_api.schema import schema
from tests.client import ADMIN, SUBMIT, VISITOR, Service
from tests.rows import is_nothing_stored

pytestmark = pytest.mark.asyncio(loop_scope="module")


def submission(literal: str) -> str:
    return (
        f'mutation {{ submitFeedback(input: {{sessionId: "s", message: "m", apiState: {literal}}}) {{ __typename }} }}'
    )


def many(piece: str, number: int, before: str = "{", after: str = "}") -> str:
    return before + " ".join(piece.replace("#", str(place)) for place in range(number)) + after


# By what it is too much of: what a refusal says, a document at the limit, and one beyond.
LIMITS = {
    "characters": ("100000 code points", "#".ljust(99_980, "x") + "\n{ __typename }", "#".ljust(100_001, "x")),
    "tokens": ("1500 tokens", submission(many("1", 1_460, "[", "]")), submission(many("1", 1_500, "[", "]"))),
    "comments": ("200 comments", "#\n" * 200 + "{ __typename }", "#\n" * 201 + "{ __typename }"),
    "nesting": ("nested too deeply", submission("[" * 190 + "]" * 190), submission("[" * 201 + "]" * 201)),
    "operations": ("1 operation", "query A { __typename }", "query A { __typename } query B { __typename }"),
    "fragments": (
        "10 fragments",
        many("fragment F# on Viewer { name }", 10, "{ viewer { name } } ", ""),
        many("fragment F# on Viewer { name }", 11, "{ viewer { name } } ", ""),
    ),
    "variables": (
        "50 variables",
        many("$v#: Int", 50, "query (", ") { viewer { name } }"),
        many("$v#: Int", 51, "query (", ") { viewer { name } }"),
    ),
    "directives": (
        "5 directives",
        "query ($v: Int @b) @a { viewer @c { ...F @d } } fragment F on Viewer @e { name }",
        "query ($v: Int @b) @a { viewer @c { ...F @d } } fragment F on Viewer @e { name @f }",
    ),
    "root fields": (
        "10 root fields",
        many("viewer { name }", 10),
        "{ ...F viewer { name } } " + many("viewer { name }", 10, "fragment F on Query {"),
    ),
    "fields": (
        "250 fields",
        many("f#", 249, "{ viewer {", "}}"),
        "{ viewer {" + "...F " * 84 + "}} fragment F on Viewer { name scopes __typename }",
    ),
    "aliases": (
        "15 aliases",
        many("a#: name", 15, "{ viewer {", "}}"),
        "{ viewer {" + "...F " * 8 + "}} fragment F on Viewer { a: name b: name }",
    ),
    "levels": (
        "8 levels",
        "{ a { b { c { d { ...F } } } } } fragment F on Query { e { f { g { h } } } }",
        "{ a { b { c { d { ...F } } } } } fragment F on Query { e { f { g { h { i } } } } }",
    ),
    "fields of one name": (
        "20 fields of one name",
        many("name", 20, "{ viewer {", "}}"),
        many("name", 21, "{ viewer {", "}}"),
    ),
}
HOSTILE = {name: beyond for name, (_, _, beyond) in LIMITS.items()} | {
    "100,000 nested selections": "{a" * 100_000,
    "100,000 nested lists": "{viewer(x: " + "[" * 100_000,
    "100,000 nested objects": "{viewer(x: " + "{a: " * 100_000,
    "a client state of 100,000 lists": submission("{a: " + "[" * 100_000 + "]" * 100_000 + "}"),
    "10,000 aliases": many("a#: viewer { name }", 10_000),
    "20 submissions": many(
        'a#: submitFeedback(input: {sessionId: "s", message: "m"}) { __typename }', 20, "mutation {"
    ),
    "50,000 unused variables": many("$v#: Int", 50_000, "query (", ") { viewer { name } }"),
    "a flood of @skip": "{ viewer { name " + "@skip(if: false) " * 10_000 + "} }",
    "a flood of @defer": "{ viewer { " + "... @defer { name } " * 200 + "} }",
    "a fragment that spreads itself": "{ ...A } fragment A on Query { ...A }",
    "a cycle of fragments": "{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } "
    "fragment C on Query { ...A }",
    "fragments that double 9 times": "{ ...F0 } fragment F9 on Query { viewer { name } } "
    + " ".join(f"fragment F{place} on Query {{ ...F{place + 1} ...F{place + 1} }}" for place in range(9)),
    "fragments of one name": "{ viewer { ...A } } fragment A on Viewer { name } fragment A on Viewer { scopes }",
    "a million characters": "#" + "x" * 1_000_000 + "\n{ viewer { name } }",
    "a long name": "{" + "a" * 99_000 + "}",
    "conflicting fields": many("... on Viewer { name(x: #) }", 120, "{ viewer {", "}}"),
    "unknown input fields": many("a#: 1", 400, "mutation { submitFeedback(input: {", "}) { __typename } }"),
    "unknown values": many("WRONG", 1_400, "{ feedbacks(filter: {categories: [", "]}) { totalCount } }"),
    "no operation": "fragment A on Query { viewer { name } }",
    "comments only": "# viewer",
    "commas only": ",,,",
    "a subscription": "subscription { viewer { name } }",
    "a type": "type Query { a: Int }",
    "@defer": "{ viewer { ... @defer { name } } }",
    "@stream": "{ viewer { scopes @stream } }",
    "an unknown directive": "{ viewer { name @nothing } }",
    "a 5,000-digit argument": "{ feedbacks(first: " + "4" * 5_000 + ") { totalCount } }",
}


@pytest.mark.parametrize("name", LIMITS)
async def test_a_document_at_a_limit_is_read_and_one_beyond_is_told_which(name: str) -> None:
    told, within, beyond = LIMITS[name]
    read_document(schema._schema, within)
    with pytest.raises(GraphQLError, match=told):
        read_document(schema._schema, beyond)


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_document_gets_a_400_and_runs_nothing(shared_service: Service, name: str) -> None:
    reply = await shared_service.ask(HOSTILE[name])
    assert (reply.status, set(reply.codes)) == (400, {"BAD_REQUEST"})
    assert "data" not in reply.body
    assert len(json.dumps(reply.body)) < 6_000
    assert await is_nothing_stored()


async def test_no_hostile_document_costs_more_than_a_few_tens_of_milliseconds() -> None:
    costs = {name: min(cost(document) for _ in range(3)) for name, document in HOSTILE.items()}
    assert {name: seconds for name, seconds in costs.items() if seconds > 0.06} == {}


def cost(document: str) -> float:
    began = time.process_time()
    with contextlib.suppress(GraphQLError):
        read_document(schema._schema, document)
    return time.process_time() - began


async def test_what_an_admin_page_asks_for_is_within_the_limits(shared_service: Service) -> None:
    page = """
    query Page($first: Int, $after: String, $filter: FeedbackFilter) {
      feedbacks(first: $first, after: $after, filter: $filter, orderBy: CREATED_AT_ASC) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node {
          id submissionKey sessionId category message tags apiState occurredAt createdAt isRead isArchived adminNotes
          page { url browser os screenResolution viewportSize }
          answer { messageId question answer rating sources { title url excerpt } explanation issues }
          session { id firstSeenAt lastSeenAt feedbackCount }
          analysis { ... on Analysis { sentiment topic topics { topic score } } ... on AnalysisPending { since } }
        } }
      }
    }
    """
    assert (await shared_service.ask(page, ADMIN, first=5)).data["feedbacks"]["totalCount"] == 0


async def test_an_operation_that_the_document_lacks_is_refused(shared_service: Service) -> None:
    body = {"query": "query A { viewer { name } }", "operationName": "marker-7Q4"}
    reply = await shared_service.post(json=body)
    assert (reply.status, reply.codes) == (400, ["BAD_REQUEST"])
    assert "marker" not in json.dumps(reply.body)


@pytest.mark.parametrize("name", ["A", "", None])
async def test_the_one_operation_runs_by_its_name_or_without(shared_service: Service, name: str | None) -> None:
    body = {"query": "query A { viewer { name } }", "operationName": name}
    assert (await shared_service.post(json=body)).data == {"viewer": None}


async def test_variables_that_the_document_does_not_declare_are_left_aside(shared_service: Service) -> None:
    unused = {f"v{number}": number for number in range(50_000)}
    reply = await shared_service.post(json={"query": "{ viewer { name } }", "variables": unused})
    assert reply.data == {"viewer": None}


async def test_an_operation_name_of_any_content_harms_nothing(shared_service: Service) -> None:
    for name in ("x" * 1_000_000, "\x00", "é𝒜'\"{}"):
        reply = await shared_service.post(json={"query": "query A { viewer { name } }", "operationName": name})
        assert reply.status == 400
    half = b'{"query": "query A { viewer { name } }", "operationName": "\\ud800"}'
    reply = await shared_service.post(data=half, headers={"Content-Type": "application/json"})
    assert reply.status == 400


@pytest.mark.parametrize(
    "query",
    [
        get_introspection_query(),
        "{ __schema { types { name } } }",
        '{ a: __type(name: "Feedback") { name } }',
        "{ ...A } fragment A on Query { __schema { description } }",
    ],
)
async def test_introspection_is_refused_to_anonymous_callers(shared_service: Service, query: str) -> None:
    reply = await shared_service.ask(query)
    assert (reply.status, reply.codes) == (401, ["UNAUTHENTICATED"])
    assert "data" not in reply.body


async def test_introspection_is_open_to_admins(shared_service: Service) -> None:
    query = get_introspection_query(specified_by_url=True, input_value_deprecation=True, directive_is_repeatable=True)
    types = (await shared_service.ask_as_admin(query)).data["__schema"]["types"]
    assert "SubmitFeedbackInput" in {each["name"] for each in types}


async def test_typename_is_open_to_everyone(shared_service: Service) -> None:
    assert (await shared_service.ask("{ __typename }")).data == {"__typename": "Query"}


@pytest.mark.parametrize(
    "query",
    [
        "{ feedbackz { totalCount } }",
        "{ feedbacks(fist: 1) { totalCount } }",
        "{ feedbacks(filter: {isRed: true}) { totalCount } }",
        "{ feedbacks(filter: {categories: [BUK]}) { totalCount } }",
        "query ($x: Feedbak) { viewer { name } }",
        "{ viewer { ... on Viewr { name } } }",
        "{ viewer { name @skp(if: true) } }",
        "{ feedbacks }",
        "mutation { submitFeedback(inputs: 1) { __typename } }",
    ],
)
async def test_no_mistake_is_answered_with_a_suggestion(shared_service: Service, query: str) -> None:
    reply = await shared_service.ask(query)
    assert reply.status == 400
    assert "mean" not in json.dumps(reply.body)


async def test_a_document_read_before_is_refused_again(shared_service: Service) -> None:
    for _ in range(3):
        reply = await shared_service.ask("{ viewer { nothing } }")
        assert [error["message"] for error in reply.body["errors"]] == [
            "Cannot query field 'nothing' on type 'Viewer'."
        ]


async def test_a_valid_document_read_before_answers_each_caller_for_itself(shared_service: Service) -> None:
    for headers, viewer in ((None, None), (ADMIN, {"name": "API_KEY"}), (None, None)):
        assert (await shared_service.ask("{ viewer { name } }", headers)).data == {"viewer": viewer}
    for _ in range(2):
        assert (await shared_service.ask("{ __schema { description } }", ADMIN)).status == 200
        assert (await shared_service.ask("{ __schema { description } }")).status == 401


async def test_variables_of_one_request_are_not_those_of_another(shared_service: Service) -> None:
    refused = await shared_service.ask(SUBMIT, input=VISITOR | {"message": ""})
    assert refused.data["submitFeedback"]["fields"][0]["path"] == ["message"]
    again = await shared_service.ask(SUBMIT, input=VISITOR | {"sessionId": ""})
    assert again.data["submitFeedback"]["fields"][0]["path"] == ["sessionId"]
