"""The program that makes a safe picture of one that somebody sent, in a process that can do nothing else.

Reads the original from stdin and what to do from its argument, and writes one line of JSON to stdout: either why not,
or the sizes of picture and thumbnail, which follow as WebP. Whatever goes wrong, the process that started it goes on.
"""

import io
import json
import resource
import struct
import sys
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

# All that Pillow would load when it is needed, for nothing can be opened by then.
from PIL import Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from graphql_api.screenshots.colours import Colours, colours_of
from graphql_api.screenshots.forms import CHECKS, Refused, cuttable_png

LOADED = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
Image.preinit()

# libwebp takes no side that is longer.
MOST_SIDE = 16_383
QUALITY = 90
THUMBNAIL_SIDE = 480
BLACK = (0, 0, 0)
ORIENTATION = 0x0112
# A JPEG that is reduced while it is decoded mixes what lies in one block, of 16 pixels where colour is halved.
JPEG_BLOCK = 16
STRIP_PIXELS = 1_000_000


@dataclass(frozen=True)
class Order:
    """What to do: limits, and the areas (x, y, width, height) in pixels of the upright picture.

    All `areas` must lie in it; nobody may see what is under those `redacted`.
    """

    format: str
    most_pixels: int
    most_webp_pixels: int
    most_kept_pixels: int
    memory_bytes: int
    cpu_seconds: int
    areas: list[list[int]]
    redacted: list[list[int]]


def main() -> None:
    """Make one picture and end."""
    order = Order(**json.loads(sys.argv[1]))
    give_everything_up(order)
    content = sys.stdin.buffer.read()
    try:
        head, pieces = convert(content, order)
    except Refused as refused:
        head, pieces = {"refusal": refused.reason}, []
    except MemoryError:
        head, pieces = {"refusal": "TOO_COSTLY"}, []
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def give_everything_up(order: Order) -> None:
    """Bound memory and time, and give up opening files and sockets, writing files, and starting processes."""
    limits = {
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": order.cpu_seconds,
        "RLIMIT_DATA": order.memory_bytes,
        "RLIMIT_AS": order.memory_bytes + 512 * 1024 * 1024,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NPROC": 0,
        "RLIMIT_NOFILE": 0,
    }
    for name, most in limits.items():
        number = getattr(resource, name, None)
        if number is not None:
            _, hard = resource.getrlimit(number)
            allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(number, (allowed, allowed))


def convert(content: bytes, order: Order) -> tuple[dict[str, Any], list[bytes]]:
    """The head and the bytes that go out. Raises Refused, MemoryError."""
    content = CHECKS[order.format](content)
    image = _open(content, order)
    orientation = _orientation(image)
    is_turned = orientation in {5, 6, 7, 8}
    width, height = image.size[::-1] if is_turned else image.size
    if any(area[0] + area[2] > width or area[1] + area[3] > height for area in order.areas):
        raise Refused("ANNOTATION_OUTSIDE")
    step = _step(image.size, order.most_kept_pixels)
    margin = 0 if step == 1 else max(step, JPEG_BLOCK if order.format == "JPEG" else 0)
    colours = colours_of(image)
    image = _loaded(image, content, step, colours)
    if colours is not None:
        colours.turn(image)
    image.getexif()[ORIENTATION] = orientation
    image = ImageOps.exif_transpose(image)
    for area in order.redacted:
        image.paste(BLACK, _box(area, margin, step, image.size))
    picture = None
    while picture is None:
        try:
            picture = _webp(image)
        except MemoryError:
            # What the encoder needs depends on how much there is to see: half the size always fits.
            step *= 2
            image = image.reduce(2)
    head = {"width": image.width, "height": image.height, "step": step}
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    thumbnail = _webp(image)
    return head | {"picture": len(picture), "thumbnail": len(thumbnail)}, [picture, thumbnail]


