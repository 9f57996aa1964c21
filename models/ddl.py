"""What the schema has beyond what Tortoise can say: checks, the one-current-finding rule, what deleting a row starts,
and what is counted along.

Migrations carry their own frozen copy; a test proves that both give the same schema.
"""

from collections.abc import Iterable
from enum import StrEnum

from models.enums import (
    AlertEvent,
    AlertRule,
    AlertStatus,
    AnalysisMethod,
    AnswerIssue,
    AttemptOutcome,
    AuditOutcome,
    Caveat,
    Confidence,
    Danger,
    DeliveryStatus,
    ExportFormat,
    ExportStatus,
    FeedbackCategory,
    NoticeKind,
    Rating,
    RetryKind,
    Scope,
    ScreenshotStatus,
    Sentiment,
    Severity,
    Topic,
    TriageAction,
    UpkeepKind,
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


# What the tables need to be there before them.
BEFORE_THE_ORM = ["CREATE EXTENSION IF NOT EXISTS vector;"]
# A picture and its thumbnail in the storage, and the original on disk, outlive the row only until they are deleted.
DELETE_SCREENSHOT_OBJECTS = """\
CREATE FUNCTION delete_screenshot_objects() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO object_deletion (key, is_original, asked_at)
    SELECT key, is_original, now()
    FROM (
        VALUES (OLD.picture_key, false), (OLD.thumbnail_key, false), (OLD.original, true)
    ) AS left_over (key, is_original)
    WHERE key IS NOT NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER screenshot_deleted AFTER DELETE ON screenshot
FOR EACH ROW EXECUTE FUNCTION delete_screenshot_objects();"""

DELETE_EXPORT_OBJECTS = """\
CREATE FUNCTION delete_export_object() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO object_deletion (key, is_original, asked_at) VALUES (OLD.object_key, false, now());
    RETURN NULL;
END
$$;
CREATE TRIGGER export_deleted AFTER DELETE ON export
FOR EACH ROW EXECUTE FUNCTION delete_export_object();"""

NAME_ALERT_OF_DELIVERY = """\
CREATE FUNCTION name_alert_of_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT alert.id, alert.created_at INTO NEW.notice_alert_id, NEW.alert_created_at
    FROM alert_notice JOIN alert ON alert.id = alert_notice.alert_id WHERE alert_notice.id = NEW.notice_id;
    RETURN NEW;
END
$$;
CREATE TRIGGER alert_delivery_made BEFORE INSERT ON alert_delivery
FOR EACH ROW EXECUTE FUNCTION name_alert_of_delivery();"""

# The day in UTC that a moment lies in, the eight days and the sixty-four, so that a few of these make up any stretch:
# days since 1970 divided by 1, 8 and 64, times four, plus 0, 1 and 2. 3 marks what is unread, 7 what is archived
# (graphql_api/feedback/marks.py); else the day stands there again, which an index has once.
FEEDBACK_MARKS = """\
CREATE FUNCTION feedback_marks(moment timestamptz, is_read boolean, is_archived boolean) RETURNS int[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY[
    ((moment AT TIME ZONE 'UTC')::date - date '1970-01-01') * 4,
    ((moment AT TIME ZONE 'UTC')::date - date '1970-01-01') / 8 * 4 + 1,
    ((moment AT TIME ZONE 'UTC')::date - date '1970-01-01') / 64 * 4 + 2,
    CASE WHEN is_read THEN ((moment AT TIME ZONE 'UTC')::date - date '1970-01-01') * 4 ELSE 3 END,
    CASE WHEN is_archived THEN 7 ELSE ((moment AT TIME ZONE 'UTC')::date - date '1970-01-01') * 4 END
];"""

STORED_SCREENSHOTS_ARE_WHOLE = """\
ALTER TABLE screenshot ADD CONSTRAINT screenshot_stored_whole
CHECK (status <> 'STORED' OR num_nulls(picture_key, thumbnail_key, sha256, size_bytes, width, height) = 0);"""


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
    "ALTER TABLE analysis ALTER COLUMN caveats SET DEFAULT '{}';",
    _all_of("analysis", "caveats", Caveat),
    _one_of("analysis_retry", "kind", RetryKind),
    _one_of("analysis_tally", "method", AnalysisMethod),
    "ALTER TABLE reanalysis ADD CONSTRAINT reanalysis_names_feedback CHECK (num_nonnulls(ids, criteria) = 1);",
    _all_of("api_key", "scopes", Scope),
    "ALTER TABLE api_key ADD CONSTRAINT api_key_digest_length CHECK (octet_length(digest) = 32);",
    "ALTER TABLE login ADD CONSTRAINT login_digest_length CHECK (octet_length(digest) = 32);",
    "CREATE UNIQUE INDEX login_digest ON login (digest);",
    _one_of("audit_record", "outcome", AuditOutcome),
    _one_of("alert", "rule", AlertRule),
    _one_of("alert", "severity", Severity),
    _one_of("alert", "danger", Danger),
    _one_of("alert", "status", AlertStatus),
    _one_of("alert", "sentiment", Sentiment),
    _one_of("alert", "topic", Topic),
    _one_of("alert", "confidence", Confidence),
    "ALTER TABLE alert ADD CONSTRAINT alert_counts_agree CHECK (people <= count AND told_count <= count);",
    "CREATE UNIQUE INDEX alert_silence ON alert (rule) WHERE rule = 'SILENCE' AND status = 'OPEN';",
    _one_of("alert_feedback", "rule", AlertRule),
    "ALTER TABLE alert_feedback ADD CONSTRAINT alert_feedback_text_hash_length CHECK (octet_length(text_hash) = 32);",
    _one_of("alert_notice", "kind", NoticeKind),
    _one_of("alert_notice", "severity", Severity),
    *_at_most("alert_notice", ["text"], 3_000),
    _one_of("alert_delivery", "status", DeliveryStatus),
    NAME_ALERT_OF_DELIVERY,
    _one_of("alert_attempt", "outcome", AttemptOutcome),
    _one_of("alert_tally", "event", AlertEvent),
    _one_of("alert_tally", "severity", Severity),
    _one_of("screenshot", "status", ScreenshotStatus),
    "ALTER TABLE screenshot ADD CONSTRAINT screenshot_sha256_length CHECK (octet_length(sha256) = 32);",
    "ALTER TABLE screenshot ADD CONSTRAINT screenshot_attempts_natural CHECK (attempts >= 0);",
    STORED_SCREENSHOTS_ARE_WHOLE,
    "CREATE INDEX screenshot_size ON screenshot (size_bytes) WHERE status = 'STORED';",
    "CREATE INDEX screenshot_unsettled ON screenshot (feedback_id) WHERE status IN ('PENDING', 'FAILED');",
    "CREATE INDEX screenshot_original ON screenshot (original) WHERE original IS NOT NULL;",
    DELETE_SCREENSHOT_OBJECTS,
    _one_of("upkeep", "kind", UpkeepKind),
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
    FEEDBACK_MARKS,
    # Words and tags of some days only: through what it finds for each of them, it skips to what they have in common.
    """
CREATE INDEX feedback_search ON feedback
    USING gin (search_vector, tags, feedback_marks(created_at, is_read, is_archived));""",
    "CREATE INDEX feedback_size ON feedback (size_bytes);",
    "CREATE INDEX answer_rating_size ON answer_rating (size_bytes);",
    *TALLIES,
    "CREATE UNIQUE INDEX cleanup_run_unfinished ON cleanup_run ((true)) WHERE finished_at IS NULL;",
    _one_of("export", "format", ExportFormat),
    _one_of("export", "status", ExportStatus),
    "ALTER TABLE erased_session ADD CONSTRAINT erased_session_digest_length CHECK (octet_length(digest) = 32);",
    DELETE_EXPORT_OBJECTS,
]
