"""The closed sets that rows and schema share. A value is its own name, in the database as in GraphQL."""

from enum import StrEnum


class FeedbackCategory(StrEnum):
    """What the person says their feedback is about."""

    BUG = "BUG"
    FEATURE_REQUEST = "FEATURE_REQUEST"
    BILLING = "BILLING"
    PERFORMANCE = "PERFORMANCE"
    UX = "UX"
    GENERAL = "GENERAL"


class Topic(StrEnum):
    """What the analysis finds the feedback to be about."""

    BUG = "BUG"
    FEATURE_REQUEST = "FEATURE_REQUEST"
    BILLING = "BILLING"
    PERFORMANCE = "PERFORMANCE"
    UX = "UX"
    GENERAL = "GENERAL"


class Sentiment(StrEnum):
    """How the person feels; MIXED is praise and complaint in one text."""

    POSITIVE = "POSITIVE"
    NEGATIVE = "NEGATIVE"
    NEUTRAL = "NEUTRAL"
    MIXED = "MIXED"


class Confidence(StrEnum):
    """How sure the analysis is: HIGH above 0.8, MEDIUM from 0.5, LOW below."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


class AnalysisMethod(StrEnum):
    """What produced a finding."""

    AI = "AI"
    ML = "ML"
    VALIDATION = "VALIDATION"
    NONE = "NONE"


class Caveat(StrEnum):
    """What a reader of a finding should know about how it was made."""

    TEXT_CUT = "TEXT_CUT"
    OTHER_LANGUAGE = "OTHER_LANGUAGE"


class RetryKind(StrEnum):
    """Why a feedback waits to be read again."""

    OUTAGE = "OUTAGE"
    NONE = "NONE"


class Rating(StrEnum):
    """A thumb on a chatbot's answer."""

    UP = "UP"
    DOWN = "DOWN"


class AnswerIssue(StrEnum):
    """What a person found wrong with a chatbot's answer."""

    INCORRECT = "INCORRECT"
    INCOMPLETE = "INCOMPLETE"
    OUTDATED = "OUTDATED"
    OFF_TOPIC = "OFF_TOPIC"
    NOT_SPECIFIC = "NOT_SPECIFIC"
    TOO_VERBOSE = "TOO_VERBOSE"
    HARD_TO_UNDERSTAND = "HARD_TO_UNDERSTAND"
    BAD_SOURCES = "BAD_SOURCES"
    UNHELPFUL = "UNHELPFUL"
    OTHER = "OTHER"


class ScreenshotStatus(StrEnum):
    """Where a screenshot stands: waiting, kept, refused for what it is, or failed for now and tried again."""

    PENDING = "PENDING"
    STORED = "STORED"
    REJECTED = "REJECTED"
    FAILED = "FAILED"


class AnnotationKind(StrEnum):
    """What a marked area of a screenshot is for: to be looked at, or not to be seen by anyone."""

    HIGHLIGHT = "HIGHLIGHT"
    REDACT = "REDACT"


class Scope(StrEnum):
    """What an API key may do. ADMIN includes all others."""

    SUBMIT = "SUBMIT"
    READ = "READ"
    TRIAGE = "TRIAGE"
    ADMIN = "ADMIN"


class AuditOutcome(StrEnum):
    """Whether something that was asked for was done."""

    DONE = "DONE"
    REFUSED = "REFUSED"
    FAILED = "FAILED"


class AlertRule(StrEnum):
    """What raises an alert."""

    COMPLAINT = "COMPLAINT"
    SILENCE = "SILENCE"


class Severity(StrEnum):
    """How much an alert matters, worst first."""

    CRITICAL = "CRITICAL"
    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


class Danger(StrEnum):
    """What a person's words mean at worst, worst first."""

    SECURITY = "SECURITY"
    DATA_LOSS = "DATA_LOSS"
    PAYMENT = "PAYMENT"
    OUTAGE = "OUTAGE"


class AlertStatus(StrEnum):
    """Whether similar feedback still joins an alert."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


class NoticeKind(StrEnum):
    """What the team is told of."""

    RAISED = "RAISED"
    GREW = "GREW"
    CLOSED = "CLOSED"
    SILENT = "SILENT"
    SILENCE_OVER = "SILENCE_OVER"
    REPORT = "REPORT"


class DeliveryStatus(StrEnum):
    """Where a delivery stands."""

    PENDING = "PENDING"
    SENT = "SENT"
    FAILED = "FAILED"


class AttemptOutcome(StrEnum):
    """How a try to deliver ended."""

    UNDER_WAY = "UNDER_WAY"
    SENT = "SENT"
    TRY_LATER = "TRY_LATER"
    TIMED_OUT = "TIMED_OUT"
    UNREACHABLE = "UNREACHABLE"
    REFUSED = "REFUSED"
    ADDRESS_REFUSED = "ADDRESS_REFUSED"
    MISCONFIGURED = "MISCONFIGURED"
    INTERRUPTED = "INTERRUPTED"


class AlertEvent(StrEnum):
    """What is tallied of alerts."""

    RAISED = "RAISED"
    JOINED = "JOINED"
    SENT = "SENT"
    FAILED = "FAILED"


class UpkeepKind(StrEnum):
    """What is done again and again to keep the service well. WORKER_BEAT: a worker lives."""

    BACKUP = "BACKUP"
    RESTORE_TEST = "RESTORE_TEST"
    CLEANUP = "CLEANUP"
    WORKER_BEAT = "WORKER_BEAT"


class TriageAction(StrEnum):
    """What the team can do to a feedback."""

    READ = "READ"
    UNREAD = "UNREAD"
    ARCHIVED = "ARCHIVED"
    UNARCHIVED = "UNARCHIVED"
    NOTED = "NOTED"


class ExportFormat(StrEnum):
    """How an export is written."""

    CSV = "CSV"
    JSONL = "JSONL"


class ExportStatus(StrEnum):
    """Where an export stands."""

    PENDING = "PENDING"
    READY = "READY"
    FAILED = "FAILED"
