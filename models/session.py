"""A visitor's session: everything that one browser or app sent under one id."""

from tortoise import fields
from tortoise.models import Model


class Session(Model):
    """One row per `sessionId` that ever sent something; kept exact by the transaction that stores feedback."""

    id = fields.CharField(max_length=200, primary_key=True)
    first_seen_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()
    feedback_count = fields.IntField()

    class Meta:
        table = "session"
