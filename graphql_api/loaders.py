"""Batched reads of neighbours: one query per question and request, however long the list."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

import asyncpg
from strawberry.dataloader import DataLoader

from graphql_api.jobs.queue import JobKind
from graphql_api.postgres.connect import Statement, fetch, fetch_each

Key = TypeVar("Key")
Found = TypeVar("Found")


Ask: TypeAlias = Callable[[list[Key]], Statement]
Arrange: TypeAlias = Callable[[list[Key], list[asyncpg.Record]], Sequence[Found]]


class Loader(DataLoader[Key, Found]):
    """Strawberry's loader, which can also be told beforehand what will be asked for: then nobody has to wait for it.

    Args:
        ask: the statement that reads what belongs to keys.
        arrange: what that found, in the order of the keys.
    """

    def __init__(self, ask: Ask[Key], arrange: Arrange[Key, Found]) -> None:
        async def load(keys: list[Key]) -> Sequence[Found]:
            sql, values = ask(keys)
            return arrange(keys, await fetch(sql, *values))

        super().__init__(load_fn=load)
        self.ask = ask
        self._arrange = arrange
        self.known: dict[Key, Found] = {}

    def learn(self, keys: list[Key], rows: list[asyncpg.Record]) -> None:
        """Take note of what `ask` found: `known` has all of the keys from here on."""
        self.known.update(zip(keys, self._arrange(keys, rows), strict=True))

    async def known_or_loaded(self, key: Key) -> Found:
        """What is known of the key; else as `load`."""
        return self.known[key] if key in self.known else await self.load(key)


async def know(keys: list[Key], loaders: Sequence[Loader[Key, Any]]) -> None:
    """Have loaders know the keys, in one go."""
    found = await fetch_each(*[loader.ask(keys) for loader in loaders])
    for loader, rows in zip(loaders, found, strict=True):
        loader.learn(keys, rows)


OneRow: TypeAlias = Loader[Key, asyncpg.Record | None]
AllRows: TypeAlias = Loader[Key, list[asyncpg.Record]]

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
# What is shown of a finding, by the names of GraphQL: a list seldom asks for more than some of it.
ANALYSIS_COLUMNS = {
    "sentiment": "sentiment",
    "topic": "topic",
    "confidence": "confidence",
    "confidenceScore": "confidence_score",
    "alertTriggered": "alert_triggered",
    "method": "method",
    "model": "model",
    "promptVersion": "prompt_version",
    "fallbackReason": "fallback_reason",
    "language": "language",
    "topics": "topics",
    "cached": "cached",
    "latencyMs": "latency_ms",
    "inputTokens": "input_tokens",
    "outputTokens": "output_tokens",
    "costUsd": "cost_usd",
    "caveats": "caveats",
    "createdAt": "created_at",
}
SCREENSHOTS = """
SELECT feedback_id, status, reason, width, height, size_bytes, annotations FROM screenshot WHERE feedback_id = ANY($1)
"""
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
SELECT alert_feedback.feedback_id AS said_by, alert.id, alert.rule, severity, danger, alert.status, count, people,
       alert.feedback_id, alert.created_at, closed_at
FROM alert JOIN alert_feedback ON alert_feedback.alert_id = alert.id
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

    Args:
        names: of all fields that the request asks for of anything; None where that is not known.
    """

    def __init__(self, names: frozenset[str] | None = None) -> None:
        self.names = names

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
        return _one_row(analyses(self.names), "feedback_id")

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
        return Loader(
            lambda ids: (FAILED_JOBS, ([each.bytes for each in ids], JobKind.ANALYZE.value)),
            lambda ids, rows: _in_order([each.bytes for each in ids], rows, "payload"),
        )

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
        return Loader(
            lambda ids: (TRIAGE_CHANGES, (ids, TRIAGE_CHANGES_SHOWN)),
            lambda ids, rows: _grouped(ids, sorted(rows, key=lambda row: -row["id"]), "feedback_id"),
        )


@lru_cache(maxsize=64)
def analyses(names: frozenset[str] | None) -> str:
    """What reads current findings, with as much of them as fields of these names show."""
    columns = [column for name, column in ANALYSIS_COLUMNS.items() if names is None or name in names]
    shown = ", ".join(["feedback_id", *columns])
    return f"SELECT {shown} FROM analysis WHERE is_current AND feedback_id = ANY($1)"  # noqa: S608 - fixed columns


def _one_row(sql: str, column: str) -> OneRow[Any]:
    return Loader(lambda keys: (sql, (keys,)), lambda keys, rows: _in_order(keys, rows, column))


def _all_rows(sql: str, column: str) -> AllRows[Any]:
    return Loader(lambda keys: (sql, (keys,)), lambda keys, rows: _grouped(keys, rows, column))


def _in_order(keys: Iterable[Any], rows: Iterable[asyncpg.Record], column: str) -> list[asyncpg.Record | None]:
    found = {row[column]: row for row in rows}
    return [found.get(key) for key in keys]


def _grouped(keys: Iterable[Any], rows: Iterable[asyncpg.Record], column: str) -> list[list[asyncpg.Record]]:
    """The rows of each key, in the order in which they came."""
    found: dict[Any, list[asyncpg.Record]] = {key: [] for key in keys}
    for row in rows:
        found[row[column]].append(row)
    return [found[key] for key in keys]
