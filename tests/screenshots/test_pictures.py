"""A screenshot that is sent comes back as a safe picture, whatever the storage."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from tests.screenshots.pictures import (
    BLACK,
    BLUE,
    GREEN,
    RED,
    base64,
    encoded,
    near,
    png_chunk,
    screen,
)

ANNOTATIONS = [
    {"kind": "HIGHLIGHT", "x": 10, "y": 20, "width": 300, "height": 40, "note": "here, mail a.berg@example.org"},
    {"kind": "REDACT", "x": 1000, "y": 100, "width": 333, "height": 77, "note": None},
]


async def fetched(gallery: Any, url: str) -> tuple[Image.Image, bytes]:
    async with gallery.service.session.get(url) as response:
        assert (response.status, response.headers["Content-Type"]) == (200, "image/webp")
        content = await response.read()
    image = Image.open(io.BytesIO(content))
    image.load()
    return image, content


async def test_a_full_screen_comes_back_as_webp_without_what_was_redacted(
    open_gallery: Callable[..., Any], storage_url: str
) -> None:
    secret_text = png_chunk(b"tEXt", b"Comment\0taken at home")
    png = encoded(screen(), "PNG")
    png = png[:33] + secret_text + png[33:]
    async with open_gallery(storage_url=storage_url) as gallery, gallery.working():
        receipt = await gallery.send("data:image/png;base64," + base64(png), ANNOTATIONS)
        assert receipt["status"] == "SAVED"
        shown = await gallery.settled(receipt["id"])
        picture, content = await fetched(gallery, shown["url"])
        thumbnail, _ = await fetched(gallery, shown["thumbnailUrl"])
        assert (await gallery.originals.usage()).count == 0
    assert (shown["status"], shown["reason"]) == ("STORED", None)
    assert (shown["width"], shown["height"], shown["sizeBytes"]) == (1920, 1080, len(content))
    assert shown["annotations"] == [ANNOTATIONS[0] | {"note": "here, mail [email]"}, ANNOTATIONS[1]]
    assert (picture.format, picture.size, thumbnail.size) == ("WEBP", (1920, 1080), (480, 270))
    assert not {"exif", "icc_profile", "xmp"} & picture.info.keys()
    assert b"taken at home" not in content
    for at, colour in (((5, 5), RED), ((1900, 5), GREEN), ((5, 1070), BLUE), ((990, 130), GREEN)):
        assert near(picture.getpixel(at), colour), at
    # The colour beside the area reaches two pixels into it; nothing that was in it is left.
    hidden = picture.crop((1002, 102, 1331, 175))
    assert all(near(pixel, BLACK) for _, pixel in hidden.getcolors(1_000_000) or ())
    assert near(thumbnail.getpixel((1166 // 4, 138 // 4)), BLACK)


@pytest.mark.parametrize("format_", ["JPEG", "WEBP"])
async def test_jpeg_and_webp_come_back_as_well(gallery: Any, format_: str) -> None:
    async with gallery.working():
        receipt = await gallery.send(base64(encoded(screen(640, 480), format_, quality=95)))
        shown = await gallery.settled(receipt["id"])
        picture, _ = await fetched(gallery, shown["url"])
    assert (shown["status"], picture.size) == ("STORED", (640, 480))
    assert near(picture.getpixel((3, 3)), RED)
