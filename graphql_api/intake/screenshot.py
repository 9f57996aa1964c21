"""The rules of a screenshot: a broken form is refused with all else that is broken; no picture is only not kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import pybase64

from graphql_api.intake.checks import Checks
from graphql_api.intake.picture import Header, read_header
from graphql_api.intake.submission import Annotation, Screenshot
from models.enums import AnnotationKind

MOST_PIXELS = 40_000_000
MOST_ANNOTATIONS = 50
MOST_COORDINATE = 100_000
NOTE_LENGTH = 500

DATA_URL = re.compile(r"data:[^,]{0,200};base64,", re.IGNORECASE)
PATH = ("screenshot", "data")


class Refusal(StrEnum):
    """Why a screenshot is not kept, while its feedback is."""

    NOT_A_PICTURE = "NOT_A_PICTURE"
    TOO_MANY_PIXELS = "TOO_MANY_PIXELS"
    TRUNCATED = "TRUNCATED"
    DAMAGED = "DAMAGED"
    ANIMATED = "ANIMATED"
    TRAILING_DATA = "TRAILING_DATA"
    TOO_COSTLY = "TOO_COSTLY"
    ANNOTATION_OUTSIDE = "ANNOTATION_OUTSIDE"


@dataclass(frozen=True)
class AnnotationDraft:
    """As `Annotation`, unchecked."""

    kind: AnnotationKind
    x: int
    y: int
    width: int
    height: int
    note: str | None = None


@dataclass(frozen=True)
class ScreenshotDraft:
    """A screenshot as it was handed in: base64 or a `data:` URL of it, and what was marked in it."""

    data: str = field(repr=False)
    annotations: Sequence[AnnotationDraft] = ()


def read_screenshot(checks: Checks, draft: ScreenshotDraft, *, most_bytes: int) -> Screenshot | None:
    """The screenshot, of at most `most_bytes`; None where its form breaks rules, all of which are noted.

    Costs about 0.5 ms a mebibyte. What is no picture at all, or one of too many pixels, has that as its `refusal`.
    """
    content = _decode(checks, draft.data, most_bytes)
    header = read_header(content) if content else None
    annotations = _annotations(checks, draft.annotations, header)
    if not content:
        return None
    refusal = None
    if header is None:
        refusal = Refusal.NOT_A_PICTURE
    elif header.pixels > MOST_PIXELS:
        refusal = Refusal.TOO_MANY_PIXELS
    return Screenshot(content, annotations, refusal)


def _decode(checks: Checks, data: str, most_bytes: int) -> bytes | None:
    prefix = DATA_URL.match(data)
    begin = prefix.end() if prefix else 0
    size = (len(data) - begin) // 4 * 3 - data.endswith("=") - data.endswith("==")
    if size > most_bytes:
        checks.breaks(PATH, "TOO_LARGE", f"Must be at most {most_bytes:,} bytes.")
        return None
    try:
        content = pybase64.b64decode(data[begin:] if begin else data, validate=True)
    except ValueError:
        checks.breaks(PATH, "NOT_BASE64", "Must be base64 without line breaks, or a data: URL of it.")
        return None
    if not content:
        checks.breaks(PATH, "REQUIRED", "Must not be empty.")
    return content


def _annotations(checks: Checks, drafts: Sequence[AnnotationDraft], header: Header | None) -> tuple[Annotation, ...]:
    path = ("screenshot", "annotations")
    if len(drafts) > MOST_ANNOTATIONS:
        checks.breaks(path, "TOO_MANY", f"Must hold at most {MOST_ANNOTATIONS} annotations.")
        return ()
    return tuple(_annotation(checks, (*path, str(place)), draft, header) for place, draft in enumerate(drafts))


def _annotation(checks: Checks, path: tuple[str, ...], draft: AnnotationDraft, header: Header | None) -> Annotation:
    annotation = Annotation(
        kind=draft.kind,
        x=checks.number((*path, "x"), draft.x, most=MOST_COORDINATE) or 0,
        y=checks.number((*path, "y"), draft.y, most=MOST_COORDINATE) or 0,
        width=checks.number((*path, "width"), draft.width, most=MOST_COORDINATE) or 0,
        height=checks.number((*path, "height"), draft.height, most=MOST_COORDINATE) or 0,
        note=checks.text((*path, "note"), draft.note, most=NOTE_LENGTH),
    )
    for name in ("width", "height"):
        if getattr(draft, name) == 0:
            checks.breaks((*path, name), "OUT_OF_RANGE", "Must be at least 1.")
    if header and header.pixels and not _may_hold(header, annotation):
        checks.breaks(path, "OUT_OF_RANGE", "Must lie within the picture, in its pixels.")
    return annotation


def _may_hold(header: Header, annotation: Annotation) -> bool:
    """Whether the area lies in the picture, upright or turned by a quarter, which its header alone does not tell."""
    right, bottom = annotation.x + annotation.width, annotation.y + annotation.height
    width, height = header.width or 0, header.height or 0
    return (right <= width and bottom <= height) or (right <= height and bottom <= width)
