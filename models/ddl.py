"""What the schema has beyond what Tortoise can say: checks, and the one-current-finding rule.

Migrations carry their own frozen copy; a test proves that both give the same schema.
"""

from collections.abc import Iterable
from enum import StrEnum

from models.enums import (
    AnalysisMethod,
    AnswerIssue,
    AuditOutcome,
    Confidence,
    FeedbackCategory,
    Rating,
    Scope,
    Sentiment,
    Topic,
)


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
    "ALTER TABLE login ADD CONSTRAINT login_digest_length CHECK (octet_length(digest) = 32);",
    "CREATE UNIQUE INDEX login_digest ON login (digest);",
    _one_of("audit_record", "outcome", AuditOutcome),
]
