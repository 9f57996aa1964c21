"""How much one answer may hold: the rows that are asked for, times what is asked of each."""

from typing import Any

import pytest
from graphql import parse

from graphql_api.http.cost import objects_asked_for
from graphql_api.schema import schema
from tests.client import Service

ROW = "id analysis { __typename } page { url } session { id }"

FRAGMENTS = """
{ ...F ... on Query { viewer { name } } }
fragment F on Query { feedbacks { edges { ...E } } }
fragment E on FeedbackEdge { node { analysis { ... on Analysis { topics { topic } } } } }
"""


def cost(document: str, **variables: Any) -> int:
    return objects_asked_for(schema._schema, parse(document), variables)


@pytest.mark.parametrize(
    ("document", "objects"),
    [
        ("{ __typename }", 0),
        ("{ viewer { name } }", 1),
        ("{ feedbacks { totalCount } }", 1),
        ("{ feedbacks { edges { node { id } } } }", 1 + 20),
        ("{ feedbacks(first: 5) { edges { cursor node { id } } pageInfo { endCursor } } }", 1 + 5),
        ("{ feedbacks(last: 7) { edges { node { id } } } }", 1 + 7),
        ("{ feedbacks(first: null) { edges { node { id } } } }", 1 + 20),
        (f"{{ feedbacks(first: 5) {{ edges {{ node {{ {ROW} }} }} }} }}", 1 + 5 * 4),
        ("{ feedbacks(first: 2000000000) { edges { node { id } } } }", 1 + 100),
        (FRAGMENTS, 2 + 20 * 3),
        ("query ($n: Int = 3) { feedbacks(first: $n) { edges { node { id } } } }", 1 + 3),
        ("{ __schema { types { fields { name } } } }", 0),
    ],
)
def test_an_answer_costs_its_rows_times_what_is_asked_of_each(document: str, objects: int) -> None:
    assert cost(document) == objects


def test_variables_count_by_their_values() -> None:
    document = "query ($n: Int) { feedbacks(first: $n) { edges { node { id } } } }"
    assert [cost(document, n=50), cost(document), cost(document, n="x")] == [51, 21, 21]


async def test_what_costs_too_much_is_refused_before_it_runs(service: Service) -> None:
    rows = f"feedbacks(first: 100) {{ edges {{ node {{ {ROW} }} }} }}"
    document = f"{{ a: {rows} b: {rows} %s }}"
    assert (await service.ask_as_admin(document % "")).status == 200
    reply = await service.ask_as_admin(document % f"c: {rows}")
    assert (reply.status, reply.codes) == (400, ["BAD_REQUEST"])
    assert "at most 1,000 objects" in reply.body["errors"][0]["message"]
    assert "data" not in reply.body
