"""Pages of other sites: those that the operator names may submit, without cookies; no other may do anything."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from graphql_api.errors import StartupError
from graphql_api.settings import read_settings
from tests.client import SUBMIT, VISITOR, Service
from tests.conftest import make_settings, running

SHOP = "https://shop.example"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,x-api-key"}


@pytest.fixture
async def open_to_the_shop(database_url: str, tmp_path: Path) -> AsyncIterator[Service]:
    origins = f"{SHOP}, http://localhost:3000"
    async with running(make_settings(database_url, tmp_path, cors_origins=origins, submissions_per_hour=1)) as service:
        yield service


async def preflight(service: Service, origin: str) -> tuple[int, dict[str, str]]:
    async with service.session.options(f"{service.url}/graphql", headers=PREFLIGHT | {"Origin": origin}) as response:
        headers = {name.lower(): value for name, value in response.headers.items()}
        return response.status, {name: value for name, value in headers.items() if name.startswith("access-control")}


async def test_a_named_origin_may_submit_and_read_when_to_try_again(open_to_the_shop: Service) -> None:
    status, allowed = await preflight(open_to_the_shop, SHOP)
    assert status == 200
    assert allowed["access-control-allow-origin"] == SHOP
    assert allowed["access-control-allow-methods"] == "POST"
    assert "access-control-allow-credentials" not in allowed
    for result in ("SubmitFeedbackSuccess", "RateLimited"):
        reply = await open_to_the_shop.ask(SUBMIT, {"Origin": SHOP, "Sec-Fetch-Site": "cross-site"}, input=VISITOR)
        assert reply.data["submitFeedback"]["__typename"] == result
        assert reply.headers["Access-Control-Allow-Origin"] == SHOP
        assert "Retry-After" in reply.headers["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in reply.headers
        assert reply.headers["Vary"] == "Origin"


async def test_errors_can_be_read_there_too(open_to_the_shop: Service) -> None:
    reply = await open_to_the_shop.ask("{ feedbacks { totalCount } }", {"Origin": SHOP})
    assert (reply.status, reply.headers["Access-Control-Allow-Origin"]) == (401, SHOP)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "https://shop.example.evil.example", "http://shop.example", "null", ""]
)
async def test_no_other_origin_is_allowed_anything(open_to_the_shop: Service, origin: str) -> None:
    _, allowed = await preflight(open_to_the_shop, origin)
    assert "access-control-allow-origin" not in allowed
    reply = await open_to_the_shop.ask("{ __typename }", {"Origin": origin})
    assert "Access-Control-Allow-Origin" not in reply.headers


async def test_by_default_no_origin_is_allowed(service: Service) -> None:
    assert await preflight(service, SHOP) == (405, {})
    assert "Access-Control-Allow-Origin" not in (await service.ask("{ __typename }", {"Origin": SHOP})).headers


async def test_the_body_must_still_be_json(open_to_the_shop: Service) -> None:
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        headers = {"Origin": SHOP, "Content-Type": media_type}
        assert (await open_to_the_shop.post(data=b'{"query": "{ __typename }"}', headers=headers)).status == 415


@pytest.mark.parametrize("value", ["*", "shop.example", "https://shop.example/", "https://Shop.example", "https://a b"])
def test_what_is_no_origin_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CORS_ORIGINS", value)
    with pytest.raises(StartupError, match=r"^CORS_ORIGINS=.* is wrong: it takes origins like"):
        read_settings(_env_file=None)
