"""Finding and counting feedback: criteria in, one page of rows or a number out, at a cost that does not grow with them.

A page walks an index in the list's order, or sorts what an index finds, of all time or of the stretch in which the page
is expected: whichever the database expects to be shorter for the values asked for. Where criteria are about several
tables, each of them may lead the way.
"""

from dataclasses import dataclass
from enum import StrEnum

import asyncpg

from graphql_api.feedback.criteria import Criteria
from graphql_api.feedback.known import Known, know
from graphql_api.feedback.plans import Plan, Statement, expect, shortest
from graphql_api.feedback.query import Query, leads
from graphql_api.feedback.stretch import Stretch, nearest_stretch, whole_stretch
from graphql_api.loaders import FEEDBACK_COLUMNS
from graphql_api.pagination import Page, PageRequest, cut
from graphql_api.postgres.search import in_background, search

COUNT_BOUND = 1_000
# Where the database expects more than these, it is not made to count. Of a single criterion it knows more than of how
# several go together.
ESTIMATED_FROM_OF_ONE, ESTIMATED_FROM = 2_000, 10_000
# What costs the database less is done sooner than a shorter way is found; of several tables that takes longer.
CHEAP, CHEAP_OF_SEVERAL = 800, 2_500


class FeedbackOrder(StrEnum):
    """The orders that a list of feedback can have."""

    CREATED_AT_DESC = "CREATED_AT_DESC"
    CREATED_AT_ASC = "CREATED_AT_ASC"


@dataclass(frozen=True)
class Total:
    """How many there are. Where it is not exact, 1,000 stands for more than that; a larger number is an estimate."""

    number: int
    is_exact: bool


async def find_feedback(criteria: Criteria, order: FeedbackOrder, request: PageRequest) -> Page[asyncpg.Record]:
    """One page of the feedback that meets all criteria.

    Raises:
        CallerError: LIMITED, it would take longer than two seconds.
        SearchEndless: the same in the background, after two minutes.
    """
    # A single criterion has an index that also finds nothing quickly; but a tag may be rarer than the database thinks.
    known = await know(criteria) if len(criteria.asked) > 1 or criteria.tags is not None else Known(most=None)
    if known.most == 0:
        return cut([], request)
    descending = (order is FeedbackOrder.CREATED_AT_DESC) != request.backward
    queries = {lead: Query(criteria, lead, are_tags_rare=known.are_tags_rare) for lead in leads(criteria)}
    pages = {lead: _page(query, request, descending=descending) for lead, query in queries.items()}
    if not _has_several_ways(criteria):
        return cut(await _rows(next(iter(pages.values()))), request)
    way = shortest([await expect(page, handicap=_handicap(lead)) for lead, page in pages.items()])
    if way.cost > (CHEAP if len(pages) == 1 else CHEAP_OF_SEVERAL):
        # Of rare tags all feedback is looked up anyway.
        expected = 0 if known.are_tags_rare else way.rows
        stretch = await nearest_stretch(criteria.created_at, request, rows=expected, descending=descending)
        query = Query(criteria, leads(criteria)[0], are_tags_rare=known.are_tags_rare, by_moment=True)
        near = await _shorter(way, query, request, stretch, descending=descending)
        if near is not None:
            rows = await _rows(near)
            if stretch.is_whole or len(rows) > request.size:
                return cut(rows, request)
    return cut(await _rows(way.statement), request)


async def _shorter(
    way: Plan, query: Query, request: PageRequest, stretch: Stretch, *, descending: bool
) -> Statement | None:
    """What finds a page in a stretch of time; None where that takes no less than the other way."""
    query.within(stretch)
    if query.has_one_table:
        return _page(query, request, descending=descending) if query.is_narrowed else None
    near = await expect(_near_page(query, request, descending=descending))
    return near.statement if near.cost < way.cost else None


