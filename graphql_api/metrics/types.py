"""Figures as GraphQL shows them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import strawberry

from graphql_api.alerts.figures import ChannelFigures, Count, read_channels, read_tally
from graphql_api.context import ContextInfo
from graphql_api.intake.totals import IntakeTotals
from graphql_api.metrics.analysis import AnalysisMetrics, SpendMetrics, count_analyses, count_spend
from graphql_api.metrics.counts import ReasonCount, check_days
from graphql_api.metrics.daily import DailyMetrics, count_days
from graphql_api.metrics.queue import QueueMetrics, count_jobs
from graphql_api.metrics.storage import StorageMetrics, count_storage
from graphql_api.spool.spool import SpoolStatus
from models.enums import AlertEvent, Severity

Days = Annotated[int, strawberry.argument(description="So many days in UTC, today included; from 1 to 366.")]


@strawberry.type(
    description="What came in, and what became of it, since the server started: all its processes together."
)
class IntakeMetrics:
    accepted: int = strawberry.field(description="Submissions that got the receipt SAVED or QUEUED.")
    saved: int = strawberry.field(description="Of these, stored in the database at once.")
    queued: int = strawberry.field(description="Of these, kept in the spool because the database was down.")
    duplicates: int = strawberry.field(description="Submissions whose key had been accepted before.")
    stored: int = strawberry.field(description="Of the accepted, seen in the database.")
    unchecked: int = strawberry.field(
        description="Of the accepted, not looked for yet: the newest, and all while the database is down."
    )
    missing: int = strawberry.field(
        description="Of the accepted, found neither in the database, nor in the spool, nor in quarantine. Always 0: "
        "accepted = stored + spooled + quarantined."
    )
    unconfirmed: int = strawberry.field(description="Submissions that neither database nor spool could take.")
    refused: list[ReasonCount] = strawberry.field(
        description="Submissions that were refused, by reason: the codes of broken rules, and RATE_LIMITED."
    )
    spooled: int = strawberry.field(description="Submissions that lie in the spool now, whoever put them there.")
    spool_bytes: float = strawberry.field(description="Bytes that the spool takes now, quarantine included.")
    oldest_spooled_seconds: float | None = strawberry.field(
        description="How long the oldest has been in the spool, in seconds; null while it is empty."
    )
    replayed: int = strawberry.field(description="Submissions brought from the spool into the database.")
    quarantined: list[ReasonCount] = strawberry.field(description="What lies in quarantine now, by reason.")

    @classmethod
    def from_totals(cls, totals: IntakeTotals, spool: SpoolStatus) -> "IntakeMetrics":
        """All processes' figures and the spool's as GraphQL shows them."""
        figures, balance = totals.figures, totals.balance
        return cls(
            accepted=balance.accepted,
            saved=figures.saved,
            queued=figures.queued,
            duplicates=figures.duplicates,
            stored=balance.stored,
            unchecked=balance.unchecked,
            missing=balance.missing,
            unconfirmed=figures.unconfirmed,
            refused=_counts(figures.refused),
            spooled=spool.depth,
            spool_bytes=spool.bytes,
            oldest_spooled_seconds=spool.oldest_age_seconds,
            replayed=totals.replayed,
            quarantined=_counts(spool.quarantined),
        )


@strawberry.type(description="How often something happened to alerts of one severity.")
class AlertCount:
    severity: Severity = strawberry.field(description="The severity when it happened.")
    channel: str | None = strawberry.field(description="The channel; null where none is concerned.")
    count: int = strawberry.field(description="How often.")


@strawberry.type(description="How a channel does that alerts go to.")
class AlertChannel:
    name: str = strawberry.field(description="Its name, by the settings.")
    pending_deliveries: int = strawberry.field(description="Notices on their way to it.")
    straight_failures: int = strawberry.field(description="How many tries in a row have failed, up to now.")
    last_problem: str | None = strawberry.field(description="Why the last try failed; null where it did not.")
    paused_since: datetime | None = strawberry.field(
        description="Since when it is paused: after 50 failures in a row it is tried once an hour, and by "
        "`retryAlert`; what is sent to it waits. Null where it is not."
    )

    @classmethod
    def from_figures(cls, figures: ChannelFigures) -> "AlertChannel":
        """A channel's figures as GraphQL shows them."""
        return cls(
            name=figures.name,
            pending_deliveries=figures.pending,
            straight_failures=figures.straight_failures,
            last_problem=figures.last_problem,
            paused_since=figures.paused_at,
        )


@strawberry.type(description="What became of alerts, ever, by severity.")
class AlertMetrics:
    raised: list[AlertCount] = strawberry.field(description="Alerts raised.")
    joined: list[AlertCount] = strawberry.field(description="Feedbacks that joined an open alert.")
    sent: list[AlertCount] = strawberry.field(description="Notices that arrived, by channel.")
    failed: list[AlertCount] = strawberry.field(description="Notices that were given up, by channel.")
    channels: list[AlertChannel] = strawberry.field(description="Every channel that something was sent to, by name.")

    @classmethod
    def from_figures(cls, tally: Sequence[Count], channels: Sequence[ChannelFigures]) -> "AlertMetrics":
        """Tally and channels as GraphQL shows them."""

        def counts(event: AlertEvent) -> list[AlertCount]:
            return [
                AlertCount(severity=count.severity, channel=count.channel or None, count=count.count)
                for count in tally
                if count.event is event
            ]

        return cls(
            raised=counts(AlertEvent.RAISED),
            joined=counts(AlertEvent.JOINED),
            sent=counts(AlertEvent.SENT),
            failed=counts(AlertEvent.FAILED),
            channels=[AlertChannel.from_figures(figures) for figures in channels],
        )


@strawberry.type(description="Figures of the service. Each part is counted only when it is asked for.")
class Metrics:
    @strawberry.field(description="What came in, and what became of it.")
    async def intake(self, info: ContextInfo) -> IntakeMetrics:
        intake = info.context.intake
        return IntakeMetrics.from_totals(await intake.totals.now(), await intake.keeper.spool.status())

    @strawberry.field(description="What became of alerts.")
    async def alerts(self) -> AlertMetrics:
        return AlertMetrics.from_figures(await read_tally(), await read_channels())

    @strawberry.field(description="What is kept, and how much room it takes.")
    async def storage(self, info: ContextInfo) -> StorageMetrics:
        return await count_storage(info.context.now)

    @strawberry.field(description="What feedback was understood to say, and how.")
    async def analysis(self, info: ContextInfo, days: Days = 30) -> AnalysisMetrics:
        check_days(days)
        return await count_analyses(info.context.now, days)

    @strawberry.field(description="What the AI has cost this month.")
    async def spend(self, info: ContextInfo) -> SpendMetrics:
        return await count_spend(info.context.ai_terms.monthly_budget_usd)

    @strawberry.field(description="What the worker has still to do.")
    async def queue(self, info: ContextInfo) -> QueueMetrics:
        return await count_jobs(info.context.now)

    @strawberry.field(description="The same day by day, oldest first; days in which nothing happened have zeros.")
    async def daily(self, info: ContextInfo, days: Days = 30) -> list[DailyMetrics]:
        check_days(days)
        return await count_days(info.context.now, days)


def _counts(counts: dict[str, int]) -> list[ReasonCount]:
    return [ReasonCount(reason=reason, count=count) for reason, count in sorted(counts.items())]
