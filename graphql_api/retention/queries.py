"""Looking before cleaning up."""

from typing import Annotated

import strawberry

from graphql_api.context import ContextInfo
from graphql_api.errors import CallerError, ErrorCode
from graphql_api.retention.inputs import BrokenDays, checked_days
from graphql_api.retention.preview import preview
from graphql_api.retention.types import CleanupSummary
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
