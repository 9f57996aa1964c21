"""How alerts and their channels do: for /metrics, GraphQL and /health."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from graphql_api.postgres.connect import fetch
from graphql_api.postgres.outage import is_outage
from models.enums import AlertEvent, Severity

TALLY = "SELECT event, severity, channel, count FROM alert_tally ORDER BY event, severity, channel"
CHANNELS = """
SELECT alert_channel.*,
       (SELECT count(*) FROM alert_delivery WHERE channel = alert_channel.name AND status = 'PENDING') AS pending
FROM alert_channel ORDER BY name
"""


@dataclass(frozen=True)
class Count:
    """How often something happened; `channel` is empty for what concerns none."""

    event: AlertEvent
    severity: Severity
    channel: str
    count: int


@dataclass(frozen=True)
class ChannelFigures:
    """How a channel does that something was sent to, or was to be."""

    name: str
    pending: int
    straight_failures: int
    last_problem: str | None
    paused_at: datetime | None


async def read_tally() -> Sequence[Count]:
    """All that was counted."""
    return [
        Count(AlertEvent(row["event"]), Severity(row["severity"]), row["channel"], row["count"])
        for row in await fetch(TALLY)
    ]


async def read_channels() -> Sequence[ChannelFigures]:
    """Every channel, by name."""
    return [_channel(row) for row in await fetch(CHANNELS)]


async def alert_families() -> Iterable[Metric]:
    """Figures for Prometheus; none while the database cannot be asked."""
    try:
        tally, channels = await read_tally(), await read_channels()
    except Exception as error:
        if not is_outage(error):
            raise
        return []
    return [
        *(_counter(event, tally, with_channel=event in {AlertEvent.SENT, AlertEvent.FAILED}) for event in AlertEvent),
        _gauge("feedback_alert_deliveries_pending", "Notices on their way.", {c.name: c.pending for c in channels}),
        _gauge(
            "feedback_alert_channel_paused",
            "1 for a channel that is paused after too many failures in a row.",
            {channel.name: int(channel.paused_at is not None) for channel in channels},
        ),
    ]


WORDS = {
    AlertEvent.RAISED: "Alerts raised.",
    AlertEvent.JOINED: "Feedbacks that joined an open alert.",
    AlertEvent.SENT: "Notices that arrived.",
    AlertEvent.FAILED: "Notices that were given up.",
}


def _counter(event: AlertEvent, tally: Sequence[Count], *, with_channel: bool) -> Metric:
    labels = ["severity", "channel"] if with_channel else ["severity"]
    family = CounterMetricFamily(f"feedback_alerts_{event.lower()}", WORDS[event], labels=labels)
    for count in tally:
        if count.event is event:
            family.add_metric([count.severity, count.channel][: len(labels)], count.count)
    return family


def _gauge(name: str, words: str, values: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=["channel"])
    for channel, value in values.items():
        family.add_metric([channel], value)
    return family


def _channel(row: asyncpg.Record) -> ChannelFigures:
    return ChannelFigures(row["name"], row["pending"], row["straight_failures"], row["last_problem"], row["paused_at"])
