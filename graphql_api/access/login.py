"""Logging a browser in and out."""

from dataclasses import dataclass
from datetime import datetime

from graphql_api.audit.record import Actor, record
from graphql_api.callers.caller import Caller
from graphql_api.callers.keys import Key, Keys
from graphql_api.callers.logins import LONGEST, begin_login, end_login
from graphql_api.limits import Account, Bucket, Limiter
from graphql_api.postgres.connect import transaction
from models.enums import AuditOutcome

ALL = "all"


class LoginRefused(Exception):  # noqa: N818 - it is named for what the caller reads
    """The key is unknown, has expired or was revoked; which of these is not told."""


class TooManyLogins(Exception):  # noqa: N818 - it is named for what the caller reads
    """Too many logins failed from this address, or from all together."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"try again in {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True)
class LoggedIn:
    """Who has logged in, what the cookie is to hold, and when the login ends at the latest."""

    key: Key
    cookie: str
    ends_at: datetime


async def log_in(
    token: str, *, old_cookie: str | None, address: str, keys: Keys, limiter: Limiter, now: datetime
) -> LoggedIn:
    """Begin a login under a new random id, and end the one that the browser had.

    Failures count against the address and against all addresses together; what succeeds is not counted.

    Raises:
        LoginRefused: it is no valid key. Written down.
        TooManyLogins: this is not looked at; nor is a right key.
    """
    # A failure before it is one, so that many tries at once do not all pass.
    failure = (Account(Bucket.FAILED_LOGINS, address), Account(Bucket.ALL_FAILED_LOGINS, ALL))
    if (wait := await limiter.charge(*failure)) is not None:
        raise TooManyLogins(wait)
    try:
        key = await keys.find(token, now)
    except Exception:
        await limiter.refund(*failure)
        raise
    if key is None:
        await _write_refusal(now)
        raise LoginRefused
    await limiter.refund(*failure)
    async with transaction() as connection:
        if old_cookie is not None:
            await end_login(connection, old_cookie)
        cookie = await begin_login(connection, key.id, now)
        await record(connection, Actor(key.name, key.id), "login", now=now)
    return LoggedIn(key, cookie, now + LONGEST)


async def log_out(cookie: str, *, caller: Caller, now: datetime) -> bool:
    """End the login of this cookie; answers whether there was one."""
    async with transaction() as connection:
        key_id = await end_login(connection, cookie)
        if key_id is None:
            return False
        actor = Actor(caller.name, key_id) if caller.name and caller.key_id == key_id else Actor("ended", key_id)
        await record(connection, actor, "logout", now=now)
        return True


async def _write_refusal(now: datetime) -> None:
    async with transaction() as connection:
        await record(connection, Actor("anonymous"), "login", now=now, outcome=AuditOutcome.REFUSED)
