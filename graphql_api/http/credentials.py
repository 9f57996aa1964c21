"""What a connection carries that says who sends it: a key in a header, or the cookie of a login."""

from datetime import datetime
from functools import partial

from starlette.requests import HTTPConnection

from graphql_api.callers.caller import Caller, anonymous
from graphql_api.callers.callers import Callers
from graphql_api.callers.cookie import LoginCookie, Sender, cookie_name
from graphql_api.errors import CallerError, ErrorCode

OWN_SITE = frozenset({"same-origin", "none"})
# The usual ones; clients that guard themselves against other sites send one of them anyway.
PROGRAMS_HEADERS = ("x-requested-with", "x-csrf-token", "apollo-require-preflight", "graphql-require-preflight")
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def api_key(connection: HTTPConnection) -> str | None:
    """The API key in the headers, None without one; an empty one counts as sent."""
    if (key := connection.headers.get("x-api-key")) is not None:
        return key
    return bearer_token(connection.headers.get("authorization", ""))


def bearer_token(authorization: str) -> str | None:
    """The token of a header Authorization; None of any other scheme than Bearer."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def login_cookie(connection: HTTPConnection, *, trusted_hops: int) -> LoginCookie:
    """The login's cookie, as far as there is one, and who had it sent.

    A proxy of ours says by X-Forwarded-Proto that the browser came over TLS, and by X-Forwarded-Host to which host;
    without `trusted_hops` neither header is read.
    """
    is_secure = _scheme(connection, trusted_hops) in {"https", "wss"}
    received = None
    if "cookie" in connection.headers:
        received = connection.cookies.get(cookie_name(is_secure=is_secure)) or None
    return LoginCookie(received, is_secure=is_secure, find_sender=partial(_sender, connection, trusted_hops, is_secure))


async def tell_caller(callers: Callers, *, key: str | None, cookie: LoginCookie, address: str, now: datetime) -> Caller:
    """Who sends a key, or else a cookie.

    Raises:
        CallerError: UNAUTHENTICATED for a key that is not valid; FORBIDDEN for a valid cookie, unless a page of ours
            had it sent, or a program says that it is one. A cookie that is not valid counts as none.
    """
    if key is not None:
        return await callers.by_key(key, address=address, now=now)
    if cookie.received is None:
        return anonymous(address)
    caller = await callers.by_cookie(cookie.received, address=address, now=now)
    if not caller.is_anonymous and cookie.sender is not Sender.OWN:
        raise CallerError(
            ErrorCode.FORBIDDEN,
            "A login counts for pages of this service only. Programs send the header X-Requested-With with the cookie.",
        )
    return caller


def _sender(connection: HTTPConnection, trusted_hops: int, is_secure: bool) -> Sender:
    """What browsers say themselves counts first, then the origin; a program without either sends a header of its own.

    No page of another site can have a browser send that header: it would have to ask first, and is not allowed.
    """
    if (site := connection.headers.get("sec-fetch-site")) is not None:
        return Sender.OWN if site in OWN_SITE else Sender.OTHER_SITE
    if (origin := connection.headers.get("origin")) is not None:
        scheme = "https" if is_secure else "http"
        own = f"{scheme}://{_host(connection, trusted_hops).removesuffix(DEFAULT_PORTS[scheme])}"
        return Sender.OWN if origin == own else Sender.OTHER_SITE
    for header in PROGRAMS_HEADERS:
        if connection.headers.get(header):
            return Sender.OWN
    return Sender.UNTOLD


def _scheme(connection: HTTPConnection, trusted_hops: int) -> str:
    return _by_proxy(connection, "x-forwarded-proto", trusted_hops) or connection.scope.get("scheme", "http")


def _host(connection: HTTPConnection, trusted_hops: int) -> str:
    return _by_proxy(connection, "x-forwarded-host", trusted_hops) or connection.headers.get("host", "")


def _by_proxy(connection: HTTPConnection, header: str, trusted_hops: int) -> str | None:
    """What the outermost proxy of ours says; where each adds to a list, the entry that is its."""
    if trusted_hops == 0:
        return None
    said = [part.strip().lower() for line in connection.headers.getlist(header) for part in line.split(",")]
    return said[-min(trusted_hops, len(said))] if said else None
