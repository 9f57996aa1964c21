"""A client of the service, as a frontend or an admin would be one."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession
from multidict import CIMultiDictProxy

ADMIN_KEY = "an-admin-key-for-tests"
ADMIN = {"X-API-Key": ADMIN_KEY}

SUBMIT = """
mutation Submit($input: SubmitFeedbackInput!) {
  submitFeedback(input: $input) {
    __typename
    ... on SubmitFeedbackSuccess { status id submissionKey }
    ... on Problem { message }
    ... on InvalidInput { fields { path code message } }
    ... on RateLimited { retryAfterSeconds }
    ... on IntakeUnavailable { retryAfterSeconds }
  }
}
"""


@dataclass(frozen=True)
class Reply:
    """What came back over HTTP."""

    status: int
    headers: CIMultiDictProxy[str]
    body: Any

    @property
    def data(self) -> Any:
        """The data of a reply without errors."""
        assert "errors" not in self.body, self.body["errors"]
        return self.body["data"]

    @property
    def codes(self) -> list[str]:
        """The codes of its top-level errors."""
        return [error["extensions"]["code"] for error in self.body.get("errors", ())]


@dataclass(frozen=True)
class Service:
    """A running service."""

    session: ClientSession
    url: str

    async def ask(self, query: str, headers: Mapping[str, str] | None = None, **variables: Any) -> Reply:
        """Send a GraphQL request."""
        return await self.post(json={"query": query, "variables": variables}, headers=headers)

    async def ask_as_admin(self, query: str, **variables: Any) -> Reply:
        """Send a GraphQL request with the admin key."""
        return await self.ask(query, ADMIN, **variables)

    async def submit(self, headers: Mapping[str, str] | None = None, **changes: Any) -> Any:
        """Send a submission, valid but for the changes; the result as it is."""
        reply = await self.ask(SUBMIT, headers, input=VISITOR | changes)
        return reply.data["submitFeedback"]

    async def post(self, **options: Any) -> Reply:
        """Send any POST to the GraphQL address."""
        async with self.session.post(f"{self.url}/graphql", **options) as response:
            return Reply(response.status, response.headers, await response.json(content_type=None))

    async def raw(self, request: bytes, *, leave: bool = False) -> bytes:
        """Send these very bytes; the head of what comes back, or nothing when the client leaves without waiting."""
        host, port = self.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request)
        await writer.drain()
        answer = b"" if leave else await reader.readuntil(b"\r\n\r\n")
        writer.close()
        await writer.wait_closed()
        return answer


VISITOR: dict[str, Any] = {"sessionId": "session-1", "message": "The export button does nothing at all."}
