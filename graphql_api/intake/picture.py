"""Telling pictures by their first bytes: which of the three formats, and how large. Nothing is decoded here."""

import struct
from dataclasses import dataclass
from enum import StrEnum

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
# More segments before the picture begins than any camera writes.
MOST_SEGMENTS = 200
# Start of frame: 0xC0 to 0xCF but for the tables DHT, JPG and DAC (ITU-T T.81, table B.1).
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
SCAN = 0xDA
END = 0xD9


class PictureFormat(StrEnum):
    """The formats that are taken, by the names that the decoder has for them."""

    PNG = "PNG"
    JPEG = "JPEG"
    WEBP = "WEBP"


@dataclass(frozen=True)
class Header:
    """What a picture says of itself. Sizes are in pixels as they are stored, before any turning; None where unclear."""

    format: PictureFormat
    width: int | None = None
    height: int | None = None

    @property
    def pixels(self) -> int:
        """How many there are; 0 where that is unclear."""
        return (self.width or 0) * (self.height or 0)


def read_header(content: bytes) -> Header | None:
    """The header of a PNG, JPEG or WebP; None for anything else, whatever it is called."""
    if content.startswith(PNG):
        return _header(PictureFormat.PNG, _png_size(content))
    if content.startswith(JPEG):
        return _header(PictureFormat.JPEG, _jpeg_size(content))
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _header(PictureFormat.WEBP, _webp_size(content))
    return None


def _header(format_: PictureFormat, size: tuple[int, int] | None) -> Header:
    return Header(format_, *size) if size and all(size) else Header(format_)


def _png_size(content: bytes) -> tuple[int, int] | None:
    """IHDR comes first (W3C PNG, 5.6)."""
    if content[12:16] != b"IHDR" or len(content) < 24:
        return None
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _webp_size(content: bytes) -> tuple[int, int] | None:
    """The first chunk tells, in one of three ways (RFC 9649, 2.7; RFC 6386, 9.1)."""
    chunk, data = content[12:16], content[20:30]
    if len(data) < 10:
        return None
    if chunk == b"VP8X":
        return int.from_bytes(data[4:7], "little") + 1, int.from_bytes(data[7:10], "little") + 1
    if chunk == b"VP8L":
        bits = int.from_bytes(data[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 6)
        return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Hops from segment to segment until a frame starts."""
    at = 2
    for _ in range(MOST_SEGMENTS):
        while content[at : at + 2] == b"\xff\xff":  # fill bytes
            at += 1
        if len(content) < at + 9 or content[at] != 0xFF or content[at + 1] in {SCAN, END}:
            return None
        if content[at + 1] in FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None
