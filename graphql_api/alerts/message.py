"""A notice in words, the same for every channel. A person's own words stand apart, as `quote`."""

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

import asyncpg
import regex

from graphql_api.postgres.connect import fetch
from models.enums import NoticeKind, Severity

LONGEST_QUOTE = 500
CUT = "…"

READ = """
SELECT alert_notice.id, alert_notice.kind, alert_notice.severity, alert_notice.alert_id, alert_notice.count,
       alert_notice.title, alert_notice.text, alert_notice.created_at,
       alert.sentiment, alert.topic, alert.confidence, alert.danger, alert.people, alert.feedback_id,
       left(concat_ws(E'\\n', feedback.message, answer_rating.explanation), 2000) AS words
FROM alert_notice
LEFT JOIN alert ON alert.id = alert_notice.alert_id
LEFT JOIN feedback ON feedback.id = alert.feedback_id
LEFT JOIN answer_rating ON answer_rating.feedback_id = feedback.id
WHERE alert_notice.id = $1
"""

SHOW = '{ feedback(id: "%s") { message createdAt session { id } analysis { ... on Analysis { sentiment topic } } } }'

_GRAPHEME = regex.compile(r"\X")
# Control characters but line breaks, and marks that turn the direction of text.
_CONTROL = regex.compile(r"[\p{Cc}--\n]|[\u202a-\u202e\u2066-\u2069\u200e\u200f]", flags=regex.V1)


@dataclass(frozen=True)
class Message:
    """What a channel shows. Holds nothing of a feedback but what stands here.

    `id` is the notice's: the same however often it is sent. `quote` are a person's redacted words, at most 500
    characters, without control characters; to be shown as plain text. `count` feedbacks of `people` say so.
    """

    id: UUID
    kind: NoticeKind
    severity: Severity
    title: str
    text: str | None
    alert_id: UUID | None
    facts: tuple[tuple[str, str], ...]
    quote: str | None
    link: str | None
    count: int | None


async def compose(notice_id: UUID, *, links_to: str) -> Message | None:
    """The notice's message; None when it is gone. Links lead to the service at `links_to`."""
    rows = await fetch(READ, notice_id)
    return _message(rows[0], links_to) if rows else None


def cut(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The text in at most so many characters, cut between what people see as characters."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n"))
    if len(text) <= longest:
        return text
    end = 0
    for grapheme in _GRAPHEME.finditer(text):
        if grapheme.end() > longest - len(CUT):
            break
        end = grapheme.end()
    # One character alone may be longer, with hundreds of marks on it.
    return text[: end or longest - len(CUT)] + CUT


def _message(row: asyncpg.Record, links_to: str) -> Message:
    kind, severity = NoticeKind(row["kind"]), Severity(row["severity"])
    return Message(
        id=row["id"],
        kind=kind,
        severity=severity,
        title=row["title"] or _title(kind, severity, row["count"]),
        text=row["text"],
        alert_id=row["alert_id"],
        facts=_facts(row) if row["topic"] else (),
        quote=cut(row["words"]) if row["words"] else None,
        link=_link(links_to, row["feedback_id"]) if row["feedback_id"] else None,
        count=row["count"],
    )


def _title(kind: NoticeKind, severity: Severity, count: int | None) -> str:
    name = severity.capitalize()
    if kind is NoticeKind.GREW:
        return f"{name}: {count:,} now say the same"
    if kind is NoticeKind.CLOSED:
        return f"{name}: {count:,} said the same within the hour"
    return f"{name}: someone should look at this feedback"


def _facts(row: asyncpg.Record) -> tuple[tuple[str, str], ...]:
    facts = [
        ("Severity", row["severity"]),
        ("Sentiment", row["sentiment"]),
        ("Topic", row["topic"]),
        ("Confidence", row["confidence"]),
        ("Said by", f"{row['count']:,} so far"),
    ]
    if row["danger"]:
        facts.append(("Words of", row["danger"]))
    return tuple((label, value.replace("_", " ").capitalize()) for label, value in facts)


def _link(links_to: str, feedback_id: UUID) -> str:
    """Where an admin sees the feedback: GraphiQL, with the query filled in."""
    return f"{links_to}/graphiql?query={quote(SHOW % feedback_id, safe='')}"
