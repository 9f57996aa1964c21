"""Looking before cleaning up, and how an export stands."""

from typing import Annotated
from uuid import UUID

import strawberry

from graphql_api.context import ContextInfo
from graphql_api.errors import CallerError, ErrorCode
from graphql_api.retention.export import find_export
from graphql_api.retention.inputs import BrokenDays, checked_days
from graphql_api.retention.preview import preview
from graphql_api.retention.types import CleanupSummary, Export
from models.enums import Scope


@strawberry.type
class RetentionQuery:
    @strawberry.field(description="What `cleanupFeedback` would delete now; nothing is touched. Needs the scope ADMIN.")
    async def cleanup_preview(
        self,
        info: ContextInfo,
        retention_days: Annotated[int, strawberry.argument(description="How many days are kept: 1 to 36,500.")] = 90,
    ) -> CleanupSummary:
        await info.context.admit(Scope.ADMIN)
        try:
            days = checked_days(retention_days)
        except BrokenDays as broken:
            raise CallerError(ErrorCode.BAD_REQUEST, str(broken)) from broken
        return CleanupSummary.from_due(await preview(days, now=info.context.now))

    @strawberry.field(
        description="An export; null where there is none with this id, or not any more. Needs the scope READ."
    )
    async def export(
        self, info: ContextInfo, id: Annotated[strawberry.ID, strawberry.argument(description="Its id.")]
    ) -> Export | None:
        await info.context.admit(Scope.READ)
        try:
            row = await find_export(UUID(id))
        except ValueError:
            return None
        return Export.from_row(row) if row else None
