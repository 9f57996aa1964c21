"""Colours come out as they were meant, and the profile that told of them does not."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from graphql_api.intake.submission import Annotation
from graphql_api.screenshots.convert import Converted, convert
from models.enums import AnnotationKind
from tests.screenshots.pictures import GREEN, RED, encoded, near, screen
from tests.screenshots.profiles import as_srgb, odd_ink_profile, wide_profile


async def converted(tmp_path: Path, content: bytes, *hidden: Annotation) -> Image.Image:
    (tmp_path / "original").write_bytes(content)
    made = await convert(tmp_path / "original", hidden)
    assert isinstance(made, Converted), made
    image = Image.open(io.BytesIO(made.picture))
    assert "icc_profile" not in image.info
    return image


@pytest.mark.parametrize(
    ("format_", "mode"),
    [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB"), ("WEBP", "RGB"), ("WEBP", "RGBA")],
)
async def test_colours_of_a_wide_screen_come_out_in_srgb(tmp_path: Path, format_: str, mode: str) -> None:
    image = screen(320, 200).quantize(4) if mode == "P" else screen(320, 200, mode)
    content = encoded(image, format_, quality=95, icc_profile=wide_profile())
    shown = (await converted(tmp_path, content)).convert("RGB")
    assert not near(as_srgb(RED), RED, within=12)
    for at, colour in (((20, 20), RED), ((300, 20), GREEN), ((300, 180), (255, 255, 255))):
        assert near(shown.getpixel(at), as_srgb(colour), within=9), at


@pytest.mark.parametrize("format_", ["PNG", "JPEG"])
async def test_a_picture_that_is_made_smaller_keeps_its_colours_and_what_is_hidden_is_black(
    tmp_path: Path, format_: str
) -> None:
    content = encoded(screen(6_000, 4_000), format_, quality=95, icc_profile=wide_profile())
    shown = await converted(tmp_path, content, Annotation(AnnotationKind.REDACT, 100, 100, 400, 400))
    assert shown.size == (3_000, 2_000)
    assert near(shown.convert("RGB").getpixel((1_000, 500)), as_srgb(RED), within=9)
    assert near(shown.convert("RGB").getpixel((150, 150)), (0, 0, 0))


async def test_inks_come_out_as_their_profile_has_them(tmp_path: Path) -> None:
    cyan = Image.new("CMYK", (64, 48), (255, 0, 0, 0))
    plain = (await converted(tmp_path, encoded(cyan, "JPEG", quality=95))).convert("RGB")
    assert near(plain.getpixel((9, 9)), (0, 255, 255), within=40)
    content = encoded(cyan, "JPEG", quality=95, icc_profile=odd_ink_profile())
    shown = (await converted(tmp_path, content)).convert("RGB")
    pixel: Any = shown.getpixel((9, 9))
    assert pixel[1] > max(pixel[0], pixel[2]) + 60


@pytest.mark.parametrize("profile", [b"no profile", wide_profile()[:200], odd_ink_profile(), bytes(5 * 1024 * 1024)])
async def test_a_profile_that_is_wrong_is_dropped_and_the_picture_kept(tmp_path: Path, profile: bytes) -> None:
    shown = await converted(tmp_path, encoded(screen(320, 200), "JPEG", quality=95, icc_profile=profile))
    assert near(shown.convert("RGB").getpixel((20, 20)), RED)
