"""The enums of models and intake as GraphQL describes them: what each value means, in one place."""

from collections.abc import Mapping
from enum import EnumMeta

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

from graphql_api.intake.intake import ReceiptStatus
from models import enums

SUBJECTS = {
    "BUG": "Something is broken: errors, crashes, wrong results.",
    "FEATURE_REQUEST": "A wish for something that is not there yet.",
    "BILLING": "Prices, payments, invoices, refunds, subscriptions.",
    "PERFORMANCE": "Speed, loading, memory, battery.",
    "UX": "Design, layout, wording, ease of use.",
    "GENERAL": "Anything else, and praise or blame of no one thing.",
}


def describe(enum: EnumMeta, description: str, values: Mapping[str, str]) -> None:
    """Make a Python enum a GraphQL one. Every value must be described."""
    strawberry.enum(enum, description=description)
    definition: StrawberryEnumDefinition = enum.__strawberry_definition__  # type: ignore[attr-defined]
    for value in definition.values:
        value.description = values[value.name]


describe(enums.FeedbackCategory, "What the person says their feedback is about.", SUBJECTS)
describe(enums.Topic, "What the analysis finds the feedback to be about.", SUBJECTS)
describe(
    enums.Sentiment,
    "How the person feels.",
    {
        "POSITIVE": "Pleased.",
        "NEGATIVE": "Displeased.",
        "NEUTRAL": "Neither: a question, a fact, a wish without a complaint.",
        "MIXED": "Both: praise and complaint in one text.",
    },
)
describe(
    enums.Confidence,
    "How sure an analysis is.",
    {"HIGH": "Above 0.8.", "MEDIUM": "From 0.5 to 0.8.", "LOW": "Below 0.5."},
)
describe(
    enums.AnalysisMethod,
    "What produced a finding.",
    {
        "AI": "A language model behind an API.",
        "ML": "A model on this machine.",
        "VALIDATION": "No model: the text has fewer than 10 characters.",
        "NONE": "Nothing could read the text; it is tried again later.",
    },
)
describe(enums.Rating, "A thumb on a chatbot's answer.", {"UP": "The answer helped.", "DOWN": "It did not."})
describe(
    enums.AnswerIssue,
    "What a person found wrong with a chatbot's answer.",
    {
        "INCORRECT": "It says something that is not so.",
        "INCOMPLETE": "It leaves out what was asked for.",
        "OUTDATED": "It was right once.",
        "OFF_TOPIC": "It answers another question.",
        "NOT_SPECIFIC": "It is too general to act on.",
        "TOO_VERBOSE": "It is longer than it needs to be.",
        "HARD_TO_UNDERSTAND": "It is unclear.",
        "BAD_SOURCES": "Its sources do not support it.",
        "UNHELPFUL": "It does not help.",
        "OTHER": "Something else; see the explanation.",
    },
)
describe(
    enums.Scope,
    "What an API key may do.",
    {
        "SUBMIT": "Send feedback, with the key's limit instead of the address's.",
        "READ": "Read feedback, analyses and figures.",
        "TRIAGE": "Mark feedback read, archive it, write notes.",
        "ADMIN": "Everything.",
    },
)
describe(
    enums.TriageAction,
    "What the team can do to a feedback.",
    {
        "READ": "Marked as read.",
        "UNREAD": "Marked as not read.",
        "ARCHIVED": "Put away.",
        "UNARCHIVED": "Taken back out.",
        "NOTED": "Given other notes, or none.",
    },
)
describe(
    ReceiptStatus,
    "What a receipt promises.",
    {
        "SAVED": "The submission is stored.",
        "QUEUED": "The submission is on disk and will be stored as soon as the database is back.",
        "DUPLICATE": "A submission with this key had been accepted before; nothing was stored again.",
    },
)
