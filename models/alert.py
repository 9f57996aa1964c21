"""What someone should look at, who is told of it, and how the telling went."""

from tortoise import fields
from tortoise.indexes import Index, PartialIndex
from tortoise.models import Model

from models.enums import (
    AlertEvent,
    AlertRule,
    AlertStatus,
    AttemptOutcome,
    Confidence,
    Danger,
    DeliveryStatus,
    NoticeKind,
    Sentiment,
    Severity,
    Topic,
)
from models.feedback import Feedback
from models.vector import VectorField

# Of all-MiniLM-L6-v2.
DIMENSIONS = 384
RULE_LENGTH = 10
SEVERITY_LENGTH = 8
CHANNEL_LENGTH = 40


class Alert(Model):
    """One thing that someone should look at, however many people said it until `window_ends_at`.

    `feedback` is the first that said it: null for silence, and once that feedback is gone. `sentiment`, `topic`,
    `confidence` are that one's. `count` counts feedbacks, `people` their sessions; `told_count` is the count that the
    last notice told of. `severity` is the highest that it has had.
    """

    id = fields.UUIDField(primary_key=True)
    rule = fields.CharEnumField(AlertRule, max_length=RULE_LENGTH, description="what raised it")
    severity = fields.CharEnumField(Severity, max_length=SEVERITY_LENGTH, description="the highest it has had")
    danger = fields.CharEnumField(Danger, max_length=9, null=True, description="what its words mean at worst")
    status = fields.CharEnumField(AlertStatus, max_length=6, description="whether more may join it")
    sentiment = fields.CharEnumField(Sentiment, max_length=8, null=True, description="of the first feedback")
    topic = fields.CharEnumField(Topic, max_length=20, null=True, description="of the first feedback")
    confidence = fields.CharEnumField(Confidence, max_length=6, null=True, description="of the first feedback")
    count = fields.IntField()
    people = fields.IntField()
    told_count = fields.IntField()
    feedback: fields.ForeignKeyNullableRelation[Feedback] = fields.ForeignKeyField(
        "models.Feedback", related_name="first_of_alerts", null=True, on_delete=fields.SET_NULL, db_index=False
    )
    window_ends_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "alert"
        indexes = (
            Index(fields=("created_at", "id"), name="alert_created_at"),
            Index(fields=("severity", "created_at", "id"), name="alert_severity"),
            Index(fields=("rule", "created_at", "id"), name="alert_rule"),
            Index(fields=("status", "created_at", "id"), name="alert_status"),
            Index(fields=("feedback_id",), name="alert_feedback_first"),
            PartialIndex(fields=("rule", "window_ends_at"), name="alert_open", condition={"status": "OPEN"}),
        )


