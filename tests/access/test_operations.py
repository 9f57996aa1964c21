"""Every operation for every caller: let in, or refused with the right code. A new operation must add its row here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from graphql import GraphQLObjectType

from graphql_api.schema import schema
from models.enums import Scope
from tests.access.browser import LOGOUT, OWN_PAGE, Browser
from tests.access.test_keys import make_key
from tests.client import ADMIN_KEY, VISITOR, Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVERYONE = frozenset({None, *Scope})
NOBODYS_ID = "5bf0a3d4-5b3a-4a43-8a4b-3f0a3c9f7a11"


@dataclass(frozen=True)
class Operation:
    """A root field: how it is called in a test, and who may: callers with one of the scopes, None for anonymous."""

    call: str
    allowed: frozenset[Scope | None]
    variables: Mapping[str, Any] = field(default_factory=dict)
    declares: str = ""

    def document(self, kind: str) -> str:
        return f"{kind} {self.declares} {{ {self.call} }}"


def to(*scopes: Scope | None) -> frozenset[Scope | None]:
    """Who has one of the scopes; ADMIN has all."""
    return frozenset({*scopes, Scope.ADMIN})


QUERIES = {
    "alerts": Operation("alerts { edges { cursor } }", to(Scope.READ)),
    "apiKeys": Operation("apiKeys { id }", to(Scope.ADMIN)),
    "auditRecords": Operation("auditRecords { edges { cursor } }", to(Scope.ADMIN)),
    "cleanupPreview": Operation("cleanupPreview { submissions }", to(Scope.ADMIN)),
    "export": Operation(f'export(id: "{NOBODYS_ID}") {{ id }}', to(Scope.READ)),
    "feedback": Operation(f'feedback(id: "{NOBODYS_ID}") {{ id }}', to(Scope.READ)),
    "feedbacks": Operation("feedbacks { totalCount }", to(Scope.READ)),
    "metrics": Operation("metrics { intake { accepted } }", to(Scope.READ)),
    "promptComparison": Operation("promptComparison { version }", to(Scope.READ)),
    "reanalyses": Operation("reanalyses { id }", to(Scope.READ)),
    "reanalysis": Operation(f'reanalysis(id: "{NOBODYS_ID}") {{ id }}', to(Scope.READ)),
    "viewer": Operation("viewer { name }", EVERYONE),
}
MUTATIONS = {
    "archiveFeedback": Operation("archiveFeedback(ids: []) { __typename }", to(Scope.TRIAGE)),
    "archiveFeedbackByFilter": Operation(
        "archiveFeedbackByFilter(filter: {isRead: false}) { __typename }", to(Scope.TRIAGE)
    ),
    "cleanupFeedback": Operation("cleanupFeedback(dryRun: true) { __typename }", to(Scope.ADMIN)),
    "createApiKey": Operation('createApiKey(input: {name: "n", scopes: [READ]}) { __typename }', to(Scope.ADMIN)),
    "eraseSession": Operation('eraseSession(sessionId: "nobody") { __typename }', to(Scope.ADMIN)),
    "exportFeedback": Operation("exportFeedback { __typename }", to(Scope.READ)),
    "login": Operation(
        "login(apiKey: $key) { __typename }", EVERYONE, variables={"key": ADMIN_KEY}, declares="($key: String!)"
    ),
    "logout": Operation("logout", EVERYONE),
    "markFeedbackRead": Operation("markFeedbackRead(ids: []) { __typename }", to(Scope.TRIAGE)),
    "markFeedbackReadByFilter": Operation(
        "markFeedbackReadByFilter(filter: {isRead: false}) { __typename }", to(Scope.TRIAGE)
    ),
    "noteFeedback": Operation(f'noteFeedback(id: "{NOBODYS_ID}", notes: "") {{ __typename }}', to(Scope.TRIAGE)),
    "reanalyzeFeedback": Operation(f'reanalyzeFeedback(ids: ["{NOBODYS_ID}"]) {{ __typename }}', to(Scope.ADMIN)),
    "replaySpool": Operation("replaySpool { __typename }", to(Scope.ADMIN)),
    "retryAlert": Operation(f'retryAlert(id: "{NOBODYS_ID}") {{ __typename }}', to(Scope.TRIAGE)),
    "revokeApiKey": Operation(f'revokeApiKey(id: "{NOBODYS_ID}") {{ __typename }}', to(Scope.ADMIN)),
    "rotateApiKey": Operation(f'rotateApiKey(id: "{NOBODYS_ID}") {{ __typename }}', to(Scope.ADMIN)),
    "submitFeedback": Operation(
        "submitFeedback(input: $input) { __typename }",
        to(None, Scope.SUBMIT),
        variables={"input": VISITOR},
        declares="($input: SubmitFeedbackInput!)",
    ),
}
ROWS = [("query", name, row) for name, row in QUERIES.items()] + [
    ("mutation", name, row) for name, row in MUTATIONS.items()
]
each_operation = pytest.mark.parametrize(
    ("kind", "row"), [(kind, row) for kind, _, row in ROWS], ids=[n for _, n, _ in ROWS]
)


@pytest.mark.parametrize(("kind", "rows"), [("Query", QUERIES), ("Mutation", MUTATIONS)])
async def test_every_operation_has_its_row(kind: str, rows: Mapping[str, Operation]) -> None:
    type_ = schema._schema.type_map[kind]
    assert isinstance(type_, GraphQLObjectType)
    assert sorted(type_.fields) == sorted(rows), f"tests/access/test_operations.py: give each field of {kind} its row"
    assert all(row.call.startswith(name) for name, row in rows.items())


@each_operation
async def test_anonymous_callers(emptied_service: Service, kind: str, row: Operation) -> None:
    reply = await emptied_service.ask(row.document(kind), OWN_PAGE, **row.variables)
    expected = (200, []) if None in row.allowed else (401, ["UNAUTHENTICATED"])
    assert (reply.status, reply.codes) == expected


@pytest.mark.parametrize("way", ["key", "login"])
@pytest.mark.parametrize("scope", Scope)
@each_operation
async def test_callers_with_one_scope(
    emptied_service: Service, kind: str, row: Operation, scope: Scope, way: str
) -> None:
    token = await make_key(scope)
    browser = Browser(emptied_service)
    if way == "login":
        await browser.log_in(token)
    else:
        browser.headers["X-API-Key"] = token
    reply = await browser.ask(row.document(kind), **row.variables)
    assert (reply.status, reply.codes) == ((200, []) if scope in row.allowed else (403, ["FORBIDDEN"]))


@pytest.mark.parametrize("ended", ["expires_at", "revoked_at"])
@each_operation
async def test_callers_whose_key_has_ended(emptied_service: Service, kind: str, row: Operation, ended: str) -> None:
    token = await make_key(Scope.ADMIN, **{ended: datetime.now(UTC)})
    reply = await emptied_service.ask(row.document(kind), OWN_PAGE | {"X-API-Key": token}, **row.variables)
    assert (reply.status, reply.codes) == (401, ["UNAUTHENTICATED"])
    assert "data" not in reply.body


@each_operation
async def test_callers_who_have_logged_out(emptied_service: Service, kind: str, row: Operation) -> None:
    browser = Browser(emptied_service)
    await browser.log_in(await make_key(Scope.ADMIN))
    cookie = browser.cookie
    await browser.ask(LOGOUT)
    reply = await Browser(emptied_service, cookie).ask(row.document(kind), **row.variables)
    assert (reply.status, reply.codes) == ((200, []) if None in row.allowed else (401, ["UNAUTHENTICATED"]))
