"""What goes wrong on our side never costs a picture: kills, a storage that is away, deletions that come too early."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from graphql_api.postgres.connect import connected, fetch
from graphql_api.screenshots.sweep import sweep
from graphql_api.spool.spool import Spool
from graphql_api.storage.deletions import delete_due
from graphql_api.storage.storage import StorageUnavailable
from tests.client import Service
from tests.faults.programs import Program
from tests.screenshots.bucket import Bucket
from tests.screenshots.pictures import base64, encoded, screen

PNG = base64(encoded(screen(200, 100)))
TOMORROW = datetime.now(UTC) + timedelta(hours=25)


def pictures(bucket: Bucket) -> list[str]:
    return [key for key in bucket.objects if key.startswith("gone/screenshots/")]


async def test_a_server_killed_after_the_receipt_stores_the_picture_when_it_is_back(
    database_url: str, tmp_path: Path
) -> None:
    server = Program("serve", tmp_path, database_url, ML_ENABLED="false")
    await server.start()
    try:
        async with ClientSession() as session:
            receipt = await Service(session, server.url).submit(screenshot={"data": PNG})
        await server.kill()
        async with connected(database_url):
            (row,) = await fetch("SELECT status, original FROM screenshot")
            assert (receipt["status"], row["status"]) == ("SAVED", "PENDING")
            assert (tmp_path / "data" / "spool" / "originals" / row["original"]).exists()
            worker = Program("worker", tmp_path, database_url, ML_ENABLED="false")
            worker.launch()
            try:
                async with asyncio.timeout(30):
                    while not await fetch("SELECT FROM screenshot WHERE status = 'STORED'"):
                        await asyncio.sleep(0.1)
            finally:
                await worker.stop()
    finally:
        await server.kill()


async def test_a_decoder_killed_at_its_work_is_started_again(gallery: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = asyncio.create_subprocess_exec
    killed: list[int] = []

    async def start(*command: str, **options: Any) -> Any:
        process = await real(*command, **options)
        if not killed:
            killed.append(process.pid)
            process.kill()
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", start)
    async with gallery.working():
        receipt = await gallery.send(PNG)
        shown = await gallery.settled(receipt["id"])
    assert (shown["status"], len(killed)) == ("STORED", 1)
    assert (await fetch("SELECT attempts FROM screenshot"))[0]["attempts"] == 1


async def test_while_the_storage_is_down_pictures_have_failed_for_now_and_are_stored_when_it_is_back(
    open_gallery: Callable[..., Any], bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphql_api.screenshots.store.LONGEST_PAUSE", timedelta(milliseconds=100))
    monkeypatch.setattr("graphql_api.storage.storage.PROBE_EVERY_SECONDS", 0.2)
    async with open_gallery(storage_url=bucket.url("down")) as gallery, gallery.working():
        receipt = await gallery.send(PNG)
        assert (await gallery.settled(receipt["id"]))["status"] == "STORED"
        bucket.is_down = True
        try:
            receipt = await gallery.send(PNG)
            async with asyncio.timeout(30):
                while not await fetch("SELECT FROM screenshot WHERE attempts > 5"):
                    await asyncio.sleep(0.05)
            failed = await gallery.show(receipt["id"])
            async with gallery.service.session.get(f"{gallery.service.url}/health") as answer:
                parts = (await answer.json())["parts"]
            assert (failed["status"], failed["reason"]) == ("FAILED", "STORAGE_UNAVAILABLE")
            assert re.search("storage cannot be used.*wait on disk", parts["storage"])
            assert (await gallery.originals.usage()).count == 1
        finally:
            bucket.is_down = False
        assert (await gallery.settled(receipt["id"]))["status"] == "STORED"
        assert await fetch("SELECT FROM pgqueuer WHERE status = 'failed'") == []


async def test_what_a_deleted_feedback_leaves_is_deleted_also_when_the_storage_was_down(
    open_gallery: Callable[..., Any], bucket: Any
) -> None:
    async with open_gallery(storage_url=bucket.url("gone")) as gallery:
        async with gallery.working():
            stored = await gallery.send(PNG)
            await gallery.settled(stored["id"])
        waiting = await gallery.send(PNG)
        assert (len(pictures(bucket)), (await gallery.originals.usage()).count) == (2, 1)
        bucket.is_down = True
        try:
            await fetch("DELETE FROM feedback WHERE id = ANY($1)", [stored["id"], waiting["id"]])
            with pytest.raises(StorageUnavailable):
                await delete_due(gallery.storage, gallery.originals.remove)
        finally:
            bucket.is_down = False
        assert len(pictures(bucket)) == 2
        assert await delete_due(gallery.storage, gallery.originals.remove) == 3
        assert await delete_due(gallery.storage, gallery.originals.remove) == 0
        assert (pictures(bucket), (await gallery.originals.usage()).count) == ([], 0)


async def test_a_feedback_deleted_while_its_picture_is_made_leaves_nothing(
    gallery: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = gallery.storage.put

    async def put(key: str, content: bytes) -> None:
        await fetch("DELETE FROM feedback")
        await real(key, content)

    monkeypatch.setattr(gallery.storage, "put", put)
    async with gallery.working():
        await gallery.send(PNG)
        async with asyncio.timeout(20):
            while len(await fetch("SELECT FROM object_deletion")) < 3:
                await asyncio.sleep(0.02)
    await delete_due(gallery.storage, gallery.originals.remove)
    assert [each async for each in gallery.storage.objects("screenshots")] == []
    assert (await gallery.originals.usage()).count == 0


async def test_the_sweep_finds_orphans_in_both_directions(
    open_gallery: Callable[..., Any], storage_url: str, tmp_path: Path
) -> None:
    async with open_gallery(storage_url=storage_url) as gallery:
        async with gallery.working():
            kept, lost = [await gallery.send(PNG) for _ in range(2)]
            for receipt in (kept, lost):
                await gallery.settled(receipt["id"])
        await gallery.storage.put("screenshots/00/nobodys/picture.webp", b"x")
        (row,) = await fetch("SELECT * FROM screenshot WHERE feedback_id = $1", lost["id"])
        await gallery.storage.delete(row["thumbnail_key"])
        spool = Spool(tmp_path / "spool", max_bytes=10**6)
        young = await sweep(gallery.storage, gallery.originals, spool, now=datetime.now(UTC))
        assert (young.objects_deleted, young.pictures_missing) == (0, 1)
        counted = await sweep(gallery.storage, gallery.originals, spool, now=TOMORROW, deletes=False)
        swept = await sweep(gallery.storage, gallery.originals, spool, now=TOMORROW)
        assert counted == swept
        assert (swept.objects_deleted, swept.pictures_missing, swept.is_whole) == (1, 1, False)
        left = {each.key async for each in gallery.storage.objects("screenshots")}
        assert len(left) == 3
        assert row["picture_key"] in left
