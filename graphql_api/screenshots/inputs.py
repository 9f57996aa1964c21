"""Screenshots as clients hand them in."""

import strawberry

from graphql_api.intake.screenshot import AnnotationDraft, ScreenshotDraft
from models.enums import AnnotationKind


@strawberry.input(
    description="A rectangle in a screenshot, in pixels of the picture as it is shown, upright. It must lie in it."
)
class AnnotationInput:
    kind: AnnotationKind = strawberry.field(description="What the rectangle is for.")
    x: int = strawberry.field(description="Pixels from the left edge.")
    y: int = strawberry.field(description="Pixels from the top edge.")
    width: int = strawberry.field(description="In pixels, 1 or more.")
    height: int = strawberry.field(description="In pixels, 1 or more.")
    note: str | None = strawberry.field(default=None, description="What is to be said of it; at most 500 characters.")


@strawberry.input(
    description="A picture. What cannot be shown safely is not kept, and its screenshot says why; the feedback is kept."
)
class ScreenshotInput:
    data: str = strawberry.field(
        description="A PNG, JPEG or WebP of at most 40 megapixels and, unless the operator says otherwise, 5 MiB: as "
        "base64 without line breaks, or a `data:` URL of it. What it is called does not matter."
    )
    annotations: list[AnnotationInput] | None = strawberry.field(
        default=None, description="What was marked in it; at most 50."
    )

    def draft(self) -> ScreenshotDraft:
        """As the intake takes it."""
        return ScreenshotDraft(self.data, [AnnotationDraft(**vars(each)) for each in self.annotations or ()])
