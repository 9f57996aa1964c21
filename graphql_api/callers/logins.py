"""Logins: a browser's cookie holds a random id, the database its digest; both end together."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg

from graphql_api.callers.keys import Key, digest_of
from graphql_api.postgres.connect import fetch
from models.enums import Scope

# A login ends so long after its last request, and so long after its beginning.
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
ID_BYTES = 32

STORE = "INSERT INTO login (id, digest, key_id, created_at, last_seen_at) VALUES ($1, $2, $3, $4, $4)"
# The setting's key has no row; a login by it holds while the setting is what it was.
LIVE = """
SELECT login.id, login.key_id, api_key.name, api_key.scopes FROM login LEFT JOIN api_key ON api_key.id = login.key_id
WHERE login.digest = $1 AND login.last_seen_at > $2 AND login.created_at > $3
    AND (
        login.key_id = $4
        OR (api_key.revoked_at IS NULL AND coalesce(api_key.expires_at > $5, api_key.id IS NOT NULL))
    )
"""
END = "DELETE FROM login WHERE digest = $1 RETURNING key_id"
END_OF_KEY = "DELETE FROM login WHERE key_id = $1"
SWEEP = """
DELETE FROM login WHERE last_seen_at <= $1 OR created_at <= $2
    OR EXISTS (SELECT FROM api_key WHERE id = login.key_id AND (revoked_at IS NOT NULL OR expires_at <= $3))
"""


async def begin_login(connection: asyncpg.Connection, key_id: UUID, now: datetime) -> str:
    """Log in with a key, in the transaction that `connection` is in: the cookie's value, new and random."""
    value = secrets.token_urlsafe(ID_BYTES)
    await connection.execute(STORE, uuid4(), digest_of(value), key_id, now)
    return value


async def end_login(connection: asyncpg.Connection, value: str) -> UUID | None:
    """End the login of this cookie; the id of the key it was made with, None where there was none."""
    key_id: UUID | None = await connection.fetchval(END, digest_of(value))
    return key_id


async def end_logins_of(connection: asyncpg.Connection, key_id: UUID) -> None:
    """End all logins that were made with a key."""
    await connection.execute(END_OF_KEY, key_id)


async def find_login(value: str, now: datetime, setting_key: Key | None) -> tuple[UUID, Key] | None:
    """The login of this cookie and its key; None where it has ended or never was."""
    setting_id = setting_key.id if setting_key else None
    rows = await fetch(LIVE, digest_of(value), now - IDLE, now - LONGEST, setting_id, now)
    if not rows:
        return None
    (row,) = rows
    if setting_key is not None and row["key_id"] == setting_key.id:
        return row["id"], setting_key
    return row["id"], Key(row["key_id"], row["name"], frozenset(map(Scope, row["scopes"])))


async def sweep_logins(now: datetime) -> None:
    """Delete logins that have ended."""
    await fetch(SWEEP, now - IDLE, now - LONGEST, now)
