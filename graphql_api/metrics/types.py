"""Figures as GraphQL shows them."""

import strawberry

from graphql_api.context import ContextInfo
from graphql_api.intake.totals import IntakeTotals
from graphql_api.spool.spool import SpoolStatus


@strawberry.type(description="How often something happened.")
class ReasonCount:
    reason: str = strawberry.field(description="What happened: a code, for programs.")
    count: int = strawberry.field(description="How often.")


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


@strawberry.type(description="Figures of the service. Each part is counted only when it is asked for.")
class Metrics:
    @strawberry.field(description="What came in, and what became of it.")
    async def intake(self, info: ContextInfo) -> IntakeMetrics:
        intake = info.context.intake
        return IntakeMetrics.from_totals(await intake.totals.now(), await intake.keeper.spool.status())


def _counts(counts: dict[str, int]) -> list[ReasonCount]:
    return [ReasonCount(reason=reason, count=count) for reason, count in sorted(counts.items())]
