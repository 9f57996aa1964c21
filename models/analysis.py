"""What the service understood of a feedback, and where that finding comes from."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.indexes import Index, PartialIndex
from tortoise.models import Model

from models.enums import AnalysisMethod, Confidence, Sentiment, Topic
from models.feedback import Feedback


class Analysis(Model):
    """One finding. The newest of a feedback is current; the ones before it stay as history.

    `text_hash` names the text that was read, so that a finding for a text that has changed is dropped.
    `feedback_created_at` repeats the feedback's so that a list filtered by a finding walks one index.
    `topics` holds [{"topic": …, "score": …}], best first, summing to 1.
    """

    id = fields.BigIntField(primary_key=True)
    feedback: fields.ForeignKeyRelation[Feedback] = fields.ForeignKeyField(
        "models.Feedback", related_name="analyses", on_delete=fields.CASCADE, db_index=False
    )
    feedback_created_at = fields.DatetimeField()
    is_current = fields.BooleanField()
    text_hash = fields.BinaryField()
    sentiment = fields.CharEnumField(Sentiment, max_length=8, description="how the person feels")
    topic = fields.CharEnumField(Topic, max_length=20, description="the best of topics")
    topics = fields.JSONField[list[dict[str, object]]]()
    confidence = fields.CharEnumField(Confidence, max_length=6, description="confidence_score in three steps")
    confidence_score = fields.FloatField()
    alert_triggered = fields.BooleanField()
    method = fields.CharEnumField(AnalysisMethod, max_length=10, description="what produced the finding")
    model = fields.CharField(max_length=200, null=True)
    prompt_version = fields.CharField(max_length=50, null=True)
    fallback_reason = fields.CharField(max_length=50, null=True)
    language = fields.CharField(max_length=10, null=True)
    cached = fields.BooleanField()
    latency_ms = fields.IntField()
    input_tokens = fields.IntField(null=True)
    output_tokens = fields.IntField(null=True)
    cost_usd = fields.FloatField(null=True)
    caveats = ArrayField(element_type="text")
    created_at = fields.DatetimeField()

    class Meta:
        table = "analysis"
        indexes = (
            Index(fields=("feedback_id", "created_at"), name="analysis_history"),
            Index(fields=("created_at",), name="analysis_created_at"),
            *(
                PartialIndex(
                    fields=(column, "feedback_created_at", "feedback_id"),
                    name=f"analysis_{column}",
                    condition={"is_current": True},
                )
                for column in ("sentiment", "topic", "confidence", "method", "prompt_version", "alert_triggered")
            ),
        )
