"""Finding what someone should look at."""

from typing import Annotated

import strawberry

from graphql_api.alerts.inputs import AlertFilter
from graphql_api.alerts.search import AlertCriteria, find_alerts
from graphql_api.alerts.types import AlertConnection
from graphql_api.context import ContextInfo
from graphql_api.feedback.queries import After, First
from graphql_api.pagination import page_request
from models.enums import Scope


@strawberry.type
class AlertQuery:
    @strawberry.field(description="Alerts by filter, newest first. Needs the scope READ.")
    async def alerts(
        self,
        info: ContextInfo,
        *,
        first: First = None,
        after: After = None,
        filter: Annotated[AlertFilter | None, strawberry.argument(description="Which alerts are meant.")] = None,
    ) -> AlertConnection:
        await info.context.admit(Scope.READ)
        criteria = filter.criteria() if filter else AlertCriteria()
        page = await find_alerts(criteria, page_request(first, after, None, None))
        return AlertConnection.from_page(page, criteria)
