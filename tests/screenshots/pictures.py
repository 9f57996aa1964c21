"""Pictures to send, good and bad, made here so that each test says what is in them."""

import io
import struct
import zlib
from base64 import b64encode
from typing import Any

from PIL import Image

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 60), (40, 60, 200)
BLACK = (0, 0, 0)
PNG_END = b"\0\0\0\0IEND\xaeB`\x82"


def screen(width: int = 1920, height: int = 1080, mode: str = "RGB") -> Image.Image:
    """A picture in four colours: red left above, green right above, blue left below, white right below."""
    image = Image.new("RGB", (width, height), "white")
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    return image.convert(mode)


def encoded(image: Image.Image, format_: str = "PNG", **options: Any) -> bytes:
    """The picture as a file."""
    written = io.BytesIO()
    image.save(written, format_, **options)
    return written.getvalue()


def base64(content: bytes) -> str:
    """As clients send it."""
    return b64encode(content).decode()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_claiming(width: int, height: int, *, rows: bytes = b"") -> bytes:
    """A PNG that says it is so large, with whatever rows."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = png_chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + data + PNG_END


def animated(format_: str) -> bytes:
    """Two pictures that take turns."""
    first, second = screen(64, 48), Image.new("RGB", (64, 48), RED)
    return encoded(first, format_, save_all=True, append_images=[second], duration=100)


def with_exif(image: Image.Image, *, orientation: int) -> bytes:
    """A JPEG as a telephone makes it: turned, and telling where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Somebody's telephone"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return encoded(image, "JPEG", quality=95, exif=exif.tobytes(), comment=b"call me")


def near(pixel: Any, colour: tuple[int, int, int], within: int = 24) -> bool:
    """Whether a pixel has the colour, but for what encoding takes from it."""
    return all(abs(one - other) <= within for one, other in zip(pixel[:3], colour, strict=True))
