"""What clients hand in, and how it becomes a draft or a search."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from graphql_api.enums import describe
from graphql_api.errors import CallerError, ErrorCode
from graphql_api.feedback.criteria import Criteria, Range
from graphql_api.feedback.search import FeedbackOrder
from graphql_api.intake.checks import clean
from graphql_api.intake.draft import AnswerDraft, Draft, SourceDraft
from graphql_api.intake.submission import BrokenRule
from graphql_api.problems import InvalidInput
from graphql_api.screenshots.inputs import ScreenshotInput
from models import enums

SEARCH_LENGTH = 5_000
MOST_IDS = 1_000

describe(
    FeedbackOrder,
    "The order of a list of feedback; ties are broken by id.",
    {"CREATED_AT_DESC": "Newest first.", "CREATED_AT_ASC": "Oldest first."},
)


@strawberry.input(description="Where the person was. Texts of at most 200 characters.")
class PageInput:
    url: str | None = strawberry.field(
        default=None, description="The page's absolute address, http or https, at most 2,048 characters."
    )
    browser: str | None = strawberry.field(default=None, description='The browser and its version: "Firefox 144".')
    os: str | None = strawberry.field(default=None, description='The operating system: "macOS 26".')
    screen_resolution: str | None = strawberry.field(default=None, description='In pixels: "2560x1440".')
    viewport_size: str | None = strawberry.field(default=None, description='In pixels: "1280x720".')

    def draft(self) -> dict[str, str | None]:
        """As the intake takes it."""
        return dict(vars(self))


@strawberry.input(description="Something that a chatbot's answer leaned on.")
class SourceInput:
    title: str = strawberry.field(description="What it is called, at most 200 characters.")
    url: str | None = strawberry.field(default=None, description="Its absolute address, http or https.")
    excerpt: str | None = strawberry.field(default=None, description="The part used, at most 5,000 characters.")


@strawberry.input(
    description="A rating of a chatbot's answer. Rating it again in the same session changes the first: another thumb "
    "replaces it with its explanation and issues, the same thumb adds those that were not there."
)
class AnswerRatingInput:
    message_id: UUID = strawberry.field(description="The id of the chatbot's message.")
    question: str = strawberry.field(description="What the person had asked, at most 5,000 characters.")
    answer: str = strawberry.field(description="What the chatbot had answered, at most 5,000 characters.")
    rating: enums.Rating = strawberry.field(description="The thumb.")
    sources: list[SourceInput] | None = strawberry.field(
        default=None, description="What the answer leaned on; at most 20."
    )
    response_time_seconds: float | None = strawberry.field(
        default=None, description="Seconds until the answer, from 0 to 86,400."
    )
    token_count: int | None = strawberry.field(default=None, description="Tokens in the answer, up to 10,000,000.")
    conversation_id: str | None = strawberry.field(
        default=None, description="The conversation that the message belongs to, at most 200 characters."
    )
    explanation: str | None = strawberry.field(
        default=None, description="Why the person rated so, at most 5,000 characters."
    )
    issues: list[enums.AnswerIssue] | None = strawberry.field(default=None, description="What was wrong with it.")

    def draft(self) -> AnswerDraft:
        """As the intake takes it."""
        return AnswerDraft(
            message_id=self.message_id,
            question=self.question,
            answer=self.answer,
            rating=self.rating,
            sources=[SourceDraft(source.title, source.url, source.excerpt) for source in self.sources or ()],
            response_time_seconds=self.response_time_seconds,
            token_count=self.token_count,
            conversation_id=self.conversation_id,
            explanation=self.explanation,
            issues=self.issues or [],
        )


@strawberry.input(description="What a person has to say. Personal data in it is taken out before it is kept.")
class SubmitFeedbackInput:
    session_id: str = strawberry.field(
        description="An opaque id of the visitor's session, 1 to 200 characters without spaces; no e-mail address."
    )
    submission_key: UUID | None = strawberry.field(
        default=None,
        description="A random key made by the client for this submission. Sending the same key again, after a "
        "timeout say, never stores the submission twice. Without one, every try is a submission of its own.",
    )
    category: enums.FeedbackCategory = strawberry.field(
        default=enums.FeedbackCategory.GENERAL, description="What the person says it is about."
    )
    message: str | None = strawberry.field(
        default=None, description="The person's words, at most 5,000 characters; needed unless `answer` is given."
    )
    tags: list[str] | None = strawberry.field(default=None, description="Out of the tags that the operator allows.")
    page: PageInput | None = strawberry.field(default=None, description="Where the person was.")
    api_state: JSON | None = strawberry.field(
        default=None, description="The state of the client: a JSON object of at most 16 KiB and 5 levels."
    )
    occurred_at: datetime | None = strawberry.field(
        default=None, description="When it happened by the client's clock; at most a day ahead. UTC if without a zone."
    )
    answer: AnswerRatingInput | None = strawberry.field(default=None, description="A rating of a chatbot's answer.")
    screenshot: ScreenshotInput | None = strawberry.field(default=None, description="A picture of what it is about.")

    def draft(self) -> Draft:
        """As the intake takes it."""
        return Draft(
            session_id=self.session_id,
            submission_key=self.submission_key,
            category=self.category,
            message=self.message,
            tags=self.tags,
            page=self.page.draft() if self.page else None,
            api_state=self.api_state,
            occurred_at=self.occurred_at,
            answer=self.answer.draft() if self.answer else None,
            screenshot=self.screenshot.draft() if self.screenshot else None,
        )


@strawberry.input(description="A stretch of time.")
class DateTimeRange:
    from_: datetime | None = strawberry.field(default=None, name="from", description="At or after this moment.")
    to: datetime | None = strawberry.field(default=None, description="Before this moment.")

    def range(self) -> Range:
        """As the search takes it."""
        return Range(self.from_, self.to)


@strawberry.input(
    description="Which feedback is meant. What is given holds together (and); a list means any of its values, "
    "and an empty list matches nothing."
)
class FeedbackFilter:
    search: str | None = strawberry.field(
        default=None,
        description='Words to find in message, question, answer and explanation: `crash login`, `"exact phrase"`, '
        "`bill or invoice`, `export -csv`. English endings do not matter; a blank text asks for nothing. At most 5,000 "
        "characters.",
    )
    categories: list[enums.FeedbackCategory] | None = strawberry.field(default=None, description="As the person chose.")
    sentiments: list[enums.Sentiment] | None = strawberry.field(default=None, description="As analysed.")
    topics: list[enums.Topic] | None = strawberry.field(default=None, description="As analysed.")
    confidences: list[enums.Confidence] | None = strawberry.field(default=None, description="Of the analysis.")
    methods: list[enums.AnalysisMethod] | None = strawberry.field(default=None, description="Of the analysis.")
    prompt_versions: list[str] | None = strawberry.field(default=None, description="Of the analysis.")
    ratings: list[enums.Rating] | None = strawberry.field(default=None, description="Of a chatbot's answer.")
    tags: list[str] | None = strawberry.field(default=None, description="Has any of these tags.")
    session_id: str | None = strawberry.field(default=None, description="Sent in this session.")
    is_read: bool | None = strawberry.field(default=None, description="Has been read by the team.")
    is_archived: bool | None = strawberry.field(default=None, description="Has been archived by the team.")
    has_screenshot: bool | None = strawberry.field(
        default=None, description="Came with a screenshot, whatever became of that."
    )
    alerted: bool | None = strawberry.field(default=None, description="Its analysis says that someone should look.")
    created_at: DateTimeRange | None = strawberry.field(default=None, description="When it was accepted.")

    def criteria(self) -> Criteria:
        """As the search takes it.

        Raises:
            CallerError: BAD_REQUEST for a search of more than 5,000 characters.
        """
        if len(self.search or "") > SEARCH_LENGTH:
            raise CallerError(ErrorCode.BAD_REQUEST, f"`search` must be at most {SEARCH_LENGTH:,} characters long.")
        given: dict[str, Any] = {name: value for name, value in vars(self).items() if value is not None}
        if not clean(self.search or "").strip():
            given.pop("search", None)
        if self.created_at is not None:
            given["created_at"] = self.created_at.range()
        return Criteria(**given)


def which_feedback(
    ids: Sequence[strawberry.ID] | None, filter: FeedbackFilter | None
) -> Sequence[UUID] | Criteria | InvalidInput:
    """What a mutation is asked to work on: some ids, or whatever meets a filter; never all by leaving both out."""
    if (ids is None) == (filter is None):
        return InvalidInput.from_broken([BrokenRule(("ids",), "REQUIRED", "Give either ids or a filter.")])
    if filter is not None:
        return filter.criteria()
    if len(ids or ()) > MOST_IDS:
        broken = BrokenRule(("ids",), "TOO_MANY", f"Must hold at most {MOST_IDS:,} ids; give a filter instead.")
        return InvalidInput.from_broken([broken])
    return [found for found in map(uuid_of, ids or ()) if found is not None]


def uuid_of(id: strawberry.ID) -> UUID | None:
    """The id as the database has it; None for one that this service cannot have given."""
    try:
        return UUID(id)
    except ValueError:
        return None
