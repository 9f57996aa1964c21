"""Screenshots as GraphQL shows them."""

from collections.abc import Callable

import asyncpg
import strawberry

from graphql_api.columns import at_once, column
from graphql_api.context import Context, ContextInfo
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
    status: enums.ScreenshotStatus = column("status", "Where it stands.")
    reason: str | None = column(
        "reason",
        "Why it was REJECTED, or has FAILED for now, as a code: NOT_A_PICTURE, TOO_MANY_PIXELS, TRUNCATED, "
        "DAMAGED, ANIMATED, TRAILING_DATA, TOO_COSTLY, ANNOTATION_OUTSIDE; STORAGE_UNAVAILABLE, CONVERTER_FAILED, "
        "ORIGINAL_MISSING; DELETED where an import found the picture gone. Null otherwise. More may be added.",
    )
    width: int | None = column("width", "In pixels; null unless STORED.")
    height: int | None = column("height", "In pixels; null unless STORED.")
    size_bytes: int | None = column("size_bytes", "Of the stored picture; null unless STORED.")

    @strawberry.field(
        description="Where the picture is, for five minutes from now; null unless STORED. For callers with the scope "
        "READ."
    )
    @at_once(lambda context: _links(context, "picture"))
    def url(self, info: ContextInfo) -> str | None:
        return _links(info.context, "picture")(self)

    @strawberry.field(
        description="Where it is in small, at most 480 pixels wide and high, for five minutes from now; null unless "
        "STORED. For callers with the scope READ."
    )
    @at_once(lambda context: _links(context, "thumbnail"))
    def thumbnail_url(self, info: ContextInfo) -> str | None:
        return _links(info.context, "thumbnail")(self)

    @strawberry.field(description="What was marked in it, in the order given.")
    def annotations(self) -> list[Annotation]:
        return [Annotation(**vars(each)) for each in from_json(self.row["annotations"])]


def _links(context: Context, variant: str) -> Callable[[Screenshot], str | None]:
    """What gives the signed links to pictures. Raises as `Context.need`."""
    context.need(enums.Scope.READ)

    def link(screenshot: Screenshot) -> str | None:
        if screenshot.row["status"] != enums.ScreenshotStatus.STORED:
            return None
        return context.link(f"/screenshots/{screenshot.row['feedback_id']}", variant=variant)

    return link
