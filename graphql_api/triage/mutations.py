"""Triage: by ids, or all that meets a filter."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from graphql_api.context import Context, ContextInfo
from graphql_api.feedback.inputs import FeedbackFilter, uuid_of
from graphql_api.intake.submission import BrokenRule, InvalidSubmission
from graphql_api.problems import InvalidInput
from graphql_api.triage.triage import MOST_IDS, Change, tidy_notes, triage, triage_by_filter
from graphql_api.triage.types import (
    FeedbackNotFound,
    TriageByFilterResult,
    TriageByFilterSuccess,
    TriageResult,
    TriageSuccess,
)
from models.enums import Scope, TriageAction

Ids = Annotated[list[strawberry.ID], strawberry.argument(description="Of which feedbacks; at most 500.")]
Which = Annotated[FeedbackFilter, strawberry.argument(description="Which feedbacks; at least one criterion.")]
Read = Annotated[bool, strawberry.argument(description="Whether they shall count as read.")]
Archived = Annotated[bool, strawberry.argument(description="Whether they shall be put away.")]


@strawberry.type
class TriageMutation:
    @strawberry.mutation(description="Mark feedback as read, or as not read. Needs the scope TRIAGE.")
    async def mark_feedback_read(self, info: ContextInfo, ids: Ids, read: Read = True) -> TriageResult:
        await info.context.admit(Scope.TRIAGE)
        return await _triage(info.context, ids, _change(info, _read(read)))

    @strawberry.mutation(description="Put feedback away, or take it back out. Needs the scope TRIAGE.")
    async def archive_feedback(self, info: ContextInfo, ids: Ids, archived: Archived = True) -> TriageResult:
        await info.context.admit(Scope.TRIAGE)
        return await _triage(info.context, ids, _change(info, _archived(archived)))

    @strawberry.mutation(
        description="Write notes on a feedback in place of those it has. Personal data is taken out. Needs the scope "
        "TRIAGE."
    )
    async def note_feedback(
        self,
        info: ContextInfo,
        id: Annotated[strawberry.ID, strawberry.argument(description="Of which feedback.")],
        notes: Annotated[
            str, strawberry.argument(description="The notes, at most 5,000 characters; a blank text takes them away.")
        ],
    ) -> TriageResult:
        await info.context.admit(Scope.TRIAGE)
        try:
            tidy = tidy_notes(notes, info.context.now)
        except InvalidSubmission as invalid:
            return InvalidInput.from_broken(invalid.broken)
        return await _triage(info.context, [id], _change(info, TriageAction.NOTED, tidy))

    @strawberry.mutation(
        description="Mark all feedback that meets a filter as read, or as not read; at most 10,000 a call. Needs the "
        "scope TRIAGE."
    )
    async def mark_feedback_read_by_filter(
        self, info: ContextInfo, filter: Which, read: Read = True
    ) -> TriageByFilterResult:
        await info.context.admit(Scope.TRIAGE)
        return await _triage_by_filter(filter, _change(info, _read(read)))

    @strawberry.mutation(
        description="Put all feedback away that meets a filter, or take it back out; at most 10,000 a call. Needs the "
        "scope TRIAGE."
    )
    async def archive_feedback_by_filter(
        self, info: ContextInfo, filter: Which, archived: Archived = True
    ) -> TriageByFilterResult:
        await info.context.admit(Scope.TRIAGE)
        return await _triage_by_filter(filter, _change(info, _archived(archived)))


def _read(read: bool) -> TriageAction:
    return TriageAction.READ if read else TriageAction.UNREAD


def _archived(archived: bool) -> TriageAction:
    return TriageAction.ARCHIVED if archived else TriageAction.UNARCHIVED


def _change(info: ContextInfo, action: TriageAction, notes: str | None = None) -> Change:
    caller = info.context.caller
    if caller.key_id is None or caller.name is None:
        raise LookupError("a caller was admitted without a key")
    return Change(action, caller.key_id, caller.name, info.field_name, info.context.now, notes)


async def _triage(context: Context, ids: Sequence[strawberry.ID], change: Change) -> TriageResult:
    if len(ids) > MOST_IDS:
        broken = BrokenRule(("ids",), "TOO_MANY", f"Must hold at most {MOST_IDS} ids.")
        return InvalidInput.from_broken([broken])
    named = {id_: uuid_of(id_) for id_ in ids}
    triaged = await triage([id_ for id_ in named.values() if id_ is not None], change)
    # What another field of this request has read of them is no longer so.
    context.loaders.feedback.clear_all()
    context.loaders.triage_changes.clear_all()
    known = set(triaged.known)
    unknown = [id_ for id_, feedback_id in named.items() if feedback_id not in known]
    if unknown and not known:
        return FeedbackNotFound(message="There is no such feedback.", ids=unknown)
    return TriageSuccess(known=triaged.known, changed_count=len(triaged.changed), unknown_ids=unknown)


async def _triage_by_filter(filter: FeedbackFilter, change: Change) -> TriageByFilterResult:
    criteria = filter.criteria()
    if not criteria.asked:
        broken = BrokenRule(("filter",), "REQUIRED", "Must ask for something, so that nobody changes all by accident.")
        return InvalidInput.from_broken([broken])
    triaged = await triage_by_filter(criteria, change)
    return TriageByFilterSuccess(changed_count=triaged.changed, is_complete=triaged.is_complete)
