"""Finding what people said."""

from typing import Annotated
from uuid import UUID

import strawberry

from graphql_api.context import ContextInfo
from graphql_api.feedback.criteria import Criteria
from graphql_api.feedback.inputs import FeedbackFilter
from graphql_api.feedback.neighbours import read_neighbours
from graphql_api.feedback.operator_types import Reanalysis
from graphql_api.feedback.reanalyze import find_reanalysis, newest_reanalyses
from graphql_api.feedback.search import FeedbackOrder, find_feedback
from graphql_api.feedback.types import Feedback, FeedbackConnection
from graphql_api.pagination import page_request
from models.enums import Scope

First = Annotated[int | None, strawberry.argument(description="How many from the start: 1 to 100, 20 by default.")]
After = Annotated[str | None, strawberry.argument(description="Only what follows this cursor.")]
Last = Annotated[int | None, strawberry.argument(description="How many from the end: 1 to 100, 20 by default.")]
Before = Annotated[str | None, strawberry.argument(description="Only what comes before this cursor.")]


@strawberry.type
class FeedbackQuery:
    @strawberry.field(description="One feedback; null where there is none with this id. Needs the scope READ.")
    async def feedback(
        self, info: ContextInfo, id: Annotated[strawberry.ID, strawberry.argument(description="Its id.")]
    ) -> Feedback | None:
        await info.context.admit(Scope.READ)
        try:
            feedback_id = UUID(id)
        except ValueError:
            return None
        row = await info.context.loaders.feedback.load(feedback_id)
        return Feedback(row=row) if row else None

    @strawberry.field(description="Feedback by filter, newest first unless ordered otherwise. Needs the scope READ.")
    async def feedbacks(
        self,
        info: ContextInfo,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[FeedbackFilter | None, strawberry.argument(description="Which feedback is meant.")] = None,
        order_by: Annotated[FeedbackOrder | None, strawberry.argument(description="The list's order.")] = None,
    ) -> FeedbackConnection:
        await info.context.admit(Scope.READ)
        criteria = filter.criteria() if filter else Criteria()
        request = page_request(first, after, last, before)
        page = await find_feedback(criteria, order_by or FeedbackOrder.CREATED_AT_DESC, request)
        await read_neighbours(info, [row["id"] for row in page.rows])
        return FeedbackConnection.from_page(page, criteria)

    @strawberry.field(
        description="How far a re-analysis has come; null where there is none with this id. Needs the scope READ."
    )
    async def reanalysis(
        self, info: ContextInfo, id: Annotated[strawberry.ID, strawberry.argument(description="Its id.")]
    ) -> Reanalysis | None:
        await info.context.admit(Scope.READ)
        try:
            row = await find_reanalysis(UUID(id))
        except ValueError:
            return None
        return Reanalysis.from_row(row) if row else None

    @strawberry.field(description="The latest 20 re-analyses, newest first. Needs the scope READ.")
    async def reanalyses(self, info: ContextInfo) -> list[Reanalysis]:
        await info.context.admit(Scope.READ)
        return [Reanalysis.from_row(row) for row in await newest_reanalyses()]
