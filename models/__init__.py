"""Rows: what is kept, and the rules that the database itself holds. Knows nothing of the rest."""

from models.alert import (
    Alert,
    AlertAttempt,
    AlertChannel,
    AlertDelivery,
    AlertFeedback,
    AlertNotice,
    AlertTally,
)
from models.analysis import Analysis
from models.analysis_counts import AiSpend, AnalysisTally
from models.analysis_retry import AnalysisRetry
from models.answer_rating import AnswerRating, AnswerRatingChange
from models.api_key import ApiKey
from models.audit_record import AuditRecord
from models.feedback import Feedback
from models.login import Login
from models.part_state import PartState
from models.reanalysis import Reanalysis
from models.retention import CleanupRun, ErasedSession, Export, Tombstone
from models.screenshot import ObjectDeletion, Screenshot
from models.session import Session
from models.triage import TriageChange
from models.upkeep import Upkeep

__all__ = [
    "AiSpend",
    "Alert",
    "AlertAttempt",
    "AlertChannel",
    "AlertDelivery",
    "AlertFeedback",
    "AlertNotice",
    "AlertTally",
    "Analysis",
    "AnalysisRetry",
    "AnalysisTally",
    "AnswerRating",
    "AnswerRatingChange",
    "ApiKey",
    "AuditRecord",
    "CleanupRun",
    "ErasedSession",
    "Export",
    "Feedback",
    "Login",
    "ObjectDeletion",
    "PartState",
    "Reanalysis",
    "Screenshot",
    "Session",
    "Tombstone",
    "TriageChange",
    "Upkeep",
]
