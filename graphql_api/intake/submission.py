"""A valid submission, as a frozen value: holding one means that every rule was kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from models.enums import AnnotationKind, AnswerIssue, FeedbackCategory, Rating


@dataclass(frozen=True)
class Page:
    """Where the person was: the page's address and what showed it."""

    url: str | None = None
    browser: str | None = None
    os: str | None = None
    screen_resolution: str | None = None
    viewport_size: str | None = None


@dataclass(frozen=True)
class Source:
    """Something that a chatbot's answer leaned on."""

    title: str
    url: str | None = None
    excerpt: str | None = None


@dataclass(frozen=True)
class Answer:
    """A chatbot's answer and the thumb it got."""

    message_id: UUID
    question: str
    answer: str
    rating: Rating
    sources: tuple[Source, ...] = ()
    response_time_seconds: float | None = None
    token_count: int | None = None
    conversation_id: str | None = None
    explanation: str | None = None
    issues: tuple[AnswerIssue, ...] = ()


@dataclass(frozen=True)
class Annotation:
    """A marked area, in pixels of the picture as it is shown; it lies in it."""

    kind: AnnotationKind
    x: int
    y: int
    width: int
    height: int
    note: str | None = None


@dataclass(frozen=True)
class Screenshot:
    """A picture's bytes, not decoded. With a `refusal`, a code, they are none that will be looked at."""

    content: bytes = field(repr=False)
    annotations: tuple[Annotation, ...] = ()
    refusal: str | None = None


@dataclass(frozen=True)
class Submission:
    """What one person said. Texts are NFC-normalised, trimmed, without NUL and lone surrogates.

    `message` is set unless `answer` is; `occurred_at` has a time zone; `api_state` is an object of JSON values.
    """

    submission_key: UUID
    session_id: str
    category: FeedbackCategory = FeedbackCategory.GENERAL
    message: str | None = None
    tags: tuple[str, ...] = ()
    page: Page | None = None
    api_state: Mapping[str, Any] | None = None
    occurred_at: datetime | None = None
    answer: Answer | None = None


@dataclass(frozen=True)
class Sent:
    """A submission and the picture that came with it.

    They are apart because a submission's own form decides whether a resend is the same: what joins it in a later
    version must not change the form of what was there before.
    """

    submission: Submission
    screenshot: Screenshot | None = None


@dataclass(frozen=True)
class BrokenRule:
    """One thing wrong with a submission. Never holds the value: it may be somebody's words."""

    path: tuple[str, ...]
    code: str
    message: str


class InvalidSubmission(Exception):  # noqa: N818 - it is named for what the caller reads
    """A submission broke at least one rule; nothing of it is kept."""

    def __init__(self, broken: list[BrokenRule]) -> None:
        super().__init__(f"{len(broken)} broken rules")
        self.broken = broken
