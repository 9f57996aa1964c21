"""A submission as it is kept: redacted, named and hashed. Only an entry can be committed or spooled."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import orjson

from graphql_api.intake.identity import Identity
from graphql_api.intake.submission import Answer, Page, Source, Submission
from graphql_api.redaction.redact import Redacted, redact, redact_json, redact_url

NO_KEY = UUID(int=0)


@dataclass(frozen=True)
class Entry:
    """What one accepted submission leaves behind; nothing in it names a person.

    `redactions` counts what was taken out, by kind. `received_at` is the moment it was accepted.
    """

    id: UUID
    body_hash: bytes
    submission: Submission
    redactions: dict[str, int]
    received_at: datetime

    @property
    def words(self) -> str:
        """Everything in it that a search should find."""
        answer = self.submission.answer
        spoken = (self.submission.message, *((answer.question, answer.answer, answer.explanation) if answer else ()))
        return "\n".join(text for text in spoken if text)


def enter(submission: Submission, identity: Identity, received_at: datetime) -> Entry:
    """Take personal data out of a submission and give it its id."""
    tally = _Tally()
    redacted = replace(
        submission,
        message=tally.text(submission.message),
        page=_page(submission.page, tally) if submission.page else None,
        api_state=tally.json(submission.api_state),
        answer=_answer(submission.answer, tally) if submission.answer else None,
    )
    body = orjson.dumps(replace(redacted, submission_key=NO_KEY), option=orjson.OPT_SORT_KEYS)
    return Entry(
        id=identity.feedback_id(submission),
        body_hash=identity.body_hash(body),
        submission=redacted,
        redactions=dict(tally.counts),
        received_at=received_at,
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
        self.counts.update(redacted.counts)
        return cast("Mapping[str, Any]", redacted.value)

    def _counted(self, redacted: Redacted) -> str:
        self.counts.update(redacted.counts)
        return redacted.text


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
