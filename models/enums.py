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


class Scope(StrEnum):
    """What an API key may do. ADMIN includes all others."""

    SUBMIT = "SUBMIT"
    READ = "READ"
    TRIAGE = "TRIAGE"
    ADMIN = "ADMIN"


class TriageAction(StrEnum):
    """What the team can do to a feedback."""

    READ = "READ"
    UNREAD = "UNREAD"
    ARCHIVED = "ARCHIVED"
    UNARCHIVED = "UNARCHIVED"
    NOTED = "NOTED"
