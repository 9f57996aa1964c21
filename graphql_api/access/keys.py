"""API keys: shown once, kept as a digest, found by their prefix."""

import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import UUID, uuid4, uuid5

import asyncpg

from graphql_api.context import Caller
from graphql_api.errors import CallerError, ErrorCode
from graphql_api.postgres.connect import fetch, transaction
from graphql_api.postgres.outage import is_outage
from models.enums import Scope

MARK = "fbk"
PREFIX_LENGTH = len(MARK) + 1 + 12
FROM_SETTING = uuid5(UUID(int=0), "API_KEY")
BOOTSTRAP_LOCK = 0x6B657973  # "keys"


class Keys:
    """Tells callers by their keys: those of the database, and the one of the setting API_KEY."""

    def __init__(self, setting: str | None) -> None:
        self._setting_digest = _digest(setting) if setting else None

    async def caller(self, token: str | None, *, address: str, now: datetime) -> Caller:
        """Who sends this token; anonymous without one, unverified while the database cannot be asked.

        Raises:
            CallerError: UNAUTHENTICATED for a token that is unknown, expired or revoked.
        """
        if token is None:
            return Caller(address)
        digest = _digest(token)
        if self._setting_digest and hmac.compare_digest(digest, self._setting_digest):
            return Caller(address, FROM_SETTING, "API_KEY", frozenset({Scope.ADMIN}))
        try:
            row = await _find(token) if token.startswith(MARK + "_") and token.isascii() else None
        except Exception as error:
            if not is_outage(error):
                raise
            # A frontend's words must not be turned away because its key cannot be looked up just now.
            return Caller(address, is_unverified=True)
        if row is None or not hmac.compare_digest(digest, row["digest"]) or not _is_valid(row, now):
            raise CallerError(ErrorCode.UNAUTHENTICATED, "The API key is not known here, has expired or was revoked.")
        return Caller(address, row["id"], row["name"], frozenset(map(Scope, row["scopes"])))


async def create_first_key(now: datetime) -> str | None:
    """Make an admin key if there is no key at all yet; of several processes that try at once, one does.

    Returns:
        The key, for the only time; None when there was one.
    """
    async with transaction() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock($1)", BOOTSTRAP_LOCK)
        if await connection.fetchval("SELECT EXISTS (SELECT FROM api_key)"):
            return None
        token = f"{MARK}_{secrets.token_hex(6)}_{secrets.token_urlsafe(32)}"
        await connection.execute(
            "INSERT INTO api_key (id, name, prefix, digest, scopes, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            uuid4(),
            "first admin",
            token[:PREFIX_LENGTH],
            _digest(token),
            [Scope.ADMIN.value],
            now,
        )
        return token


async def _find(token: str) -> asyncpg.Record | None:
    rows = await fetch("SELECT * FROM api_key WHERE prefix = $1", token[:PREFIX_LENGTH])
    return rows[0] if rows else None


def _is_valid(row: asyncpg.Record, now: datetime) -> bool:
    return row["revoked_at"] is None and (row["expires_at"] is None or row["expires_at"] > now)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
