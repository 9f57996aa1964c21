"""What of logins depends on settings, or is counted: each test has a service of its own."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from models.enums import Scope
from tests.access.browser import LOGIN, Browser
from tests.access.test_keys import make_key
from tests.access.test_login import logged_in
from tests.client import ADMIN_KEY
from tests.conftest import make_settings, running

WRONG = ["", "x", "fbk_0123456789ab_" + "x" * 43, "é" * 20, "fbk_\0123456789ab", ADMIN_KEY + "x"]


async def test_behind_tls_the_cookie_is_bound_to_the_host_and_to_tls(database_url: str, tmp_path: Path) -> None:
    async with running(make_settings(database_url, tmp_path, trusted_proxy_hops=1)) as service:
        browser = Browser(service)
        browser.headers["X-Forwarded-Proto"] = "https"
        reply = await browser.ask(LOGIN, key=ADMIN_KEY)
        assert reply.headers["Set-Cookie"].startswith("__Host-session=")
        assert reply.headers["Set-Cookie"].endswith("; Secure")
        assert await browser.viewer() is not None
        # Without TLS the same cookie is not looked at.
        browser.headers["X-Forwarded-Proto"] = "http"
        assert await browser.viewer() is None


async def test_a_login_by_the_settings_key_ends_when_the_setting_changes(database_url: str, tmp_path: Path) -> None:
    async with running(make_settings(database_url, tmp_path)) as service:
        cookie = (await logged_in(service)).cookie
    async with running(make_settings(database_url, tmp_path, api_key="another-key-for-admins")) as service:
        assert await Browser(service, cookie).viewer() is None
    async with running(make_settings(database_url, tmp_path)) as service:
        assert await Browser(service, cookie).viewer() is not None


async def test_every_wrong_key_gets_the_same_answer_and_no_cookie(database_url: str, tmp_path: Path) -> None:
    replies = []
    async with running(make_settings(database_url, tmp_path, trusted_proxy_hops=1)) as service:
        ended = [
            await make_key(Scope.ADMIN, revoked_at=datetime.now(UTC)),
            await make_key(Scope.ADMIN, expires_at=datetime.now(UTC)),
        ]
        for number, key in enumerate([*WRONG, *ended]):
            address = {"X-Forwarded-For": f"198.51.100.{number}"}
            replies.append(await Browser(service).ask(LOGIN, address, key=key))
    assert all(reply.body == replies[0].body for reply in replies)
    assert replies[0].data["login"]["__typename"] == "LoginFailed"
    assert not any("Set-Cookie" in reply.headers for reply in replies)


async def test_after_five_failures_not_even_the_right_key_is_looked_at(database_url: str, tmp_path: Path) -> None:
    async with running(make_settings(database_url, tmp_path, trusted_proxy_hops=1)) as service:
        browser = Browser(service)
        for _ in range(7):
            assert (await browser.log_in(ADMIN_KEY))["__typename"] == "LoginSuccess"
        for _ in range(5):
            assert (await browser.log_in("wrong"))["__typename"] == "LoginFailed"
        reply = await browser.ask(LOGIN, key=ADMIN_KEY)
        answer = reply.data["login"]
        assert (answer["__typename"], 0 < answer["retryAfterSeconds"] <= 900) == ("RateLimited", True)
        assert reply.headers["Retry-After"] == str(answer["retryAfterSeconds"])
        elsewhere = Browser(service)
        elsewhere.headers["X-Forwarded-For"] = "198.51.100.7"
        assert (await elsewhere.log_in(ADMIN_KEY))["__typename"] == "LoginSuccess"


async def test_many_tries_at_once_do_not_pass_the_limit(database_url: str, tmp_path: Path) -> None:
    async with running(make_settings(database_url, tmp_path)) as service:
        answers = await asyncio.gather(*(Browser(service).log_in("wrong") for _ in range(20)))
    assert [answer["__typename"] for answer in answers].count("LoginFailed") == 5


async def test_all_addresses_together_have_a_limit_too(database_url: str, tmp_path: Path) -> None:
    async with running(make_settings(database_url, tmp_path, trusted_proxy_hops=1)) as service:

        async def log_in_from(address: int, key: str) -> str:
            browser = Browser(service)
            browser.headers["X-Forwarded-For"] = f"198.51.100.{address}"
            kind: str = (await browser.log_in(key))["__typename"]
            return kind

        for address in range(100):
            assert await log_in_from(address, "wrong") == "LoginFailed"
        assert await log_in_from(101, ADMIN_KEY) == "RateLimited"
