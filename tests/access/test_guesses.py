"""Trying one key after the other by header ends soon, for all but keys of the database."""

from pathlib import Path

import pytest

from graphql_api.callers.guesses import Guesses
from graphql_api.errors import CallerError
from graphql_api.limits import Limiter
from models.enums import Scope
from tests.access.test_keys import make_key
from tests.client import ADMIN
from tests.conftest import make_settings, running

VIEWER = "{ viewer { name } }"


async def test_after_a_hundred_unknown_keys_an_address_cannot_guess_the_settings_key(
    database_url: str, tmp_path: Path
) -> None:
    async with running(make_settings(database_url, tmp_path, trusted_proxy_hops=1)) as service:
        for number in range(101):
            assert (await service.ask(VIEWER, {"X-API-Key": f"guess-{number}"})).status == 401
        for guess in ({"X-API-Key": "one more"}, ADMIN, {"Authorization": f"Bearer {ADMIN['X-API-Key']}"}):
            reply = await service.ask(VIEWER, guess)
            assert (reply.status, reply.body["errors"][0]["extensions"]["code"]) == (429, "LIMITED")
            assert 890 <= int(reply.headers["Retry-After"]) <= 901
        assert (await service.ask(VIEWER, {"X-API-Key": await make_key(Scope.READ)})).status == 200
        assert (await service.submit())["__typename"] == "SubmitFeedbackSuccess"
        assert (await service.ask(VIEWER, ADMIN | {"X-Forwarded-For": "198.51.100.7"})).status == 200


async def test_an_address_is_listened_to_again_when_the_window_has_ended() -> None:
    now = 0.0
    limiter = Limiter(reports_per_hour=1, answer_ratings_per_hour=1, requests_per_minute=1, clock=lambda: now)
    guesses = Guesses(limiter, clock=lambda: now)
    for _ in range(101):
        guesses.refuse("198.51.100.1")
        await guesses.note("198.51.100.1")
    with pytest.raises(CallerError):
        guesses.refuse("198.51.100.1")
    guesses.refuse("198.51.100.2")
    now = 901.0
    guesses.refuse("198.51.100.1")
