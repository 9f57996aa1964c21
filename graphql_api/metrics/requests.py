"""How many requests there were, how they ended, and how long they took."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prometheus_client.core import HistogramMetricFamily, Metric

from graphql_api.board import Board

PART = "requests"
# Seconds. 0.5 is what the service promises of 95 in 100.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, float("inf"))


@dataclass(frozen=True)
class RequestLabels:
    """Args:
    page: the first part of the path, of those that the service has; else `other`.
    kind: of a GraphQL operation `query`, `mutation` or `subscription`; else `none`.
    outcome: `ok`, `refused` (4xx), `failed` (5xx) or `gone` (the client left).
    """

    page: str
    kind: str
    outcome: str


class RequestFigures:
    """One process's counts, posted on a board."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._figures: dict[str, float] = {}
        board.add(PART, lambda: self._figures, is_lasting=True)

    def count(self, labels: RequestLabels, seconds: float) -> None:
        """One request that has ended."""
        name, figures = f"{labels.page} {labels.kind} {labels.outcome}", self._figures
        bucket, total = f"{name} {bisect_left(BOUNDS, seconds)}", f"{name} seconds"
        figures[bucket] = figures.get(bucket, 0.0) + 1.0
        figures[total] = figures.get(total, 0.0) + seconds

    async def families(self) -> Iterable[Metric]:
        """The requests of all processes that serve together."""
        family = HistogramMetricFamily(
            "feedback_request_seconds",
            "Requests by page, GraphQL operation and outcome, and how long they took.",
            labels=["page", "kind", "outcome"],
        )
        totals = self._board.totals(PART)
        for series in sorted({name.rpartition(" ")[0] for name in totals}):
            buckets = _cumulative(totals, series)
            family.add_metric(series.split(" "), buckets=buckets, sum_value=totals[f"{series} seconds"])
        return [family]


def _cumulative(totals: Mapping[str, float], series: str) -> list[tuple[str, float]]:
    buckets, sum_so_far = [], 0.0
    for place, bound in enumerate(BOUNDS):
        sum_so_far += totals.get(f"{series} {place}", 0.0)
        buckets.append(("+Inf" if bound == float("inf") else str(bound), sum_so_far))
    return buckets
