"""Who may do what: anonymous callers submit and nothing else; keys do what their scopes say."""

from typing import Any

import pytest

from models.enums import Scope
from tests.access.test_keys import make_key
from tests.client import ADMIN, SUBMIT, VISITOR, Service
from tests.rows import is_nothing_stored

pytestmark = pytest.mark.asyncio(loop_scope="module")

READS = [
    "{ feedbacks { totalCount } }",
    "{ feedbacks { edges { node { id } } } }",
    "{ feedbacks(first: 1) { pageInfo { hasNextPage } } }",
    '{ feedback(id: "5bf0a3d4-5b3a-4a43-8a4b-3f0a3c9f7a11") { id } }',
]
OWN_FIELDS = (
    "id submissionKey sessionId category message tags occurredAt createdAt apiState page { url } "
    "answer { question } analysis { __typename }"
)
TEAM_FIELDS = ["isRead", "isArchived", "adminNotes", "session { feedbackCount }"]


def submitting(fields: str) -> str:
    return (
        "mutation ($input: SubmitFeedbackInput!) { submitFeedback(input: $input) "
        f"{{ ... on SubmitFeedbackSuccess {{ status feedback {{ {fields} }} }} }} }}"
    )


@pytest.mark.parametrize("query", READS)
async def test_anonymous_callers_read_nothing(emptied_service: Service, query: str) -> None:
    reply = await emptied_service.ask(query)
    assert (reply.status, reply.codes) == (401, ["UNAUTHENTICATED"])
    assert not any((reply.body["data"] or {}).values())


async def test_anonymous_callers_submit_and_see_what_they_sent(emptied_service: Service) -> None:
    result = (await emptied_service.ask(submitting(OWN_FIELDS), input=VISITOR)).data["submitFeedback"]
    assert result["status"] == "SAVED"
    assert result["feedback"]["message"] == VISITOR["message"]


@pytest.mark.parametrize("field", TEAM_FIELDS)
async def test_anonymous_callers_see_nothing_of_the_teams_and_keep_their_receipt(
    emptied_service: Service, field: str
) -> None:
    reply = await emptied_service.ask(submitting(f"message {field}"), input=VISITOR)
    assert (reply.status, reply.codes) == (200, ["UNAUTHENTICATED"])
    feedback = reply.body["data"]["submitFeedback"]["feedback"]
    assert reply.body["data"]["submitFeedback"]["status"] == "SAVED"
    assert feedback in (None, {"message": VISITOR["message"], "adminNotes": None})


@pytest.mark.parametrize("query", READS)
@pytest.mark.parametrize("scopes", [[Scope.SUBMIT], [Scope.TRIAGE], []], ids=lambda scopes: "-".join(scopes) or "none")
async def test_keys_without_read_cannot_read(emptied_service: Service, query: str, scopes: list[Scope]) -> None:
    reply = await emptied_service.ask(query, {"X-API-Key": await make_key(*scopes)})
    assert (reply.status, reply.codes) == (403, ["FORBIDDEN"])


@pytest.mark.parametrize("field", TEAM_FIELDS)
async def test_a_key_to_submit_sees_nothing_of_the_teams(emptied_service: Service, field: str) -> None:
    reply = await emptied_service.ask(submitting(field), {"X-API-Key": await make_key(Scope.SUBMIT)}, input=VISITOR)
    assert (reply.status, reply.codes) == (200, ["FORBIDDEN"])


@pytest.mark.parametrize("query", READS)
@pytest.mark.parametrize("scope", [Scope.READ, Scope.ADMIN])
async def test_keys_to_read_read(emptied_service: Service, query: str, scope: Scope) -> None:
    assert (await emptied_service.ask(query, {"X-API-Key": await make_key(scope)})).status == 200


@pytest.mark.parametrize("scopes", [[Scope.READ], [Scope.TRIAGE], []], ids=lambda scopes: "-".join(scopes) or "none")
async def test_keys_without_submit_cannot_submit(emptied_service: Service, scopes: list[Scope]) -> None:
    reply = await emptied_service.ask(SUBMIT, {"X-API-Key": await make_key(*scopes)}, input=VISITOR)
    assert (reply.status, reply.codes) == (403, ["FORBIDDEN"])
    assert await is_nothing_stored()


@pytest.mark.parametrize("scope", [Scope.SUBMIT, Scope.ADMIN])
async def test_keys_to_submit_submit(emptied_service: Service, scope: Scope) -> None:
    assert (await emptied_service.submit({"X-API-Key": await make_key(scope)}))["status"] == "SAVED"


@pytest.mark.parametrize(
    "scopes", [[Scope.READ], [Scope.SUBMIT, Scope.READ, Scope.TRIAGE]], ids=["READ", "all-but-ADMIN"]
)
async def test_keys_without_admin_cannot_introspect(emptied_service: Service, scopes: list[Scope]) -> None:
    reply = await emptied_service.ask("{ __schema { description } }", {"X-API-Key": await make_key(*scopes)})
    assert (reply.status, reply.codes) == (403, ["FORBIDDEN"])
    assert "data" not in reply.body


async def test_admins_see_the_teams_fields(emptied_service: Service) -> None:
    reply = await emptied_service.ask(submitting(" ".join(TEAM_FIELDS)), ADMIN, input=VISITOR)
    seen: dict[str, Any] = reply.data["submitFeedback"]["feedback"]
    assert seen == {"isRead": False, "isArchived": False, "adminNotes": None, "session": {"feedbackCount": 1}}
