"""A browser that logs in, as far as the service can see one."""

from dataclasses import dataclass, field
from typing import Any

from tests.client import Reply, Service

LOGIN = """
mutation ($key: String!) {
  login(apiKey: $key) {
    __typename
    ... on LoginSuccess { viewer { name scopes } expiresAt }
    ... on Problem { message }
    ... on RateLimited { retryAfterSeconds }
  }
}
"""
LOGOUT = "mutation { logout }"
VIEWER = "{ viewer { name scopes } }"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Browser:
    """Keeps the cookie that it is given, and sends it with the headers of a page of ours."""

    service: Service
    cookie: str | None = None
    headers: dict[str, str] = field(default_factory=lambda: dict(OWN_PAGE))

    async def ask(self, query: str, headers: dict[str, str] | None = None, **variables: Any) -> Reply:
        cookie = {"Cookie": self.cookie} if self.cookie else {}
        reply = await self.service.ask(query, self.headers | cookie | (headers or {}), **variables)
        if (given := reply.headers.get("Set-Cookie")) is not None:
            pair, *attributes = given.split("; ")
            self.cookie = None if "Max-Age=0" in attributes else pair
        return reply

    async def log_in(self, key: str) -> Any:
        return (await self.ask(LOGIN, key=key)).data["login"]

    async def viewer(self) -> Any:
        return (await self.ask(VIEWER)).data["viewer"]
