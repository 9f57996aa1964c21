"""Logging in: a cookie for a key, under a new id each time, until it ends; and only for pages of ours."""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from graphql_api.callers.logins import sweep_logins
from graphql_api.postgres.connect import fetch
from models.enums import Scope
from tests.access.browser import LOGIN, LOGOUT, VIEWER, Browser
from tests.access.test_keys import make_key
from tests.client import ADMIN_KEY, SUBMIT, VISITOR, Service
from tests.rows import count, everything_as_text

pytestmark = pytest.mark.asyncio(loop_scope="module")

READ = "{ feedbacks { totalCount } }"


@pytest.fixture
def browser(emptied_service: Service) -> Browser:
    return Browser(emptied_service)


async def logged_in(service: Service, key: str = ADMIN_KEY) -> Browser:
    browser = Browser(service)
    assert (await browser.log_in(key))["__typename"] == "LoginSuccess"
    return browser


async def test_a_login_works_instead_of_the_key(browser: Browser) -> None:
    token = await make_key(Scope.READ)
    answer = await browser.log_in(token)
    assert answer["viewer"] == {"name": "frontend", "scopes": ["READ"]}
    ends_in = datetime.fromisoformat(answer["expiresAt"]) - datetime.now(UTC)
    assert timedelta(hours=11.9) < ends_in <= timedelta(hours=12)
    assert await browser.viewer() == {"name": "frontend", "scopes": ["READ"]}
    assert (await browser.ask(READ)).status == 200
    assert (await browser.ask("{ apiKeys { id } }")).codes == ["FORBIDDEN"]


async def test_the_cookie_is_for_this_host_and_no_script(browser: Browser) -> None:
    reply = await browser.ask(LOGIN, key=ADMIN_KEY)
    name, *attributes = reply.headers["Set-Cookie"].split("; ")
    assert name.startswith("session=")
    assert len(name.partition("=")[2]) >= 43
    assert sorted(attributes) == ["HttpOnly", "Max-Age=43200", "Path=/", "SameSite=Strict"]


async def test_who_says_tls_without_being_our_proxy_is_not_believed(browser: Browser) -> None:
    reply = await browser.ask(LOGIN, {"X-Forwarded-Proto": "https"}, key=ADMIN_KEY)
    assert "Secure" not in reply.headers["Set-Cookie"]


async def test_only_the_digest_of_the_cookie_is_kept(browser: Browser) -> None:
    await browser.log_in(ADMIN_KEY)
    value = (browser.cookie or "").partition("=")[2]
    assert value not in await everything_as_text()
    (row,) = await fetch("SELECT digest FROM login")
    assert row["digest"] == hashlib.sha256(value.encode()).digest()


async def test_each_login_has_a_new_id_and_ends_the_one_before(browser: Browser) -> None:
    await browser.log_in(ADMIN_KEY)
    first = browser.cookie
    await browser.log_in(ADMIN_KEY)
    assert browser.cookie != first
    assert await count("login") == 1
    assert await Browser(browser.service, first).viewer() is None


async def test_a_cookie_that_someone_planted_is_never_made_a_login(browser: Browser) -> None:
    browser.cookie = "session=" + "a" * 43
    await browser.log_in(ADMIN_KEY)
    assert browser.cookie != "session=" + "a" * 43
    assert await Browser(browser.service, "session=" + "a" * 43).viewer() is None


async def test_logging_out_ends_it_here_and_in_the_browser(browser: Browser) -> None:
    await browser.log_in(ADMIN_KEY)
    kept = browser.cookie
    assert (await browser.ask(LOGOUT)).data == {"logout": True}
    assert browser.cookie is None
    assert await count("login") == 0
    assert (await Browser(browser.service, kept).ask(READ)).codes == ["UNAUTHENTICATED"]
    assert (await browser.ask(LOGOUT)).data == {"logout": False}


@pytest.mark.parametrize(
    "change",
    ["last_seen_at = now() - interval '31 minutes'", "created_at = now() - interval '12 hours 1 second'"],
    ids=["idle", "old"],
)
async def test_a_login_ends_when_it_is_idle_or_old(browser: Browser, change: str) -> None:
    await browser.log_in(ADMIN_KEY)
    await fetch(f"UPDATE login SET {change}")
    assert await browser.viewer() is None
    await sweep_logins(datetime.now(UTC))
    assert await count("login") == 0


