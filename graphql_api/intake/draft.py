"""What a caller handed in, and the one door by which it becomes a submission."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from graphql_api.intake.checks import TEXT_LENGTH, Checks
from graphql_api.intake.screenshot import ScreenshotDraft, read_screenshot
from graphql_api.intake.submission import Answer, Page, Sent, Source, Submission
from models.enums import AnswerIssue, FeedbackCategory, Rating

LABEL_LENGTH = 200
MOST_SOURCES = 20
MOST_RESPONSE_SECONDS = 86_400
MOST_TOKENS = 10_000_000
MOST_SCREENSHOT_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True)
class SourceDraft:
    """As `Source`, unchecked."""

    title: str
    url: str | None = None
    excerpt: str | None = None


@dataclass(frozen=True)
class AnswerDraft:
    """As `Answer`, unchecked."""

    message_id: UUID
    question: str
    answer: str
    rating: Rating
    sources: list[SourceDraft] = field(default_factory=list)
    response_time_seconds: float | None = None
    token_count: int | None = None
    conversation_id: str | None = None
    explanation: str | None = None
    issues: list[AnswerIssue] = field(default_factory=list)


@dataclass(frozen=True)
class Draft:
    """As `Submission`, unchecked: the types are right, the values may be anything."""

    session_id: str
    submission_key: UUID | None = None
    category: FeedbackCategory = FeedbackCategory.GENERAL
    message: str | None = None
    tags: list[str] | None = None
    page: Mapping[str, str | None] | None = None
    api_state: Any = None
    occurred_at: datetime | None = None
    answer: AnswerDraft | None = None
    screenshot: ScreenshotDraft | None = None


def parse(
    draft: Draft,
    *,
    now: datetime,
    allowed_tags: frozenset[str],
    max_screenshot_bytes: int = MOST_SCREENSHOT_BYTES,
) -> Sent:
    """Turn a draft into a submission with its picture; one without a key gets a random one.

    Raises:
        InvalidSubmission: with every rule that the draft broke, by path in GraphQL's spelling.
    """
    checks = Checks(now)
    submission = Submission(
        submission_key=draft.submission_key or uuid4(),
        session_id=checks.session_id(("sessionId",), draft.session_id),
        category=draft.category,
        message=checks.text(("message",), draft.message, most=TEXT_LENGTH, needed=draft.answer is None),
        tags=checks.tags(("tags",), draft.tags, allowed=allowed_tags),
        page=_page(checks, draft.page),
        api_state=checks.api_state(("apiState",), draft.api_state),
        occurred_at=checks.moment(("occurredAt",), draft.occurred_at),
        answer=_answer(checks, draft.answer) if draft.answer else None,
    )
    screenshot = (
        read_screenshot(checks, draft.screenshot, most_bytes=max_screenshot_bytes) if draft.screenshot else None
    )
    checks.raise_if_broken()
    return Sent(submission, screenshot)


def _page(checks: Checks, page: Mapping[str, str | None] | None) -> Page | None:
    if page is None:
        return None
    return Page(
        url=checks.url(("page", "url"), page.get("url")),
        browser=checks.text(("page", "browser"), page.get("browser"), most=LABEL_LENGTH),
        os=checks.text(("page", "os"), page.get("os"), most=LABEL_LENGTH),
        screen_resolution=checks.text(("page", "screenResolution"), page.get("screen_resolution"), most=LABEL_LENGTH),
        viewport_size=checks.text(("page", "viewportSize"), page.get("viewport_size"), most=LABEL_LENGTH),
    )


def _answer(checks: Checks, draft: AnswerDraft) -> Answer:
    return Answer(
        message_id=draft.message_id,
        question=checks.text(("answer", "question"), draft.question, most=TEXT_LENGTH, needed=True) or "",
        answer=checks.text(("answer", "answer"), draft.answer, most=TEXT_LENGTH, needed=True) or "",
        rating=draft.rating,
        sources=_sources(checks, draft.sources),
        response_time_seconds=checks.number(
            ("answer", "responseTimeSeconds"), draft.response_time_seconds, most=MOST_RESPONSE_SECONDS
        ),
        token_count=checks.number(("answer", "tokenCount"), draft.token_count, most=MOST_TOKENS),
        conversation_id=checks.text(("answer", "conversationId"), draft.conversation_id, most=LABEL_LENGTH),
        explanation=checks.text(("answer", "explanation"), draft.explanation, most=TEXT_LENGTH),
        issues=tuple(dict.fromkeys(draft.issues)),
    )


def _sources(checks: Checks, drafts: list[SourceDraft]) -> tuple[Source, ...]:
    path = ("answer", "sources")
    if len(drafts) > MOST_SOURCES:
        checks.breaks(path, "TOO_MANY", f"Must hold at most {MOST_SOURCES} sources.")
        return ()
    return tuple(
        Source(
            title=checks.text((*path, str(place), "title"), draft.title, most=LABEL_LENGTH, needed=True) or "",
            url=checks.url((*path, str(place), "url"), draft.url),
            excerpt=checks.text((*path, str(place), "excerpt"), draft.excerpt, most=TEXT_LENGTH),
        )
        for place, draft in enumerate(drafts)
    )
