"""Keys: how they are sent, kept and refused."""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from graphql_api.callers.keys import create_first_key
from graphql_api.postgres.connect import fetch
from models.enums import Scope
from tests.client import ADMIN, ADMIN_KEY, SUBMIT, VISITOR, Reply, Service
from tests.rows import count, everything_as_text, is_nothing_stored

pytestmark = pytest.mark.asyncio(loop_scope="module")

VIEWER = "{ viewer { name scopes } }"
NOW = datetime.now(UTC)


async def make_key(*scopes: Scope, expires_at: datetime | None = None, revoked_at: datetime | None = None) -> str:
    """A key in the database, as an admin would have made it."""
    token = f"fbk_{uuid4().hex[:12]}_{uuid4().hex}"
    await fetch(
        "INSERT INTO api_key (id, name, prefix, digest, scopes, created_at, expires_at, revoked_at) "
        "VALUES ($1, 'frontend', $2, $3, $4, $5, $6, $7)",
        uuid4(),
        token[:16],
        hashlib.sha256(token.encode()).digest(),
        [scope.value for scope in scopes],
        NOW,
        expires_at,
        revoked_at,
    )
    return token


async def who(service: Service, **headers: str) -> Reply:
    return await service.ask(VIEWER, {name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    "headers",
    [
        {"X_API_Key": ADMIN_KEY},
        {"x_api_key": ADMIN_KEY},
        {"Authorization": f"Bearer {ADMIN_KEY}"},
        {"Authorization": f"bearer  {ADMIN_KEY} "},
    ],
    ids=range(4),
)
async def test_the_key_of_the_setting_is_an_admins(emptied_service: Service, headers: dict[str, str]) -> None:
    assert (await who(emptied_service, **headers)).data == {"viewer": {"name": "API_KEY", "scopes": ["ADMIN"]}}


async def test_a_key_of_the_database_is_known_by_name_and_scopes(emptied_service: Service) -> None:
    token = await make_key(Scope.READ, Scope.SUBMIT)
    for headers in ({"X_API_Key": token}, {"Authorization": f"Bearer {token}"}):
        reply = await who(emptied_service, **headers)
        assert reply.data == {"viewer": {"name": "frontend", "scopes": ["READ", "SUBMIT"]}}


async def test_without_a_key_one_is_anonymous(emptied_service: Service) -> None:
    assert (await who(emptied_service)).data == {"viewer": None}
    assert (await who(emptied_service, Authorization="Basic dXNlcjpwYXNz")).data == {"viewer": None}


WRONG = [
    "",
    " ",
    "x",
    ADMIN_KEY[:-1],
    ADMIN_KEY + "x",
    ADMIN_KEY.upper(),
    "fbk_",
    "fbk_0123456789ab_" + "x" * 43,
    "é" * 20,
    "x" * 8_000,
]


@pytest.mark.parametrize("token", WRONG, ids=range(len(WRONG)))
async def test_a_wrong_key_is_refused_for_reading_and_submitting(emptied_service: Service, token: str) -> None:
    for document, variables in ((VIEWER, {}), (SUBMIT, {"input": VISITOR})):
        reply = await emptied_service.ask(document, {"X-API-Key": token}, **variables)
        assert (reply.status, reply.codes) == (401, ["UNAUTHENTICATED"])
        assert "data" not in reply.body
    assert await is_nothing_stored()


async def test_a_wrong_bearer_token_is_refused(emptied_service: Service) -> None:
    assert (await who(emptied_service, Authorization="Bearer nothing")).status == 401
    assert (await who(emptied_service, Authorization="Bearer")).status == 401


async def test_a_key_with_the_right_prefix_and_another_secret_is_refused(emptied_service: Service) -> None:
    token = await make_key(Scope.ADMIN)
    for wrong in (token[:16], token[:17], token[:-1], token + "x", token[:-1] + "é"):
        assert (await who(emptied_service, X_API_Key=wrong)).status == 401


@pytest.mark.parametrize(
    ("expires_in", "revoked_in", "status"),
    [(None, None, 200), (60, None, 200), (-1, None, 401), (0, None, 401), (None, -1, 401), (60, -1, 401)],
)
async def test_keys_end_when_they_expire_or_are_revoked(
    emptied_service: Service, expires_in: int | None, revoked_in: int | None, status: int
) -> None:
    def at(seconds: int | None) -> datetime | None:
        return None if seconds is None else datetime.now(UTC) + timedelta(seconds=seconds)

    token = await make_key(Scope.ADMIN, expires_at=at(expires_in), revoked_at=at(revoked_in))
    assert (await who(emptied_service, X_API_Key=token)).status == status


async def test_every_refusal_of_a_key_reads_the_same(emptied_service: Service) -> None:
    tokens = ["x", "fbk_0123456789ab_x", await make_key(Scope.ADMIN, revoked_at=NOW), await make_key() + "x"]
    bodies = [(await who(emptied_service, X_API_Key=token)).body for token in tokens]
    assert all(body == bodies[0] for body in bodies)


async def test_the_first_key_is_an_admins_and_works(emptied_service: Service) -> None:
    token = await create_first_key(NOW)
    assert token is not None
    assert len(token) > 50
    assert (await who(emptied_service, X_API_Key=token)).data == {
        "viewer": {"name": "first admin", "scopes": ["ADMIN"]}
    }


async def test_the_first_key_is_made_once_by_many_at_once(emptied_service: Service) -> None:
    assert emptied_service
    tokens = await asyncio.gather(*(create_first_key(NOW) for _ in range(5)))
    assert [token is None for token in tokens].count(False) == 1
    assert await count("api_key") == 1
    assert await create_first_key(NOW) is None


async def test_of_a_key_only_the_digest_is_kept(emptied_service: Service) -> None:
    assert emptied_service
    token = await create_first_key(NOW)
    assert token is not None
    assert token[17:] not in await everything_as_text()
    (row,) = await fetch("SELECT prefix, digest FROM api_key")
    assert (row["prefix"], row["digest"]) == (token[:16], hashlib.sha256(token.encode()).digest())


async def test_of_two_headers_x_api_key_counts(emptied_service: Service) -> None:
    assert (await emptied_service.ask(VIEWER, {**ADMIN, "Authorization": "Bearer nothing"})).status == 200
    assert (await emptied_service.ask(VIEWER, {"X-API-Key": "x", "Authorization": f"Bearer {ADMIN_KEY}"})).status == 401
