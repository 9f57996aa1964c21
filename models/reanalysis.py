"""An admin's wish to have feedback read again, and how far it has come."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.indexes import Index
from tortoise.models import Model


class Reanalysis(Model):
    """One wish. Either `ids` or `criteria` says which feedback is meant; only what was there when it was asked for.

    `place` is where the next batch begins: how many of the ids are done, or a cursor of the list.
    """

    id = fields.UUIDField(primary_key=True)
    ids = ArrayField(element_type="uuid", null=True)
    criteria = fields.JSONField[dict[str, object] | None](null=True)
    requested = fields.IntField()
    done = fields.IntField()
    unread = fields.IntField()
    place = fields.CharField(max_length=200, null=True)
    created_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "reanalysis"
        indexes = (Index(fields=("created_at", "id"), name="reanalysis_created_at"),)