class AlertFeedback(Model):
    """A feedback's place in an alert: at most one for each rule.

    `text_hash` names the normalised text. `embedding` is kept for the first texts of an alert that differ.
    """

    id = fields.BigIntField(primary_key=True)
    alert: fields.ForeignKeyRelation[Alert] = fields.ForeignKeyField(
        "models.Alert", related_name="members", on_delete=fields.CASCADE, db_index=False
    )
    feedback: fields.ForeignKeyRelation[Feedback] = fields.ForeignKeyField(
        "models.Feedback", related_name="alert_places", on_delete=fields.CASCADE, db_index=False
    )
    rule = fields.CharEnumField(AlertRule, max_length=RULE_LENGTH, description="the alert's")
    text_hash = fields.BinaryField()
    embedding = VectorField(dimensions=DIMENSIONS, null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "alert_feedback"
        unique_together = (("feedback", "rule"),)
        indexes = (
            Index(fields=("alert_id",), name="alert_feedback_alert"),
            Index(fields=("text_hash", "alert_id"), name="alert_feedback_text"),
        )


class AlertNotice(Model):
    """Something to tell the team: of an alert, or with a title and a text of its own."""

    id = fields.UUIDField(primary_key=True)
    kind = fields.CharEnumField(NoticeKind, max_length=12, description="what it tells of")
    severity = fields.CharEnumField(Severity, max_length=SEVERITY_LENGTH, description="when it was written")
    alert: fields.ForeignKeyNullableRelation[Alert] = fields.ForeignKeyField(
        "models.Alert", related_name="notices", null=True, on_delete=fields.CASCADE, db_index=False
    )
    count = fields.IntField(null=True)
    title = fields.CharField(max_length=150, null=True)
    text = fields.TextField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "alert_notice"
        indexes = (Index(fields=("alert_id", "created_at"), name="alert_notice_alert"),)


class AlertDelivery(Model):
    """A notice on its way to one channel. While it is PENDING, a job for it lies in the queue.

    Nobody tries before `due_at`, nor while another has it until `leased_until`; from `give_up_at` on it has FAILED.
    `notice_alert_id` and `alert_created_at` repeat what the notice is about, if it is about an alert, so that a list of
    alerts by the status of deliveries walks one index; the database fills them in (models/ddl.py).
    """

    id = fields.UUIDField(primary_key=True)
    notice: fields.ForeignKeyRelation[AlertNotice] = fields.ForeignKeyField(
        "models.AlertNotice", related_name="deliveries", on_delete=fields.CASCADE, db_index=False
    )
    channel = fields.CharField(max_length=CHANNEL_LENGTH)
    status = fields.CharEnumField(DeliveryStatus, max_length=7, description="where it stands")
    failures = fields.IntField()
    due_at = fields.DatetimeField()
    leased_until = fields.DatetimeField(null=True)
    give_up_at = fields.DatetimeField()
    created_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)
    notice_alert_id = fields.UUIDField(null=True)
    alert_created_at = fields.DatetimeField(null=True)

    class Meta:
        table = "alert_delivery"
        unique_together = (("notice", "channel"),)
        indexes = (
            PartialIndex(fields=("channel",), name="alert_delivery_pending", condition={"status": "PENDING"}),
            Index(fields=("status", "alert_created_at", "notice_alert_id"), name="alert_delivery_status"),
        )


class AlertAttempt(Model):
    """One try to deliver, written before it is made. Holds nothing that was sent, and nothing secret."""

    id = fields.BigIntField(primary_key=True)
    delivery: fields.ForeignKeyRelation[AlertDelivery] = fields.ForeignKeyField(
        "models.AlertDelivery", related_name="attempts", on_delete=fields.CASCADE, db_index=False
    )
    outcome = fields.CharEnumField(AttemptOutcome, max_length=15, description="how it ended")
    status_code = fields.IntField(null=True)
    detail = fields.CharField(max_length=200, null=True)
    duration_ms = fields.IntField(null=True)
    started_at = fields.DatetimeField()

    class Meta:
        table = "alert_attempt"
        indexes = (Index(fields=("delivery_id", "id"), name="alert_attempt_delivery"),)


class AlertChannel(Model):
    """How a channel does, as all workers know it. Nobody tries it before `held_until`."""

    name = fields.CharField(max_length=CHANNEL_LENGTH, primary_key=True)
    straight_failures = fields.IntField()
    last_problem = fields.CharField(max_length=200, null=True)
    held_until = fields.DatetimeField(null=True)
    paused_at = fields.DatetimeField(null=True)

    class Meta:
        table = "alert_channel"


class AlertTally(Model):
    """How often something happened, ever. `channel` is empty for what concerns none."""

    id = fields.BigIntField(primary_key=True)
    event = fields.CharEnumField(AlertEvent, max_length=6, description="what happened")
    severity = fields.CharEnumField(Severity, max_length=SEVERITY_LENGTH, description="of the alert or the notice")
    channel = fields.CharField(max_length=CHANNEL_LENGTH)
    count = fields.BigIntField()

    class Meta:
        table = "alert_tally"
        unique_together = (("event", "severity", "channel"),)
