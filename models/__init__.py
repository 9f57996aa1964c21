"""Rows: what is kept, and the rules that the database itself holds. Knows nothing of the rest."""

from models.analysis import Analysis
from models.answer_rating import AnswerRating, AnswerRatingChange
from models.api_key import ApiKey
from models.audit_record import AuditRecord
from models.feedback import Feedback
from models.login import Login
from models.session import Session

__all__ = ["Analysis", "AnswerRating", "AnswerRatingChange", "ApiKey", "AuditRecord", "Feedback", "Login", "Session"]
