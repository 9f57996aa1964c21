"""Asking for figures."""

import strawberry

from graphql_api.context import ContextInfo
from graphql_api.metrics.types import IntakeMetrics, Metrics
from models.enums import Scope


@strawberry.type
class MetricsQuery:
    @strawberry.field(description="Figures of the service. Needs the scope READ.")
    async def metrics(self, info: ContextInfo) -> Metrics:
        await info.context.admit(Scope.READ)
        intake = info.context.intake
        balance = await intake.keeper.balance()
        spool = await intake.keeper.spool.status()
        return Metrics(intake=IntakeMetrics.from_figures(intake.figures, balance, spool))
