"""Which alerts are meant, as GraphQL takes it."""

import strawberry

from graphql_api.alerts.search import AlertCriteria
from graphql_api.feedback.inputs import DateTimeRange
from models import enums


@strawberry.input(
    description="Which alerts are meant. What is given holds together (and); a list means any of its values, and an "
    "empty list matches nothing."
)
class AlertFilter:
    severities: list[enums.Severity] | None = strawberry.field(default=None, description="How much they matter.")
    rules: list[enums.AlertRule] | None = strawberry.field(default=None, description="What raised them.")
    statuses: list[enums.AlertStatus] | None = strawberry.field(default=None, description="Whether they go on.")
    delivery_statuses: list[enums.DeliveryStatus] | None = strawberry.field(
        default=None, description="At least one of their deliveries stands so: [FAILED] finds what did not arrive."
    )
    created_at: DateTimeRange | None = strawberry.field(default=None, description="When they were raised.")

    def criteria(self) -> AlertCriteria:
        """As the search takes it."""
        return AlertCriteria(
            severities=self.severities,
            rules=self.rules,
            statuses=self.statuses,
            delivery_statuses=self.delivery_statuses,
            created_at=self.created_at.range() if self.created_at else None,
        )
