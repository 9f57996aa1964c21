"""The stretch of time in which a page is to be found, so that no more than that is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from graphql_api.feedback.criteria import Range
from graphql_api.feedback.marks import marks_of_days
from graphql_api.intake.checks import in_utc
from graphql_api.pagination import PageRequest
from graphql_api.postgres.search import search

ENDS = "SELECT min(created_at) AS oldest, max(created_at) AS newest FROM feedback"
# What is expected falls short by chance, and where some weeks have more than others.
MARGIN = 1.7
# Of what has to be looked at in large part anyway, all is.
LARGEST_SHARE = 0.5


@dataclass(frozen=True)
class Stretch:
    """A part of the time that a list covers.

    Args:
        range: its ends, as far as they are not those of the list.
        days: the marks of which each of its moments has one; None where nothing would be gained by them.
        is_whole: nothing of the list lies outside of it.
    """

    range: Range
    days: Sequence[int] | None
    is_whole: bool


EVERYTHING = Stretch(Range(None, None), None, is_whole=True)


async def nearest_stretch(asked: Range | None, request: PageRequest, *, rows: int, descending: bool) -> Stretch:
    """Where the page and one more lie that the request asks for, if the whole list lies evenly in the time asked for.

    Args:
        rows: how many the list is expected to have from the request's position on.
        descending: the page is read from the newest on.
    """
    share = MARGIN * (request.size + 1) / max(rows, 1)
    if share > LARGEST_SHARE:
        return await whole_stretch(asked)
    ends = await _ends(asked)
    if ends is None:
        return EVERYTHING
    start, end = ends
    if request.position is not None:
        start, end = (
            (start, min(end, request.position.moment)) if descending else (max(start, request.position.moment), end)
        )
    length = (end - start) * share
    if descending:
        return Stretch(Range(end - length, None), marks_of_days(end - length, end), is_whole=False)
    return Stretch(Range(None, start + length), marks_of_days(start, start + length), is_whole=False)


async def whole_stretch(asked: Range | None) -> Stretch:
    """All of the time that is asked for."""
    if asked is None:
        return EVERYTHING
    ends = await _ends(asked)
    return EVERYTHING if ends is None else Stretch(Range(None, None), marks_of_days(*ends), is_whole=True)


async def _ends(asked: Range | None) -> tuple[datetime, datetime] | None:
    """From when to when there is feedback in the time asked for; None where there is none at all."""
    (ends,) = await search(ENDS)
    start, end = ends["oldest"], ends["newest"]
    if start is None:
        return None
    if asked is not None and asked.start is not None:
        start = max(start, in_utc(asked.start))
    if asked is not None and asked.end is not None:
        end = min(end, in_utc(asked.end))
    return start, end
