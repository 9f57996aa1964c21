"""Figures for Prometheus, counted when they are asked for."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from graphql_api.intake.audit import Balance
from graphql_api.intake.figures import IntakeFigures
from graphql_api.spool.spool import SpoolStatus


def exposition(figures: IntakeFigures, balance: Balance, spool: SpoolStatus) -> bytes:
    """All figures in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(figures, balance, spool))
    return generate_latest(registry)


class _Figures(Collector):
    def __init__(self, figures: IntakeFigures, balance: Balance, spool: SpoolStatus) -> None:
        self._figures, self._balance, self._spool = figures, balance, spool

    def collect(self) -> Iterator[Metric]:
        yield from self._answers()
        yield from self._places()

    def _answers(self) -> Iterator[Metric]:
        answered = CounterMetricFamily(
            "feedback_submissions", "Submissions by what they were answered with.", labels=["answer"]
        )
        figures = self._figures
        answered.add_metric(["saved"], figures.saved)
        answered.add_metric(["queued"], figures.queued)
        answered.add_metric(["duplicate"], figures.duplicates)
        answered.add_metric(["unconfirmed"], figures.unconfirmed)
        yield answered
        refused = CounterMetricFamily("feedback_refusals", "Refused submissions by reason.", labels=["reason"])
        for reason, count in sorted(figures.refused.items()):
            refused.add_metric([reason], count)
        yield refused

    def _places(self) -> Iterator[Metric]:
        places = GaugeMetricFamily(
            "feedback_accepted",
            "Where the submissions are that were accepted since the start; missing is a broken promise.",
            labels=["place"],
        )
        for place in ("stored", "spooled", "quarantined", "unchecked", "missing"):
            places.add_metric([place], getattr(self._balance, place))
        yield places
        spool = self._spool
        yield GaugeMetricFamily("feedback_spool_depth", "Submissions in the spool.", spool.depth)
        yield GaugeMetricFamily("feedback_spool_bytes", "Bytes that the spool takes.", spool.bytes)
        age = spool.oldest_age_seconds or 0.0
        yield GaugeMetricFamily("feedback_spool_oldest_seconds", "Age of the oldest submission in the spool.", age)
        yield CounterMetricFamily("feedback_replayed", "Submissions brought in from the spool.", spool.replayed)
        quarantined = GaugeMetricFamily(
            "feedback_quarantined", "What lies in quarantine, by reason.", labels=["reason"]
        )
        for reason, count in sorted(spool.quarantined.items()):
            quarantined.add_metric([reason], count)
        yield quarantined
