"""What is sent as a picture and is none, or no harmless one: never an error, the reason stored, the feedback kept."""

import asyncio
import io
import os
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any

import psutil
import pytest
from PIL import Image, ImageChops

from graphql_api.intake.picture import PictureFormat
from graphql_api.intake.submission import Annotation
from graphql_api.screenshots import convert as converting
from graphql_api.screenshots.convert import Converted, convert
from models.enums import AnnotationKind
from tests.screenshots.pictures import (
    BLUE,
    GREEN,
    RED,
    animated,
    base64,
    encoded,
    near,
    png_chunk,
    png_claiming,
    screen,
    with_exif,
)
from tests.screenshots.profiles import odd_ink_profile, wide_profile

MOST_BYTES = 300 * 1024 * 1024
PNG = encoded(screen(320, 200))
JPEG = encoded(screen(320, 200), "JPEG")
WEBP = encoded(screen(320, 200), "WEBP")


def zipped() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("run.js", "alert(1)")
    return written.getvalue()


BAD = {
    "50,001 by 1,000 pixels": (png_claiming(50_001, 1_000), "TOO_MANY_PIXELS"),
    "a billion pixels": (png_claiming(65_000, 65_000), "TOO_MANY_PIXELS"),
    "a WebP of too many": (
        encoded(screen(9, 9), "WEBP", lossless=True)[:21] + b"\xff\xff\xff\x0f" + bytes(9),
        "TOO_MANY_PIXELS",
    ),
    "more rows than there are": (png_claiming(6_000, 6_000, rows=bytes(18_001 * 100)), "DAMAGED"),
    "a truncated PNG": (PNG[:-200], "TRUNCATED"),
    "a truncated JPEG": (JPEG[: len(JPEG) // 2], "TRUNCATED"),
    "a truncated WebP": (WEBP[:-40], "TRUNCATED"),
    "a PNG with bits flipped": (PNG[:80] + bytes(40) + PNG[120:], "DAMAGED"),
    "a PNG and a ZIP": (PNG + zipped(), "TRAILING_DATA"),
    "a JPEG and a ZIP": (JPEG + zipped(), "TRAILING_DATA"),
    "a WebP and a ZIP": (WEBP + zipped(), "TRAILING_DATA"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "NOT_A_PICTURE"),
    "HTML": (b"<!doctype html><script>alert(1)</script>", "NOT_A_PICTURE"),
    "GIF": (encoded(screen(32, 32), "GIF"), "NOT_A_PICTURE"),
    "TIFF": (encoded(screen(32, 32), "TIFF"), "NOT_A_PICTURE"),
    "HTML behind a PNG's first bytes": (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "TRUNCATED"),
    "an animated PNG": (animated("PNG"), "ANIMATED"),
    "an animated WebP": (animated("WEBP"), "ANIMATED"),
    "nothing but a header": (png_claiming(0, 0), "DAMAGED"),
    "one byte": (b"\x89", "NOT_A_PICTURE"),
}

UNFOLDING = png_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(40_000_000)))
# Made when they are needed: some are large.
GOOD: dict[str, tuple[Callable[[], bytes], tuple[int, int]]] = {
    "a screen of 4K": (lambda: encoded(screen(3_840, 2_160), "JPEG"), (3_840, 2_160)),
    "a bomb of 40 megapixels in 0.2 MB": (
        lambda: encoded(Image.new("RGBA", (8_000, 5_000), (9, 9, 9, 99))),
        (2_000, 1_250),
    ),
    "a JPEG of 40 megapixels with odd sides": (lambda: encoded(screen(7_999, 4_999), "JPEG"), (2_000, 1_250)),
    "a screen of 4K with its colours": (
        lambda: encoded(screen(3_840, 2_160, "RGBA"), icc_profile=wide_profile()),
        (3_840, 2_160),
    ),
    "a JPEG of one long line": (lambda: encoded(screen(40_000, 3), "JPEG"), (10_000, 1)),
    "a scroll": (lambda: encoded(screen(300, 20_000, "P")), (150, 10_000)),
    "CMYK": (lambda: encoded(screen(320, 200, "CMYK"), "JPEG", quality=95), (320, 200)),
    "CMYK with its inks": (
        lambda: encoded(screen(3_000, 2_000, "CMYK"), "JPEG", quality=95, icc_profile=odd_ink_profile()),
        (3_000, 2_000),
    ),
    "a profile that unfolds to 40 MB": (
        lambda: encoded(screen(320, 200), icc_profile=bytes(40_000_000)),
        (320, 200),
    ),
    "16 bits of grey": (lambda: encoded(Image.new("I;16", (64, 48), 0x8000)), (64, 48)),
    "grey with alpha": (lambda: encoded(screen(64, 48, "LA")), (64, 48)),
    "a palette with alpha": (lambda: encoded(screen(64, 48, "P"), transparency=b"\x00\x80\xff"), (64, 48)),
    "black and white": (lambda: encoded(screen(64, 48, "1")), (64, 48)),
    "text that unfolds to 40 MB": (lambda: PNG[:33] + UNFOLDING + PNG[33:], (320, 200)),
}


