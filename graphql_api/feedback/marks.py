"""Numbers by which the index of words and tags tells what is of some days, unread or archived (models/ddl.py)."""

from collections.abc import Sequence
from datetime import UTC, datetime

# How many days, and what tells them from days of another length.
UNITS = ((1, 0), (8, 1), (64, 2))
KINDS = 4
UNREAD, ARCHIVED = 3, 7
# An index looks each of them up.
MOST_DAYS = 16
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def marks_of_days(start: datetime, end: datetime) -> Sequence[int] | None:
    """The marks of which every moment from `start` to `end`, and the day after, has one.

    Returns:
        None for too many, or none.
    """
    first, last = (start - EPOCH).days, (end - EPOCH).days + 1
    if first < 0 or last < first:
        return None
    for length, kind in UNITS:
        if last // length - first // length < MOST_DAYS:
            return [day * KINDS + kind for day in range(first // length, last // length + 1)]
    return None
