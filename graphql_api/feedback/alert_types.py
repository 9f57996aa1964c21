"""An alert as GraphQL shows it, but for the feedback, which shows its alerts in turn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import strawberry

from graphql_api.columns import column
from graphql_api.context import ContextInfo
from models import enums


@strawberry.type(description="One try to deliver.")
class AlertAttempt:
    outcome: enums.AttemptOutcome = strawberry.field(description="How it ended.")
    status_code: int | None = strawberry.field(description="The HTTP status; null where the service did not answer.")
    detail: str | None = strawberry.field(
        description="More about it: the service's code, or why nothing was sent; null where there is no more to say."
    )
    duration_ms: int | None = strawberry.field(description="Milliseconds that it took; null until it has ended.")
    started_at: datetime = strawberry.field(description="When it began.")

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "AlertAttempt":
        """A row of the table `alert_attempt` as GraphQL shows it."""
        return cls(
            outcome=enums.AttemptOutcome(row["outcome"]),
            status_code=row["status_code"],
            detail=row["detail"],
            duration_ms=row["duration_ms"],
            started_at=row["started_at"],
        )


@strawberry.type(description="A notice of an alert on its way to one channel. It arrives at least once.")
class AlertDelivery:
    delivery_id: strawberry.Private[UUID]
    id: strawberry.ID = strawberry.field(description="Its id.")
    kind: enums.NoticeKind = strawberry.field(description="What it tells of.")
    count: int | None = strawberry.field(description="How many it says have said so; null for a silence.")
    channel: str = strawberry.field(description="The channel's name, by the settings.")
    status: enums.DeliveryStatus = strawberry.field(description="Where it stands.")
    created_at: datetime = strawberry.field(description="When it was asked for.")
    sent_at: datetime | None = strawberry.field(description="When the service took it; null until then.")
    next_attempt_at: datetime | None = strawberry.field(
        description="Not before this moment is it tried again; null unless PENDING."
    )

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "AlertDelivery":
        """A row of the table `alert_delivery`, with its notice's kind and count, as GraphQL shows it."""
        status = enums.DeliveryStatus(row["status"])
        return cls(
            delivery_id=row["id"],
            id=strawberry.ID(str(row["id"])),
            kind=enums.NoticeKind(row["kind"]),
            count=row["count"],
            channel=row["channel"],
            status=status,
            created_at=row["created_at"],
            sent_at=row["sent_at"],
            next_attempt_at=row["due_at"] if status is enums.DeliveryStatus.PENDING else None,
        )

    @strawberry.field(description="Every try, oldest first.")
    async def attempts(self, info: ContextInfo) -> list[AlertAttempt]:
        return [AlertAttempt.from_row(row) for row in await info.context.loaders.attempts.load(self.delivery_id)]


@strawberry.type(description="What an alert holds itself.")
class AlertFacts:
    row: strawberry.Private[Mapping[str, Any]]

    rule: enums.AlertRule = column("rule", "What raised it.")
    severity: enums.Severity = column("severity", "How much it matters: the highest that it has had.")
    danger: enums.Danger | None = column("danger", "What people's words mean at worst; null where they mean no danger.")
    status: enums.AlertStatus = column("status", "Whether it goes on.")
    count: int = column("count", "How many feedbacks say so; 0 for a silence.")
    people: int = column("people", "In how many sessions; 0 for a silence.")
    created_at: datetime = column("created_at", "When it was raised.")
    closed_at: datetime | None = column("closed_at", "When it was closed; null while it is open.")

    @strawberry.field(description="Its notices' ways to the channels, oldest first.")
    async def deliveries(self, info: ContextInfo) -> list[AlertDelivery]:
        return [AlertDelivery.from_row(row) for row in await info.context.loaders.deliveries.load(self.row["id"])]
