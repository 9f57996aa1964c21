"""Feedback that is to be read again, because nobody could read it or the AI was away."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.enums import RetryKind
from models.feedback import Feedback


class AnalysisRetry(Model):
    """One row while a feedback waits; it goes when a better finding is there, or when the AI has had its one try.

    `attempts` counts the tries that came to nothing, and `next_at` is when the next one is due.
    """

    feedback: fields.OneToOneRelation[Feedback] = fields.OneToOneField(
        "models.Feedback", related_name="analysis_retry", primary_key=True, on_delete=fields.CASCADE
    )
    kind = fields.CharEnumField(RetryKind, max_length=10, description="why it waits")
    attempts = fields.IntField()
    since = fields.DatetimeField()
    next_at = fields.DatetimeField()

    class Meta:
        table = "analysis_retry"
        indexes = (Index(fields=("kind", "next_at"), name="analysis_retry_due"),)
