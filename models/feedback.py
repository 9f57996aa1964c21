"""What a person said, as it was accepted: redacted, checked, and never changed but by triage."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField, TSVectorField
from tortoise.indexes import Index
from tortoise.models import Model

from models.enums import FeedbackCategory
from models.session import Session


class Feedback(Model):
    """One accepted submission.

    `id` is a keyed hash (graphql_api/intake/identity.py), so a try that reached the spool and one that
    reached the database agree on it. `body_hash` tells a resend from another body under the same key.
    `redactions` counts what was taken out, by kind; `search_vector` holds the words of message and answer.
    The database adds `size_bytes`, how much was said and sent along, and an index of words and tags (models/ddl.py).
    """

    id = fields.UUIDField(primary_key=True)
    submission_key = fields.UUIDField(unique=True)
    body_hash = fields.BinaryField()
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "models.Session", related_name="feedback", on_delete=fields.RESTRICT, db_index=False
    )
    category = fields.CharEnumField(FeedbackCategory, max_length=20, description="as the person chose it")
    message = fields.TextField(null=True)
    tags = ArrayField(element_type="text")
    page = fields.JSONField[dict[str, str] | None](null=True)
    api_state = fields.JSONField[dict[str, object] | None](null=True)
    occurred_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    redactions = fields.JSONField[dict[str, int]]()
    is_read = fields.BooleanField(default=False)
    is_archived = fields.BooleanField(default=False)
    admin_notes = fields.TextField(null=True)
    search_vector = TSVectorField()

    class Meta:
        table = "feedback"
        indexes = (
            Index(fields=("created_at", "id"), name="feedback_created_at"),
            Index(fields=("category", "created_at", "id"), name="feedback_category"),
            Index(fields=("session_id", "created_at", "id"), name="feedback_session"),
            Index(fields=("is_archived", "created_at", "id"), name="feedback_is_archived"),
            Index(fields=("is_read", "created_at", "id"), name="feedback_is_read"),
        )
