"""Finding feedback: criteria in, one page of rows out, each condition by an index."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum

import asyncpg

from graphql_api.intake.checks import clean, in_utc
from graphql_api.loaders import FEEDBACK_COLUMNS
from graphql_api.pagination import Page, PageRequest, cut
from graphql_api.postgres.connect import fetch
from models.enums import AnalysisMethod, Confidence, FeedbackCategory, Rating, Sentiment, Topic


class FeedbackOrder(StrEnum):
    """The orders that a list of feedback can have."""

    CREATED_AT_DESC = "CREATED_AT_DESC"
    CREATED_AT_ASC = "CREATED_AT_ASC"


@dataclass(frozen=True)
class Range:
    """A stretch of time: from `start` on, and before `end`. None leaves a side open."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True)
class Criteria:
    """What feedback must be like. None asks nothing; a sequence asks for any of its values."""

    search: str | None = None
    categories: Sequence[FeedbackCategory] | None = None
    sentiments: Sequence[Sentiment] | None = None
    topics: Sequence[Topic] | None = None
    confidences: Sequence[Confidence] | None = None
    methods: Sequence[AnalysisMethod] | None = None
    prompt_versions: Sequence[str] | None = None
    ratings: Sequence[Rating] | None = None
    tags: Sequence[str] | None = None
    session_id: str | None = None
    is_read: bool | None = None
    is_archived: bool | None = None
    has_screenshot: bool | None = None
    alerted: bool | None = None
    created_at: Range | None = None

    def before(self, moment: datetime) -> "Criteria":
        """The criteria, asking too that it was there before the moment."""
        range_ = self.created_at or Range(None, None)
        end = moment if range_.end is None else min(in_utc(range_.end), moment)
        return replace(self, created_at=Range(range_.start, end))


# The column that each criterion asks about. `$` stands for the value's parameter.
CONDITIONS = {
    # Words without meaning ("the", "who") are none to English; a search for nothing else takes them as they are.
    "search": "feedback.search_vector @@ CASE numnode(websearch_to_tsquery('english', $))"
    " WHEN 0 THEN websearch_to_tsquery('simple', $) ELSE websearch_to_tsquery('english', $) END",
    "categories": "feedback.category = ANY($)",
    "tags": "feedback.tags && $",
    "session_id": "feedback.session_id = $",
    "is_read": "feedback.is_read = $",
    "is_archived": "feedback.is_archived = $",
    "sentiments": "analysis.sentiment = ANY($)",
    "topics": "analysis.topic = ANY($)",
    "confidences": "analysis.confidence = ANY($)",
    "methods": "analysis.method = ANY($)",
    "prompt_versions": "analysis.prompt_version = ANY($)",
    "alerted": "analysis.alert_triggered = $",
    "ratings": "answer_rating.rating = ANY($)",
}


WITH_SCREENSHOT = "screenshot.feedback_id IS NOT NULL"
WITHOUT_SCREENSHOT = "NOT EXISTS (SELECT FROM screenshot AS theirs WHERE theirs.feedback_id = feedback.id)"


async def find_feedback(criteria: Criteria, order: FeedbackOrder, request: PageRequest) -> Page[asyncpg.Record]:
    """One page of the feedback that meets all criteria. A page costs one query, whatever its place in the list."""
    query = _Query(criteria)
    descending = (order is FeedbackOrder.CREATED_AT_DESC) != request.backward
    if request.position is not None:
        moment, id_ = query.value(request.position.moment), query.value(request.position.id)
        query.conditions.append(f"({query.moment}, {query.id}) {'<' if descending else '>'} ({moment}, {id_})")
    direction = "DESC" if descending else "ASC"
    sql = (
        f"SELECT {FEEDBACK_COLUMNS} FROM {query.tables}{query.where}"  # noqa: S608 - of fixed parts
        f" ORDER BY {query.moment} {direction}, {query.id} {direction} LIMIT {query.value(request.size + 1)}"
    )
    return cut(await fetch(sql, *query.values), request)


async def count_feedback(criteria: Criteria) -> int:
    """How many feedbacks meet all criteria."""
    query = _Query(criteria)
    sql = f"SELECT count(*) FROM {query.tables}{query.where}"  # noqa: S608 - of fixed parts
    (row,) = await fetch(sql, *query.values)
    count: int = row["count"]
    return count


ANY = "= ANY($)"


class _Query:
    """Criteria as SQL. Lists filtered by analysis or rating walk those tables' indexes, which repeat the moment."""

    def __init__(self, criteria: Criteria) -> None:
        self.values: list[object] = []
        self.conditions: list[str] = []
        self.tables = "feedback"
        self.moment, self.id = "feedback.created_at", "feedback.id"
        for field in fields(criteria):
            value = getattr(criteria, field.name)
            if value is not None and field.name in CONDITIONS:
                self._meet(CONDITIONS[field.name], _storable(value))
        self._join("answer_rating", "answer_rating.feedback_id = feedback.id")
        if criteria.has_screenshot is not None:
            self.conditions.append(WITH_SCREENSHOT if criteria.has_screenshot else WITHOUT_SCREENSHOT)
        self._join("screenshot", "screenshot.feedback_id = feedback.id")
        self._join("analysis", "analysis.feedback_id = feedback.id AND analysis.is_current")
        if criteria.created_at is not None:
            self._between(criteria.created_at)

    @property
    def where(self) -> str:
        return " WHERE " + " AND ".join(self.conditions) if self.conditions else ""

    def value(self, value: object) -> str:
        """A parameter for the value."""
        self.values.append(value)
        return f"${len(self.values)}"

    def _meet(self, condition: str, value: object) -> None:
        if isinstance(value, list) and len(value) == 1 and ANY in condition:
            # PostgreSQL walks an index in order for one value, not for a list of one.
            condition, value = condition.replace(ANY, "= $"), value[0]
        self.conditions.append(condition.replace("$", self.value(value)))

    def _join(self, table: str, condition: str) -> None:
        if any(f"{table}." in condition for condition in self.conditions):
            self.tables += f" JOIN {table} ON {condition}"
            self.moment, self.id = f"{table}.feedback_created_at", f"{table}.feedback_id"

    def _between(self, range_: Range) -> None:
        for operator, moment in ((">=", range_.start), ("<", range_.end)):
            if moment is not None:
                self.conditions.append(f"{self.moment} {operator} {self.value(in_utc(moment))}")


def _storable(value: object) -> object:
    """The value without what PostgreSQL refuses in text, as no row has it either."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Sequence):
        return [_storable(item) for item in value]
    return value
