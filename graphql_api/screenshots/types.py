"""Screenshots as GraphQL shows them."""

import asyncpg
import strawberry

from graphql_api.context import ContextInfo
from graphql_api.screenshots.store import from_json
from models import enums


@strawberry.type(description="A rectangle that was marked in a screenshot, in pixels of the stored picture.")
class Annotation:
    kind: enums.AnnotationKind = strawberry.field(description="What it is for. A REDACT is black in the picture.")
    x: int = strawberry.field(description="Pixels from the left edge.")
    y: int = strawberry.field(description="Pixels from the top edge.")
    width: int = strawberry.field(description="In pixels.")
    height: int = strawberry.field(description="In pixels.")
    note: str | None = strawberry.field(description="What was said of it; null if nothing was.")


@strawberry.type(description="The picture that came with a feedback: made anew as WebP, without metadata.")
class Screenshot:
    row: strawberry.Private[asyncpg.Record]
    status: enums.ScreenshotStatus = strawberry.field(description="Where it stands.")
    reason: str | None = strawberry.field(
        description="Why it was REJECTED, or has FAILED for now, as a code: NOT_A_PICTURE, TOO_MANY_PIXELS, TRUNCATED, "
        "DAMAGED, ANIMATED, TRAILING_DATA, TOO_COSTLY, ANNOTATION_OUTSIDE; STORAGE_UNAVAILABLE, CONVERTER_FAILED, "
        "ORIGINAL_MISSING; DELETED where an import found the picture gone. Null otherwise. More may be added."
    )
    width: int | None = strawberry.field(description="In pixels; null unless STORED.")
    height: int | None = strawberry.field(description="In pixels; null unless STORED.")
    size_bytes: int | None = strawberry.field(description="Of the stored picture; null unless STORED.")

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> "Screenshot":
        """A row of the table `screenshot` as GraphQL shows it."""
        return cls(
            row=row,
            status=enums.ScreenshotStatus(row["status"]),
            reason=row["reason"],
            width=row["width"],
            height=row["height"],
            size_bytes=row["size_bytes"],
        )

    @strawberry.field(
        description="Where the picture is, for five minutes from now; null unless STORED. For callers with the scope "
        "READ."
    )
    def url(self, info: ContextInfo) -> str | None:
        return self._link(info, "picture")

    @strawberry.field(
        description="Where it is in small, at most 480 pixels wide and high, for five minutes from now; null unless "
        "STORED. For callers with the scope READ."
    )
    def thumbnail_url(self, info: ContextInfo) -> str | None:
        return self._link(info, "thumbnail")

    @strawberry.field(description="What was marked in it, in the order given.")
    def annotations(self) -> list[Annotation]:
        return [Annotation(**vars(each)) for each in from_json(self.row["annotations"])]

    def _link(self, info: ContextInfo, variant: str) -> str | None:
        info.context.need(enums.Scope.READ)
        if self.status is not enums.ScreenshotStatus.STORED:
            return None
        return info.context.link(f"/screenshots/{self.row['feedback_id']}", variant=variant)
