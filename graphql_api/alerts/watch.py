"""Whether anybody is told, in words for the person on call."""

import asyncio
import time
from collections.abc import Sequence

import structlog

from graphql_api.alerts.channels.channel import Channel
from graphql_api.alerts.figures import ChannelFigures, read_channels
from graphql_api.postgres.outage import is_outage

logger = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS = 300.0


class Watch:
    """Looks after the channels that the settings name."""

    def __init__(self, channels: Sequence[Channel]) -> None:
        self._channels = channels
        self._refusals: dict[str, str] = {}
        self._looked_at: float | None = None

    async def warn(self) -> None:
        """A line in the log for each channel that nothing may be sent to, and one when there is no channel."""
        if not self._channels:
            logger.info("nobody is told of alerts: set SLACK_WEBHOOK_URL or ALERT_URLS")
        for name, why in (await self._look()).items():
            logger.error("alert channel refused", channel=name, reason=why)

    async def state(self) -> str:
        """How each channel does, and what mends it. Addresses are looked up every five minutes."""
        if not self._channels:
            return "nobody is told: set SLACK_WEBHOOK_URL or ALERT_URLS"
        try:
            known = {figures.name: figures for figures in await read_channels()}
        except Exception as error:
            if not is_outage(error):
                raise
            return "unknown while the database is unreachable"
        refusals = await self._look()
        return "; ".join(
            f"{channel.name}: {_state(refusals.get(channel.name), known.get(channel.name))}"
            for channel in self._channels
        )

    async def _look(self) -> dict[str, str]:
        now = time.monotonic()
        if self._looked_at is None or now - self._looked_at > LOOK_AGAIN_SECONDS:
            self._looked_at = now
            found = await asyncio.gather(*(channel.refusal() for channel in self._channels))
            self._refusals = {
                channel.name: why for channel, why in zip(self._channels, found, strict=True) if why is not None
            }
        return self._refusals


def _state(refusal: str | None, figures: ChannelFigures | None) -> str:
    if refusal is not None:
        return f"refused, {refusal}"
    if figures is None:
        return "nothing sent yet"
    if figures.paused_at is not None:
        return (
            f"paused since {figures.paused_at:%Y-%m-%d %H:%M} UTC after {figures.straight_failures} failures in a row "
            f"({figures.last_problem}), {figures.pending} waiting: mend it, then retryAlert; tried by itself every hour"
        )
    if figures.straight_failures:
        return f"failing ({figures.last_problem}), {figures.pending} waiting"
    return "works"
