"""Figures of refused calls."""

from collections.abc import Iterable

from prometheus_client.core import CounterMetricFamily, Metric

from graphql_api.callers.refusals import Refusals


async def refusal_figures(refusals: Refusals) -> Iterable[Metric]:
    """Which key was refused how often."""
    family = CounterMetricFamily(
        "feedback_refused_calls", "Refused calls by the key's name and the code.", labels=["key", "code"]
    )
    for (name, code), count in sorted(refusals.counts.items()):
        family.add_metric([name, code.value], count)
    return [family]
