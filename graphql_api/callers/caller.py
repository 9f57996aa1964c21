"""Who calls, and what they may do."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from models.enums import Scope


@dataclass(frozen=True)
class Caller:
    """Who asks. An anonymous caller has an address and no key.

    `address` is what limits are counted by: an IPv4 address or an IPv6 /64. It is never stored or logged.
    """

    address: str
    key_id: UUID | None = None
    name: str | None = None
    scopes: frozenset[Scope] = frozenset()
    # A key came, but the database that knows keys could not be reached. May do what an anonymous caller may.
    is_unverified: bool = False
    # The login whose cookie came instead of the key.
    login_id: UUID | None = None

    @property
    def is_anonymous(self) -> bool:
        """Whether no key is known to have come with the request."""
        return self.key_id is None

    def may(self, scope: Scope) -> bool:
        """Whether the caller's key has the scope; ADMIN has all."""
        return scope in self.scopes or Scope.ADMIN in self.scopes


@lru_cache(maxsize=1024)
def anonymous(address: str) -> Caller:
    """Who asks from an address without saying who."""
    return Caller(address)
