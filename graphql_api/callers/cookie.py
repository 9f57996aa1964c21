"""The cookie by which a browser is known that has logged in."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from graphql_api.callers.logins import LONGEST

# Browsers take the first name only over TLS and for one host, so nobody else can plant it.
SECURE_NAME = "__Host-session"
PLAIN_NAME = "session"


def cookie_name(*, is_secure: bool) -> str:
    """The cookie's name over TLS, and without it."""
    return SECURE_NAME if is_secure else PLAIN_NAME


class Sender(StrEnum):
    """Who had a request sent, as far as it says."""

    # A page of this service, or a program that sends a header which no page of another site could.
    OWN = "OWN"
    # A page of another site.
    OTHER_SITE = "OTHER_SITE"
    # It does not say: a program, as every browser says where a POST comes from.
    UNTOLD = "UNTOLD"


@dataclass
class LoginCookie:
    """The cookie of one request, and what the answer will have the browser do with it.

    `received` is the value that came, None for none; `find_sender` tells who had it sent; `to_set` becomes the header
    Set-Cookie.
    """

    received: str | None
    is_secure: bool
    find_sender: Callable[[], Sender]
    to_set: str | None = None

    @property
    def sender(self) -> Sender:
        """Who had the request sent: only those ask who use the cookie."""
        return self.find_sender()

    def give(self, value: str) -> None:
        """Have the browser keep a value, for as long as a login can last."""
        self.to_set = self._header(value, int(LONGEST.total_seconds()))

    def take_away(self) -> None:
        """Have the browser forget it."""
        self.to_set = self._header("", 0)

    def _header(self, value: str, seconds: int) -> str:
        secure = "; Secure" if self.is_secure else ""
        name = cookie_name(is_secure=self.is_secure)
        return f"{name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Strict{secure}"
