"""A submission as it is kept: redacted, named and hashed. Only an entry can be committed or spooled."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import orjson

from graphql_api.intake.identity import Identity
from graphql_api.intake.submission import Annotation, Answer, Page, Screenshot, Source, Submission
from graphql_api.redaction.redact import Redacted, redact, redact_json, redact_url

NO_KEY = b'{"submission_key":"00000000-0000-0000-0000-000000000000"'


@dataclass(frozen=True)
class ScreenshotEntry:
    """A screenshot without its bytes: those lie in the file `original`, or nowhere where there is a `refusal`."""

    sha256: str
    annotations: tuple[Annotation, ...]
    original: str | None
    refusal: str | None


@dataclass(frozen=True)
class Entry:
    """What one accepted submission leaves behind; nothing in it names a person but, maybe, the picture that it names.

    `redactions` counts what was taken out, by kind. `received_at` is the moment it was accepted.
    """

    id: UUID
    body_hash: bytes
    submission: Submission
    redactions: dict[str, int]
    received_at: datetime
    screenshot: ScreenshotEntry | None = None

    @property
    def original(self) -> str | None:
        """The file of the picture's bytes, which must be durable before the entry is."""
        return self.screenshot.original if self.screenshot else None

    @property
    def words(self) -> str:
        """Everything in it that a search should find."""
        answer = self.submission.answer
        spoken = (self.submission.message, *((answer.question, answer.answer, answer.explanation) if answer else ()))
        return "\n".join(text for text in spoken if text)


def enter(
    submission: Submission, identity: Identity, received_at: datetime, screenshot: Screenshot | None = None
) -> Entry:
    """Take personal data out of a submission and of its picture's notes, and give it its id."""
    tally = _Tally()
    message = tally.text(submission.message)
    page = _page(submission.page, tally) if submission.page else None
    api_state = tally.json(submission.api_state)
    answer = _answer(submission.answer, tally) if submission.answer else None
    redacted = submission
    if tally.counts:
        redacted = replace(submission, message=message, page=page, api_state=api_state, answer=answer)
    pictured = _screenshot(screenshot, tally) if screenshot else None
    # The key comes first in it, and is no part of what a resend is known by.
    body = NO_KEY + orjson.dumps(redacted, option=orjson.OPT_SORT_KEYS)[len(NO_KEY) :]
    if pictured is not None:
        body += orjson.dumps([pictured.sha256, pictured.annotations])
    return Entry(
        id=identity.feedback_id(submission),
        body_hash=identity.body_hash(body),
        submission=redacted,
        redactions=dict(tally.counts),
        received_at=received_at,
        screenshot=pictured,
    )


class _Tally:
    """Redacts the fields of one submission and adds up what was taken out."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def text(self, text: str | None) -> str | None:
        return self._counted(redact(text)) if text else text

    def url(self, url: str | None) -> str | None:
        return self._counted(redact_url(url)) if url else url

    def json(self, value: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        if value is None:
            return None
        redacted = redact_json(dict(value))
        self._count(redacted.counts)
        return cast("Mapping[str, Any]", redacted.value)

    def _counted(self, redacted: Redacted) -> str:
        self._count(redacted.counts)
        return redacted.text

    def _count(self, more: Mapping[str, int]) -> None:
        if more:  # of most texts there is nothing to add
            self.counts.update(more)


def _screenshot(screenshot: Screenshot, tally: _Tally) -> ScreenshotEntry:
    return ScreenshotEntry(
        sha256=hashlib.sha256(screenshot.content).hexdigest(),
        annotations=tuple(replace(each, note=tally.text(each.note)) for each in screenshot.annotations),
        # Each try has a file of its own: one that turns out to be a copy may go without asking who else needs it.
        original=None if screenshot.refusal else secrets.token_hex(16),
        refusal=screenshot.refusal,
    )


def _page(page: Page, tally: _Tally) -> Page:
    return Page(
        url=tally.url(page.url),
        browser=tally.text(page.browser),
        os=tally.text(page.os),
        screen_resolution=tally.text(page.screen_resolution),
        viewport_size=tally.text(page.viewport_size),
    )


def _answer(answer: Answer, tally: _Tally) -> Answer:
    return replace(
        answer,
        question=tally.text(answer.question) or "",
        answer=tally.text(answer.answer) or "",
        conversation_id=tally.text(answer.conversation_id),
        explanation=tally.text(answer.explanation),
        sources=tuple(
            Source(tally.text(source.title) or "", tally.url(source.url), tally.text(source.excerpt))
            for source in answer.sources
        ),
    )
