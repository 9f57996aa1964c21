"""What a row says, as a draft for the intake: a report, or the rating of a chatbot's answer."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from graphql_api.cli.importing.fields import Fields
from graphql_api.cli.importing.keys import Keys
from graphql_api.cli.importing.rows import parse_json
from graphql_api.intake.checks import Checks, clean
from graphql_api.intake.draft import LABEL_LENGTH, AnswerDraft, Draft, SourceDraft
from models.enums import AnswerIssue, FeedbackCategory, Rating

OPAQUE = re.compile(r"[A-Za-z0-9._:-]{1,150}")
RATINGS = {
    "1": Rating.UP, "1.0": Rating.UP, "true": Rating.UP, "up": Rating.UP,
    "0": Rating.DOWN, "0.0": Rating.DOWN, "false": Rating.DOWN, "down": Rating.DOWN,
}  # fmt: skip


def read_draft(values: Mapping[str, Any], keys: Keys, now: datetime) -> Draft:
    """The draft of a row's values; what has neither key nor session of its own gets them from `Keys.complete`.

    Raises:
        InvalidSubmission: values are of the wrong kind. What else is wrong with them, the intake says.
    """
    checks = Checks(now)
    fields = Fields(checks, values)
    answer = _answer(fields, keys)
    draft = Draft(
        session_id=fields.text("sessionId") or _session_of(answer, keys) or "",
        submission_key=fields.uuid("submissionKey"),
        category=_category(fields),
        message=fields.text("message", "text"),
        tags=fields.texts("tags", separator=";"),
        page=_page(fields),
        api_state=checks.api_state(("apiState",), _parsed(fields.value("apistate"))),
        occurred_at=fields.moment("occurredAt", "timestamp"),
        answer=answer,
    )
    checks.raise_if_broken()
    return draft


def _category(fields: Fields) -> FeedbackCategory:
    """The category named; labels that are none of ours do not count."""
    for name in ("category", "label"):
        named = re.sub(r"[\s-]+", "_", str(fields.value(name)).strip().upper())
        if named in FeedbackCategory.__members__:
            return FeedbackCategory[named]
    return FeedbackCategory.GENERAL


def _page(fields: Fields) -> dict[str, str | None] | None:
    nested = fields.within("page")
    page = {
        "url": nested.text("url", "pageurl") or fields.text("pageUrl"),
        "browser": nested.text("browser") or fields.text("browser", "pagebrowser"),
        "os": nested.text("os") or fields.text("os", "pageos"),
        "screen_resolution": nested.text("screenResolution") or fields.text("screenResolution", "pagescreenresolution"),
        "viewport_size": nested.text("viewportSize") or fields.text("viewportSize", "pageviewportsize"),
    }
    return page if any(page.values()) else None


def _parsed(value: Any) -> Any:
    """A value that CSV could only carry as text."""
    if not isinstance(value, str):
        return value
    try:
        return parse_json(value)
    except ValueError:
        return value


def _session_of(answer: AnswerDraft | None, keys: Keys) -> str | None:
    """The session of a rating that names none: its conversation, or else its message alone."""
    if answer is None:
        return None
    name = answer.conversation_id or str(answer.message_id)
    return f"import:{name if OPAQUE.fullmatch(name) else keys.of_name(name)}"


def _answer(fields: Fields, keys: Keys) -> AnswerDraft | None:
    """The rating under `answer`, or the one that a row of an older deployment is."""
    if isinstance(fields.value("answer"), dict):
        rating = fields.within("answer")
        return _rating(rating, rating, keys)
    if fields.value("messageid") is None or fields.value("question", "answer") is None:
        return None
    return _rating(fields, fields.within("metadata"), keys)


def _rating(fields: Fields, metadata: Fields, keys: Keys) -> AnswerDraft | None:
    message, rating = fields.text("messageId"), _thumb(fields)
    if message is None:
        fields.breaks("messageId", "REQUIRED")
    if message is None or rating is None:
        return None
    return AnswerDraft(
        message_id=_message_id(message, keys),
        question=fields.text("question") or "",
        answer=fields.text("answer") or "",
        rating=rating,
        sources=_sources(fields),
        response_time_seconds=metadata.number("responseTimeSeconds", "responsetime"),
        token_count=metadata.whole("tokenCount"),
        conversation_id=metadata.text("conversationId"),
        explanation=metadata.text("explanation"),
        issues=[_issue(text) for text in metadata.texts("issues", separator=",")],
    )


def _thumb(fields: Fields) -> Rating | None:
    value = fields.value("rating")
    rating = RATINGS.get(str(value).strip().lower())
    if rating is None:
        fields.breaks("rating", "REQUIRED" if value is None else "INVALID_RATING")
    return rating


def _message_id(text: str, keys: Keys) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return keys.of_name(text)


def _issue(text: str) -> AnswerIssue:
    name = re.sub(r"[\s-]+", "_", text.upper())
    return AnswerIssue.__members__.get(name, AnswerIssue.OTHER)


def _sources(fields: Fields) -> list[SourceDraft]:
    sources = _parsed(fields.value("sources")) or []
    if not isinstance(sources, list):
        fields.breaks("sources", "WRONG_TYPE")
        return []
    return [_source(fields, place, source) for place, source in enumerate(sources) if source]


def _source(fields: Fields, place: int, source: object) -> SourceDraft:
    """A source as an object, or as older deployments had it: a title, an address or an excerpt alone."""
    path = ("sources", str(place))
    if isinstance(source, dict):
        inner = fields.inside(source, *path)
        url = inner.text("url", "link", "uri")
        title = inner.text("title", "name", "source", "document") or (url or "")[:LABEL_LENGTH]
        return SourceDraft(title, url, inner.text("excerpt", "snippet", "content", "text"))
    if not isinstance(source, str):
        fields.checks.breaks((*fields.path, *path), "WRONG_TYPE", "WRONG_TYPE")
        return SourceDraft("")
    text = clean(source).strip()
    if text.startswith(("http://", "https://")):
        return SourceDraft(text[:LABEL_LENGTH], url=text)
    return SourceDraft(text[:LABEL_LENGTH], excerpt=text if len(text) > LABEL_LENGTH else None)