@contextmanager
def _refusing() -> Iterator[None]:
    """Give what the library makes of a bad picture the name of a refusal."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("TOO_MANY_PIXELS") from None
    except OSError as error:
        raise Refused("TRUNCATED" if "truncated" in str(error) else "DAMAGED") from None
    except (SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, struct.error, zlib.error, Warning):
        raise Refused("DAMAGED") from None


def _open(content: bytes, order: Order) -> Image.Image:
    """The picture with its size and metadata read. Only a WebP takes memory for its pixels as early as that."""
    Image.MAX_IMAGE_PIXELS = order.most_webp_pixels if order.format == "WEBP" else order.most_pixels
    with _refusing():
        image = Image.open(io.BytesIO(content), formats=[order.format])
    pixels = image.width * image.height
    if pixels > order.most_pixels:
        raise Refused("TOO_MANY_PIXELS")
    # A progressive JPEG is all there before its first pixel is: two bytes for each of three channels.
    if "progressive" in image.info and pixels * 6 > order.memory_bytes:
        raise Refused("TOO_COSTLY")
    return image


def _orientation(image: Image.Image) -> int:
    """Which way is up, 1 to 8 as Exif has it; 1 where the picture does not say."""
    with _refusing():
        # Not the library's `getexif`: that decodes a whole PNG to be sure that it has none.
        exif = Image.Exif()
        exif.load(image.info.get("exif", b""))
        orientation = exif.get(ORIENTATION)
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1


def _step(size: tuple[int, int], most_pixels: int) -> int:
    """By what power of two both sides are divided, so that no picture is too large to be kept."""
    step = 1
    while size[0] * size[1] > most_pixels * step**2 or max(size) > MOST_SIDE * step:
        step *= 2
    return step


def _loaded(image: Image.Image, content: bytes, step: int, colours: Colours | None) -> Image.Image:
    """The pixels, reduced while they are read where need be, so that they are never all there."""
    has_alpha = image.has_transparency_data
    with _refusing():
        if step == 1:
            image.load()
            return _plain(image, has_alpha, colours)
        size = image.size
        small = Image.new("RGBA" if has_alpha else "RGB", (-(-size[0] // step), -(-size[1] // step)))
        if image.format in {"JPEG", "MPO"}:
            image.draft(None, (max(1, size[0] // step), max(1, size[1] // step)))
            step = max(1, step // round(size[0] / image.width))
        top = 0
        for strip in _strips(image, content, step):
            reduced = _plain(strip, has_alpha, colours).reduce(step)
            small.paste(reduced, (0, top))
            top += reduced.height
        return small


def _strips(image: Image.Image, content: bytes, step: int) -> Iterator[Image.Image]:
    """The picture from top to bottom, in strips as high as some multiple of `step`."""
    rows = max(1, STRIP_PIXELS // image.width // step) * step
    png = cuttable_png(content) if image.format == "PNG" else None
    if png is None:
        image.load()
        for top in range(0, image.height, rows):
            yield image.crop((0, top, image.width, min(top + rows, image.height)))
        return
    above = png.nothing_above
    for strip in png.strips(rows):
        piece = Image.open(io.BytesIO(png.png(above, strip)), formats=["PNG"])
        above = piece.crop((0, piece.height - 1, piece.width, piece.height)).tobytes()
        yield piece.crop((0, 1, piece.width, piece.height))


def _plain(image: Image.Image, has_alpha: bool, colours: Colours | None) -> Image.Image:
    """Eight bits a channel, RGB, with alpha where something may show through; nothing but pixels."""
    if colours is not None:
        image = colours.from_inks(image)
    if image.mode.startswith("I"):
        # 16 bits of grey.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    mode = "RGBA" if has_alpha else "RGB"
    image = image if image.mode == mode else image.convert(mode)
    image.info = {}
    image.getexif().clear()
    return image


def _box(area: list[int], margin: int, step: int, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Where an area lies in the picture as it is kept: all pixels that anything of it went into.

    `margin` is how far it may reach beyond itself: the squares that pixels were made of need not begin where it does.
    """
    x, y, width, height = area
    left, top = (max(0, begin - margin) // step for begin in (x, y))
    right, bottom = (-(-(end + margin) // step) for end in (x + width, y + height))
    return left, top, min(right, size[0]), min(bottom, size[1])


def _webp(image: Image.Image) -> bytes:
    written = io.BytesIO()
    try:
        image.save(written, "WEBP", quality=QUALITY, method=2, exif=b"", icc_profile=b"", xmp=b"")
    except ValueError:
        # The encoder says no more; with plain pixels of a fit size, memory is all that it can lack.
        raise MemoryError from None
    return written.getvalue()


if __name__ == "__main__":
    main()
