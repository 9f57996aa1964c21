"""Figures for Prometheus, counted when they are asked for."""

from collections.abc import Awaitable, Callable, Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from graphql_api.intake.audit import Balance
from graphql_api.intake.figures import IntakeFigures
from graphql_api.intake.intake import Intake
from graphql_api.spool.spool import SpoolStatus

FigureSource = Callable[[], Awaitable[Iterable[Metric]]]
"""Counts a part's figures when it is asked."""


def exposition(families: Iterable[Metric]) -> bytes:
    """Figures in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collected(families))
    return generate_latest(registry)


async def intake_figures(intake: Intake) -> Iterable[Metric]:
    """What came in, and where it is: of all processes that serve together."""
    totals = await intake.totals.now()
    spool = await intake.keeper.spool.status()
    return [*_answers(totals.figures), *_places(totals.balance), *_spool(spool, totals.replayed)]


class _Collected(Collector):
    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def _answers(figures: IntakeFigures) -> Iterator[Metric]:
    answered = CounterMetricFamily(
        "feedback_submissions", "Submissions by what they were answered with.", labels=["answer"]
    )
    answered.add_metric(["saved"], figures.saved)
    answered.add_metric(["queued"], figures.queued)
    answered.add_metric(["duplicate"], figures.duplicates)
    answered.add_metric(["unconfirmed"], figures.unconfirmed)
    yield answered
    refused = CounterMetricFamily("feedback_refusals", "Refused submissions by reason.", labels=["reason"])
    for reason, count in sorted(figures.refused.items()):
        refused.add_metric([reason], count)
    yield refused


def _places(balance: Balance) -> Iterator[Metric]:
    places = GaugeMetricFamily(
        "feedback_accepted",
        "Where the submissions are that were accepted since the start; missing is a broken promise.",
        labels=["place"],
    )
    for place in ("stored", "spooled", "quarantined", "unchecked", "missing"):
        places.add_metric([place], getattr(balance, place))
    yield places
    yield GaugeMetricFamily(
        "feedback_promises_kept", "1 while accepted = stored + spooled + quarantined, else 0.", int(balance.is_kept)
    )


def _spool(spool: SpoolStatus, replayed: int) -> Iterator[Metric]:
    yield GaugeMetricFamily("feedback_spool_depth", "Submissions in the spool.", spool.depth)
    yield GaugeMetricFamily("feedback_spool_bytes", "Bytes that the spool takes.", spool.bytes)
    age = spool.oldest_age_seconds or 0.0
    yield GaugeMetricFamily("feedback_spool_oldest_seconds", "Age of the oldest submission in the spool.", age)
    yield CounterMetricFamily("feedback_replayed", "Submissions brought in from the spool.", replayed)
    quarantined = GaugeMetricFamily("feedback_quarantined", "What lies in quarantine, by reason.", labels=["reason"])
    for reason, count in sorted(spool.quarantined.items()):
        quarantined.add_metric([reason], count)
    yield quarantined
