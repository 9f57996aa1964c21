"""What each worker says of its parts, for the servers that answer for all of them."""

from tortoise import fields
from tortoise.models import Model


class PartState(Model):
    """The latest word of one process about one part; words that are old are nobody's any more."""

    id = fields.BigIntField(primary_key=True)
    part = fields.CharField(max_length=50)
    process = fields.CharField(max_length=100)
    state = fields.TextField()
    seen_at = fields.DatetimeField()

    class Meta:
        table = "part_state"
        unique_together = (("part", "process"),)
