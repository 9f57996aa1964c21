"""WebSocket /graphql: who is let in, what they may do there, and when they are shown out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError

from graphql_api.postgres.connect import fetch, transaction
from models.enums import Scope
from tests.access.browser import Browser
from tests.access.test_keys import make_key
from tests.client import ADMIN_KEY, SUBMIT, VISITOR, Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

PROTOCOL = "graphql-transport-ws"
VIEWER = "{ viewer { name } }"
WAITS = "{ auditRecords { edges { cursor } } }"


class Conversation:
    """A client's side of the protocol."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket

    async def say(self, type_: str, **message: Any) -> None:
        await self.socket.send_json({"type": type_} | message)

    async def hear(self) -> Any:
        """The next message, or the code of the close."""
        async with asyncio.timeout(10):
            message = await self.socket.receive()
        return message.json() if message.type is WSMsgType.TEXT else self.socket.close_code

    async def begin(self, key: str | None = ADMIN_KEY) -> Any:
        await self.say("connection_init", payload={"apiKey": key} if key else {})
        return await self.hear()

    async def ask(self, query: str, id_: str = "1", **variables: Any) -> Any:
        await self.say("subscribe", id=id_, payload={"query": query, "variables": variables})
        answer = await self.hear()
        if isinstance(answer, dict) and answer["type"] == "next":
            assert await self.hear() == {"id": id_, "type": "complete"}
        return answer


@asynccontextmanager
async def talking(
    service: Service, protocols: tuple[str, ...] = (PROTOCOL,), **headers: str
) -> AsyncIterator[Conversation]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with service.session.ws_connect(f"{service.url}/graphql", protocols=protocols, headers=named) as socket:
        yield Conversation(socket)


def codes(answer: Any) -> list[str]:
    errors = answer["payload"] if answer["type"] == "error" else answer["payload"]["errors"]
    return [error["extensions"]["code"] for error in errors]


async def test_a_caller_with_a_key_asks_and_changes_things(emptied_service: Service) -> None:
    async with talking(emptied_service) as conversation:
        assert await conversation.begin() == {"type": "connection_ack"}
        answer = await conversation.ask(VIEWER)
        assert answer == {"id": "1", "type": "next", "payload": {"data": {"viewer": {"name": "API_KEY"}}}}
        answer = await conversation.ask(SUBMIT, input=VISITOR)
        assert answer["payload"]["data"]["submitFeedback"]["status"] == "SAVED"
        await conversation.say("ping")
        assert await conversation.hear() == {"type": "pong"}


@pytest.mark.parametrize(
    "payload",
    [{"apiKey": ADMIN_KEY}, {"X-API-Key": ADMIN_KEY}, {"Authorization": f"Bearer {ADMIN_KEY}"}],
    ids=["apiKey", "X-API-Key", "Authorization"],
)
async def test_a_key_may_come_in_the_first_message(shared_service: Service, payload: dict[str, str]) -> None:
    async with talking(shared_service) as conversation:
        await conversation.say("connection_init", payload=payload)
        assert await conversation.hear() == {"type": "connection_ack"}


async def test_a_key_may_come_in_the_headers(shared_service: Service) -> None:
    async with talking(shared_service, X_API_Key=ADMIN_KEY) as conversation:
        assert await conversation.begin(None) == {"type": "connection_ack"}


async def test_a_login_counts_for_our_own_pages(shared_service: Service) -> None:
    browser = Browser(shared_service)
    await browser.log_in(ADMIN_KEY)
    cookie = browser.cookie or ""
    async with talking(shared_service, Cookie=cookie, Origin=shared_service.url) as conversation:
        assert await conversation.begin(None) == {"type": "connection_ack"}
    async with talking(shared_service, Cookie=cookie) as conversation:
        assert await conversation.begin(None) == 4403


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
async def test_pages_of_other_sites_are_not_even_heard(shared_service: Service, origin: str) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        async with talking(shared_service, Origin=origin):
            pass
    assert refused.value.status == 403


@pytest.mark.parametrize("key", [None, "", "wrong"], ids=["none", "empty", "wrong"])
async def test_strangers_are_shown_out(shared_service: Service, key: str | None) -> None:
    async with talking(shared_service) as conversation:
        assert await conversation.begin(key) == 4401


@pytest.mark.parametrize("protocols", [(), ("graphql-ws",)], ids=["none", "the older"])
async def test_only_one_protocol_is_spoken(shared_service: Service, protocols: tuple[str, ...]) -> None:
    async with talking(shared_service, protocols) as conversation:
        assert await conversation.hear() == 4406


async def test_nothing_is_answered_before_the_first_message(shared_service: Service) -> None:
    async with talking(shared_service) as conversation:
        await conversation.say("subscribe", id="1", payload={"query": VIEWER})
        assert await conversation.hear() == 4401


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("{", 4400),
        ("[]", 4400),
        ('{"type": "unknown"}', 4400),
        ('{"type": 7}', 4400),
        ('{"type": "subscribe", "payload": {"query": "{ __typename }"}}', 4400),
        ('{"type": "subscribe", "id": "' + "x" * 101 + '", "payload": {}}', 4400),
        ('{"type": "connection_init"}', 4429),
        ('{"type": "pong", "payload": {"x": "' + "x" * 65_536 + '"}}', 1009),
    ],
    ids=range(8),
)
async def test_what_is_none_of_the_protocol_ends_the_conversation(
    shared_service: Service, message: str, code: int
) -> None:
    async with talking(shared_service) as conversation:
        await conversation.begin()
        await conversation.socket.send_str(message)
        assert await conversation.hear() == code


