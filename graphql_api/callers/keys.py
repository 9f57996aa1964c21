"""API keys: shown once, kept as a digest, found by their prefix."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import asyncpg

from graphql_api.postgres.connect import fetch, transaction
from models.enums import Scope

MARK = "fbk"
PREFIX_LENGTH = len(MARK) + 1 + 12
NAME_OF_SETTING = "API_KEY"
BOOTSTRAP_LOCK = 0x6B657973  # "keys"
# Compared with where no key has the prefix, so that an unknown prefix takes the same work as a wrong secret.
NO_DIGEST = bytes(hashlib.sha256().digest_size)
STORE = (
    "INSERT INTO api_key (id, name, prefix, digest, scopes, created_at, expires_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING *"
)


@dataclass(frozen=True)
class Key:
    """A key that is valid now."""

    id: UUID
    name: str
    scopes: frozenset[Scope]


class Keys:
    """Tells valid keys from others: those of the database, and the one of the setting API_KEY.

    Args:
        setting: an admin's key, None for none.
        secret: what the id of the setting's key is made with. Another value of the setting is another key with
            another id, so that logins by the old one end.
    """

    def __init__(self, setting: str | None, *, secret: bytes) -> None:
        self._setting_digest = digest_of(setting) if setting else None
        self._setting_key = _key_of_setting(setting, secret) if setting else None

    @property
    def setting_key(self) -> Key | None:
        """The setting's key; None where there is none."""
        return self._setting_key

    async def find(self, token: str, now: datetime) -> Key | None:
        """The key that this token is; None for one that is unknown, expired or revoked.

        Raises:
            Exception: an outage (see `is_outage`), only for what looks like a key of the database.
        """
        digest = digest_of(token)
        if self._setting_digest and hmac.compare_digest(digest, self._setting_digest):
            return self._setting_key
        row = await _row_of(token) if looks_stored(token) else None
        if not hmac.compare_digest(digest, row["digest"] if row else NO_DIGEST) or row is None:
            return None
        is_valid = row["revoked_at"] is None and (row["expires_at"] is None or row["expires_at"] > now)
        return Key(row["id"], row["name"], frozenset(map(Scope, row["scopes"]))) if is_valid else None


def looks_stored(token: str) -> bool:
    """Whether it has the form of a key of the database."""
    return token.startswith(MARK + "_") and token.isascii() and "\0" not in token


def digest_of(token: str) -> bytes:
    """What is kept of a secret of 128 bits or more: SHA-256, which is enough as nobody can guess its input."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


async def store_new_key(
    connection: asyncpg.Connection,
    *,
    name: str,
    scopes: Iterable[Scope],
    now: datetime,
    expires_at: datetime | None = None,
) -> tuple[str, asyncpg.Record]:
    """Make a key in the transaction that `connection` is in: the token, for the only time, and its row."""
    token = f"{MARK}_{secrets.token_hex(6)}_{secrets.token_urlsafe(32)}"
    values = (uuid4(), name, token[:PREFIX_LENGTH], digest_of(token), sorted(scopes), now, expires_at)
    return token, await connection.fetchrow(STORE, *values)


async def create_first_key(now: datetime) -> str | None:
    """Make an admin key if there is no key at all yet; of several processes that try at once, one does.

    Returns:
        The key, for the only time; None when there was one.
    """
    async with transaction() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock($1)", BOOTSTRAP_LOCK)
        if await connection.fetchval("SELECT EXISTS (SELECT FROM api_key)"):
            return None
        token, _ = await store_new_key(connection, name="first admin", scopes=[Scope.ADMIN], now=now)
        return token


def _key_of_setting(setting: str, secret: bytes) -> Key:
    hashed = hashlib.blake2b(setting.encode(), key=secret[:64], person=b"API_KEY", digest_size=16).digest()
    return Key(UUID(bytes=hashed), NAME_OF_SETTING, frozenset({Scope.ADMIN}))


async def _row_of(token: str) -> asyncpg.Record | None:
    rows = await fetch("SELECT * FROM api_key WHERE prefix = $1", token[:PREFIX_LENGTH])
    return rows[0] if rows else None
