"""What is kept of cleaning up, exporting and erasing."""

from tortoise import fields
from tortoise.indexes import Index, PartialIndex
from tortoise.models import Model

from models.enums import ExportFormat, ExportStatus


class CleanupRun(Model):
    """One cleanup, from its first batch to its last. One that was cut short has no `finished_at`, and is continued.

    Its counts grow in the transactions that delete, so they are exact whenever it is cut short.
    """

    id = fields.UUIDField(primary_key=True)
    cutoff = fields.DatetimeField()
    retention_days = fields.IntField()
    actor = fields.CharField(max_length=100)
    submissions_deleted = fields.IntField()
    screenshots_deleted = fields.IntField()
    archive_parts = fields.IntField()
    started_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "cleanup_run"
        indexes = (Index(fields=("started_at", "id"), name="cleanup_run_started_at"),)


class Export(Model):
    """A file of feedback that someone asked for. Deleting the row has its object deleted too (models/ddl.py).

    `criteria` says which feedback is meant, as it was when asked for. `row_count` and `size_bytes` are of the file.
    """

    id = fields.UUIDField(primary_key=True)
    format = fields.CharEnumField(ExportFormat, max_length=5, description="how the file is written")
    status = fields.CharEnumField(ExportStatus, max_length=7, description="where it stands")
    criteria = fields.JSONField[dict[str, object]]()
    object_key = fields.CharField(max_length=200)
    row_count = fields.IntField(null=True)
    size_bytes = fields.BigIntField(null=True)
    created_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "export"
        indexes = (
            Index(fields=("created_at", "id"), name="export_created_at"),
            PartialIndex(fields=("created_at",), name="export_pending", condition={"status": "PENDING"}),
        )


class ErasedSession(Model):
    """A session that was erased, by a keyed hash of its id: what it sent until then never comes back."""

    digest = fields.BinaryField(primary_key=True)
    erased_at = fields.DatetimeField()

    class Meta:
        table = "erased_session"


class Tombstone(Model):
    """The key of a submission that was erased: nothing is ever stored under it again. Holds nobody's name or words."""

    submission_key = fields.UUIDField(primary_key=True)
    erased_at = fields.DatetimeField()

    class Meta:
        table = "tombstone"
