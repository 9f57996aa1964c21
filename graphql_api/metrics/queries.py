"""Asking for figures."""

import strawberry

from graphql_api.context import ContextInfo
from graphql_api.metrics.types import Metrics
from models.enums import Scope


@strawberry.type
class MetricsQuery:
    @strawberry.field(description="Figures of the service. Needs the scope READ.")
    async def metrics(self, info: ContextInfo) -> Metrics:
        await info.context.admit(Scope.READ)
        return Metrics()
