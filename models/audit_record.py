"""Who did what, for those who have to answer for it."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.indexes import Index
from tortoise.models import Model

from models.enums import AuditOutcome


class AuditRecord(Model):
    """One thing that someone did or was refused. Holds ids and counts, never people's words.

    `key_id` is null where no key was known: a refused login, the schedule, the command line; `actor` names them all.
    """

    id = fields.UUIDField(primary_key=True)
    created_at = fields.DatetimeField()
    key_id = fields.UUIDField(null=True)
    actor = fields.CharField(max_length=100)
    operation = fields.CharField(max_length=100)
    subjects = ArrayField(element_type="text")
    details = fields.JSONField[dict[str, object]]()
    outcome = fields.CharEnumField(AuditOutcome, max_length=8, description="whether it was done")

    class Meta:
        table = "audit_record"
        indexes = (
            Index(fields=("created_at", "id"), name="audit_record_created_at"),
            Index(fields=("operation", "created_at", "id"), name="audit_record_operation"),
            Index(fields=("key_id", "created_at", "id"), name="audit_record_key"),
        )
