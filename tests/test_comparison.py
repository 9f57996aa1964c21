"""What the comparison with other services asks of ours, and how it adds up."""

import pytest
from graphql import parse, validate

from bench.compare.load import Figures
from bench.compare.requests import METRICS, SERVICE_LIST, SERVICE_SUBMIT, works
from bench.compare.rounds import Results
from bench.compare.sides import Side
from bench.compare.table import best, ratio
from bench.compare.targets import SUBMIT, against_targets
from graphql_api.schema import schema


def figures(per_second: float, p99_ms: float = 20) -> Figures:
    """A measurement with this rate."""
    return Figures(per_second, p50_ms=10, p99_ms=p99_ms, cpu=1, database_cpu=1, memory=100, refused=0)


RESULTS: Results = {
    (SUBMIT, "service:1"): [figures(900), figures(500), figures(1_000)],
    (SUBMIT, "service:2"): [figures(400), figures(450), figures(800)],
    (SUBMIT, "postgraphile:2"): [figures(300, p99_ms=40), figures(500), figures(250)],
}


@pytest.mark.parametrize("document", [SERVICE_SUBMIT, SERVICE_LIST, METRICS])
def test_what_our_service_is_asked_is_of_its_schema(document: str) -> None:
    assert validate(schema._schema, parse(document)) == []


def test_every_work_is_done_by_our_service_and_named_once() -> None:
    every = works("1,000,000")
    assert all("service" in work.requests for work in every)
    assert len({work.name for work in every}) == len(every)


def test_a_kind_counts_on_as_many_processes_as_it_does_best_and_by_the_rounds_ratios() -> None:
    assert best(RESULTS, SUBMIT, "service") == "service:1"
    assert best(RESULTS, SUBMIT, "fastapi") is None
    assert ratio(RESULTS, SUBMIT, "service:1", "postgraphile:2") == (3.0, 1.0, 4.0)


def test_a_target_that_is_missed_is_said_to_be() -> None:
    assert "| ≥ 3 | 3.00 | met |" in against_targets(RESULTS, [])
    slower = RESULTS | {(SUBMIT, "service:1"): [figures(600)] * 3}
    assert "**missed**" in against_targets(slower, [])


def test_a_side_is_a_kind_and_its_processes() -> None:
    assert Side.read("postgraphile:2") == Side("postgraphile", 2)
    assert str(Side.read("pgbench")) == "pgbench"
    with pytest.raises(ValueError, match="none of"):
        Side.read("hasura:1")