@pytest.fixture(scope="module")
def peak() -> Any:
    """The most memory that this process's decoders took."""

    async def watch(until: asyncio.Task[Any]) -> int:
        most, me = 0, psutil.Process()
        while not until.done():
            for child in me.children():
                try:
                    if "graphql_api.screenshots.decoder" in child.cmdline():
                        most = max(most, child.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue
            await asyncio.sleep(0.005)
        return most

    return watch


@pytest.fixture
async def lent_gallery(open_gallery: Callable[..., Any], storage_url: str) -> Any:
    async with open_gallery(storage_url=storage_url) as gallery, gallery.working():
        yield gallery


async def test_bad_pictures_are_rejected_with_the_reason_and_their_feedback_is_kept(lent_gallery: Any) -> None:
    receipts = {name: await lent_gallery.send(base64(content)) for name, (content, _) in BAD.items()}
    assert {receipt["status"] for receipt in receipts.values()} == {"SAVED"}
    found = {name: await lent_gallery.settled(receipt["id"]) for name, receipt in receipts.items()}
    assert {name: (shown["status"], shown["reason"]) for name, shown in found.items()} == {
        name: ("REJECTED", reason) for name, (_, reason) in BAD.items()
    }
    assert [found["SVG"][name] for name in ("url", "thumbnailUrl", "width", "sizeBytes")] == [None] * 4
    assert (await lent_gallery.originals.usage()).count == 0


async def test_odd_pictures_are_kept_and_a_worker_with_its_model_stays_below_300_mib(tmp_path: Any, peak: Any) -> None:
    async def convert_all() -> dict[str, Any]:
        made = {}
        makers: dict[str, Callable[[], bytes]] = {name: make for name, (make, _) in GOOD.items()}
        makers |= {name: partial(bytes, content) for name, (content, _) in BAD.items()}
        for name, make in makers.items():
            (tmp_path / "original").write_bytes(make())
            made[name] = await convert(tmp_path / "original", [])
        return made

    converting_all = asyncio.create_task(convert_all())
    most = await peak(converting_all)
    made = converting_all.result()
    sizes = {name: (made[name].width, made[name].height) for name in GOOD if isinstance(made[name], Converted)}
    assert sizes == {name: size for name, (_, size) in GOOD.items()}
    assert {made[name] for name in BAD} == {reason for _, reason in BAD.values()}
    assert 20 * 1024 * 1024 < most < MOST_BYTES - 182 * 1024 * 1024


async def test_orientation_is_applied_and_nothing_else_of_exif_is_kept(tmp_path: Any) -> None:
    """Turned by a quarter: what lay left below comes to lie left above."""
    (tmp_path / "original").write_bytes(with_exif(screen(320, 200), orientation=6))
    hidden = Annotation(AnnotationKind.REDACT, 0, 310, 20, 10)
    made = await convert(tmp_path / "original", [hidden])
    assert isinstance(made, Converted)
    image = Image.open(io.BytesIO(made.picture))
    assert (image.size, len(image.getexif()), image.info.get("exif")) == ((200, 320), 0, None)
    assert b"telephone" not in made.picture
    assert b"call me" not in made.picture
    shown = image.convert("RGB")
    assert near(shown.getpixel((20, 20)), BLUE)
    assert near(shown.getpixel((180, 20)), RED)
    assert near(shown.getpixel((180, 300)), GREEN)
    assert near(shown.getpixel((5, 316)), (0, 0, 0))


@pytest.mark.parametrize("format_", ["PNG", "JPEG"])
async def test_what_is_redacted_in_a_picture_that_is_made_smaller_is_gone(tmp_path: Any, format_: str) -> None:
    image = Image.new("RGB", (6_000, 4_000), "white")
    image.paste(RED, (1_001, 2_003, 1_099, 2_047))
    (tmp_path / "original").write_bytes(encoded(image, format_))
    made = await convert(tmp_path / "original", [Annotation(AnnotationKind.REDACT, 1_001, 2_003, 98, 44)])
    assert isinstance(made, Converted)
    assert (made.width, made.height, made.step) == (3_000, 2_000, 2)
    red, green, _ = Image.open(io.BytesIO(made.picture)).convert("RGB").split()
    difference = ImageChops.difference(red, green).histogram()
    assert sum(difference[24:]) == 0, "red shines through"


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
async def test_an_area_outside_the_upright_picture_is_not_guessed_at(tmp_path: Any, name: str) -> None:
    (tmp_path / "original").write_bytes({"PNG": PNG, "JPEG": JPEG, "WEBP": WEBP}[name])
    assert await convert(tmp_path / "original", [Annotation(AnnotationKind.REDACT, 0, 250, 10, 10)]) == (
        "ANNOTATION_OUTSIDE"
    )


async def test_a_decoder_gets_none_of_our_secrets_and_can_open_nothing(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the place of the decoder's work, so that it runs as the decoder does."""
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import json, os, socket, sys\n"
        "from graphql_api.screenshots.decoder import Order, give_everything_up\n"
        "give_everything_up(Order(**json.loads(sys.argv[1])))\n"
        "done = []\n"
        "for name, work in {'socket': socket.socket, 'file': lambda: open('/etc/passwd'), 'memory': lambda:"
        " bytearray(10**9)}.items():\n"
        "    try:\n        work(); done.append(name)\n"
        "    except (OSError, MemoryError):\n        pass\n"
        "os.write(1, json.dumps([done, sorted(os.environ)]).encode())\n"
    )
    monkeypatch.setenv("OPENAI_API_KEY", "a secret")
    order = converting._order(PictureFormat.PNG, [])
    real = asyncio.create_subprocess_exec

    async def spying(program: str, *arguments: str, **options: Any) -> Any:
        return await real(program, "-I", str(spy), arguments[-1], **options)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", spying)
    status, output = await converting._run(spy, order)
    assert (status, output) == (0, b'[[], ["LC_CTYPE"]]' if b"LC_CTYPE" in output else b"[[], []]")


async def test_a_decoder_that_does_not_end_is_ended(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr("sys.executable", "/bin/sleep")
    real = asyncio.create_subprocess_exec
    started: list[int] = []

    async def sleeping(program: str, *_arguments: str, **options: Any) -> Any:
        process = await real(program, "60", **options)
        started.append(process.pid)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", sleeping)
    (tmp_path / "original").write_bytes(PNG)
    with pytest.raises(converting.ConverterFailed):
        await convert(tmp_path / "original", [])
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)