async def count_feedback(criteria: Criteria) -> Total:
    """How many feedbacks meet all criteria: exact where the tallies know it, and where there are up to 1,000; but where
    the database expects more than 10,000, or 2,000 by a single criterion, nobody counts.

    Raises:
        CallerError: LIMITED, it would take longer than two seconds.
    """
    known = await know(criteria)
    if known.most is not None and (known.is_exact or known.most == 0):
        return Total(known.most, is_exact=True)
    ways = [
        await expect(
            _count(Query(criteria, lead, are_tags_rare=known.are_tags_rare), in_order=in_order),
            handicap=_handicap(lead),
        )
        for lead in leads(criteria)
        for in_order in (False, True)
    ]
    expected = ways[0].rows if known.most is None else min(ways[0].rows, known.most)
    is_one = len(criteria.asked) == 1
    if expected > (ESTIMATED_FROM_OF_ONE if is_one else ESTIMATED_FROM) and not _is_beyond_expecting(criteria):
        return _estimate(expected)
    query = Query(criteria, leads(criteria)[0], are_tags_rare=known.are_tags_rare, by_moment=True)
    query.within(await whole_stretch(criteria.created_at))
    if query.is_narrowed or not query.has_one_table:
        ways.append(await expect(_count(query, in_order=False)))
    (row,) = await _rows(shortest(ways).statement)
    return Total(min(row["count"], COUNT_BOUND), is_exact=row["count"] <= COUNT_BOUND)


async def count_all_feedback(criteria: Criteria) -> int:
    """How many feedbacks meet all criteria, exactly. Looks at each of them, in the background: seconds for a million.

    Raises:
        SearchEndless: it would take longer than two minutes.
    """
    query = Query(criteria, leads(criteria)[0])
    sql = f"SELECT count(*) FROM {query.tables_asked}{query.where}"  # noqa: S608 - of fixed parts
    with in_background():
        (row,) = await search(sql, *query.values)
    count: int = row["count"]
    return count


async def _rows(statement: Statement) -> list[asyncpg.Record]:
    sql, values = statement
    return await search(sql, *values)


def _page(query: Query, request: PageRequest, *, descending: bool) -> Statement:
    """What reads a page and one row more."""
    _continue(query, request, descending=descending)
    sql = (
        f"SELECT {FEEDBACK_COLUMNS} FROM {query.tables}{query.where}"  # noqa: S608 - of fixed parts
        f"{_in_order(query.moment, query.id, descending)} LIMIT {query.value(request.size + 1)}"
    )
    return sql, query.values


def _near_page(query: Query, request: PageRequest, *, descending: bool) -> Statement:
    """What finds a page and one row more by indexes alone, and then reads these rows."""
    _continue(query, request, descending=descending)
    sql = (
        f"SELECT {FEEDBACK_COLUMNS} FROM ("  # noqa: S608 - of fixed parts
        f"SELECT {query.moment} AS moment, {query.id} AS id FROM {query.tables_asked}{query.where}"
        f"{_in_order(query.moment, query.id, descending)} LIMIT {query.value(request.size + 1)}) AS page"
        f" JOIN feedback ON feedback.id = page.id{_in_order('page.moment', 'page.id', descending)}"
    )
    return sql, query.values


def _continue(query: Query, request: PageRequest, *, descending: bool) -> None:
    """Ask for what follows the request's position."""
    if request.position is not None:
        moment, id_ = query.value(request.position.moment), query.value(request.position.id)
        query.conditions.append(f"({query.moment}, {query.id}) {'<' if descending else '>'} ({moment}, {id_})")


def _in_order(moment: str, id_: str, descending: bool) -> str:
    direction = "DESC" if descending else "ASC"
    return f" ORDER BY {moment} {direction}, {id_} {direction}"


def _count(query: Query, *, in_order: bool) -> Statement:
    """What counts up to the bound and one more: the newest, which lie together, or any, which an index names."""
    order = f" ORDER BY {query.moment} DESC" if in_order else ""
    sql = (
        f"SELECT count(*) FROM (SELECT FROM {query.tables_asked}{query.where}"  # noqa: S608 - of fixed parts
        f"{order} LIMIT {query.value(COUNT_BOUND + 1)}) AS found"
    )
    return sql, query.values


def _estimate(expected: int) -> Total:
    """What the database expects, to two digits."""
    unit = 10 ** (len(str(expected)) - 2)
    return Total(expected // unit * unit, is_exact=False)


def _handicap(lead: str) -> float:
    """What an expected cost is multiplied by: from another table, each feedback is a page of its own to look up."""
    return 1.0 if lead == "feedback" else 2.0


def _has_several_ways(criteria: Criteria) -> bool:
    """Whether no single index has what is asked for in the list's order."""
    is_without_order = criteria.search is not None or criteria.tags is not None
    return len(leads(criteria)) > 1 or is_without_order


def _is_beyond_expecting(criteria: Criteria) -> bool:
    """Whether the database has no idea how many there are: of the order of words it knows nothing."""
    return criteria.search is not None and '"' in criteria.search
