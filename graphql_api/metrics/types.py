"""Figures as GraphQL shows them."""

from typing import Annotated

import strawberry

from graphql_api.context import ContextInfo
from graphql_api.intake.audit import Balance
from graphql_api.intake.figures import IntakeFigures
from graphql_api.metrics.analysis import AnalysisMetrics, count_analyses
from graphql_api.metrics.counts import ReasonCount, check_days
from graphql_api.metrics.daily import DailyMetrics, count_days
from graphql_api.metrics.queue import QueueMetrics, count_jobs
from graphql_api.metrics.storage import StorageMetrics, count_storage
from graphql_api.spool.spool import SpoolStatus

Days = Annotated[int, strawberry.argument(description="So many days in UTC, today included; from 1 to 366.")]


@strawberry.type(description="What came in, and what became of it, since the process that answers started.")
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
    def from_figures(cls, figures: IntakeFigures, balance: Balance, spool: SpoolStatus) -> "IntakeMetrics":
        """An intake's figures and its spool's as GraphQL shows them."""
        return cls(
            accepted=figures.accepted,
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
            replayed=spool.replayed,
            quarantined=_counts(spool.quarantined),
        )


@strawberry.type(description="Figures of the service. Each part is counted only when it is asked for.")
class Metrics:
    @strawberry.field(description="What came in, and what became of it.")
    async def intake(self, info: ContextInfo) -> IntakeMetrics:
        intake = info.context.intake
        balance = await intake.keeper.balance()
        return IntakeMetrics.from_figures(intake.figures, balance, await intake.keeper.spool.status())

    @strawberry.field(description="What is kept.")
    async def storage(self, info: ContextInfo) -> StorageMetrics:
        return await count_storage(info.context.now)

    @strawberry.field(description="What feedback was understood to say, and how.")
    async def analysis(self, info: ContextInfo, days: Days = 30) -> AnalysisMetrics:
        check_days(days)
        return await count_analyses(info.context.now, days)

    @strawberry.field(description="What the worker has still to do.")
    async def queue(self, info: ContextInfo) -> QueueMetrics:
        return await count_jobs(info.context.now)

    @strawberry.field(description="The same day by day, oldest first; days in which nothing happened have zeros.")
    async def daily(self, info: ContextInfo, days: Days = 30) -> list[DailyMetrics]:
        check_days(days)
        return await count_days(info.context.now, days)


def _counts(counts: dict[str, int]) -> list[ReasonCount]:
    return [ReasonCount(reason=reason, count=count) for reason, count in sorted(counts.items())]
