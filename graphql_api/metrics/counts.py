"""Counts as several parts of the figures show them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import strawberry

from graphql_api.errors import CallerError, ErrorCode

MOST_DAYS = 366


@strawberry.type(description="How often something happened.")
class ReasonCount:
    reason: str = strawberry.field(description="What happened: a code, for programs.")
    count: int = strawberry.field(description="How often.")


def count_each(kind: Any, name: str, labels: type[StrEnum], counts: Mapping[str, int]) -> list[Any]:
    """A count for each label in its order, also for those that none has."""
    return [kind(**{name: label, "count": counts.get(label.value, 0)}) for label in labels]


def check_days(days: int) -> None:
    """Raises:
    CallerError: BAD_REQUEST for a number of days outside 1 to 366.
    """
    if not 1 <= days <= MOST_DAYS:
        raise CallerError(ErrorCode.BAD_REQUEST, f"`days` must be between 1 and {MOST_DAYS}.")
