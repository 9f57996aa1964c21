"""Keys by which frontends and admins are known."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class ApiKey(Model):
    """A key, of which only the SHA-256 digest is kept; found by its public prefix."""

    id = fields.UUIDField(primary_key=True)
    name = fields.CharField(max_length=100)
    prefix = fields.CharField(max_length=16, unique=True)
    digest = fields.BinaryField()
    scopes = ArrayField(element_type="text")
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True, description="to the minute")

    class Meta:
        table = "api_key"
