"""What the schema has beyond what Tortoise can say: checks, the one-current-finding rule, and what is counted along.

Migrations carry their own frozen copy; a test proves that both give the same schema.
"""

from collections.abc import Iterable
from enum import StrEnum

from models.enums import (
    AnalysisMethod,
    AnswerIssue,
    Confidence,
    FeedbackCategory,
    Rating,
    Scope,
    Sentiment,
    Topic,
    TriageAction,
)
from models.tally import TALLIES


def _one_of(table: str, column: str, values: type[StrEnum]) -> str:
    allowed = ", ".join(f"'{value}'" for value in values)
    return f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_known CHECK ({column} IN ({allowed}));"


def _all_of(table: str, column: str, values: type[StrEnum]) -> str:
    allowed = ", ".join(f"'{value}'" for value in values)
    return f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_known CHECK ({column} <@ ARRAY[{allowed}]::text[]);"


def _at_most(table: str, columns: Iterable[str], characters: int) -> list[str]:
    return [
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_length CHECK (char_length({column}) <= {characters});"
        for column in columns
    ]


def _size_bytes(table: str, *texts: str) -> str:
    """A column that holds how many bytes of a row are what people and their clients sent."""
    octets = " + ".join(f"coalesce(octet_length({text}), 0)" for text in texts)
    return f"ALTER TABLE {table} ADD COLUMN size_bytes int NOT NULL GENERATED ALWAYS AS ({octets}) STORED;"


BEYOND_THE_ORM = [
    _one_of("feedback", "category", FeedbackCategory),
    # A placeholder may be longer than what it stands for, so rows get more room than the 5,000 that callers have.
    *_at_most("feedback", ["message"], 10_000),
    *_at_most("answer_rating", ["question", "answer", "explanation"], 10_000),
    "ALTER TABLE feedback ADD CONSTRAINT feedback_body_hash_length CHECK (octet_length(body_hash) = 32);",
    "ALTER TABLE session ADD CONSTRAINT session_seen_in_order CHECK (first_seen_at <= last_seen_at);",
    "ALTER TABLE session ADD CONSTRAINT session_feedback_count_natural CHECK (feedback_count >= 0);",
    _one_of("answer_rating", "rating", Rating),
    _all_of("answer_rating", "issues", AnswerIssue),
    _one_of("answer_rating_change", "rating", Rating),
    _one_of("answer_rating_change", "previous_rating", Rating),
    _one_of("analysis", "sentiment", Sentiment),
    _one_of("analysis", "topic", Topic),
    _one_of("analysis", "confidence", Confidence),
    _one_of("analysis", "method", AnalysisMethod),
    "ALTER TABLE analysis ADD CONSTRAINT analysis_confidence_score_range CHECK (confidence_score BETWEEN 0 AND 1);",
    "CREATE UNIQUE INDEX analysis_current ON analysis (feedback_id) WHERE is_current;",
    _all_of("api_key", "scopes", Scope),
    "ALTER TABLE api_key ADD CONSTRAINT api_key_digest_length CHECK (octet_length(digest) = 32);",
    *_at_most("feedback", ["admin_notes"], 10_000),
    *_at_most("triage_change", ["notes"], 10_000),
    _one_of("triage_change", "action", TriageAction),
    # Lists by several values at once walk these in order, and look only at pages that they show.
    "CREATE INDEX answer_rating_moment ON answer_rating (feedback_created_at, feedback_id) INCLUDE (rating);",
    """
CREATE INDEX analysis_moment ON analysis (feedback_created_at, feedback_id)
    INCLUDE (sentiment, topic, confidence, method, prompt_version, alert_triggered) WHERE is_current;""",
    _size_bytes("feedback", "message", "page::text", "api_state::text"),
    _size_bytes("answer_rating", "question", "answer", "explanation", "sources::text"),
    "CREATE INDEX feedback_size ON feedback (size_bytes);",
    "CREATE INDEX answer_rating_size ON answer_rating (size_bytes);",
    *TALLIES,
]
