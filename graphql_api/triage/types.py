"""What triage answers."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import strawberry

from graphql_api.context import ContextInfo
from graphql_api.feedback.types import Feedback
from graphql_api.problems import InvalidInput, Problem
from models.enums import Scope


@strawberry.type(description="The feedbacks are as was asked for, those that were so before included.")
class TriageSuccess:
    known: strawberry.Private[Sequence[UUID]]
    changed_count: int = strawberry.field(description="How many had to be changed.")
    unknown_ids: list[strawberry.ID] = strawberry.field(description="Ids of no feedback; nothing was done about them.")

    @strawberry.field(
        description="The feedbacks named, as they are now, in the order of their ids. For callers with the scope READ."
    )
    async def feedbacks(self, info: ContextInfo) -> list[Feedback]:
        info.context.need(Scope.READ)
        rows = await info.context.loaders.feedback.load_many(list(self.known))
        return [Feedback(row=row) for row in rows if row is not None]


@strawberry.type(description="What meets the filter was changed.")
class TriageByFilterSuccess:
    changed_count: int = strawberry.field(description="How many had to be changed.")
    is_complete: bool = strawberry.field(
        description="Whether all are now as was asked for. One call changes at most 10,000; where there are more, send "
        "it again."
    )


@strawberry.type(description="There is no feedback with any of these ids. Nothing was changed.")
class FeedbackNotFound(Problem):
    ids: list[strawberry.ID] = strawberry.field(description="The ids that were given.")


TriageResult = Annotated[
    TriageSuccess | InvalidInput | FeedbackNotFound,
    strawberry.union(name="TriageResult", description="What was done, or why it was not."),
]
TriageByFilterResult = Annotated[
    TriageByFilterSuccess | InvalidInput,
    strawberry.union(name="TriageByFilterResult", description="What was done, or why it was not."),
]
