"""Rows: what is kept, and the rules that the database itself holds. Knows nothing of the rest."""

from models.analysis import Analysis
from models.answer_rating import AnswerRating, AnswerRatingChange
from models.api_key import ApiKey
from models.feedback import Feedback
from models.session import Session
from models.triage import TriageChange

__all__ = ["Analysis", "AnswerRating", "AnswerRatingChange", "ApiKey", "Feedback", "Session", "TriageChange"]
