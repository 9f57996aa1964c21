"""When each kind of upkeep was last done."""

from tortoise import fields
from tortoise.models import Model

from models.enums import UpkeepKind


class Upkeep(Model):
    """One row a kind: the last time it was done and went well. `detail` holds names and counts, for people."""

    kind = fields.CharEnumField(UpkeepKind, max_length=20, primary_key=True, description="what was done")
    done_at = fields.DatetimeField()
    detail = fields.JSONField[dict[str, object]]()

    class Meta:
        table = "upkeep"
