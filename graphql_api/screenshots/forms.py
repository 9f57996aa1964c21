"""The forms of the three formats, as far as they must be right before a decoder reads them."""

import struct
import zlib
from collections.abc import Iterable, Iterator

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What a PNG is made of; all other chunks are left out before anything reads them. eXIf says which way is up,
# iCCP what the colours mean.
PNG_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"eXIf", b"iCCP"})
# Bytes a pixel, by colour type, of a PNG with eight bits a channel (W3C PNG, 11.2.1).
PNG_PIXEL_BYTES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# As the library has it; beyond it takes the picture for a bomb.
MOST_PROFILE_BYTES = 1024 * 1024
INFLATE_BYTES = 256 * 1024
ARCHIVES = (b"PK\x05\x06", b"%PDF-", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")


class Refused(Exception):  # noqa: N818 - it is named for what the caller reads
    """No picture will be made of it; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_png(content: bytes) -> bytes:
    """The PNG with the chunks that make the picture, and no others. Raises Refused."""
    kept = [PNG_SIGNATURE]
    at, kind = len(PNG_SIGNATURE), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, at) if at + 12 <= len(content) else (len(content), b"")
        end = at + 12 + length
        if end > len(content):
            raise Refused("TRUNCATED")
        if kind == b"acTL":
            raise Refused("ANIMATED")
        if kind in PNG_CHUNKS:
            if zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end], "big"):
                raise Refused("DAMAGED")
            if kind != b"iCCP" or _is_small_profile(content[at + 8 : end - 4]):
                kept.append(content[at:end])
        at = end
    if at != len(content):
        raise Refused("TRAILING_DATA")
    return b"".join(kept)


def _is_small_profile(chunk: bytes) -> bool:
    """Whether a chunk iCCP unfolds to no more than the decoder takes. One that does not is no reason to refuse."""
    _, _, rest = chunk.partition(b"\0")
    try:
        return len(zlib.decompressobj().decompress(rest[1:], MOST_PROFILE_BYTES + 1)) <= MOST_PROFILE_BYTES
    except zlib.error:
        return False


def check_webp(content: bytes) -> bytes:
    """The WebP as it is (RFC 9649). Raises Refused."""
    end = 8 + int.from_bytes(content[4:8], "little")
    if end != len(content):
        raise Refused("TRUNCATED" if end > len(content) else "TRAILING_DATA")
    at = 12
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", content, at)
        if kind in {b"ANIM", b"ANMF"}:
            raise Refused("ANIMATED")
        at += 8 + length + length % 2
    return content


def check_jpeg(content: bytes) -> bytes:
    """The JPEG up to its end. Cameras put more pictures behind it, which go; an archive there is refused."""
    end = _jpeg_end(content)
    if any(mark in content[end:] for mark in ARCHIVES):
        raise Refused("TRAILING_DATA")
    return content[:end]


def _jpeg_end(content: bytes) -> int:
    """Where the first picture ends (ITU-T T.81, annex B). Raises Refused."""
    at = 2
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 2 > len(content):
            raise Refused("TRUNCATED")
        marker = content[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF:
            at += 1
        elif marker in {0x00, 0x01} or 0xD0 <= marker <= 0xD7:
            at += 2  # of the data between segments, or without any of its own
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")


CHECKS = {"PNG": check_png, "JPEG": check_jpeg, "WEBP": check_webp}


class CuttablePng:
    """A checked PNG that can be read in strips, because its rows come one after the other, in whole bytes.

    A row is told by what it differs in from the one above, so each strip needs the last row of the one before.
    """

    def __init__(self, content: bytes, header: bytes) -> None:
        self.width, self.height = struct.unpack_from(">II", header)
        self._traits = header[8:]
        self._row_bytes = self.width * PNG_PIXEL_BYTES[header[9]]
        self._colours = b"".join(_chunk(kind, data) for kind, data in _chunks(content) if kind in {b"PLTE", b"tRNS"})
        self._content = content

    @property
    def nothing_above(self) -> bytes:
        """What stands above the first row."""
        return bytes(self._row_bytes)

    def strips(self, rows: int) -> Iterator[bytes]:
        """So many rows at a time, as they are coded; fewer at the end.

        Raises:
            zlib.error, EOFError: the data are damaged, or end too early.
        """
        inflated, held = _inflated(data for kind, data in _chunks(self._content) if kind == b"IDAT"), bytearray()
        for top in range(0, self.height, rows):
            size = min(rows, self.height - top) * (self._row_bytes + 1)
            while len(held) < size:
                held += next(inflated, b"") or _too_short()
            yield bytes(held[:size])
            del held[:size]

    def png(self, above: bytes, strip: bytes) -> bytes:
        """A PNG of the strip, with the row above it, as plain bytes, for its first."""
        height = 1 + len(strip) // (self._row_bytes + 1)
        header = struct.pack(">II", self.width, height) + self._traits
        data = zlib.compress(b"\0" + above + strip, 0)
        return b"".join(
            [PNG_SIGNATURE, _chunk(b"IHDR", header), self._colours, _chunk(b"IDAT", data), _chunk(b"IEND", b"")]
        )


def cuttable_png(content: bytes) -> CuttablePng | None:
    """A checked PNG for reading in strips; None where its rows are interlaced, or channels have not eight bits."""
    _, header = next(_chunks(content))
    depth, colour, _, _, interlace = header[8:13]
    return CuttablePng(content, header) if depth == 8 and not interlace and colour in PNG_PIXEL_BYTES else None


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_SIGNATURE)
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        yield kind, content[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))


def _too_short() -> bytes:
    raise EOFError("the rows end too early")


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What the pieces unfold to, some at a time, however much that is."""
    inflater = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not inflater.eof:
            if unfolded := inflater.decompress(rest, INFLATE_BYTES):
                yield unfolded
            rest = inflater.unconsumed_tail
    if unfolded := inflater.flush():
        yield unfolded
