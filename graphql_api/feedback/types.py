"""Feedback as GraphQL shows it."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import asyncpg
import orjson
import strawberry
from strawberry.scalars import JSON

from graphql_api.analysis.types import Analysis, AnalysisFailed, AnalysisOutcome, AnalysisPending
from graphql_api.columns import at_once, column
from graphql_api.context import Context, ContextInfo
from graphql_api.feedback.alert_types import AlertFacts
from graphql_api.feedback.criteria import Criteria
from graphql_api.feedback.neighbours import ALERT
from graphql_api.feedback.search import Total, count_feedback
from graphql_api.intake.intake import Receipt, ReceiptStatus
from graphql_api.pagination import Page as Rows
from graphql_api.pagination import PageInfo, Position
from graphql_api.problems import IntakeUnavailable, InvalidInput, RateLimited
from graphql_api.screenshots.types import Screenshot
from models import enums

Shown = TypeVar("Shown")

ID = "Opaque, and unique among all nodes."


@strawberry.interface(description="Anything with an id of its own.")
class Node:
    id: strawberry.ID = strawberry.field(description=ID)


@strawberry.type(description="Everything that one visitor's browser or app sent under one id.")
class Session:
    id: strawberry.ID = strawberry.field(description="The `sessionId` that the client chose.")
    first_seen_at: datetime = strawberry.field(description="When its first feedback was accepted.")
    last_seen_at: datetime = strawberry.field(description="When its newest feedback was accepted.")
    feedback_count: int = strawberry.field(description="How many feedbacks it sent.")


@strawberry.type(description="Where the person was. A field is null where the client did not send it.")
class Page:
    url: str | None = strawberry.field(default=None, description="The page's address, without secrets.")
    browser: str | None = strawberry.field(default=None, description="The browser and its version.")
    os: str | None = strawberry.field(default=None, description="The operating system.")
    screen_resolution: str | None = strawberry.field(default=None, description="In pixels, as the client wrote it.")
    viewport_size: str | None = strawberry.field(default=None, description="In pixels, as the client wrote it.")


@strawberry.type(description="Something that a chatbot's answer leaned on.")
class Source:
    title: str = strawberry.field(description="What it is called.")
    url: str | None = strawberry.field(default=None, description="Its address; null where the client sent none.")
    excerpt: str | None = strawberry.field(default=None, description="The part used; null where none was sent.")


@strawberry.type(description="A chatbot's answer and the rating it has now.")
class AnswerRating:
    message_id: UUID = strawberry.field(description="The id of the chatbot's message.")
    question: str = strawberry.field(description="What the person had asked.")
    answer: str = strawberry.field(description="What the chatbot had answered.")
    rating: enums.Rating = strawberry.field(description="The thumb as it stands now.")
    sources: list[Source] = strawberry.field(description="What the answer leaned on.")
    response_time_seconds: float | None = strawberry.field(description="Seconds until the answer; null if not sent.")
    token_count: int | None = strawberry.field(description="Tokens in the answer; null if not sent.")
    conversation_id: str | None = strawberry.field(description="The conversation; null if not sent.")
    explanation: str | None = strawberry.field(description="Why the person rated so; null if not sent.")
    issues: list[enums.AnswerIssue] = strawberry.field(description="What was wrong with the answer.")

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "AnswerRating":
        """A row of the table `answer_rating` as GraphQL shows it."""
        return cls(
            message_id=row["message_id"],
            question=row["question"],
            answer=row["answer"],
            rating=enums.Rating(row["rating"]),
            sources=[Source(**source) for source in orjson.loads(row["sources"])],
            response_time_seconds=row["response_time_seconds"],
            token_count=row["token_count"],
            conversation_id=row["conversation_id"],
            explanation=row["explanation"],
            issues=[enums.AnswerIssue(issue) for issue in row["issues"]],
        )


@strawberry.type(description="Something that the team did to a feedback.")
class TriageChange:
    action: enums.TriageAction = strawberry.field(description="What was done.")
    notes: str | None = strawberry.field(description="The new notes; null where they were taken away, or not touched.")
    by: str = strawberry.field(description="The name that the API key of whoever did it had then.")
    key_id: strawberry.ID = strawberry.field(description="The id of that API key.")
    created_at: datetime = strawberry.field(description="When it was done.")

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "TriageChange":
        """A row of the table `triage_change` as GraphQL shows it."""
        return cls(
            action=enums.TriageAction(row["action"]),
            notes=row["notes"],
            by=row["key_name"],
            key_id=strawberry.ID(str(row["key_id"])),
            created_at=row["created_at"],
        )


def _json(text: str | None) -> Any:
    return orjson.loads(text) if text else None


def _page(text: str | None) -> Page | None:
    return Page(**orjson.loads(text)) if text else None


def _beside(field: str, shown: Callable[[asyncpg.Record], Shown]) -> Callable[[Context], Callable[["Feedback"], Shown]]:
    """What shows a field of feedbacks by what was read beside them."""

    def bind(context: Context) -> Callable[["Feedback"], Shown]:
        beside = context.loaders.beside[field]
        return lambda feedback: shown(beside[feedback.row["id"]])

    return bind


def _answer_beside(row: asyncpg.Record) -> AnswerRating | None:
    return AnswerRating.from_row(row) if row["message_id"] is not None else None


def _screenshot_beside(row: asyncpg.Record) -> Screenshot | None:
    return Screenshot(row=row) if row["status"] is not None else None


def _alerts_beside(row: asyncpg.Record) -> list["Alert"]:
    return [Alert(row=dict(zip(ALERT, each, strict=True))) for each in row["alerts"]]


def _analyses_beside(context: Context) -> Callable[["Feedback"], Analysis | AnalysisPending | AnalysisFailed]:
    beside = context.loaders.beside["analysis"]

    def outcome(feedback: "Feedback") -> Analysis | AnalysisPending | AnalysisFailed:
        row = beside[feedback.row["id"]]
        return Analysis(row=row) if row["is_current"] else _unread(feedback, row["failed_at"])

    return outcome


def _unread(feedback: "Feedback", failed_at: datetime | None) -> AnalysisPending | AnalysisFailed:
    """Where the analysis of a feedback without a finding stands."""
    return AnalysisFailed(since=failed_at) if failed_at else AnalysisPending(since=feedback.row["created_at"])


@strawberry.type(description="What a person said, with personal data taken out.")
class Feedback(Node):
    row: strawberry.Private[asyncpg.Record]
    # Set where the caller just sent this feedback and is ready to wait a moment for its analysis.
    is_fresh: strawberry.Private[bool] = False

    id: strawberry.ID = column("id", ID, read=str)
    submission_key: UUID = column("submission_key", "The key it was sent with, or the one made for it.")
    session_id: str = column("session_id", "The session that it was sent in.")
    category: enums.FeedbackCategory = column("category", "What the person says it is about.")
    message: str | None = column("message", "The person's words; null for a rating without any.")
    tags: list[str] = column("tags", "The tags it was sent with.")
    occurred_at: datetime | None = column("occurred_at", "When it happened by the client's clock; null if not sent.")
    created_at: datetime = column("created_at", "When it was accepted.")
    page: Page | None = column("page", "Where the person was; null if not sent.", read=_page)
    api_state: JSON | None = column("api_state", "The state of the client: an object; null if not sent.", read=_json)
    is_read: bool = column(
        "is_read", "Whether the team has read it. For callers with the scope READ.", scope=enums.Scope.READ
    )
    is_archived: bool = column(
        "is_archived", "Whether the team has archived it. For callers with the scope READ.", scope=enums.Scope.READ
    )
    admin_notes: str | None = column(
        "admin_notes",
        "The team's notes; null while there are none. For callers with the scope READ.",
        scope=enums.Scope.READ,
    )

    @strawberry.field(description="The chatbot's answer that was rated; null for a report.")
    @at_once(_beside("answer", _answer_beside))
    async def answer(self, info: ContextInfo) -> AnswerRating | None:
        row = await info.context.loaders.answer.load(self.row["id"])
        return AnswerRating.from_row(row) if row else None

    @strawberry.field(description="The picture that came with it; null if none did.")
    @at_once(_beside("screenshot", _screenshot_beside))
    async def screenshot(self, info: ContextInfo) -> Screenshot | None:
        row = await info.context.loaders.screenshot.load(self.row["id"])
        return Screenshot(row=row) if row else None

    @strawberry.field(
        description="What was understood of it, or where that stands. Asked for inside `submitFeedback`, the answer "
        "waits a moment for it.",
        graphql_type=AnalysisOutcome,
    )
    @at_once(_analyses_beside)
    async def analysis(self, info: ContextInfo) -> Analysis | AnalysisPending | AnalysisFailed:
        feedback_id, loaders = self.row["id"], info.context.loaders
        if self.is_fresh:
            await info.context.arrivals.wait_for(feedback_id, info.context.analysis_wait)
        row = await loaders.analysis.load(feedback_id)
        if row is not None:
            return Analysis(row=row)
        failed = await loaders.failed_analysis.load(feedback_id)
        return _unread(self, failed and failed["updated"])

    @strawberry.field(
        description="The alerts that it raised or joined: at most one for each rule. For callers with the scope READ."
    )
    @at_once(_beside("alerts", _alerts_beside), scope=enums.Scope.READ)
    async def alerts(self, info: ContextInfo) -> list["Alert"]:
        info.context.need(enums.Scope.READ)
        return [Alert(row=row) for row in await info.context.loaders.alerts.load(self.row["id"])]

    @strawberry.field(
        description="What was understood of it before, newest first: at most 20 findings. For callers with the scope "
        "READ."
    )
    async def analysis_history(self, info: ContextInfo) -> list[Analysis]:
        info.context.need(enums.Scope.READ)
        return [Analysis(row=row) for row in await info.context.loaders.analysis_history.load(self.row["id"])]

    @strawberry.field(
        description="What the team did to it, newest first; the newest 100. For callers with the scope READ."
    )
    async def triage_history(self, info: ContextInfo) -> list[TriageChange]:
        info.context.need(enums.Scope.READ)
        return [TriageChange.from_row(row) for row in await info.context.loaders.triage_changes.load(self.row["id"])]

    @strawberry.field(description="The session that it was sent in. For callers with the scope READ.")
    async def session(self, info: ContextInfo) -> Session:
        info.context.need(enums.Scope.READ)
        row = await info.context.loaders.session.load(self.row["session_id"])
        if row is None:
            raise LookupError(f"feedback {self.row['id']} has no session")
        return Session(
            id=strawberry.ID(row["id"]),
            first_seen_at=row["first_seen_at"],
            last_seen_at=row["last_seen_at"],
            feedback_count=row["feedback_count"],
        )


@strawberry.type(description="Something that someone should look at, however many people said it within the hour.")
class Alert(AlertFacts, Node):
    id: strawberry.ID = column("id", ID, read=str)

    @strawberry.field(description="The first that said it; null for a silence, and once that feedback is gone.")
    async def feedback(self, info: ContextInfo) -> Feedback | None:
        if self.row["feedback_id"] is None:
            return None
        row = await info.context.loaders.feedback.load(self.row["feedback_id"])
        return Feedback(row=row) if row else None


@strawberry.type(description="A feedback in a list.")
class FeedbackEdge:
    row: strawberry.Private[asyncpg.Record]

    @strawberry.field(description="Its place in the list, for `after` and `before`.")
    def cursor(self) -> str:
        return _cursor(self.row)

    @strawberry.field(description="The feedback.")
    def node(self) -> Feedback:
        return Feedback(row=self.row)


class Counting:
    """Counts a list once, when the first field asks for it."""

    def __init__(self, criteria: Criteria) -> None:
        self._criteria = criteria
        self._counted: asyncio.Task[Total] | None = None

    async def total(self) -> Total:
        """How many the whole list has."""
        if self._counted is None:
            self._counted = asyncio.create_task(count_feedback(self._criteria))
        return await self._counted


@strawberry.type(description="One page of a list of feedback.")
class FeedbackConnection:
    counting: strawberry.Private[Counting]
    edges: list[FeedbackEdge] = strawberry.field(description="The feedbacks of this page, in the list's order.")
    page_info: PageInfo = strawberry.field(description="Where this page stands in the list.")

    @strawberry.field(
        description="How many feedbacks the whole list has; counted only when asked for. Exact for all feedback, and "
        "for what is asked of categories, isRead and isArchived together, or of the analysis, or of ratings, or of one "
        "tag; a list by anything else, or by several of these at once, is counted up to 1,000, or estimated where that "
        "says more than 10,000, or more than 2,000 of one criterion."
    )
    async def total_count(self) -> int:
        return (await self.counting.total()).number

    @strawberry.field(
        description="Whether `totalCount` is the number itself. Where it is not, 1,000 stands for more than that, and "
        "a larger number is the database's estimate, to two digits.",
    )
    async def total_count_is_exact(self) -> bool:
        return (await self.counting.total()).is_exact

    @classmethod
    def from_page(cls, page: Rows[asyncpg.Record], criteria: Criteria) -> "FeedbackConnection":
        """A page of rows as GraphQL shows it."""
        rows = page.rows
        return cls(
            counting=Counting(criteria),
            edges=[FeedbackEdge(row=row) for row in rows],
            page_info=PageInfo(
                has_next_page=page.has_next_page,
                has_previous_page=page.has_previous_page,
                start_cursor=_cursor(rows[0]) if rows else None,
                end_cursor=_cursor(rows[-1]) if rows else None,
            ),
        )


@strawberry.type(description="The submission was accepted; it will not be lost.")
class SubmitFeedbackSuccess:
    receipt: strawberry.Private[Receipt]
    status: ReceiptStatus = strawberry.field(description="What the receipt promises.")
    id: strawberry.ID = strawberry.field(description="The feedback's id, also while it is only queued.")
    submission_key: UUID = strawberry.field(description="The key it was sent with, or the one made for it.")

    @classmethod
    def from_receipt(cls, receipt: Receipt) -> "SubmitFeedbackSuccess":
        """A receipt as GraphQL shows it."""
        return cls(
            receipt=receipt,
            status=receipt.status,
            id=strawberry.ID(str(receipt.feedback_id)),
            submission_key=receipt.submission_key,
        )

    @strawberry.field(
        description="The feedback as it was kept; null while QUEUED and for a DUPLICATE. Without the scope READ, "
        "the team's fields are refused."
    )
    async def feedback(self, info: ContextInfo) -> Feedback | None:
        if self.receipt.status is not ReceiptStatus.SAVED:
            return None
        row = await info.context.loaders.feedback.load(self.receipt.feedback_id)
        return Feedback(row=row, is_fresh=True) if row else None


SubmitFeedbackResult = Annotated[
    SubmitFeedbackSuccess | InvalidInput | RateLimited | IntakeUnavailable,
    strawberry.union(name="SubmitFeedbackResult", description="A receipt, or why there is none."),
]


def _cursor(row: asyncpg.Record) -> str:
    return Position(row["created_at"], row["id"]).cursor()
