"""What the team does to feedback: marking it read, archiving it, writing notes. Each change says who made it, and when;
so does the audit record, for each transaction.

Doing again what is done already changes nothing and leaves nothing behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import asyncpg

from graphql_api.audit.record import Actor, record
from graphql_api.feedback.criteria import Criteria
from graphql_api.feedback.search import FeedbackOrder, find_feedback
from graphql_api.intake.checks import TEXT_LENGTH, Checks
from graphql_api.pagination import PageRequest, Position
from graphql_api.postgres.connect import transaction
from graphql_api.redaction.redact import redact
from models.enums import TriageAction

MOST_IDS = 500
# What one call by filter changes at most; it takes about a second.
MOST_BY_FILTER = 10_000

# Always in the order of ids, so that two changes never wait for each other.
LOCK = "SELECT id FROM feedback WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE"
CHANGES = {
    TriageAction.READ: "is_read = true WHERE NOT is_read",
    TriageAction.UNREAD: "is_read = false WHERE is_read",
    TriageAction.ARCHIVED: "is_archived = true WHERE NOT is_archived",
    TriageAction.UNARCHIVED: "is_archived = false WHERE is_archived",
    TriageAction.NOTED: "admin_notes = $3 WHERE admin_notes IS DISTINCT FROM $3::text",
}
CHANGE = """
WITH changed AS (UPDATE feedback SET {change} AND id = ANY($1) RETURNING id)
INSERT INTO triage_change (feedback_id, action, notes, key_id, key_name, created_at)
SELECT id, $2, $3, $4, $5, $6 FROM changed ORDER BY id
RETURNING feedback_id
"""


@dataclass(frozen=True)
class Change:
    """What is done, by whom and when.

    Args:
        key_id: the API key of whoever does it.
        key_name: what that key is called.
        operation: the mutation that asks for it, as in the schema, for the audit record.
        notes: the new ones, None for none and for all other actions; made by `tidy_notes`.
    """

    action: TriageAction
    key_id: UUID
    key_name: str
    operation: str
    at: datetime
    notes: str | None = None


@dataclass(frozen=True)
class Triaged:
    """What became of the feedback named: all that is there, and of that what had to be changed."""

    known: Sequence[UUID]
    changed: Sequence[UUID]


@dataclass(frozen=True)
class TriagedByFilter:
    """How many were changed; where it is not complete, there are more."""

    changed: int
    is_complete: bool


async def triage(ids: Sequence[UUID], change: Change, *, filters: Sequence[str] = ()) -> Triaged:
    """Change these feedbacks, all in one transaction, and write down what was changed.

    Args:
        filters: the names of the criteria that found them, where some did.
    """
    async with transaction() as connection:
        known = [row["id"] for row in await connection.fetch(LOCK, ids)]
        changed = await _change(connection, known, change)
        if changed:
            details = {"action": change.action.value, **({"filters": filters} if filters else {})}
            actor = Actor(change.key_name, change.key_id)
            await record(connection, actor, change.operation, now=change.at, subjects=changed, details=details)
        return Triaged(known, changed)


async def triage_by_filter(criteria: Criteria, change: Change) -> TriagedByFilter:
    """Mark read or archive what meets the criteria: 500 in one transaction after the other, at most 10,000 in all.

    Raises:
        CallerError: LIMITED, the next of them cannot be found within two seconds. Those before it stay changed.
    """
    unchanged = _unchanged(criteria, change.action)
    filters = sorted(criteria.asked)
    changed, position = 0, None
    while unchanged is not None and changed < MOST_BY_FILTER:
        page = await find_feedback(unchanged, FeedbackOrder.CREATED_AT_DESC, PageRequest(MOST_IDS, position))
        changed += len((await triage([row["id"] for row in page.rows], change, filters=filters)).changed)
        if not page.has_next_page:
            break
        position = Position(page.rows[-1]["created_at"], page.rows[-1]["id"])
    else:
        return TriagedByFilter(changed, is_complete=unchanged is None)
    return TriagedByFilter(changed, is_complete=True)


def tidy_notes(notes: str, now: datetime) -> str | None:
    """Notes as they are kept: without personal data; None for a blank text.

    Raises:
        InvalidSubmission: they have more than 5,000 characters.
    """
    checks = Checks(now)
    text = checks.text(("notes",), notes, most=TEXT_LENGTH)
    checks.raise_if_broken()
    return redact(text).text if text else None


def _unchanged(criteria: Criteria, action: TriageAction) -> Criteria | None:
    """Those that meet criteria and are not yet as they shall be; None where there can be none."""
    shall_be = action in {TriageAction.READ, TriageAction.ARCHIVED}
    if action in {TriageAction.READ, TriageAction.UNREAD}:
        return None if criteria.is_read is shall_be else replace(criteria, is_read=not shall_be)
    return None if criteria.is_archived is shall_be else replace(criteria, is_archived=not shall_be)


async def _change(connection: asyncpg.Connection, ids: Sequence[UUID], change: Change) -> list[UUID]:
    sql = CHANGE.format(change=CHANGES[change.action])
    values = (change.action.value, change.notes, change.key_id, change.key_name, change.at)
    return [row["feedback_id"] for row in await connection.fetch(sql, ids, *values)]
