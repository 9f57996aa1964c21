"""Counting who was refused what."""

from collections import Counter

from graphql_api.callers.caller import Caller
from graphql_api.errors import ErrorCode

REFUSALS = frozenset({ErrorCode.UNAUTHENTICATED, ErrorCode.FORBIDDEN, ErrorCode.LIMITED})
# Names of keys that callers are counted under beside those of the database.
ANONYMOUS, UNKNOWN = "(none)", "(unknown)"


class Refusals:
    """How often each key was refused, by code, since the start. Only keys that are known get a count of their own."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, ErrorCode]] = Counter()

    def count(self, caller: Caller | None, codes: set[ErrorCode]) -> None:
        """Count those of the codes that are refusals; `caller` is None for a key that nobody knows."""
        name = UNKNOWN if caller is None else caller.name or ANONYMOUS
        self.counts.update((name, code) for code in codes & REFUSALS)
