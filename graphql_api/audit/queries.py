"""Asking who did what."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from graphql_api.audit.find import Criteria, find_records
from graphql_api.audit.types import AuditRecordConnection
from graphql_api.context import ContextInfo
from graphql_api.errors import CallerError, ErrorCode
from graphql_api.intake.checks import clean, in_utc
from graphql_api.pagination import page_request
from models.enums import AuditOutcome, Scope

First = Annotated[int | None, strawberry.argument(description="How many from the start: 1 to 100, 20 by default.")]
After = Annotated[str | None, strawberry.argument(description="Only what follows this cursor.")]
Last = Annotated[int | None, strawberry.argument(description="How many from the end: 1 to 100, 20 by default.")]
Before = Annotated[str | None, strawberry.argument(description="Only what comes before this cursor.")]


@strawberry.input(
    description="Which records are meant. What is given holds together (and); a list means any of its values."
)
class AuditRecordFilter:
    operations: list[str] | None = strawberry.field(default=None, description='Mutations by name: "createApiKey".')
    key_ids: list[strawberry.ID] | None = strawberry.field(default=None, description="Done with any of these API keys.")
    outcomes: list[AuditOutcome] | None = strawberry.field(default=None, description="Done, refused or failed.")
    subject: str | None = strawberry.field(default=None, description="Done to what has this id.")
    since: datetime | None = strawberry.field(default=None, description="At or after this moment.")
    until: datetime | None = strawberry.field(default=None, description="Before this moment.")

    def criteria(self) -> Criteria:
        """As the search takes it.

        Raises:
            CallerError: BAD_REQUEST for the id of a key that is none.
        """
        try:
            key_ids = None if self.key_ids is None else [UUID(key_id) for key_id in self.key_ids]
        except ValueError:
            raise CallerError(ErrorCode.BAD_REQUEST, "`keyIds` must be ids of API keys.") from None
        return Criteria(
            operations=None if self.operations is None else [clean(operation) for operation in self.operations],
            key_ids=key_ids,
            outcomes=self.outcomes,
            subject=None if self.subject is None else clean(self.subject),
            since=None if self.since is None else in_utc(self.since),
            until=None if self.until is None else in_utc(self.until),
        )


@strawberry.type
class AuditQuery:
    @strawberry.field(description="Who did what, newest first. Needs the scope ADMIN.")
    async def audit_records(
        self,
        info: ContextInfo,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[AuditRecordFilter | None, strawberry.argument(description="Which records are meant.")] = None,
    ) -> AuditRecordConnection:
        await info.context.admit(Scope.ADMIN)
        criteria = filter.criteria() if filter else Criteria()
        return AuditRecordConnection.from_page(await find_records(criteria, page_request(first, after, last, before)))
