"""Making, renewing and revoking API keys, each in one transaction with its audit record."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from graphql_api.access.new_key import NewKey
from graphql_api.audit.record import Actor, record
from graphql_api.callers.keys import store_new_key
from graphql_api.callers.logins import end_logins_of
from graphql_api.postgres.connect import fetch, transaction
from models.enums import Scope

# How long a rotated key goes on working beside the new one.
OVERLAP = timedelta(hours=24)
MOST_LISTED = 500

LIST = """
SELECT * FROM api_key
WHERE $1::uuid IS NULL OR (revoked_at IS NULL, created_at, id) < (
    SELECT revoked_at IS NULL, created_at, id FROM api_key WHERE id = $1
)
ORDER BY (revoked_at IS NULL) DESC, created_at DESC, id DESC LIMIT $2
"""
LOCK = "SELECT * FROM api_key WHERE id = $1 FOR UPDATE"
END_AT = "UPDATE api_key SET expires_at = least(expires_at, $2) WHERE id = $1 RETURNING *"
REVOKE = "UPDATE api_key SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1 RETURNING *"


class KeyNotFound(Exception):  # noqa: N818 - it is named for what the caller reads
    """No key in the database has this id."""


class KeyEnded(Exception):  # noqa: N818 - it is named for what the caller reads
    """The key has expired or was revoked, and cannot be renewed."""


@dataclass(frozen=True)
class MadeKey:
    """A new key: its token, which nobody can see again, its row, and the row of the key that it replaces."""

    token: str
    row: asyncpg.Record
    replaced: asyncpg.Record | None = None


async def list_keys(after: UUID | None = None) -> list[asyncpg.Record]:
    """The keys of the database, without the setting's: those not revoked first, newest first; at most 500.

    Args:
        after: the last of those before; nothing follows what is no key's id.
    """
    return await fetch(LIST, after, MOST_LISTED)


async def list_all_keys() -> list[asyncpg.Record]:
    """All of them, in the same order."""
    found = page = await list_keys()
    while len(page) == MOST_LISTED:
        page = await list_keys(page[-1]["id"])
        found += page
    return found


async def create_key(wish: NewKey, *, actor: Actor, now: datetime) -> MadeKey:
    """Make a key."""
    async with transaction() as connection:
        token, row = await store_new_key(
            connection, name=wish.name, scopes=wish.scopes, now=now, expires_at=wish.expires_at
        )
        details = {"scopes": row["scopes"], "expiresAt": wish.expires_at}
        await record(connection, actor, "createApiKey", now=now, subjects=[row["id"]], details=details)
        return MadeKey(token, row)


async def rotate_key(key_id: UUID, *, actor: Actor, now: datetime) -> MadeKey:
    """Make a key with the name, the scopes and the lifetime of another, which ends within a day.

    Raises:
        KeyNotFound, KeyEnded: there is no such key, or not any more.
    """
    async with transaction() as connection:
        old = await connection.fetchrow(LOCK, key_id)
        if old is None:
            raise KeyNotFound
        if old["revoked_at"] is not None or (old["expires_at"] is not None and old["expires_at"] <= now):
            raise KeyEnded
        lifetime = old["expires_at"] - old["created_at"] if old["expires_at"] else None
        token, row = await store_new_key(
            connection,
            name=old["name"],
            scopes=map(Scope, old["scopes"]),
            now=now,
            expires_at=now + lifetime if lifetime else None,
        )
        replaced = await connection.fetchrow(END_AT, key_id, now + OVERLAP)
        details = {"oldKeyEndsAt": replaced["expires_at"]}
        await record(connection, actor, "rotateApiKey", now=now, subjects=[key_id, row["id"]], details=details)
        return MadeKey(token, row, replaced)


async def revoke_key(key_id: UUID, *, actor: Actor, now: datetime) -> asyncpg.Record:
    """End a key and all logins by it, at once; a key that was revoked before stays as it is. Its row.

    Raises:
        KeyNotFound: there is no such key.
    """
    async with transaction() as connection:
        row = await connection.fetchrow(REVOKE, key_id, now)
        if row is None:
            raise KeyNotFound
        await end_logins_of(connection, key_id)
        await record(connection, actor, "revokeApiKey", now=now, subjects=[key_id])
        return row
