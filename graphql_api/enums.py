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
describe(
    enums.Caveat,
    "What to know about how a finding was made.",
    {
        "TEXT_CUT": "Only the first 5,000 characters were read.",
        "OTHER_LANGUAGE": "The text is not in the language of the model that read it, so its confidence is LOW.",
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
    enums.ScreenshotStatus,
    "Where a screenshot stands.",
    {
        "PENDING": "It is on disk and will be made into a safe picture in a moment.",
        "STORED": "It can be looked at.",
        "REJECTED": "It cannot be shown, and is not kept; see the reason.",
        "FAILED": "Something on our side failed; it is tried again until it is stored.",
    },
)
describe(
    enums.AnnotationKind,
    "What a marked area of a screenshot is for.",
    {
        "HIGHLIGHT": "To be looked at. It does not change the picture.",
        "REDACT": "Not to be seen by anyone: it is black in the picture that is kept.",
    },
)
describe(
    enums.Scope,
    "What an API key may do.",
    {
        "SUBMIT": "Send feedback, with the key's limit instead of the address's.",
        "READ": "Read feedback, analyses and figures.",
        "TRIAGE": "Mark feedback read, archive it, write notes, send alerts again.",
        "ADMIN": "Everything.",
    },
)
describe(
    enums.AuditOutcome,
    "Whether something that was asked for was done.",
    {"DONE": "Done.", "REFUSED": "Not allowed, and not done.", "FAILED": "Tried, and not or only partly done."},
)
describe(
    enums.AlertRule,
    "What raises an alert.",
    {
        "COMPLAINT": "Feedback that is negative or mixed, with high or medium confidence.",
        "SILENCE": "No feedback, at hours when there usually is some.",
    },
)
describe(
    enums.Severity,
    "How much an alert matters.",
    {
        "CRITICAL": "Someone should look now.",
        "HIGH": "Someone should look today.",
        "MEDIUM": "Worth a look this week.",
        "LOW": "Good to know.",
    },
)
describe(
    enums.Danger,
    "What a person's words mean at worst.",
    {
        "SECURITY": "Someone may have got at what is not theirs.",
        "DATA_LOSS": "Something of theirs is gone.",
        "PAYMENT": "They were charged wrongly, or cannot pay.",
        "OUTAGE": "They cannot reach the service.",
    },
)
describe(
    enums.AlertStatus,
    "Whether an alert goes on.",
    {
        "OPEN": "Similar feedback still joins it; or the silence lasts.",
        "CLOSED": "Its hour is over: similar feedback raises a new one; or the silence is.",
    },
)
describe(
    enums.NoticeKind,
    "What the team is told of.",
    {
        "RAISED": "A new alert.",
        "GREW": "10, 100 or 1,000 have said the same.",
        "CLOSED": "The hour is over, and more have said the same since the last notice.",
        "SILENT": "Nothing comes in.",
        "SILENCE_OVER": "Something comes in again.",
        "REPORT": "Something else that the team should know.",
    },
)
describe(
    enums.DeliveryStatus,
    "Where a delivery stands.",
    {
        "PENDING": "On its way; tried again until it has arrived, for at most a day.",
        "SENT": "The service took it.",
        "FAILED": "Given up: the service refused it for good, or a day went by. `retryAlert` sends it again.",
    },
)
describe(
    enums.AttemptOutcome,
    "How a try to deliver ended.",
    {
        "UNDER_WAY": "It has not ended yet.",
        "SENT": "The service took it.",
        "TRY_LATER": "The service asked for another try: HTTP 408, 425, 429 or 500 and above.",
        "TIMED_OUT": "No answer in time.",
        "UNREACHABLE": "No connection.",
        "REFUSED": "The service refused it for good.",
        "ADDRESS_REFUSED": "Nothing was sent: the address is private, or leads elsewhere.",
        "MISCONFIGURED": "Nothing was sent: the channel is not set, or its address is none.",
        "INTERRUPTED": "The worker ended in the middle; it may have arrived.",
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
    enums.ExportFormat,
    "How an export is written.",
    {
        "CSV": "A table for spreadsheets, whose cells are never computed.",
        "JSONL": "One JSON object a line, with everything that is kept of a feedback.",
    },
)
describe(
    enums.ExportStatus,
    "Where an export stands.",
    {
        "PENDING": "A worker writes it, or will.",
        "READY": "It can be downloaded.",
        "FAILED": "The storage did not take it. Ask for another.",
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
