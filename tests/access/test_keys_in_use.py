"""What using a key leaves behind and costs: each test has a service of its own."""

from datetime import UTC, datetime
from pathlib import Path

from graphql_api.postgres.connect import fetch
from models.enums import Scope
from tests.access.test_keyring import LIST, create, status_with
from tests.access.test_keys import make_key
from tests.conftest import make_settings, running


async def test_the_last_use_is_noted_beside_the_request(database_url: str, tmp_path: Path) -> None:
    async with running(make_settings(database_url, tmp_path)) as service:
        await fetch("DELETE FROM api_key")
        made = await create(service)
        assert made["apiKey"]["lastUsedAt"] is None
        began = datetime.now(UTC)
        await status_with(service, made["key"])
    async with running(make_settings(database_url, tmp_path)) as service:
        (listed,) = (await service.ask_as_admin(LIST)).data["apiKeys"]
        assert began <= datetime.fromisoformat(listed["lastUsedAt"]) <= datetime.now(UTC)


async def test_a_key_to_submit_has_the_keys_limit_instead_of_the_addresses(database_url: str, tmp_path: Path) -> None:
    limits = {"submissions_per_hour": 2, "requests_per_minute_per_key": 4}
    async with running(make_settings(database_url, tmp_path, **limits)) as service:
        key = {"X-API-Key": await make_key(Scope.SUBMIT)}
        statuses = [(await service.submit())["__typename"] for _ in range(3)]
        assert statuses == ["SubmitFeedbackSuccess"] * 2 + ["RateLimited"]
        statuses = [(await service.submit(key))["__typename"] for _ in range(5)]
        assert statuses == ["SubmitFeedbackSuccess"] * 4 + ["RateLimited"]
