"""Lists of alerts, and what comes of sending one again, as GraphQL shows them."""

from typing import Annotated

import asyncpg
import strawberry

from graphql_api.alerts.search import AlertCriteria, count_alerts
from graphql_api.feedback.types import Alert
from graphql_api.pagination import Page, PageInfo, Position
from graphql_api.problems import Problem


@strawberry.type(description="An alert in a list.")
class AlertEdge:
    cursor: str = strawberry.field(description="Its place in the list, for `after`.")
    node: Alert = strawberry.field(description="The alert.")


@strawberry.type(description="One page of a list of alerts.")
class AlertConnection:
    criteria: strawberry.Private[AlertCriteria]
    edges: list[AlertEdge] = strawberry.field(description="The alerts of this page, newest first.")
    page_info: PageInfo = strawberry.field(description="Where this page stands in the list.")

    @strawberry.field(description="How many alerts the whole list has; counted only when asked for.")
    async def total_count(self) -> int:
        return await count_alerts(self.criteria)

    @classmethod
    def from_page(cls, page: Page[asyncpg.Record], criteria: AlertCriteria) -> "AlertConnection":
        """A page of rows as GraphQL shows it."""
        edges = [
            AlertEdge(cursor=Position(row["created_at"], row["id"]).cursor(), node=Alert(row=row)) for row in page.rows
        ]
        return cls(
            criteria=criteria,
            edges=edges,
            page_info=PageInfo(
                has_next_page=page.has_next_page,
                has_previous_page=page.has_previous_page,
                start_cursor=edges[0].cursor if edges else None,
                end_cursor=edges[-1].cursor if edges else None,
            ),
        )


@strawberry.type(description="The alert is on its way again; `deliveries` shows how it goes.")
class RetryAlertSuccess:
    alert: Alert = strawberry.field(description="The alert.")


@strawberry.type(description="There is no alert with this id.")
class AlertNotFound(Problem):
    pass


RetryAlertResult = Annotated[
    RetryAlertSuccess | AlertNotFound,
    strawberry.union(name="RetryAlertResult", description="The alert, or why it cannot be sent."),
]
