"""Who is logged in, in a browser."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Login(Model):
    """A browser that came with a key and goes on with a cookie, of which only the SHA-256 digest is kept.

    `key_id` is an ApiKey's, or the one that the setting API_KEY has for as long as it is what it is.
    """

    id = fields.UUIDField(primary_key=True)
    digest = fields.BinaryField()
    key_id = fields.UUIDField()
    created_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()

    class Meta:
        table = "login"
        indexes = (Index(fields=("key_id",), name="login_key"),)
