"""Submitting what people say."""

from typing import Annotated

import strawberry

from graphql_api.audit.record import Actor
from graphql_api.context import ContextInfo
from graphql_api.errors import CallerError, ErrorCode
from graphql_api.feedback.inputs import FeedbackFilter, SubmitFeedbackInput, which_feedback
from graphql_api.feedback.operator_types import (
    Reanalysis,
    ReanalyzeResult,
    ReanalyzeSuccess,
    ReplayInterrupted,
    ReplayResult,
    ReplaySuccess,
)
from graphql_api.feedback.reanalyze import ask_for_reanalysis
from graphql_api.feedback.replay import replay_spool
from graphql_api.feedback.types import SubmitFeedbackResult, SubmitFeedbackSuccess
from graphql_api.intake.intake import LimitReached
from graphql_api.intake.keeper import NotConfirmed
from graphql_api.intake.submission import InvalidSubmission
from graphql_api.postgres.search import SearchEndless
from graphql_api.problems import IntakeUnavailable, InvalidInput, RateLimited
from graphql_api.spool.spool import Ended
from models.enums import Scope


@strawberry.type
class FeedbackMutation:
    @strawberry.mutation(
        description="Keep what a visitor has to say and start looking into it. Open to everyone; a key needs the "
        "scope SUBMIT."
    )
    async def submit_feedback(
        self,
        info: ContextInfo,
        input: Annotated[SubmitFeedbackInput, strawberry.argument(description="What the person has to say.")],
    ) -> SubmitFeedbackResult:
        context = info.context
        if not context.caller.is_anonymous:
            context.need(Scope.SUBMIT)
        account = context.account(is_answer_rating=input.answer is not None)
        try:
            receipt = await context.intake.submit(input.draft(), account=account, now=context.now)
        except InvalidSubmission as invalid:
            return InvalidInput.from_broken(invalid.broken)
        except LimitReached as limit:
            context.refused.add(ErrorCode.LIMITED)
            context.ask_to_wait(limit.retry_after_seconds)
            message = "Too many submissions. Please try again later."
            return RateLimited(message=message, retry_after_seconds=limit.retry_after_seconds)
        except NotConfirmed as unconfirmed:
            context.ask_to_wait(unconfirmed.retry_after_seconds)
            message = "We could not confirm that your feedback was kept. Please send it again in a moment."
            return IntakeUnavailable(message=message, retry_after_seconds=unconfirmed.retry_after_seconds)
        return SubmitFeedbackSuccess.from_receipt(receipt)

    @strawberry.mutation(
        description="Have feedback read again, by today's model and prompt, whatever was said of it before; the "
        "findings that stood are kept as history. Goes on in the background, after whatever is new. Give either `ids` "
        "or `filter`; an empty filter means all feedback. Needs the scope ADMIN: it may cost money."
    )
    async def reanalyze_feedback(
        self,
        info: ContextInfo,
        ids: Annotated[
            list[strawberry.ID] | None,
            strawberry.argument(description="Which feedback; at most 1,000. Ids that are nobody's are left out."),
        ] = None,
        filter: Annotated[
            FeedbackFilter | None, strawberry.argument(description="Which feedback, of what is there now.")
        ] = None,
    ) -> ReanalyzeResult:
        await info.context.admit(Scope.ADMIN)
        wanted = which_feedback(ids, filter)
        if isinstance(wanted, InvalidInput):
            return wanted
        actor = Actor.from_caller(info.context.caller)
        try:
            row = await ask_for_reanalysis(wanted, actor=actor, now=info.context.now)
        except SearchEndless:
            message = "To count what is meant takes longer than two minutes. Ask for less: a shorter `createdAt`."
            raise CallerError(ErrorCode.LIMITED, message) from None
        return ReanalyzeSuccess(reanalysis=Reanalysis.from_row(row))

    @strawberry.mutation(
        description="Bring what lies in the spool into the database now, instead of at the next of the five-minute "
        "replays. Needs the scope ADMIN."
    )
    async def replay_spool(self, info: ContextInfo) -> ReplayResult:
        context = info.context
        await context.admit(Scope.ADMIN)
        keeper = context.intake.keeper
        replayed = await replay_spool(keeper, actor=Actor.from_caller(context.caller), now=context.now)
        left = (await keeper.spool.status()).depth
        if replayed.ended is Ended.OUTAGE:
            message = "The database went away. What is left is brought in when it is back."
            return ReplayInterrupted(message=message, kept=replayed.kept, left=left)
        return ReplaySuccess(
            kept=replayed.kept, duplicates=replayed.duplicates, quarantined=replayed.quarantined, left=left
        )
