"""Cleaning up, exporting and erasing."""

from typing import Annotated

import strawberry

from graphql_api.audit.record import Actor
from graphql_api.context import ContextInfo
from graphql_api.feedback.criteria import Criteria
from graphql_api.feedback.inputs import FeedbackFilter
from graphql_api.intake.submission import BrokenRule
from graphql_api.problems import InvalidInput
from graphql_api.retention.cleanup import CleanupRefused, clean_up
from graphql_api.retention.cleanup import dry_run as count_only
from graphql_api.retention.erase import Eraser
from graphql_api.retention.export import TooManyExports, ask_for_export, wait_for_export
from graphql_api.retention.inputs import BrokenDays, checked_days, checked_session
from graphql_api.retention.turn import NoTurn
from graphql_api.retention.types import (
    CleanupNotDone,
    CleanupResult,
    CleanupSuccess,
    EraseNotDone,
    EraseResult,
    EraseSuccess,
    ExportNotStarted,
    ExportPending,
    ExportResult,
    ExportSuccess,
)
from graphql_api.storage.storage import StorageUnavailable
from models.enums import ExportFormat, ExportStatus, Scope

WAIT_SECONDS = 2.0
"""A small export is written within this time, and its link is in the answer."""


@strawberry.type
class RetentionMutation:
    @strawberry.mutation(
        description="Archive and delete all feedback older than some days, with its screenshots; the answer comes when "
        "all is done, in batches of 1,000. One that is cut short has counted what it did, and goes on when asked "
        "again. Needs the scope ADMIN."
    )
    async def cleanup_feedback(
        self,
        info: ContextInfo,
        retention_days: Annotated[int, strawberry.argument(description="How many days are kept: 1 to 36,500.")] = 90,
        dry_run: Annotated[bool, strawberry.argument(description="Only count; delete nothing.")] = False,
    ) -> CleanupResult:
        context = info.context
        await context.admit(Scope.ADMIN)
        try:
            days = checked_days(retention_days)
            if dry_run:
                return CleanupSuccess.from_cleaned(await count_only(days, now=context.now))
            cleaned = await clean_up(
                days,
                storage=context.storage,
                remove_originals=context.originals.remove,
                actor=Actor.from_caller(context.caller),
            )
            return CleanupSuccess.from_cleaned(cleaned)
        except BrokenDays as broken:
            return InvalidInput.from_broken([broken.rule])
        except CleanupRefused as refused:
            return CleanupNotDone(message=str(refused))
        except NoTurn:
            return CleanupNotDone(message="Others are cleaning up or erasing. Try again in a minute.")
        except StorageUnavailable:
            return CleanupNotDone(message="The storage takes no archive just now. Try again when it does.")

    @strawberry.mutation(
        description="Remove everything that one person sent under a session until now: feedback, screenshots, what "
        "waits on disk, queued jobs, lines of archives, exports. It does not come back by a replay, an import or a "
        "resend; what is sent under the session from now on is kept. Needs the scope ADMIN."
    )
    async def erase_session(
        self,
        info: ContextInfo,
        session_id: Annotated[str, strawberry.argument(description="The session's id, as the client sent it.")],
    ) -> EraseResult:
        context = info.context
        await context.admit(Scope.ADMIN)
        wanted = checked_session(session_id)
        if isinstance(wanted, BrokenRule):
            return InvalidInput.from_broken([wanted])
        keeper = context.intake.keeper
        eraser = Eraser(context.storage, keeper.spool, context.originals, keeper.erased)
        try:
            erased = await eraser.erase(wanted, actor=Actor.from_caller(context.caller))
        except NoTurn:
            return EraseNotDone(message="Others are cleaning up or erasing. Try again in a minute.")
        except (StorageUnavailable, OSError):
            return EraseNotDone(message="Not all places could be reached just now. Try again when they can.")
        return EraseSuccess.from_erased(erased)

    @strawberry.mutation(
        description="Write feedback into a file, oldest first; only what is there now. The answer has the link where "
        "that took less than 2 s; else ask `export` for it. The file is deleted after a day. Needs the scope READ."
    )
    async def export_feedback(
        self,
        info: ContextInfo,
        filter: Annotated[FeedbackFilter | None, strawberry.argument(description="Which feedback is meant.")] = None,
        format: Annotated[ExportFormat, strawberry.argument(description="How it is written.")] = ExportFormat.CSV,
    ) -> ExportResult:
        context = info.context
        await context.admit(Scope.READ)
        criteria = filter.criteria() if filter else Criteria()
        actor = Actor.from_caller(context.caller)
        try:
            export_id = await ask_for_export(criteria, format, actor=actor, now=context.now)
        except TooManyExports:
            return ExportNotStarted(message="Other exports are being written. Try again when they are ready.")
        row = await wait_for_export(export_id, within_seconds=WAIT_SECONDS)
        if row is None or row["status"] == ExportStatus.FAILED:
            return ExportNotStarted(message="The export could not be written just now. Try again in a moment.")
        if row["status"] == ExportStatus.PENDING:
            return ExportPending(id=strawberry.ID(str(export_id)))
        return ExportSuccess.from_row(row, context.link)
