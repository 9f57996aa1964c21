"""Records of who did what, as GraphQL shows them."""

from datetime import datetime

import asyncpg
import orjson
import strawberry
from strawberry.scalars import JSON

from graphql_api.pagination import Page, PageInfo, Position
from models.enums import AuditOutcome


@strawberry.type(
    description="One thing that someone did or was refused. Kept for good, except refused logins: 90 days."
)
class AuditRecord:
    id: strawberry.ID = strawberry.field(description="Opaque.")
    created_at: datetime = strawberry.field(description="When it was done.")
    key_id: strawberry.ID | None = strawberry.field(
        description="The API key that did it; null for a refused login, the schedule, the command line."
    )
    actor: str = strawberry.field(
        description='The key\'s name as it was then, or "anonymous", "schedule" or "command line".'
    )
    operation: str = strawberry.field(description='The mutation: "archiveFeedback".')
    subjects: list[str] = strawberry.field(description="Ids of what it was done to; the first 500.")
    details: JSON = strawberry.field(
        description="What else it was told, as an object: counts, times, which filters. Never people's words."
    )
    outcome: AuditOutcome = strawberry.field(description="Whether it was done.")

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "AuditRecord":
        """A row as GraphQL shows it."""
        return cls(
            id=strawberry.ID(str(row["id"])),
            created_at=row["created_at"],
            key_id=strawberry.ID(str(row["key_id"])) if row["key_id"] else None,
            actor=row["actor"],
            operation=row["operation"],
            subjects=row["subjects"],
            details=JSON(orjson.loads(row["details"])),
            outcome=AuditOutcome(row["outcome"]),
        )


@strawberry.type(description="A record in a list.")
class AuditRecordEdge:
    cursor: str = strawberry.field(description="The record's place in the list.")
    node: AuditRecord = strawberry.field(description="The record.")


@strawberry.type(description="A page of records.")
class AuditRecordConnection:
    edges: list[AuditRecordEdge] = strawberry.field(description="The records of this page.")
    page_info: PageInfo = strawberry.field(description="Where this page stands in the list.")

    @classmethod
    def from_page(cls, page: Page[asyncpg.Record]) -> "AuditRecordConnection":
        """A page of rows as GraphQL shows it."""
        edges = [
            AuditRecordEdge(cursor=Position(row["created_at"], row["id"]).cursor(), node=AuditRecord.from_row(row))
            for row in page.rows
        ]
        return cls(
            edges=edges,
            page_info=PageInfo(
                has_next_page=page.has_next_page,
                has_previous_page=page.has_previous_page,
                start_cursor=edges[0].cursor if edges else None,
                end_cursor=edges[-1].cursor if edges else None,
            ),
        )
