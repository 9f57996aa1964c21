"""A person's rating of a chatbot's answer, and how it changed."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.indexes import Index
from tortoise.models import Model

from models.enums import Rating
from models.feedback import Feedback


class AnswerRating(Model):
    """The rating as it stands now; one per session and message, whatever was sent how often.

    `feedback_created_at` repeats the feedback's so that a list filtered by rating walks one index.
    """

    feedback: fields.OneToOneRelation[Feedback] = fields.OneToOneField(
        "models.Feedback", related_name="answer", primary_key=True, on_delete=fields.CASCADE
    )
    session_id = fields.CharField(max_length=200)
    message_id = fields.UUIDField()
    question = fields.TextField()
    answer = fields.TextField()
    rating = fields.CharEnumField(Rating, max_length=4, description="as it stands now")
    sources = fields.JSONField[list[dict[str, str]]]()
    response_time_seconds = fields.FloatField(null=True)
    token_count = fields.IntField(null=True)
    conversation_id = fields.CharField(max_length=200, null=True)
    explanation = fields.TextField(null=True)
    issues = ArrayField(element_type="text")
    feedback_created_at = fields.DatetimeField()

    class Meta:
        table = "answer_rating"
        unique_together = (("session_id", "message_id"),)
        indexes = (Index(fields=("rating", "feedback_created_at", "feedback_id"), name="answer_rating_rating"),)


class AnswerRatingChange(Model):
    """A later rating of the same answer: what stood before it, and what it said instead.

    `is_change` is false where it said what stood already: then it is there for its key, so that a resend of it, after
    another has changed the rating, does not change it back.
    """

    submission_key = fields.UUIDField(primary_key=True)
    body_hash = fields.BinaryField()
    feedback: fields.ForeignKeyRelation[Feedback] = fields.ForeignKeyField(
        "models.Feedback", related_name="rating_changes", on_delete=fields.CASCADE, db_index=False
    )
    previous_rating = fields.CharEnumField(Rating, max_length=4, description="before this change")
    rating = fields.CharEnumField(Rating, max_length=4, description="from this change on")
    previous_explanation = fields.TextField(null=True)
    explanation = fields.TextField(null=True)
    is_change = fields.BooleanField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "answer_rating_change"
        indexes = (Index(fields=("feedback_id", "created_at"), name="answer_rating_change_feedback"),)
