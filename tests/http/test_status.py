"""Statuses and media types, as the GraphQL-over-HTTP draft has them."""

import json

import pytest

from tests.client import ADMIN, Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

GRAPHQL = "application/graphql-response+json"
WRONG = {
    "syntax": {"query": "{"},
    "validation": {"query": "{ nothing }"},
    "a variable": {"query": "query ($n: Int) { feedbacks(first: $n) { totalCount } }", "variables": {"n": "x"}},
    "a missing variable": {"query": "query ($n: ID!) { feedback(id: $n) { id } }"},
    "a limit": {"query": "query A { __typename } query B { __typename }"},
}


@pytest.mark.parametrize(
    "accept", [GRAPHQL, f"{GRAPHQL}; charset=utf-8, application/json;q=0.9", f"text/html, {GRAPHQL}"]
)
@pytest.mark.parametrize("name", WRONG)
async def test_wrong_documents_and_variables_get_a_400_without_data(
    shared_service: Service, name: str, accept: str
) -> None:
    reply = await shared_service.post(json=WRONG[name], headers={"Accept": accept, **ADMIN})
    assert (reply.status, reply.headers["Content-Type"]) == (400, f"{GRAPHQL}; charset=utf-8")
    assert set(reply.body) == {"errors"}


@pytest.mark.parametrize("name", WRONG)
async def test_clients_of_plain_json_get_them_with_status_200(shared_service: Service, name: str) -> None:
    reply = await shared_service.post(json=WRONG[name], headers={"Accept": "application/json", **ADMIN})
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    assert set(reply.body) == {"errors"}


@pytest.mark.parametrize("accept", ["*/*", "application/*", "text/html", ""])
async def test_all_others_get_them_as_json_with_status_400(shared_service: Service, accept: str) -> None:
    reply = await shared_service.post(json=WRONG["validation"], headers={"Accept": accept})
    assert (reply.status, reply.headers["Content-Type"]) == (400, "application/json; charset=utf-8")


async def test_a_client_that_accepts_nothing_by_name_gets_json(shared_service: Service) -> None:
    head = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n"
    head = await shared_service.raw(head + b'{"query":"{"}')
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: application/json; charset=utf-8" in head


@pytest.mark.parametrize("accept", [GRAPHQL, "application/json", "*/*"])
async def test_what_is_no_request_gets_a_400_whatever_is_accepted(shared_service: Service, accept: str) -> None:
    reply = await shared_service.post(json=[], headers={"Accept": accept})
    assert reply.status == 400


@pytest.mark.parametrize("accept", [GRAPHQL, "application/json", "*/*"])
async def test_a_refused_query_gets_a_401_whatever_is_accepted(shared_service: Service, accept: str) -> None:
    reply = await shared_service.ask("{ feedbacks { totalCount } }", {"Accept": accept})
    assert (reply.status, reply.codes, reply.body["data"]) == (401, ["UNAUTHENTICATED"], None)
    assert reply.body["errors"][0]["path"] == ["feedbacks"]


async def test_a_refused_nullable_field_gets_a_401_too(shared_service: Service) -> None:
    reply = await shared_service.ask('{ feedback(id: "x") { id } }')
    assert (reply.status, reply.codes, reply.body["data"]) == (401, ["UNAUTHENTICATED"], {"feedback": None})


async def test_a_partial_answer_gets_a_200_and_its_errors(shared_service: Service) -> None:
    query = '{ __typename feedback(id: "x") { id } }'
    reply = await shared_service.ask(query)
    assert (reply.status, reply.codes) == (200, ["UNAUTHENTICATED"])
    assert reply.body["data"] == {"__typename": "Query", "feedback": None}


async def test_a_wrong_argument_found_while_running_gets_a_400(shared_service: Service) -> None:
    reply = await shared_service.ask_as_admin("{ feedbacks(first: 0) { totalCount } }")
    assert (reply.status, reply.codes) == (400, ["BAD_REQUEST"])


async def test_of_several_errors_the_gravest_gives_the_status(shared_service: Service) -> None:
    query = '{ a: feedback(id: "x") { id } b: feedbacks(first: 0) { totalCount } }'
    reply = await shared_service.ask(query)
    assert (reply.status, set(reply.codes)) == (401, {"UNAUTHENTICATED"})


async def test_an_answer_without_errors_has_none(shared_service: Service) -> None:
    reply = await shared_service.ask("{ viewer { name } }", {"Accept": GRAPHQL})
    assert (reply.status, reply.body) == (200, {"data": {"viewer": None}})
    assert reply.headers["Content-Type"] == f"{GRAPHQL}; charset=utf-8"


async def test_errors_say_where(shared_service: Service) -> None:
    reply = await shared_service.ask("{\n  nothing }")
    assert reply.body["errors"][0]["locations"] == [{"line": 2, "column": 3}]


async def test_text_outside_ascii_comes_back_as_utf_8(shared_service: Service) -> None:
    reply = await shared_service.post(json={"query": "{ é }"})
    assert reply.status == 400
    json.dumps(reply.body, ensure_ascii=False).encode()
