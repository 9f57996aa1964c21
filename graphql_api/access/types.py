"""Keys, logins and who one is, as GraphQL shows them."""

from datetime import datetime
from typing import Annotated

import asyncpg
import strawberry

from graphql_api.access.keyring import MadeKey
from graphql_api.problems import InvalidInput, Problem, RateLimited
from models.enums import Scope


@strawberry.type(description="Who asks, as known by an API key, or by a login with one.")
class Viewer:
    name: str = strawberry.field(description="The key's name.")
    scopes: list[Scope] = strawberry.field(description="What the key may do.")


@strawberry.type(description="An API key, without its secret, which nobody has but who uses it.")
class ApiKey:
    id: strawberry.ID = strawberry.field(description="Opaque.")
    name: str = strawberry.field(description="What its maker called it.")
    prefix: str = strawberry.field(description="How the key begins, to tell it from others. Public.")
    scopes: list[Scope] = strawberry.field(description="What it may do.")
    created_at: datetime = strawberry.field(description="When it was made.")
    expires_at: datetime | None = strawberry.field(description="When it ends, or ended; null where it never does.")
    revoked_at: datetime | None = strawberry.field(description="When it was revoked; null where it was not.")
    last_used_at: datetime | None = strawberry.field(
        description="When it was last used, to the minute; null for never."
    )

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "ApiKey":
        """A row as GraphQL shows it."""
        return cls(
            id=strawberry.ID(str(row["id"])),
            name=row["name"],
            prefix=row["prefix"],
            scopes=sorted(map(Scope, row["scopes"])),
            created_at=row["created_at"],
            expires_at=row["expires_at"],
            revoked_at=row["revoked_at"],
            last_used_at=row["last_used_at"],
        )


@strawberry.type(description="The browser is logged in: the answer set a cookie that works instead of the key.")
class LoginSuccess:
    viewer: Viewer = strawberry.field(description="Who has logged in.")
    expires_at: datetime = strawberry.field(
        description="When the login ends at the latest: 12 hours on. It also ends after 30 minutes without a request, "
        "at `logout`, and with its key."
    )


@strawberry.type(description="The key is not known here, has expired or was revoked. A login that was there stays.")
class LoginFailed(Problem):
    pass


LoginResult = Annotated[
    LoginSuccess | LoginFailed | RateLimited,
    strawberry.union(name="LoginResult", description="A login, or why there is none."),
]


@strawberry.type(description="The key was made.")
class CreateApiKeySuccess:
    key: str = strawberry.field(description="The key itself, to send as X-API-Key. Shown this once: keep it now.")
    api_key: ApiKey = strawberry.field(description="The new key as it is listed.")
    replaces: ApiKey | None = strawberry.field(
        description="The key that it takes the place of, which works until its `expiresAt`; null unless rotated."
    )

    @classmethod
    def from_made(cls, made: MadeKey) -> "CreateApiKeySuccess":
        """A new key as GraphQL shows it."""
        replaces = ApiKey.from_row(made.replaced) if made.replaced else None
        return cls(key=made.token, api_key=ApiKey.from_row(made.row), replaces=replaces)


@strawberry.type(description="No API key has this id. The one of the setting API_KEY has none: change the setting.")
class ApiKeyNotFound(Problem):
    pass


@strawberry.type(description="The API key has expired or was revoked, and cannot be renewed: make another.")
class ApiKeyEnded(Problem):
    pass


CreateApiKeyResult = Annotated[
    CreateApiKeySuccess | InvalidInput | ApiKeyNotFound | ApiKeyEnded,
    strawberry.union(name="CreateApiKeyResult", description="A new API key, or why there is none."),
]


@strawberry.type(description="The key and all logins by it have ended.")
class RevokeApiKeySuccess:
    api_key: ApiKey = strawberry.field(description="The key as it is listed now.")


RevokeApiKeyResult = Annotated[
    RevokeApiKeySuccess | ApiKeyNotFound,
    strawberry.union(name="RevokeApiKeyResult", description="The revoked API key, or why there is none."),
]
