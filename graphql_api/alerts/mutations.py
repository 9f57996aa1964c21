"""Sending alerts again."""

from typing import Annotated
from uuid import UUID

import strawberry

from graphql_api.alerts.retry import retry
from graphql_api.alerts.types import AlertNotFound, RetryAlertResult, RetryAlertSuccess
from graphql_api.audit.record import Actor
from graphql_api.context import ContextInfo
from graphql_api.feedback.types import Alert
from models.enums import Scope


@strawberry.type
class AlertMutation:
    @strawberry.mutation(
        description="Send now whatever of an alert's notices has not arrived, also to a paused channel; where all have "
        "arrived, the last one again. Needs the scope TRIAGE."
    )
    async def retry_alert(
        self, info: ContextInfo, id: Annotated[strawberry.ID, strawberry.argument(description="The alert's id.")]
    ) -> RetryAlertResult:
        await info.context.admit(Scope.TRIAGE)
        actor = Actor.from_caller(info.context.caller)
        row = await retry(UUID(id), actor=actor, now=info.context.now) if _is_uuid(id) else None
        if row is None:
            return AlertNotFound(message="There is no alert with this id.")
        return RetryAlertSuccess(alert=Alert(row=row))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
