"""A key that someone wishes to make, as a frozen value: holding one means that every rule was kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from graphql_api.intake.checks import Checks, in_utc
from models.enums import Scope

NAME_LENGTH = 100


@dataclass(frozen=True)
class NewKey:
    """A name of 1 to 100 printable characters, at least one scope, and when the key ends; None for never."""

    name: str
    scopes: frozenset[Scope]
    expires_at: datetime | None

    @classmethod
    def parse(cls, name: str, scopes: Iterable[Scope], expires_at: datetime | None, *, now: datetime) -> "NewKey":
        """Raises:
        InvalidSubmission: with every broken rule.
        """
        checks = Checks(now)
        cleaned = checks.text(("name",), name, most=NAME_LENGTH, needed=True) or ""
        if not cleaned.isprintable():
            checks.breaks(("name",), "INVALID_CHARACTERS", "Must not contain line breaks or control characters.")
        wanted = frozenset(scopes)
        if not wanted:
            checks.breaks(("scopes",), "REQUIRED", "Must name at least one scope.")
        ends_at = in_utc(expires_at) if expires_at else None
        if ends_at is not None and ends_at <= now:
            checks.breaks(("expiresAt",), "IN_THE_PAST", "Must lie in the future.")
        checks.raise_if_broken()
        return cls(cleaned, wanted, ends_at)
