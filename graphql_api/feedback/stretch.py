"""The stretch of time in which a page is to be found, so that no more than that is looked at."""

from graphql_api.feedback.criteria import Range
from graphql_api.intake.checks import in_utc
from graphql_api.pagination import PageRequest
from graphql_api.postgres.search import search

ENDS = "SELECT min(created_at) AS oldest, max(created_at) AS newest FROM feedback"
# What is expected falls short by chance, and where some weeks have more than others.
MARGIN = 2.0
# Of what has to be looked at in large part anyway, all is.
LARGEST_SHARE = 0.5


async def nearest_stretch(asked: Range | None, request: PageRequest, *, rows: int, descending: bool) -> Range | None:
    """Where the page and one more lie that the request asks for, if the whole list lies evenly in the time asked for.

    Args:
        rows: how many the list is expected to have from the request's position on.
        descending: the page is read from the newest on.

    Returns:
        None where that is most of the time.
    """
    share = MARGIN * (request.size + 1) / max(rows, 1)
    if share > LARGEST_SHARE:
        return None
    (ends,) = await search(ENDS)
    if ends["oldest"] is None:
        return None
    start, end = ends["oldest"], ends["newest"]
    if asked is not None and asked.start is not None:
        start = max(start, in_utc(asked.start))
    if asked is not None and asked.end is not None:
        end = min(end, in_utc(asked.end))
    if request.position is not None:
        start, end = (
            (start, min(end, request.position.moment)) if descending else (max(start, request.position.moment), end)
        )
    length = (end - start) * share
    return Range(end - length, None) if descending else Range(None, start + length)
