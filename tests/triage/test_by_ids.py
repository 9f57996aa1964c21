"""Reading, putting away and noting by ids: what changes, what does not, and what is kept of it."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from graphql_api.postgres.connect import fetch
from models.enums import Scope
from tests.access.test_keys import make_key
from tests.client import ADMIN, Service
from tests.make import make_feedback
from tests.rows import count, everything_as_text

pytestmark = pytest.mark.asyncio(loop_scope="module")

RESULT = """
  __typename
  ... on TriageSuccess { changedCount unknownIds feedbacks { id isRead isArchived adminNotes } }
  ... on Problem { message }
  ... on InvalidInput { fields { path code } }
  ... on FeedbackNotFound { ids }
"""
READ = (
    "mutation ($ids: [ID!]!, $read: Boolean! = true) "
    f"{{ done: markFeedbackRead(ids: $ids, read: $read) {{ {RESULT} }} }}"
)
ARCHIVE = (
    "mutation ($ids: [ID!]!, $archived: Boolean! = true) "
    f"{{ done: archiveFeedback(ids: $ids, archived: $archived) {{ {RESULT} }} }}"
)
NOTE = f"mutation ($id: ID!, $notes: String!) {{ done: noteFeedback(id: $id, notes: $notes) {{ {RESULT} }} }}"
HISTORY = "query ($id: ID!) { feedback(id: $id) { triageHistory { action notes by keyId createdAt } } }"


async def done(service: Service, mutation: str, **variables: Any) -> Any:
    return (await service.ask_as_admin(mutation, **variables)).data["done"]


async def history(service: Service, id: str) -> list[Any]:
    shown: list[Any] = (await service.ask_as_admin(HISTORY, id=id)).data["feedback"]["triageHistory"]
    return shown


@pytest_asyncio.fixture(loop_scope="module")
async def ids(emptied_service: Service) -> list[str]:
    """Three feedbacks, in the order of their ids."""
    assert emptied_service
    return [str(await make_feedback(id=UUID(int=number))) for number in (1, 2, 3)]


async def test_what_is_marked_read_is_read_until_it_is_marked_unread(emptied_service: Service, ids: list[str]) -> None:
    result = await done(emptied_service, READ, ids=ids[:2])
    assert (result["__typename"], result["changedCount"], result["unknownIds"]) == ("TriageSuccess", 2, [])
    assert [(each["id"], each["isRead"]) for each in result["feedbacks"]] == [(ids[0], True), (ids[1], True)]
    result = await done(emptied_service, READ, ids=ids, read=False)
    assert result["changedCount"] == 2
    assert [each["isRead"] for each in result["feedbacks"]] == [False, False, False]


async def test_what_is_archived_can_be_taken_back_out(emptied_service: Service, ids: list[str]) -> None:
    result = await done(emptied_service, ARCHIVE, ids=ids)
    assert [(each["isArchived"], each["isRead"]) for each in result["feedbacks"]] == [(True, False)] * 3
    result = await done(emptied_service, ARCHIVE, ids=ids[:1], archived=False)
    assert result["feedbacks"] == [{"id": ids[0], "isRead": False, "isArchived": False, "adminNotes": None}]


async def test_every_change_says_who_made_it_and_when(emptied_service: Service, ids: list[str]) -> None:
    key = {"X-API-Key": await make_key(Scope.TRIAGE, Scope.READ)}
    await emptied_service.ask(READ, key, ids=ids[:1])
    await done(emptied_service, NOTE, id=ids[0], notes="Ask the printer team.")
    await done(emptied_service, ARCHIVE, ids=ids)
    shown = await history(emptied_service, ids[0])
    assert [(each["action"], each["notes"]) for each in shown] == [
        ("ARCHIVED", None),
        ("NOTED", "Ask the printer team."),
        ("READ", None),
    ]
    (row,) = await fetch("SELECT id, name FROM api_key")
    assert [each["keyId"] == str(row["id"]) for each in shown] == [False, False, True]
    assert shown[0]["keyId"] == shown[1]["keyId"]
    assert [each["by"] for each in shown] == ["API_KEY", "API_KEY", row["name"]]
    moments = [each["createdAt"] for each in shown]
    assert moments == sorted(moments, reverse=True)
    assert len(await history(emptied_service, ids[1])) == 1


AUDIT = "SELECT operation, actor, key_id, subjects, details FROM audit_record ORDER BY created_at"


async def test_the_audit_record_names_what_was_changed_and_no_words(emptied_service: Service, ids: list[str]) -> None:
    await done(emptied_service, READ, ids=[*ids[:2], str(uuid4())])
    await done(emptied_service, READ, ids=ids)
    await done(emptied_service, NOTE, id=ids[0], notes="Quintessential words.")
    await done(emptied_service, ARCHIVE, ids=ids, archived=False)
    records = await fetch(AUDIT)
    assert [(row["operation"], row["subjects"], json.loads(row["details"])) for row in records] == [
        ("markFeedbackRead", ids[:2], {"action": "READ"}),
        ("markFeedbackRead", ids[2:], {"action": "READ"}),
        ("noteFeedback", ids[:1], {"action": "NOTED"}),
    ]
    (change,) = await fetch("SELECT key_id, key_name FROM triage_change WHERE action = 'NOTED'")
    assert {(row["key_id"], row["actor"]) for row in records} == {tuple(change)}


async def test_doing_it_again_changes_nothing_and_leaves_nothing(emptied_service: Service, ids: list[str]) -> None:
    for mutation, variables in ((READ, {"ids": ids}), (ARCHIVE, {"ids": ids}), (NOTE, {"id": ids[0], "notes": "Mine"})):
        assert (await done(emptied_service, mutation, **variables))["changedCount"] > 0
        before = await count("triage_change")
        assert (await done(emptied_service, mutation, **variables))["changedCount"] == 0
        assert await count("triage_change") == before


async def test_ids_of_no_feedback_are_named_and_the_others_changed(emptied_service: Service, ids: list[str]) -> None:
    strangers = [str(uuid4()), "no id at all", "", "\x00"]
    result = await done(emptied_service, READ, ids=[*strangers, ids[0], ids[0]])
    assert (result["changedCount"], result["unknownIds"]) == (1, strangers)
    assert len(result["feedbacks"]) == 1


@pytest.mark.parametrize("mutation", [READ, ARCHIVE])
async def test_only_ids_of_no_feedback_are_a_problem(emptied_service: Service, mutation: str) -> None:
    strangers = [str(uuid4()), "x"]
    result = await done(emptied_service, mutation, ids=strangers)
    assert (result["__typename"], result["ids"]) == ("FeedbackNotFound", strangers)
    assert (await done(emptied_service, NOTE, id="x", notes="?"))["__typename"] == "FeedbackNotFound"
    assert await count("triage_change") == 0


async def test_no_ids_are_nothing_to_do(emptied_service: Service) -> None:
    assert await done(emptied_service, READ, ids=[]) == {
        "__typename": "TriageSuccess",
        "changedCount": 0,
        "unknownIds": [],
        "feedbacks": [],
    }


async def test_500_ids_are_taken_and_one_more_refused(emptied_service: Service) -> None:
    many = [str(await make_feedback(id=UUID(int=number))) for number in range(1, 502)]
    result = await done(emptied_service, READ, ids=many)
    assert (result["__typename"], result["fields"]) == ("InvalidInput", [{"path": ["ids"], "code": "TOO_MANY"}])
    assert await count("triage_change") == 0
    result = await done(emptied_service, READ, ids=many[:500])
    assert (result["changedCount"], len(result["feedbacks"])) == (500, 500)


async def test_notes_replace_those_before_and_blank_ones_take_them_away(
    emptied_service: Service, ids: list[str]
) -> None:
    for notes, kept in (("First.\n", "First."), ("  Second. ", "Second."), (" \n", None)):
        result = await done(emptied_service, NOTE, id=ids[0], notes=notes)
        assert result["feedbacks"][0]["adminNotes"] == kept
    assert [each["notes"] for each in await history(emptied_service, ids[0])] == [None, "Second.", "First."]


async def test_personal_data_in_notes_is_taken_out(emptied_service: Service, ids: list[str]) -> None:
    result = await done(emptied_service, NOTE, id=ids[0], notes="Wrote to quintessential.person@example.org.")
    assert result["feedbacks"][0]["adminNotes"] == "Wrote to [email]."
    assert "quintessential" not in await everything_as_text()


async def test_notes_of_5000_characters_are_taken_and_longer_ones_refused(
    emptied_service: Service, ids: list[str]
) -> None:
    assert (await done(emptied_service, NOTE, id=ids[0], notes="ä" * 5_000))["changedCount"] == 1
    result = await done(emptied_service, NOTE, id=ids[0], notes="b" * 5_001)
    assert result["fields"] == [{"path": ["notes"], "code": "TOO_LONG"}]
    assert len(await history(emptied_service, ids[0])) == 1


async def test_what_the_database_refuses_in_text_is_taken_out_of_notes(
    emptied_service: Service, ids: list[str]
) -> None:
    body = json.dumps({"query": NOTE, "variables": {"id": ids[0], "notes": "a\x00b\ud800c"}})
    reply = await emptied_service.post(data=body, headers={"Content-Type": "application/json", **ADMIN})
    assert reply.data["done"]["feedbacks"][0]["adminNotes"] == "abc"


async def test_a_second_change_in_one_request_shows_what_it_did(emptied_service: Service, ids: list[str]) -> None:
    both = (
        "mutation ($ids: [ID!]!) { a: markFeedbackRead(ids: $ids) { ... on TriageSuccess { feedbacks { isArchived } } }"
        " b: archiveFeedback(ids: $ids) { ... on TriageSuccess { feedbacks { isRead isArchived } } } }"
    )
    reply = await emptied_service.ask_as_admin(both, ids=ids[:1])
    assert reply.data["b"]["feedbacks"] == [{"isRead": True, "isArchived": True}]


MUTATIONS = [
    "mutation { markFeedbackRead(ids: []) { __typename } }",
    "mutation { archiveFeedback(ids: []) { __typename } }",
    'mutation { noteFeedback(id: "x", notes: "") { __typename } }',
    "mutation { markFeedbackReadByFilter(filter: {isRead: false}) { __typename } }",
    "mutation { archiveFeedbackByFilter(filter: {isRead: false}) { __typename } }",
]


@pytest.mark.parametrize("mutation", MUTATIONS)
async def test_triage_needs_its_scope(emptied_service: Service, mutation: str) -> None:
    assert (await emptied_service.ask(mutation)).codes == ["UNAUTHENTICATED"]
    reader = {"X-API-Key": await make_key(Scope.READ, Scope.SUBMIT)}
    assert (await emptied_service.ask(mutation, reader)).codes == ["FORBIDDEN"]
    assert "errors" not in (await emptied_service.ask(mutation, {"X-API-Key": await make_key(Scope.TRIAGE)})).body


async def test_a_key_to_triage_alone_reads_nothing(emptied_service: Service, ids: list[str]) -> None:
    reply = await emptied_service.ask(READ, {"X-API-Key": await make_key(Scope.TRIAGE)}, ids=ids)
    assert (reply.codes, reply.body["data"]) == (["FORBIDDEN"], None)


async def test_what_was_done_to_a_feedback_goes_with_it(emptied_service: Service, ids: list[str]) -> None:
    await done(emptied_service, ARCHIVE, ids=ids)
    await fetch("DELETE FROM feedback WHERE id = $1", UUID(ids[0]))
    assert await count("triage_change") == 2
