"""Having a safe picture made, in a process of its own that is bounded in memory and time and holds no secret."""

import asyncio
import contextlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from graphql_api.intake.picture import Header, PictureFormat, read_header
from graphql_api.intake.screenshot import MOST_PIXELS, Refusal
from graphql_api.intake.submission import Annotation
from graphql_api.programs import environment_of
from models.enums import AnnotationKind

# With its own code 116 MiB, and with the 182 MiB of a worker with its model, less than 300 MiB in all.
MEMORY_BYTES = 104 * 1024 * 1024
# libwebp takes 16 bytes a pixel before the first one can be seen.
MOST_WEBP_PIXELS = 5_500_000
# A 4K screen. What is larger is kept at half the size, or a quarter.
MOST_KEPT_PIXELS = 8_388_608
CPU_SECONDS = 30
PATIENCE_SECONDS = 120.0
HEADER_BYTES = 256 * 1024
MOST_OUTPUT_BYTES = 32 * 1024 * 1024
# What a process that ran out of what it was given dies of: its memory (bus error, segment), its time.
SIGNALS = {-7, -11, -24}


class ConverterFailed(Exception):  # noqa: N818 - it is named for what the caller reads
    """No picture, and not because of the original: the same may succeed later."""


@dataclass(frozen=True)
class Converted:
    """A safe picture and its thumbnail, as WebP. `step` is what the original's sides were divided by."""

    picture: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int
    step: int


async def convert(original: Path, annotations: Sequence[Annotation]) -> Converted | Refusal:
    """Make a picture of an original, with all REDACT areas black.

    Raises:
        FileNotFoundError: the original is not there.
        ConverterFailed: it could not be tried, or took too long by the clock.
    """
    try:
        header = await asyncio.to_thread(_header, original)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ConverterFailed(f"the original cannot be read ({error.strerror})") from error
    if header is None:
        return Refusal.NOT_A_PICTURE
    status, output = await _run(original, _order(header.format, annotations))
    if status in SIGNALS:
        return Refusal.TOO_COSTLY
    if status != 0:
        raise ConverterFailed(f"the decoder ended with {status}")
    return _read(output)


def scaled(annotation: Annotation, step: int) -> Annotation:
    """The annotation in pixels of a picture whose sides were divided by `step`."""
    left, top = annotation.x // step, annotation.y // step
    right, bottom = -(-(annotation.x + annotation.width) // step), -(-(annotation.y + annotation.height) // step)
    return Annotation(annotation.kind, left, top, right - left, bottom - top, annotation.note)


def _header(original: Path) -> Header | None:
    with original.open("rb") as file:
        return read_header(file.read(HEADER_BYTES))


def _order(format_: PictureFormat, annotations: Sequence[Annotation]) -> str:
    areas = [(each.x, each.y, each.width, each.height) for each in annotations]
    order = {
        "format": format_,
        "most_pixels": MOST_PIXELS,
        "most_webp_pixels": MOST_WEBP_PIXELS,
        "most_kept_pixels": MOST_KEPT_PIXELS,
        "memory_bytes": MEMORY_BYTES,
        "cpu_seconds": CPU_SECONDS,
        "areas": areas,
        "redacted": [area for area, each in zip(areas, annotations, strict=True) if each.kind is AnnotationKind.REDACT],
    }
    return orjson.dumps(order).decode()


async def _run(original: Path, order: str) -> tuple[int, bytes]:
    """The decoder's exit status, negative for a signal, and what it wrote. Raises ConverterFailed."""
    try:
        with original.open("rb") as file:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-m", "graphql_api.screenshots.decoder", order),
                stdin=file,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=environment_of("LD_LIBRARY_PATH"),
                cwd="/",
                start_new_session=True,
            )
    except OSError as error:
        raise ConverterFailed(f"the decoder cannot be started ({error.strerror})") from error
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            output = await _read_all(process)
            return await process.wait(), output
    except TimeoutError as error:
        raise ConverterFailed("the decoder takes too long") from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _read_all(process: asyncio.subprocess.Process) -> bytes:
    output = bytearray()
    while process.stdout is not None and (piece := await process.stdout.read(64 * 1024)):
        output += piece
        if len(output) > MOST_OUTPUT_BYTES:
            raise ConverterFailed("the decoder writes too much")
    return bytes(output)


def _read(output: bytes) -> Converted | Refusal:
    """What the decoder wrote, believed only as far as it is what we asked for. Raises ConverterFailed."""
    line, _, rest = output.partition(b"\n")
    try:
        head = orjson.loads(line)
        if "refusal" in head:
            return Refusal(head["refusal"])
        picture, thumbnail = rest[: head["picture"]], rest[head["picture"] :]
        found = read_header(picture), read_header(thumbnail)
        converted = Converted(picture, thumbnail, int(head["width"]), int(head["height"]), int(head["step"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ConverterFailed("the decoder wrote what nobody asked for") from error
    if any(each is None or each.format is not PictureFormat.WEBP for each in found) or not _is_of_size(
        found[0], converted
    ):
        raise ConverterFailed("the decoder wrote no WebP")
    return converted


def _is_of_size(header: Header | None, converted: Converted) -> bool:
    return header is not None and (header.width, header.height) == (converted.width, converted.height)
