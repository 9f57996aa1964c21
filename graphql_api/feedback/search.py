"""Finding and counting feedback: criteria in, one page of rows or a number out, at a cost that does not grow with them.

A page walks an index in the list's order, or sorts what an index finds, whichever the database expects to be shorter
for the values asked for. Where criteria are about several tables, each of them may lead the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import asyncpg
import orjson

from graphql_api.feedback.criteria import Criteria
from graphql_api.feedback.known import Known, know
from graphql_api.feedback.query import Query, leads
from graphql_api.loaders import FEEDBACK_COLUMNS
from graphql_api.pagination import Page, PageRequest, cut
from graphql_api.postgres.connect import fetch
from graphql_api.postgres.search import Search, search, search_in_background

COUNT_BOUND = 1_000

Statement: TypeAlias = tuple[str, Sequence[object]]


class FeedbackOrder(StrEnum):
    """The orders that a list of feedback can have."""

    CREATED_AT_DESC = "CREATED_AT_DESC"
    CREATED_AT_ASC = "CREATED_AT_ASC"


@dataclass(frozen=True)
class Total:
    """How many there are; where it is not exact, there are more."""

    number: int
    is_exact: bool


async def find_feedback(
    criteria: Criteria, order: FeedbackOrder, request: PageRequest, *, in_background: bool = False
) -> Page[asyncpg.Record]:
    """One page of the feedback that meets all criteria.

    Args:
        in_background: nobody waits for the page.
    Raises:
        CallerError: LIMITED, it would take longer than two seconds.
        SearchEndless: the same in the background, after two minutes.
    """
    known = Known(most=None)
    # A single criterion has an index that also finds nothing quickly; but a tag may be rarer than the database thinks.
    if len(criteria.asked) > 1 or criteria.tags is not None:
        known = await know(criteria, in_background=in_background)
    if known.most == 0:
        return cut([], request)
    queries = {lead: Query(criteria, lead, are_tags_rare=known.are_tags_rare) for lead in leads(criteria)}
    pages = {lead: _page(query, order, request) for lead, query in queries.items()}
    ask = search_in_background if in_background else search
    sql, values = await _shortest(list(pages.values()), [_handicap(lead) for lead in pages], ask)
    return cut(await ask(sql, *values), request)


async def count_feedback(criteria: Criteria) -> Total:
    """How many feedbacks meet all criteria: exact where the tallies know it, and up to 1,000 otherwise.

    Raises:
        CallerError: LIMITED, it would take longer than two seconds.
    """
    known = await know(criteria)
    if known.most is not None and (known.is_exact or known.most == 0):
        return Total(known.most, is_exact=True)
    counts = [
        _count(Query(criteria, lead, are_tags_rare=known.are_tags_rare), in_order=in_order)
        for lead in leads(criteria)
        for in_order in (True, False)
    ]
    sql, values = await _shortest(counts, [_handicap(lead) for lead in leads(criteria) for _ in range(2)], search)
    (row,) = await search(sql, *values)
    return Total(min(row["count"], COUNT_BOUND), is_exact=row["count"] <= COUNT_BOUND)


async def count_all_feedback(criteria: Criteria, *, search: Search = fetch) -> int:
    """How many feedbacks meet all criteria, exactly. Looks at each of them: seconds for a million.

    Args:
        search: `search_in_background` where nobody waits for the number.
    """
    query = Query(criteria, leads(criteria)[0])
    sql = f"SELECT count(*) FROM {query.tables_asked}{query.where}"  # noqa: S608 - of fixed parts
    (row,) = await search(sql, *query.values)
    count: int = row["count"]
    return count


def _page(query: Query, order: FeedbackOrder, request: PageRequest) -> Statement:
    """What reads a page and one row more."""
    descending = (order is FeedbackOrder.CREATED_AT_DESC) != request.backward
    if request.position is not None:
        moment, id_ = query.value(request.position.moment), query.value(request.position.id)
        query.conditions.append(f"({query.moment}, {query.id}) {'<' if descending else '>'} ({moment}, {id_})")
    direction = "DESC" if descending else "ASC"
    sql = (
        f"SELECT {FEEDBACK_COLUMNS} FROM {query.tables}{query.where}"  # noqa: S608 - of fixed parts
        f" ORDER BY {query.moment} {direction}, {query.id} {direction} LIMIT {query.value(request.size + 1)}"
    )
    return sql, query.values


def _count(query: Query, *, in_order: bool) -> Statement:
    """What counts up to the bound and one more: the newest, which lie together, or any, which an index names."""
    order = f" ORDER BY {query.moment} DESC" if in_order else ""
    sql = (
        f"SELECT count(*) FROM (SELECT FROM {query.tables_asked}{query.where}"  # noqa: S608 - of fixed parts
        f"{order} LIMIT {query.value(COUNT_BOUND + 1)}) AS found"
    )
    return sql, query.values


def _handicap(lead: str) -> float:
    """What an expected cost is multiplied by: from another table, each feedback is a page of its own to look up."""
    return 1.0 if lead == "feedback" else 2.0


async def _shortest(statements: Sequence[Statement], handicaps: Sequence[float], ask: Search) -> Statement:
    """The statement that the database expects to answer soonest."""
    if len(statements) == 1:
        return statements[0]
    costs = []
    for (sql, values), handicap in zip(statements, handicaps, strict=True):
        ((plan,),) = await ask(f"EXPLAIN (FORMAT JSON) {sql}", *values)
        costs.append(orjson.loads(plan)[0]["Plan"]["Total Cost"] * handicap)
    return statements[costs.index(min(costs))]
