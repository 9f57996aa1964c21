"""Clients that people use: each submits, queries, and reads the code of every refusal."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from gql import Client, GraphQLRequest
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.exceptions import TransportConnectionFailed, TransportQueryError
from gql.transport.websockets import WebsocketsTransport
from websockets.exceptions import ConnectionClosed

from graphql_api.postgres.connect import fetch
from models.enums import Scope
from tests.access.test_keys import make_key
from tests.client import SUBMIT, VISITOR, Service
from tests.clients.programs import needs_node, run_program
from tests.conftest import make_settings, running

READ = "query Read { feedbacks { edges { node { message } } } }"
PER_MINUTE = 50


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Service]:
    """A service with something to read, and with a table gone that one query needs."""
    limits = {"submissions_per_hour": 1_000, "requests_per_minute_per_key": PER_MINUTE}
    async with running(make_settings(database_url, tmp_path, **limits)) as service:
        await service.submit()
        await fetch("ALTER TABLE audit_record RENAME TO gone")
        yield service


async def requests_with_every_outcome(service: Service) -> list[dict[str, Any]]:
    """The same for each client: two that succeed, a refusal by each code, a problem."""
    reader, submitter, busy, admin = [
        {"X-API-Key": await make_key(scope)} for scope in (Scope.READ, Scope.SUBMIT, Scope.READ, Scope.ADMIN)
    ]
    for _ in range(PER_MINUTE):
        await service.ask(READ, busy)
    wrong: dict[str, Any] = {"X-API-Key": "wrong"}
    told: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
        ("submit", SUBMIT, submitter, {"input": VISITOR}),
        ("query", READ, reader, {}),
        ("problem", SUBMIT, submitter, {"input": VISITOR | {"message": ""}}),
        ("wrong key", READ, wrong, {}),
        ("forbidden", READ, submitter, {}),
        ("wrong field", "query Wrong { nothing }", reader, {}),
        ("wrong variable", SUBMIT, submitter, {"input": {"sessionId": 7}}),
        ("too much", "query Much { " + "viewer { name } " * 30 + "}", reader, {}),
        ("limited", READ, busy, {}),
        ("failed", "query Records { auditRecords { edges { cursor } } }", admin, {}),
        ("anonymous", READ, {}, {}),
    ]
    return [
        {"name": name, "query": query, "headers": headers, "variables": variables}
        for name, query, headers, variables in told
    ]


CODES: dict[str, list[object]] = {
    "submit": [],
    "query": [],
    "problem": [],
    "wrong key": ["UNAUTHENTICATED"],
    "forbidden": ["FORBIDDEN"],
    "wrong field": ["BAD_REQUEST"],
    "wrong variable": ["BAD_REQUEST"],
    "too much": ["BAD_REQUEST"],
    "limited": ["LIMITED"],
    "failed": ["INTERNAL"],
    "anonymous": ["UNAUTHENTICATED"],
}
# Over a WebSocket one is let in, or not, before anything is asked.
CODES_OF_SOCKET: dict[str, list[object]] = {**CODES, "wrong key": [4401], "anonymous": [4401]}


def check(answers: dict[str, Any], codes: dict[str, list[object]]) -> None:
    assert {name: answer["codes"] for name, answer in answers.items()} == codes
    assert answers["submit"]["data"]["submitFeedback"]["status"] == "SAVED"
    assert answers["query"]["data"]["feedbacks"]["edges"][0]["node"]["message"] == VISITOR["message"]
    assert answers["problem"]["data"]["submitFeedback"]["fields"][0]["code"] == "REQUIRED"


@needs_node
async def test_clients_of_javascript(served: Service) -> None:
    requests = await requests_with_every_outcome(served)
    told = json.dumps({"url": f"{served.url}/graphql", "requests": requests})
    answers = json.loads(await run_program("clients.mjs", stdin=told))
    for client in ("apollo", "urql", "graphqlRequest"):
        check(answers[client], CODES)
    check(answers["graphqlWs"], CODES_OF_SOCKET)


async def ask_with_gql(transport: AIOHTTPTransport | WebsocketsTransport, request: dict[str, Any]) -> dict[str, Any]:
    document = GraphQLRequest(request["query"], variable_values=request["variables"])
    try:
        async with Client(transport=transport, fetch_schema_from_transport=False) as session:
            return {"data": await session.execute(document), "codes": []}
    except TransportQueryError as error:
        return {"data": error.data, "codes": [each["extensions"]["code"] for each in error.errors or ()]}
    except TransportConnectionFailed as refused:
        closed = refused.__cause__
        code = closed.rcvd.code if isinstance(closed, ConnectionClosed) and closed.rcvd else None
        return {"data": None, "codes": [code]}


async def test_gql_over_http(served: Service) -> None:
    answers = {
        request["name"]: await ask_with_gql(
            AIOHTTPTransport(f"{served.url}/graphql", headers=request["headers"]), request
        )
        for request in await requests_with_every_outcome(served)
    }
    check(answers, CODES)


async def test_gql_over_a_websocket(served: Service) -> None:
    url = served.url.replace("http", "ws") + "/graphql"
    answers = {
        request["name"]: await ask_with_gql(
            WebsocketsTransport(
                url, init_payload=request["headers"], subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL]
            ),
            request,
        )
        for request in await requests_with_every_outcome(served)
    }
    check(answers, CODES_OF_SOCKET)


async def test_a_client_that_tries_again_with_its_key_is_told_it_is_a_duplicate(served: Service) -> None:
    transport = AIOHTTPTransport(f"{served.url}/graphql")
    request = {"query": SUBMIT, "variables": {"input": VISITOR | {"submissionKey": str(uuid4())}}}
    tries = [await ask_with_gql(transport, request) for _ in range(2)]
    assert [answer["data"]["submitFeedback"]["status"] for answer in tries] == ["SAVED", "DUPLICATE"]
