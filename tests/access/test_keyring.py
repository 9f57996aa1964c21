"""Making, rotating and revoking keys: shown once, in force at once, and written down."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from graphql_api.access import keyring
from graphql_api.callers.uses import LastUses
from graphql_api.postgres.connect import fetch
from models.enums import Scope
from tests.access.browser import VIEWER, Browser
from tests.access.test_keys import make_key
from tests.client import ADMIN, Service
from tests.rows import count, everything_as_text

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEY = "id name prefix scopes createdAt expiresAt revokedAt lastUsedAt"
MADE = f"""
  __typename
  ... on CreateApiKeySuccess {{ key apiKey {{ {KEY} }} replaces {{ {KEY} }} }}
  ... on InvalidInput {{ fields {{ path code message }} }}
  ... on Problem {{ message }}
"""
CREATE = f"mutation ($input: CreateApiKeyInput!) {{ createApiKey(input: $input) {{ {MADE} }} }}"
ROTATE = f"mutation ($id: ID!) {{ rotateApiKey(id: $id) {{ {MADE} }} }}"
REVOKE = f"""
mutation ($id: ID!) {{
  revokeApiKey(id: $id) {{
    __typename ... on RevokeApiKeySuccess {{ apiKey {{ {KEY} }} }} ... on Problem {{ message }}
  }}
}}
"""
LIST = f"{{ apiKeys {{ {KEY} }} }}"
LIST_AFTER = "query ($after: ID) { apiKeys(after: $after) { id } }"


async def create(service: Service, **changes: Any) -> Any:
    reply = await service.ask_as_admin(CREATE, input={"name": "shop", "scopes": ["SUBMIT"]} | changes)
    return reply.data["createApiKey"]


async def status_with(service: Service, key: str) -> int:
    return (await service.ask(VIEWER, {"X-API-Key": key})).status


async def test_a_key_is_shown_once_works_and_is_listed_without_its_secret(emptied_service: Service) -> None:
    ends_at = datetime.now(UTC) + timedelta(days=30)
    made = await create(emptied_service, name=" shop ", scopes=["SUBMIT", "READ"], expiresAt=ends_at.isoformat())
    assert len(made["key"]) > 50
    viewer = (await emptied_service.ask(VIEWER, {"X-API-Key": made["key"]})).data["viewer"]
    assert viewer == {"name": "shop", "scopes": ["READ", "SUBMIT"]}
    listed = await emptied_service.ask_as_admin(LIST)
    (key,) = listed.data["apiKeys"]
    assert made["key"].startswith(key["prefix"])
    assert (key["name"], key["scopes"], key["expiresAt"]) == ("shop", ["READ", "SUBMIT"], ends_at.isoformat())
    secret = made["key"].removeprefix(key["prefix"])
    assert secret not in str(listed.body)
    assert secret not in await everything_as_text()


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"name": "  "}, [(["name"], "REQUIRED")]),
        ({"name": "n" * 101}, [(["name"], "TOO_LONG")]),
        ({"name": "a\nb"}, [(["name"], "INVALID_CHARACTERS")]),
        ({"scopes": []}, [(["scopes"], "REQUIRED")]),
        ({"expiresAt": "2020-01-01T00:00:00Z"}, [(["expiresAt"], "IN_THE_PAST")]),
        ({"name": "", "scopes": []}, [(["name"], "REQUIRED"), (["scopes"], "REQUIRED")]),
    ],
    ids=range(6),
)
async def test_what_is_wrong_with_a_new_key_is_said_at_once_and_none_is_made(
    emptied_service: Service, changes: dict[str, Any], broken: list[tuple[list[str], str]]
) -> None:
    answer = await create(emptied_service, **changes)
    assert [(field["path"], field["code"]) for field in answer["fields"]] == broken
    assert await count("api_key") == 0


async def test_a_rotated_key_goes_on_for_a_day_beside_the_new_one(emptied_service: Service) -> None:
    old = await create(emptied_service, name="shop")
    made = (await emptied_service.ask_as_admin(ROTATE, id=old["apiKey"]["id"])).data["rotateApiKey"]
    assert made["key"] != old["key"]
    assert (made["apiKey"]["name"], made["apiKey"]["scopes"]) == ("shop", ["SUBMIT"])
    assert (made["replaces"]["id"], made["apiKey"]["expiresAt"]) == (old["apiKey"]["id"], None)
    ends_in = datetime.fromisoformat(made["replaces"]["expiresAt"]) - datetime.now(UTC)
    assert timedelta(hours=23.9) < ends_in <= timedelta(hours=24)
    for key in (old["key"], made["key"]):
        assert await status_with(emptied_service, key) == 200
    await fetch("UPDATE api_key SET expires_at = now() WHERE id = $1", old["apiKey"]["id"])
    assert await status_with(emptied_service, old["key"]) == 401
    assert await status_with(emptied_service, made["key"]) == 200


async def test_a_key_that_ends_sooner_is_not_made_to_last_by_rotating(emptied_service: Service) -> None:
    ends_at = datetime.now(UTC) + timedelta(hours=2)
    old = await create(emptied_service, expiresAt=ends_at.isoformat())
    made = (await emptied_service.ask_as_admin(ROTATE, id=old["apiKey"]["id"])).data["rotateApiKey"]
    assert made["replaces"]["expiresAt"] == ends_at.isoformat()
    lasts = datetime.fromisoformat(made["apiKey"]["expiresAt"]) - datetime.now(UTC)
    assert timedelta(hours=1.9) < lasts <= timedelta(hours=2)


async def test_a_key_that_has_ended_cannot_be_rotated(emptied_service: Service) -> None:
    for ended in ({"revoked_at": datetime.now(UTC)}, {"expires_at": datetime.now(UTC)}):
        await fetch("DELETE FROM api_key")
        await make_key(Scope.READ, **ended)
        (row,) = await fetch("SELECT id FROM api_key")
        answer = (await emptied_service.ask_as_admin(ROTATE, id=str(row["id"]))).data["rotateApiKey"]
        assert answer["__typename"] == "ApiKeyEnded"
        assert await count("api_key") == 1


@pytest.mark.parametrize("id_", ["5bf0a3d4-5b3a-4a43-8a4b-3f0a3c9f7a11", "x", "", "\0"], ids=range(4))
async def test_a_key_that_is_not_there_can_neither_be_rotated_nor_revoked(emptied_service: Service, id_: str) -> None:
    assert (await emptied_service.ask_as_admin(ROTATE, id=id_)).data["rotateApiKey"]["__typename"] == "ApiKeyNotFound"
    assert (await emptied_service.ask_as_admin(REVOKE, id=id_)).data["revokeApiKey"]["__typename"] == "ApiKeyNotFound"
    assert await count("audit_record") == 0


async def test_revoking_ends_the_key_and_its_logins_at_once_and_twice_is_as_good(emptied_service: Service) -> None:
    made = await create(emptied_service, scopes=["READ"])
    browser = Browser(emptied_service)
    await browser.log_in(made["key"])
    first = (await emptied_service.ask_as_admin(REVOKE, id=made["apiKey"]["id"])).data["revokeApiKey"]
    assert await status_with(emptied_service, made["key"]) == 401
    assert await browser.viewer() is None
    assert await count("login") == 0
    again = (await emptied_service.ask_as_admin(REVOKE, id=made["apiKey"]["id"])).data["revokeApiKey"]
    assert first["apiKey"]["revokedAt"] == again["apiKey"]["revokedAt"] is not None
    (listed,) = (await emptied_service.ask_as_admin(LIST)).data["apiKeys"]
    assert listed["revokedAt"] == first["apiKey"]["revokedAt"]


async def test_more_keys_than_a_page_takes_are_listed_page_by_page(
    emptied_service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "MOST_LISTED", 2)
    made = [(await create(emptied_service))["apiKey"]["id"] for _ in range(5)]
    await emptied_service.ask_as_admin(REVOKE, id=made[4])
    found: list[str] = []
    while page := (await emptied_service.ask_as_admin(LIST_AFTER, after=found[-1] if found else None)).data["apiKeys"]:
        assert len(page) <= 2
        found += [key["id"] for key in page]
    assert found == [*made[3::-1], made[4]]
    assert [str(row["id"]) for row in await keyring.list_all_keys()] == found
    assert (await emptied_service.ask_as_admin(LIST_AFTER, after="no-id")).codes == ["BAD_REQUEST"]


async def test_a_last_use_is_written_at_most_once_a_minute(emptied_service: Service) -> None:
    made = await create(emptied_service)
    clock = [0.0]
    uses = LastUses(lambda: clock[0])
    first = datetime.now(UTC) + timedelta(hours=1)
    id_ = made["apiKey"]["id"]

    async def last_use_after(seconds: float) -> object:
        clock[0] += seconds
        async with uses.running():
            uses.note("api_key", id_, first + timedelta(seconds=clock[0]))
        (row,) = await fetch("SELECT last_used_at FROM api_key")
        return row["last_used_at"] - first

    assert await last_use_after(0) == timedelta(0)
    assert await last_use_after(59) == timedelta(0)
    assert await last_use_after(1) == timedelta(seconds=60)


AUDIT = """
query ($filter: AuditRecordFilter, $first: Int, $after: String) {
  auditRecords(filter: $filter, first: $first, after: $after) {
    edges { node { keyId actor operation subjects details outcome createdAt } }
    pageInfo { hasNextPage endCursor }
  }
}
"""


async def records(service: Service, **variables: Any) -> list[Any]:
    found = (await service.ask(AUDIT, ADMIN, **variables)).data["auditRecords"]
    return [edge["node"] for edge in found["edges"]]


async def test_all_of_it_is_written_down_with_who_did_it_and_without_secrets(emptied_service: Service) -> None:
    made = await create(emptied_service, name="ops", scopes=["ADMIN"])
    as_ops = {"X-API-Key": made["key"]}
    ops, id_ = made["apiKey"]["id"], made["apiKey"]["id"]
    other = (await emptied_service.ask(CREATE, as_ops, input={"name": "b", "scopes": ["READ"]})).data["createApiKey"]
    other_id = other["apiKey"]["id"]
    rotated = (await emptied_service.ask(ROTATE, as_ops, id=other_id)).data["rotateApiKey"]
    await emptied_service.ask(REVOKE, as_ops, id=rotated["apiKey"]["id"])
    browser = Browser(emptied_service)
    await browser.log_in(made["key"])
    await browser.ask("mutation { logout }")
    await browser.log_in("wrong-key-7Q4")
    written = await records(emptied_service)
    assert [(line["operation"], line["actor"], line["outcome"]) for line in reversed(written)] == [
        ("createApiKey", "API_KEY", "DONE"),
        ("createApiKey", "ops", "DONE"),
        ("rotateApiKey", "ops", "DONE"),
        ("revokeApiKey", "ops", "DONE"),
        ("login", "ops", "DONE"),
        ("logout", "ops", "DONE"),
        ("login", "anonymous", "REFUSED"),
    ]
    assert written[-1]["subjects"] == [id_]
    assert written[-1]["details"] == {"scopes": ["ADMIN"], "expiresAt": None}
    assert written[-3]["subjects"] == [other_id, rotated["apiKey"]["id"]]
    assert {line["keyId"] for line in written[1:-1]} == {ops}
    stored = await everything_as_text()
    assert not any(secret in stored for secret in (made["key"], other["key"], rotated["key"], "7Q4"))


async def test_a_change_that_does_not_happen_is_not_written_down_as_done(emptied_service: Service) -> None:
    await fetch("ALTER TABLE audit_record ADD CONSTRAINT none CHECK (operation <> 'createApiKey')")
    try:
        reply = await emptied_service.ask_as_admin(CREATE, input={"name": "shop", "scopes": ["READ"]})
    finally:
        await fetch("ALTER TABLE audit_record DROP CONSTRAINT none")
    assert reply.codes == ["INTERNAL"]
    assert await count("api_key") == 0


async def test_records_are_found_by_each_filter_and_page_by_page(emptied_service: Service) -> None:
    made = [await create(emptied_service, name=f"key {number}") for number in range(3)]
    await Browser(emptied_service).log_in("wrong")
    await emptied_service.ask(REVOKE, ADMIN, id=made[0]["apiKey"]["id"])
    everything = await records(emptied_service)
    since = everything[2]["createdAt"]

    async def found(**filter_: Any) -> list[str]:
        return [line["operation"] for line in await records(emptied_service, filter=filter_)]

    assert await found(operations=["revokeApiKey", "login"]) == ["revokeApiKey", "login"]
    assert await found(outcomes=["REFUSED"]) == ["login"]
    assert await found(subject=made[0]["apiKey"]["id"]) == ["revokeApiKey", "createApiKey"]
    assert await found(keyIds=[everything[0]["keyId"]]) == ["revokeApiKey"] + ["createApiKey"] * 3
    assert await found(since=since) == ["revokeApiKey", "login", "createApiKey"]
    assert await found(until=since) == ["createApiKey"] * 2
    assert await found(operations=[]) == []
    assert await found(operations=["a\0b"]) == []
    reply = await emptied_service.ask_as_admin(AUDIT, filter={"keyIds": ["x"]})
    assert reply.codes == ["BAD_REQUEST"]
    pages: list[list[Any]] = []
    after = None
    while True:
        page = (await emptied_service.ask_as_admin(AUDIT, first=2, after=after)).data["auditRecords"]
        pages.append([edge["node"] for edge in page["edges"]])
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [line for page in pages for line in page] == everything
