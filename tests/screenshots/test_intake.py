"""Taking a screenshot in: what is refused, what is durable before the receipt, and what copies leave behind."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from graphql_api.intake.commit import commit
from graphql_api.intake.entry import Entry, enter
from graphql_api.intake.identity import Identity
from graphql_api.intake.submission import Answer, Screenshot, Submission
from graphql_api.postgres.connect import fetch
from graphql_api.screenshots.sweep import ask_again, sweep
from graphql_api.spool.spool import Spool
from models.enums import Rating
from tests.client import SUBMIT, VISITOR
from tests.faults.database import free_port
from tests.make import at
from tests.screenshots.pictures import base64, encoded, screen

PNG = encoded(screen(64, 48))
RATING = {"messageId": "5bf0a3d4-5b3a-4a43-8a4b-3f0a3c9f7a11", "question": "Why?", "answer": "So.", "rating": "UP"}


def files(gallery: Any) -> list[Path]:
    folder = gallery.originals.path("0" * 32).parent
    return sorted(folder.iterdir()) if folder.is_dir() else []


async def test_all_that_is_broken_comes_back_at_once_and_nothing_is_stored(gallery: Any) -> None:
    annotations = [
        {"kind": "REDACT", "x": 0, "y": 0, "width": 65, "height": 4},
        {"kind": "REDACT", "x": -1, "y": 0, "width": 0, "height": 4},
        {"kind": "HIGHLIGHT", "x": 1, "y": 1, "width": 1, "height": 1, "note": "x" * 501},
    ]
    refused = await gallery.send(base64(PNG), annotations, message=" ", tags=["wat"])
    assert [(field["path"][-2:], field["code"]) for field in refused["fields"]] == [
        (["message"], "REQUIRED"),
        (["tags", "0"], "UNKNOWN_TAG"),
        (["annotations", "0"], "OUT_OF_RANGE"),
        (["1", "x"], "OUT_OF_RANGE"),
        (["1", "width"], "OUT_OF_RANGE"),
        (["2", "note"], "TOO_LONG"),
    ]
    assert files(gallery) == []
    assert await fetch("SELECT FROM feedback") == []


async def test_what_is_no_base64_of_a_fit_size_is_refused(open_gallery: Callable[..., Any]) -> None:
    broken = [
        ("", "REQUIRED"),
        ("data:image/png;base64,", "REQUIRED"),
        ("not base64!", "NOT_BASE64"),
        (base64(PNG) + "\n", "NOT_BASE64"),
        (base64(PNG)[:-1], "NOT_BASE64"),
        ("data:image/svg+xml;utf8,<svg/>", "NOT_BASE64"),
        ("ü" * 8, "NOT_BASE64"),
        (base64(bytes(2_000)), "TOO_LARGE"),
    ]
    async with open_gallery(max_screenshot_bytes=1_999) as gallery:
        for data, code in broken:
            (field,) = (await gallery.send(data))["fields"]
            assert (field["path"], field["code"]) == (["screenshot", "data"], code), data
        huge = await gallery.service.ask(SUBMIT, input=VISITOR | {"screenshot": {"data": "A" * 700_000}})
        assert huge.status == 413
        assert (await fetch("SELECT count(*) FROM feedback"))[0]["count"] == 0
        assert files(gallery) == []


async def test_the_original_is_on_disk_before_the_receipt(gallery: Any) -> None:
    receipt = await gallery.send(base64(PNG))
    (file,) = files(gallery)
    (row,) = await fetch("SELECT * FROM screenshot")
    assert file.read_bytes() == PNG
    assert (str(row["feedback_id"]), row["status"], row["original"]) == (receipt["id"], "PENDING", file.name)
    kinds = {job["entrypoint"]: job["payload"] for job in await fetch("SELECT * FROM pgqueuer")}
    assert kinds == {"ANALYZE": row["feedback_id"].bytes, "SCREENSHOT": row["feedback_id"].bytes}


async def test_a_copy_leaves_no_file_and_another_picture_is_another_body(gallery: Any) -> None:
    key = str(uuid4())
    area = {"kind": "HIGHLIGHT", "x": 1, "y": 1, "width": 9, "height": 9}
    first, *copies = await asyncio.gather(*(gallery.send(base64(PNG), submissionKey=key) for _ in range(5)))
    other = await gallery.send(base64(encoded(screen(65, 48))), submissionKey=key)
    marked = await gallery.send(base64(PNG), [area], submissionKey=key)
    without = await gallery.service.submit(submissionKey=key)
    statuses = sorted(each["status"] for each in (first, *copies))
    assert statuses == ["DUPLICATE"] * 4 + ["SAVED"]
    assert [each["fields"][0]["code"] for each in (other, marked, without)] == ["KEY_REUSED"] * 3
    assert len(files(gallery)) == 1


async def test_the_same_picture_of_two_people_is_kept_for_both(gallery: Any) -> None:
    async with gallery.working():
        receipts = [await gallery.send(base64(PNG)) for _ in range(2)]
        shown = [await gallery.settled(receipt["id"]) for receipt in receipts]
    assert [each["status"] for each in shown] == ["STORED", "STORED"]


async def test_a_later_rating_brings_its_own_picture(gallery: Any) -> None:
    async with gallery.working():
        first = await gallery.send(base64(PNG), message=None, answer=RATING)
        await gallery.settled(first["id"])
        again = await gallery.send(base64(encoded(screen(80, 48))), message=None, answer=RATING)
        shown = await gallery.settled(first["id"])
    assert (again["status"], again["id"], shown["width"]) == ("SAVED", first["id"], 80)
    due = await fetch("SELECT key FROM object_deletion")
    assert len(due) == 2, "the first picture and its thumbnail"


async def test_a_picture_that_comes_late_out_of_the_spool_is_kept_unless_a_newer_one_is_there(gallery: Any) -> None:
    identity, answer = Identity(b"secret" * 6), Answer(uuid4(), "Why?", "So.", Rating.UP)

    def rated(minutes: float, thumb: Rating, screenshot: Screenshot | None) -> Entry:
        rating = replace(answer, rating=thumb)
        return enter(Submission(uuid4(), "s", answer=rating), identity, at(minutes), screenshot)

    newer = rated(9, Rating.UP, None)
    older, oldest = rated(5, Rating.DOWN, Screenshot(PNG)), rated(1, Rating.DOWN, Screenshot(b"another"))
    await commit([newer])
    assert [outcome.fate for outcome in await commit([older], is_replay=True)] == ["DUPLICATE"]
    assert [outcome.fate for outcome in await commit([oldest], is_replay=True)] == ["DUPLICATE"]
    (row,) = await fetch("SELECT original, status FROM screenshot")
    jobs = await fetch("SELECT payload FROM pgqueuer WHERE entrypoint = 'SCREENSHOT'")
    assert (row["original"], row["status"], jobs[0]["payload"]) == (older.original, "PENDING", newer.id.bytes)
    assert (await fetch("SELECT rating FROM answer_rating"))[0]["rating"] == "UP"


async def test_while_the_database_is_down_the_picture_is_queued_and_stored_later(
    open_gallery: Callable[..., Any], tmp_path: Path
) -> None:
    nowhere = f"postgresql://postgres@127.0.0.1:{free_port()}/feedback"
    key, areas = str(uuid4()), [{"kind": "REDACT", "x": 1, "y": 2, "width": 3, "height": 4, "note": "x@example.org"}]
    async with open_gallery(database_url=nowhere) as gallery:
        receipt = await gallery.send(base64(PNG), areas, submissionKey=key)
        copy = await gallery.send(base64(PNG), areas, submissionKey=key)
        other = await gallery.send(base64(PNG), submissionKey=key)
    assert (receipt["status"], copy["status"], other["fields"][0]["code"]) == ("QUEUED", "DUPLICATE", "KEY_REUSED")
    lines = b"".join(path.read_bytes() for path in (tmp_path / "spool").glob("*.jsonl"))
    assert b"example.org" not in lines
    assert base64(PNG).encode() not in lines
    async with open_gallery() as gallery, gallery.working():
        async with asyncio.timeout(10):
            while not await fetch("SELECT FROM feedback"):
                await asyncio.sleep(0.02)
        shown = await gallery.settled(receipt["id"])
    assert (shown["status"], shown["annotations"][0]["note"]) == ("STORED", "[email]")


async def test_a_full_place_for_pictures_refuses_them_and_takes_words(open_gallery: Callable[..., Any]) -> None:
    noise = encoded(screen(64, 48)) + bytes(600_000)
    async with open_gallery(spool_max_bytes=2**20) as gallery:
        refused = await gallery.send(base64(noise))
        words = await gallery.service.submit()
        assert files(gallery) == []
    assert (refused["__typename"], words["status"]) == ("IntakeUnavailable", "SAVED")


async def test_a_disk_that_takes_nothing_refuses_and_leaves_nothing(gallery: Any) -> None:
    folder = gallery.originals.path("0" * 32).parent
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way")
    refused = await gallery.send(base64(PNG))
    assert refused["__typename"] == "IntakeUnavailable"
    assert await fetch("SELECT FROM feedback") == []


async def test_the_sweep_takes_what_nothing_names_and_leaves_what_waits(gallery: Any, tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", max_bytes=10**6)
    await gallery.send(base64(PNG))
    await gallery.originals.keep("a" * 32, b"nobody's")
    young = await sweep(gallery.storage, gallery.originals, spool, now=at(0))
    assert (young.originals_deleted, len(files(gallery)), young.is_whole) == (0, 2, True)
    late = at(60 * 24 * 365 * 20)
    old = await sweep(gallery.storage, gallery.originals, spool, now=late)
    assert (old.originals_deleted, len(files(gallery)), old.is_whole) == (1, 1, True)
    files(gallery)[0].unlink()
    assert (await sweep(gallery.storage, gallery.originals, spool, now=late)).originals_missing == 1
    await fetch("DELETE FROM pgqueuer")
    assert await ask_again(now=late) == 1
    assert await ask_again(now=late) == 0
