"""Batched reads of neighbours: one query per question and request, however long the list."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

import asyncpg
from strawberry.dataloader import DataLoader

from graphql_api.jobs.queue import JobKind
from graphql_api.postgres.connect import fetch

Key = TypeVar("Key")


OneRow: TypeAlias = DataLoader[Key, asyncpg.Record | None]
AllRows: TypeAlias = DataLoader[Key, list[asyncpg.Record]]

# All of a feedback but what only the database needs: its search vector and its body's hash.
FEEDBACK_COLUMNS = ", ".join(
    f"feedback.{column}"
    for column in (
        "id",
        "submission_key",
        "session_id",
        "category",
        "message",
        "tags",
        "page",
        "api_state",
        "occurred_at",
        "created_at",
        "is_read",
        "is_archived",
        "admin_notes",
    )
)
FEEDBACK = f"SELECT {FEEDBACK_COLUMNS} FROM feedback WHERE id = ANY($1)"  # noqa: S608 - fixed columns
SESSIONS = "SELECT * FROM session WHERE id = ANY($1)"
ANSWERS = "SELECT * FROM answer_rating WHERE feedback_id = ANY($1)"
ANALYSES = "SELECT * FROM analysis WHERE is_current AND feedback_id = ANY($1)"
SCREENSHOTS = "SELECT * FROM screenshot WHERE feedback_id = ANY($1)"
LONGEST_HISTORY = 20
HISTORIES = f"""
SELECT analysis.* FROM unnest($1::uuid[]) AS subject (id), LATERAL (
    SELECT * FROM analysis WHERE feedback_id = subject.id AND NOT is_current
    ORDER BY created_at DESC, id DESC LIMIT {LONGEST_HISTORY}
) AS analysis
"""  # noqa: S608 - a fixed number
TRIAGE_CHANGES_SHOWN = 100
TRIAGE_CHANGES = """
SELECT change.* FROM unnest($1::uuid[]) AS wanted (id),
LATERAL (SELECT * FROM triage_change WHERE feedback_id = wanted.id ORDER BY id DESC LIMIT $2) AS change
"""
FAILED_JOBS = "SELECT payload, updated FROM pgqueuer WHERE status = 'failed' AND entrypoint = $2 AND payload = ANY($1)"
ALERTS = """
SELECT alert_feedback.feedback_id AS said_by, alert.* FROM alert
JOIN alert_feedback ON alert_feedback.alert_id = alert.id
WHERE alert_feedback.feedback_id = ANY($1) ORDER BY alert.created_at, alert.id
"""
DELIVERIES = """
SELECT alert_notice.alert_id, alert_notice.kind, alert_notice.count, alert_delivery.* FROM alert_delivery
JOIN alert_notice ON alert_notice.id = alert_delivery.notice_id
WHERE alert_notice.alert_id = ANY($1) ORDER BY alert_notice.created_at, alert_delivery.channel, alert_delivery.id
"""
ATTEMPTS = "SELECT * FROM alert_attempt WHERE delivery_id = ANY($1) ORDER BY id"


class Loaders:
    """One request's loaders, each made when it is first asked for: most requests need few of them, or none.

    Each loads one row for a key, or None where there is none; or all rows of a key.
    `beside` has what was read before anybody asked: for a field of a feedback, the rows by feedback.
    """

    def __init__(self) -> None:
        self.beside: dict[str, dict[UUID, asyncpg.Record]] = {}

    @cached_property
    def feedback(self) -> OneRow[UUID]:
        """Feedbacks by id."""
        return _one_row(FEEDBACK, "id")

    @cached_property
    def session(self) -> OneRow[str]:
        """Sessions by id."""
        return _one_row(SESSIONS, "id")

    @cached_property
    def answer(self) -> OneRow[UUID]:
        """Rated answers by their feedback."""
        return _one_row(ANSWERS, "feedback_id")

    @cached_property
    def analysis(self) -> OneRow[UUID]:
        """Current findings by their feedback."""
        return _one_row(ANALYSES, "feedback_id")

    @cached_property
    def screenshot(self) -> OneRow[UUID]:
        """Pictures by their feedback."""
        return _one_row(SCREENSHOTS, "feedback_id")

    @cached_property
    def analysis_history(self) -> AllRows[UUID]:
        """Earlier findings by their feedback, newest first."""
        return _all_rows(HISTORIES, "feedback_id")

    @cached_property
    def failed_analysis(self) -> OneRow[UUID]:
        """Jobs that failed by their feedback."""
        return DataLoader(_failed_analyses)

    @cached_property
    def alerts(self) -> AllRows[UUID]:
        """Alerts by a feedback that is in them."""
        return _all_rows(ALERTS, "said_by")

    @cached_property
    def deliveries(self) -> AllRows[UUID]:
        """Deliveries by their alert."""
        return _all_rows(DELIVERIES, "alert_id")

    @cached_property
    def attempts(self) -> AllRows[UUID]:
        """Attempts by their delivery."""
        return _all_rows(ATTEMPTS, "delivery_id")

    @cached_property
    def triage_changes(self) -> AllRows[UUID]:
        """Changes by their feedback, newest first."""
        return DataLoader(_triage_changes)


def _one_row(sql: str, column: str) -> OneRow[Any]:
    async def load(keys: list[Any]) -> list[asyncpg.Record | None]:
        return _in_order(keys, await fetch(sql, keys), column)

    return DataLoader(load)


def _all_rows(sql: str, column: str) -> AllRows[Any]:
    async def load(keys: list[Any]) -> list[list[asyncpg.Record]]:
        return _grouped(keys, await fetch(sql, keys), column)

    return DataLoader(load)


async def _failed_analyses(feedback_ids: list[UUID]) -> list[asyncpg.Record | None]:
    payloads = [feedback_id.bytes for feedback_id in feedback_ids]
    return _in_order(payloads, await fetch(FAILED_JOBS, payloads, JobKind.ANALYZE.value), "payload")


async def _triage_changes(feedback_ids: list[UUID]) -> list[list[asyncpg.Record]]:
    """The newest changes of each feedback, newest first."""
    changes = _grouped(feedback_ids, await fetch(TRIAGE_CHANGES, feedback_ids, TRIAGE_CHANGES_SHOWN), "feedback_id")
    return [sorted(each, key=lambda row: row["id"], reverse=True) for each in changes]


def _in_order(keys: Iterable[Any], rows: Iterable[asyncpg.Record], column: str) -> list[asyncpg.Record | None]:
    found = {row[column]: row for row in rows}
    return [found.get(key) for key in keys]


def _grouped(keys: Iterable[Any], rows: Iterable[asyncpg.Record], column: str) -> list[list[asyncpg.Record]]:
    """The rows of each key, in the order in which they came."""
    found: dict[Any, list[asyncpg.Record]] = {key: [] for key in keys}
    for row in rows:
        found[row[column]].append(row)
    return [found[key] for key in keys]
