"""The storage: the same on a disk and behind S3, and never beside its place."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from graphql_api.errors import StartupError
from graphql_api.settings import read_settings
from graphql_api.storage.storage import ObjectMissing, StorageUnavailable, open_storage


async def test_keeps_lists_and_deletes(storage_url: str) -> None:
    storage = open_storage(storage_url)

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(12):
            yield b"x" * 2**20

    await storage.put("screenshots/ab/one.webp", b"0123456789")
    await storage.put("archives/2026-11.jsonl.gz", pieces())
    await asyncio.gather(*(storage.put(f"many/{number}", b"") for number in range(60)))
    part = [piece async for piece in await storage.stream("screenshots/ab/one.webp", range(2, 5))]
    assert (await storage.get("screenshots/ab/one.webp"), b"".join(part)) == (b"0123456789", b"234")
    assert await storage.size("archives/2026-11.jsonl.gz") == 12 * 2**20
    assert [(each.key, each.size_bytes) async for each in storage.objects("screenshots")] == [
        ("screenshots/ab/one.webp", 10)
    ]
    assert len([each async for each in storage.objects("many")]) == 60
    assert [each async for each in storage.objects("none")] == []
    await storage.delete("screenshots/ab/one.webp")
    await storage.delete("screenshots/ab/one.webp")
    for asking in (storage.get, storage.size):
        with pytest.raises(ObjectMissing):
            await asking("screenshots/ab/one.webp")
    assert await storage.unusable_because() is None


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", ".hidden", "a/.b", "A", "a\0", "a\\b", "a" * 201, "ä"]
)
async def test_takes_no_key_that_could_lead_elsewhere(tmp_path: Path, key: str) -> None:
    storage = open_storage((tmp_path / "here").as_uri())
    with pytest.raises(ValueError, match="not a key"):
        await storage.put(key, b"x")
    with pytest.raises(ValueError, match="not a key"):
        await storage.get(key)
    assert sorted(os.listdir(tmp_path)) == ["here"]
    assert os.listdir(tmp_path / "here") == []


async def test_says_when_it_cannot_be_used(tmp_path: Path, bucket: Any) -> None:
    folder = tmp_path / "here"
    storage = open_storage(folder.as_uri())
    folder.rmdir()
    folder.write_text("in the way")
    with pytest.raises(StorageUnavailable):
        await storage.put("a", b"x")
    assert "the storage cannot be used" in (await storage.unusable_because() or "")
    with pytest.raises(StartupError, match="STORAGE_URL cannot be used"):
        open_storage((folder / "below").as_uri())
    assert bucket.refused == []
    nowhere = open_storage(bucket.url("x").replace("pictures", "no-such-bucket"))
    with pytest.raises(StorageUnavailable):
        await nowhere.put("a", b"x")
    with pytest.raises(StorageUnavailable):
        await nowhere.delete("a")
    away = open_storage("s3://pictures/x?endpoint=http://127.0.0.1:1&region=eu-central-1")
    assert await away.unusable_because() is not None


@pytest.mark.parametrize(
    "url", ["here", "ftp://host/x", "file://host/x", "s3://", "s3://key:secret@bucket/x", "s3://b/x?secret=1"]
)
def test_a_wrong_address_stops_the_start_with_one_line(url: str) -> None:
    with pytest.raises(StartupError, match="STORAGE_URL") as stopped:
        read_settings(storage_url=url, _env_file=None)
    assert "\n" not in str(stopped.value)
