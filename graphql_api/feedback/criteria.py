"""What feedback is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from graphql_api.intake.checks import clean, in_utc
from models.enums import AnalysisMethod, Confidence, FeedbackCategory, Rating, Sentiment, Topic


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

    @cached_property
    def asked(self) -> Mapping[str, object]:
        """The criteria that ask something, by name, without what PostgreSQL refuses in text: no row has it either."""
        return {name: _storable(value) for name, value in vars(self).items() if value is not None}


def _storable(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Sequence):
        return [_storable(item) for item in value]
    return value
