"""The picture that came with a feedback, and objects of the storage that are to be deleted."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.enums import ScreenshotStatus
from models.feedback import Feedback


class Screenshot(Model):
    """A feedback's picture: at most one. Deleting the row has its objects deleted too (models/ddl.py).

    `original` names the file with the bytes as they were sent, while they are needed. `annotations` holds
    [{"kind": …, "x": …, "y": …, "width": …, "height": …, "note": …}] in pixels of the picture as it is shown. `sha256`,
    `size_bytes`, `width` and `height` are of the stored picture, under `picture_key`. `attempts` counts failures.
    `feedback_created_at` repeats the feedback's so that a list of feedback with pictures walks one index.
    """

    feedback: fields.OneToOneRelation[Feedback] = fields.OneToOneField(
        "models.Feedback", related_name="screenshot", primary_key=True, on_delete=fields.CASCADE
    )
    feedback_created_at = fields.DatetimeField()
    status = fields.CharEnumField(ScreenshotStatus, max_length=8, description="where it stands")
    reason = fields.CharField(max_length=50, null=True)
    original = fields.CharField(max_length=32, null=True)
    annotations = fields.JSONField[list[dict[str, object]]]()
    attempts = fields.IntField()
    picture_key = fields.CharField(max_length=200, null=True)
    thumbnail_key = fields.CharField(max_length=200, null=True)
    sha256 = fields.BinaryField(null=True)
    size_bytes = fields.IntField(null=True)
    width = fields.IntField(null=True)
    height = fields.IntField(null=True)

    class Meta:
        table = "screenshot"
        indexes = (Index(fields=("feedback_created_at", "feedback_id"), name="screenshot_created_at"),)


class ObjectDeletion(Model):
    """An object that nothing needs any more, until it is gone: born in the transaction that stopped needing it.

    `is_original` tells a file of the data folder, by its name, from an object of the storage, by its key.
    """

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=200)
    is_original = fields.BooleanField()
    asked_at = fields.DatetimeField()

    class Meta:
        table = "object_deletion"
