"""Rows: what is kept, and the rules that the database itself holds. Knows nothing of the rest."""

from models.analysis import Analysis
from models.analysis_counts import AiSpend, AnalysisTally
from models.analysis_retry import AnalysisRetry
from models.answer_rating import AnswerRating, AnswerRatingChange
from models.api_key import ApiKey
from models.feedback import Feedback
from models.part_state import PartState
from models.reanalysis import Reanalysis
from models.session import Session

__all__ = [
    "AiSpend",
    "Analysis",
    "AnalysisRetry",
    "AnalysisTally",
    "AnswerRating",
    "AnswerRatingChange",
    "ApiKey",
    "Feedback",
    "PartState",
    "Reanalysis",
    "Session",
]
