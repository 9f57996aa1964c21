"""Who did what to a feedback, and when."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.enums import TriageAction
from models.feedback import Feedback


class TriageChange(Model):
    """One change by the team. What changed nothing leaves nothing.

    `key_id` names the API key; `key_name` is what it was called then. `notes` are the new ones, null where there are
    none any more and for all other actions.
    """

    id = fields.BigIntField(primary_key=True)
    feedback: fields.ForeignKeyRelation[Feedback] = fields.ForeignKeyField(
        "models.Feedback", related_name="triage_changes", on_delete=fields.CASCADE, db_index=False
    )
    action = fields.CharEnumField(TriageAction, max_length=12, description="what was done")
    notes = fields.TextField(null=True)
    key_id = fields.UUIDField()
    key_name = fields.CharField(max_length=200)
    created_at = fields.DatetimeField()

    class Meta:
        table = "triage_change"
        indexes = (Index(fields=("feedback_id", "id"), name="triage_change_feedback"),)
