"""What the database expects of a statement, before it is run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson

from graphql_api.postgres.search import search

Statement: TypeAlias = tuple[str, Sequence[object]]


@dataclass(frozen=True)
class Plan:
    """What a statement is expected to come to.

    Args:
        cost: in the database's own units.
        rows: how many it would find without its limit.
    """

    statement: Statement
    cost: float
    rows: int


async def expect(statement: Statement, *, handicap: float = 1.0) -> Plan:
    """Ask the database, for the very values asked for; the cost is multiplied by the handicap."""
    sql, values = statement
    ((text,),) = await search(f"EXPLAIN (FORMAT JSON) {sql}", *values)
    top = orjson.loads(text)[0]["Plan"]
    return Plan(statement, top["Total Cost"] * handicap, _unlimited(top)["Plan Rows"])


def shortest(plans: Sequence[Plan]) -> Plan:
    """The one that the database expects to be done with soonest."""
    return min(plans, key=lambda plan: plan.cost)


def _unlimited(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """What lies under the limit."""
    below = node.get("Plans", [node])[0]
    return below if node["Node Type"] == "Limit" or below is node else _unlimited(below)
