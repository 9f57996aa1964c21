"""Entries as the spool keeps them, and back."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from graphql_api.intake.entry import Entry, ScreenshotEntry
from graphql_api.intake.submission import Annotation, Answer, Page, Source, Submission
from graphql_api.spool.spool import BadRecord, Record
from models.enums import AnnotationKind, AnswerIssue, FeedbackCategory, Rating


def to_record(entry: Entry) -> Record:
    """The entry as a line of the spool."""
    content = {"submission": entry.submission, "redactions": entry.redactions, "screenshot": entry.screenshot}
    return Record(
        id=entry.id,
        key=str(entry.submission.submission_key),
        body_hash=entry.body_hash.hex(),
        received_at=entry.received_at,
        entry=orjson.dumps(content),
    )


def from_record(record: Record) -> Entry:
    """The entry that `to_record` made this of, in this version of the service or an earlier one.

    Raises:
        BadRecord: it is none; the message names the kind of error and no value.
    """
    try:
        content = orjson.loads(record.entry)
        return Entry(
            id=record.id,
            body_hash=bytes.fromhex(record.body_hash),
            submission=_submission(content["submission"]),
            redactions=content["redactions"],
            received_at=record.received_at,
            screenshot=_screenshot(content["screenshot"]) if content.get("screenshot") else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRecord(f"not an entry: {type(error).__name__}") from None


def _submission(given: dict[str, Any]) -> Submission:
    return Submission(
        **given
        | {
            "submission_key": UUID(given["submission_key"]),
            "category": FeedbackCategory(given["category"]),
            "tags": tuple(given["tags"]),
            "page": Page(**given["page"]) if given["page"] else None,
            "occurred_at": datetime.fromisoformat(given["occurred_at"]) if given["occurred_at"] else None,
            "answer": _answer(given["answer"]) if given["answer"] else None,
        }
    )


def _screenshot(given: dict[str, Any]) -> ScreenshotEntry:
    annotations = (Annotation(**each | {"kind": AnnotationKind(each["kind"])}) for each in given["annotations"])
    return ScreenshotEntry(**given | {"annotations": tuple(annotations)})


def _answer(given: dict[str, Any]) -> Answer:
    return Answer(
        **given
        | {
            "message_id": UUID(given["message_id"]),
            "rating": Rating(given["rating"]),
            "sources": tuple(Source(**source) for source in given["sources"]),
            "issues": tuple(AnswerIssue(issue) for issue in given["issues"]),
        }
    )
