"""`feedback verify` looks at pictures in both directions, says what mends them, and deletes nothing."""

import asyncio
import json
import os
import time
from typing import Any

from graphql_api.postgres.connect import fetch
from tests.cli.conftest import run_program
from tests.screenshots.conftest import Gallery
from tests.screenshots.pictures import base64, encoded, screen

PNG = base64(encoded(screen(64, 48)))
DAY = 86_400


async def verified(gallery: Gallery, **settings: str) -> tuple[bool, str]:
    """What it says of pictures."""
    folder = gallery.settings.feedback_data_dir
    environment = {"DATABASE_URL": gallery.settings.database_url or "", "FEEDBACK_DATA_DIR": str(folder)} | settings
    found = await asyncio.to_thread(run_program, "feedback", "verify", "--json", environment=environment, folder=folder)
    (check,) = [check for check in json.loads(found.stdout)["checks"] if check["name"] == "pictures"]
    assert check["isWell"] or found.returncode == 1
    return check["isWell"], check["message"]


async def test_verify_finds_files_of_no_feedback_and_pictures_without_files(gallery: Gallery) -> None:
    async with gallery.working():
        receipt = await gallery.send(PNG)
        await gallery.settled(receipt["id"])
    assert await verified(gallery) == (True, "all there, and nothing else")
    waiting = gallery.originals.path("a" * 32)
    waiting.write_bytes(b"x")
    os.utime(waiting, (time.time() - 2 * DAY,) * 2)
    said = "1 files belong to no feedback: a worker deletes them every night at 03:17 UTC, start one"
    assert await verified(gallery) == (False, said)
    assert waiting.exists()
    (row,) = await fetch("SELECT picture_key FROM screenshot")
    await gallery.storage.delete(row["picture_key"])
    is_well, said = await verified(gallery)
    assert (is_well, said.startswith("1 stored pictures have no file")) == (False, True)
    assert "`feedback restore`" in said


async def test_verify_names_a_storage_that_does_not_answer(gallery: Gallery, tmp_path: Any) -> None:
    (tmp_path / "file").write_text("in the way")
    is_well, said = await verified(gallery, STORAGE_URL=(tmp_path / "file" / "pictures").as_uri())
    assert not is_well
    assert "STORAGE_URL" in said