async def test_binary_messages_end_it_too(shared_service: Service) -> None:
    async with talking(shared_service) as conversation:
        await conversation.begin()
        await conversation.socket.send_bytes(b"{}")
        assert await conversation.hear() == 4400


@pytest.mark.parametrize(
    "payload", [None, {}, {"query": 7}, {"query": ""}, {"query": "{ viewer { name } }", "variables": []}], ids=range(5)
)
async def test_what_is_no_operation_is_refused_and_the_conversation_goes_on(
    shared_service: Service, payload: object
) -> None:
    async with talking(shared_service) as conversation:
        await conversation.begin()
        await conversation.say("subscribe", id="1", payload=payload)
        assert codes(await conversation.hear()) == ["BAD_REQUEST"]
        assert (await conversation.ask(VIEWER))["type"] == "next"


ROWS = "feedbacks(first: 100) { edges { node { analysis { __typename } } } }"
DOCUMENTS = {
    "syntax": "{",
    "an unknown field": "{ nothing }",
    "levels": "{ a { b { c { d { e { f { g { h { i } } } } } } } } }",
    "aliases": "{ viewer {" + " ".join(f"a{place}: name" for place in range(16)) + "}}",
    "objects": "{" + " ".join(f"a{place}: {ROWS}" for place in range(6)) + "}",
    "a subscription": "subscription { viewer { name } }",
    "an unknown operation": "fragment A on Viewer { name }",
}


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_documents_have_the_limits_that_they_have_over_http(shared_service: Service, name: str) -> None:
    async with talking(shared_service) as conversation:
        await conversation.begin()
        answer = await conversation.ask(DOCUMENTS[name])
        assert (answer["type"], codes(answer)) == ("error", ["BAD_REQUEST"])


async def test_scopes_hold_here_too(emptied_service: Service) -> None:
    async with talking(emptied_service) as conversation:
        await conversation.begin(await make_key(Scope.SUBMIT))
        answer = await conversation.ask("{ feedbacks { totalCount } }")
        assert (answer["type"], codes(answer)) == ("next", ["FORBIDDEN"])
        assert codes(await conversation.ask("{ __schema { description } }")) == ["FORBIDDEN"]


async def test_logging_in_and_out_is_for_http(shared_service: Service) -> None:
    async with talking(shared_service) as conversation:
        await conversation.begin()
        for query in (f'mutation {{ login(apiKey: "{ADMIN_KEY}") {{ __typename }} }}', "mutation { logout }"):
            assert codes(await conversation.ask(query)) == ["BAD_REQUEST"]


async def test_failures_of_ours_are_masked_here_too(emptied_service: Service) -> None:
    await fetch("ALTER TABLE audit_record RENAME TO gone")
    try:
        async with talking(emptied_service) as conversation:
            await conversation.begin()
            answer = await conversation.ask("{ auditRecords { edges { cursor } } }")
    finally:
        await fetch("ALTER TABLE gone RENAME TO audit_record")
    assert codes(answer) == ["INTERNAL"]
    assert "gone" not in str(answer)
    assert "audit_record" not in str(answer)


async def test_a_key_that_is_revoked_does_nothing_more(emptied_service: Service) -> None:
    token = await make_key(Scope.READ)
    async with talking(emptied_service) as conversation:
        await conversation.begin(token)
        assert (await conversation.ask("{ feedbacks { totalCount } }"))["type"] == "next"
        await fetch("UPDATE api_key SET revoked_at = now()")
        answer = await conversation.ask("{ feedbacks { totalCount } }")
        assert (answer["type"], codes(answer)) == ("error", ["UNAUTHENTICATED"])


@asynccontextmanager
async def blocked() -> AsyncIterator[None]:
    """WAITS waits, for as long as the block."""
    async with transaction() as connection:
        await connection.execute("LOCK TABLE audit_record IN ACCESS EXCLUSIVE MODE")
        yield


async def test_at_most_five_operations_run_at_once(emptied_service: Service) -> None:
    async with talking(emptied_service) as conversation:
        await conversation.begin()
        async with blocked():
            for number in range(6):
                await conversation.say("subscribe", id=str(number), payload={"query": WAITS})
            answer = await conversation.hear()
            assert (answer["id"], answer["type"], codes(answer)) == ("5", "error", ["LIMITED"])
            # One that is given up makes room.
            await conversation.say("complete", id="4")
            await conversation.say("subscribe", id="6", payload={"query": VIEWER})
            assert (await conversation.hear())["id"] == "6"
            assert (await conversation.hear())["type"] == "complete"
        finished = [(await conversation.hear())["id"] for _ in range(8)]
        assert sorted(finished) == ["0", "0", "1", "1", "2", "2", "3", "3"]


async def test_an_id_that_is_in_use_ends_the_conversation(emptied_service: Service) -> None:
    async with talking(emptied_service) as conversation:
        await conversation.begin()
        async with blocked():
            for _ in range(2):
                await conversation.say("subscribe", id="1", payload={"query": WAITS})
            assert await conversation.hear() == 4409
