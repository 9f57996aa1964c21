"""Asking how findings were made."""

from typing import Annotated

import strawberry

from graphql_api.analysis.comparison import compare_prompts
from graphql_api.analysis.types import PromptVersionStats
from graphql_api.context import ContextInfo
from graphql_api.errors import CallerError, ErrorCode
from models.enums import Scope

MOST_DAYS = 366


@strawberry.type
class AnalysisQuery:
    @strawberry.field(
        description="The prompt's versions side by side: those in use, and all that the AI read with on some days. "
        "Exact as of now. Needs the scope READ."
    )
    async def prompt_comparison(
        self,
        info: ContextInfo,
        days: Annotated[int, strawberry.argument(description="How many days in UTC, today included: 1 to 366.")] = 7,
    ) -> list[PromptVersionStats]:
        await info.context.admit(Scope.READ)
        if not 1 <= days <= MOST_DAYS:
            raise CallerError(ErrorCode.BAD_REQUEST, f"`days` must be between 1 and {MOST_DAYS}.")
        tallies = await compare_prompts(info.context.ai_terms, days=days, now=info.context.now)
        return [PromptVersionStats.from_tally(tally) for tally in tallies]