async def test_using_a_login_keeps_it_from_being_idle(emptied_service: Service) -> None:
    browser = await logged_in(emptied_service)
    await fetch("UPDATE login SET last_seen_at = now() - interval '29 minutes'")
    assert await browser.viewer() is not None
    async with asyncio.timeout(10):
        while not await fetch("SELECT FROM login WHERE last_seen_at > now() - interval '1 minute'"):
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("change", ["revoked_at = now()", "expires_at = now()"])
async def test_a_login_ends_with_its_key(browser: Browser, change: str) -> None:
    await browser.log_in(await make_key(Scope.ADMIN))
    await fetch(f"UPDATE api_key SET {change}")
    assert await browser.viewer() is None
    await sweep_logins(datetime.now(UTC))
    assert await count("login") == 0


async def test_sweeping_leaves_logins_that_hold(browser: Browser) -> None:
    await browser.log_in(ADMIN_KEY)
    await Browser(browser.service).log_in(await make_key(Scope.READ, expires_at=datetime.now(UTC) + timedelta(days=1)))
    await sweep_logins(datetime.now(UTC))
    assert await count("login") == 2


OTHER_SITES = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "X-Requested-With": "fetch"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "https://{host}"},
    {"Origin": "https://evil.example", "X-Requested-With": "fetch"},
]
OWN_SITE = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://{host}"},
    {"X-Requested-With": "a-program"},
]


def from_page(service: Service, headers: dict[str, str]) -> dict[str, str]:
    host = service.url.removeprefix("http://")
    return {name: value.replace("{host}", host) for name, value in headers.items()}


@pytest.mark.parametrize("headers", OTHER_SITES, ids=range(len(OTHER_SITES)))
async def test_other_sites_cannot_use_the_cookie_nor_log_anyone_in_or_out(
    emptied_service: Service, headers: dict[str, str]
) -> None:
    cookie = (await logged_in(emptied_service)).cookie
    elsewhere = Browser(emptied_service, cookie, from_page(emptied_service, headers))
    for query in (READ, VIEWER, LOGOUT, "mutation { replaySpool { __typename } }"):
        reply = await elsewhere.ask(query)
        assert (reply.status, reply.codes) == (403, ["FORBIDDEN"])
    stranger = Browser(emptied_service, None, from_page(emptied_service, headers))
    assert (await stranger.ask(LOGIN, key=ADMIN_KEY)).codes == ["FORBIDDEN"]
    assert await count("login") == 1
    # Without a login, feedback from there is as welcome as ever.
    assert (await stranger.ask(SUBMIT, input=VISITOR)).data["submitFeedback"]["status"] == "SAVED"


async def test_who_does_not_say_where_a_request_comes_from_can_log_in_and_do_nothing_else(
    emptied_service: Service,
) -> None:
    program = Browser(emptied_service, headers={})
    await program.log_in(ADMIN_KEY)
    assert (await program.ask(READ)).codes == ["FORBIDDEN"]
    assert (await program.ask(READ, {"X-Requested-With": "a-program"})).status == 200
    assert (await program.ask(LOGOUT)).codes == ["FORBIDDEN"]
    assert (await program.ask(LOGOUT, {"X-CSRF-Token": "any"})).data == {"logout": True}


@pytest.mark.parametrize("headers", OWN_SITE, ids=range(len(OWN_SITE)))
async def test_own_pages_and_programs_can(emptied_service: Service, headers: dict[str, str]) -> None:
    browser = Browser(emptied_service, None, from_page(emptied_service, headers))
    await browser.log_in(ADMIN_KEY)
    assert (await browser.ask(READ)).status == 200


async def test_a_key_in_a_header_counts_before_a_cookie(emptied_service: Service) -> None:
    browser = await logged_in(emptied_service)
    browser.headers["X-API-Key"] = await make_key(Scope.SUBMIT)
    assert await browser.viewer() == {"name": "frontend", "scopes": ["SUBMIT"]}
    browser.headers["X-API-Key"] = "wrong"
    assert (await browser.ask(VIEWER)).status == 401


async def test_a_cookie_that_has_ended_does_not_stand_in_the_way_of_feedback(browser: Browser) -> None:
    browser.cookie = "session=long-gone"
    assert (await browser.ask(SUBMIT, input=VISITOR)).data["submitFeedback"]["status"] == "SAVED"
    assert (await browser.ask(READ)).status == 401
