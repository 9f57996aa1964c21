"""`feedback backup` and `restore`, as an operator runs them."""

import asyncio
import json
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import asyncpg
import pytest
from pyrage import x25519

from tests.cli.conftest import run_program
from tests.conftest import make_settings, running

IDENTITY = x25519.Identity.generate()


class Place:
    """A database and a data folder, and commands on them."""

    def __init__(self, url: str, data: Path, folder: Path) -> None:
        self.url, self.data, self._folder = url, data, folder

    async def run(self, *arguments: str, **settings: str) -> CompletedProcess[str]:
        environment = {"DATABASE_URL": self.url, "FEEDBACK_DATA_DIR": str(self.data)} | settings
        return await asyncio.to_thread(
            run_program, "feedback", *arguments, environment=environment, folder=self._folder
        )

    async def backup(self, **settings: str) -> Path:
        made = await self.run("backup", "--json", **settings)
        assert made.returncode == 0, made.stderr
        return Path(json.loads(made.stdout)["path"])

    async def fetch(self, sql: str) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.url)
        try:
            rows: list[asyncpg.Record] = await connection.fetch(sql)
            return rows
        finally:
            await connection.close()


@pytest.fixture
async def filled(database_url: str, tmp_path: Path) -> Place:
    """A service with two feedbacks, a spooled one, one in quarantine and a picture, all of it at rest."""
    place = Place(database_url, tmp_path / "data", tmp_path)
    async with running(make_settings(database_url, place.data)) as service:
        await service.submit(message="It broke 🙂 twice.")
        await service.submit(message="And a third time.", sessionId="another")
    (place.data / "spool" / "quarantine").mkdir(parents=True, exist_ok=True)
    (place.data / "spool" / "feedback_2026-11.0.jsonl").write_bytes(b'{"line":1}\n{"torn')
    (place.data / "spool" / "quarantine" / "refused.0.json").write_bytes(b"{}")
    (place.data / "spool" / "originals").mkdir()
    (place.data / "spool" / "originals" / "0.png").write_bytes(b"PNG")
    (place.data / "storage" / "screenshots" / "ab").mkdir(parents=True)
    (place.data / "storage" / "screenshots" / "ab" / "cd.webp").write_bytes(b"RIFF" * 100_000)
    return place


@pytest.fixture
async def empty(empty_database_url: str, tmp_path: Path) -> Place:
    return Place(empty_database_url, tmp_path / "new-data", tmp_path)


ROWS = "SELECT f.*, s.feedback_count FROM feedback AS f JOIN session AS s ON s.id = f.session_id ORDER BY f.id"


@pytest.mark.parametrize("is_encrypted", [False, True], ids=["plain", "encrypted"])
async def test_everything_comes_back(filled: Place, empty: Place, tmp_path: Path, is_encrypted: bool) -> None:
    (tmp_path / "identity").write_text(str(IDENTITY))
    archive = await filled.backup(**({"BACKUP_PUBLIC_KEY": str(IDENTITY.to_public())} if is_encrypted else {}))
    restored = await empty.run("restore", str(archive), *(["--identity", "identity"] if is_encrypted else []))
    assert restored.returncode == 0, restored.stderr
    assert await empty.fetch(ROWS) == await filled.fetch(ROWS)
    assert (empty.data / "spool" / "feedback_2026-11.0.jsonl").read_bytes() == b'{"line":1}\n'
    assert (empty.data / "spool" / "quarantine" / "refused.0.json").read_bytes() == b"{}"
    assert (empty.data / "spool" / "originals" / "0.png").read_bytes() == b"PNG"
    assert (empty.data / "secret.key").read_bytes() == (filled.data / "secret.key").read_bytes()
    assert (empty.data / "storage" / "screenshots" / "ab" / "cd.webp").read_bytes() == b"RIFF" * 100_000
    modes = [
        (empty.data / name).stat().st_mode & 0o777 for name in ("secret.key", "spool", "spool/feedback_2026-11.0.jsonl")
    ]
    assert modes == [0o600, 0o775, 0o664]


async def test_a_resend_after_the_restore_is_a_duplicate_under_its_old_id(filled: Place, empty: Place) -> None:
    async with running(make_settings(filled.url, filled.data)) as service:
        key = "5bf0a3d4-5b3a-4a43-8a4b-3f0a3c9f7a11"
        first = await service.submit(submissionKey=key)
    assert (await empty.run("restore", str(await filled.backup()))).returncode == 0
    async with running(make_settings(empty.url, empty.data)) as service:
        again = await service.submit(submissionKey=key)
    assert (again["status"], again["id"]) == ("DUPLICATE", first["id"])


async def test_what_is_there_is_only_dropped_by_force_and_the_spool_never(filled: Place) -> None:
    archive = await filled.backup()
    await filled.fetch("UPDATE feedback SET admin_notes = 'later'")
    (filled.data / "spool" / "feedback_2026-12.0.jsonl").write_bytes(b'{"later":1}\n')
    refused = await filled.run("restore", str(archive))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "the database is not empty" in refused.stderr
    assert await filled.fetch("SELECT FROM feedback WHERE admin_notes = 'later'")
    forced = await filled.run("restore", "--force", str(archive))
    assert forced.returncode == 0, forced.stderr
    assert not await filled.fetch("SELECT FROM feedback WHERE admin_notes = 'later'")
    assert len(await filled.fetch("SELECT FROM feedback")) == 2
    assert (filled.data / "spool" / "feedback_2026-12.0.jsonl").read_bytes() == b'{"later":1}\n'


async def test_an_archive_that_is_damaged_or_closed_touches_nothing(filled: Place, tmp_path: Path) -> None:
    damaged, closed = tmp_path / "damaged", tmp_path / "closed"
    whole = (await filled.backup()).read_bytes()
    damaged.write_bytes(whole[:5000] + b"!" + whole[5001:])
    shutil.copy(await filled.backup(BACKUP_PUBLIC_KEY=str(IDENTITY.to_public())), closed)
    (tmp_path / "identity").write_text(str(x25519.Identity.generate()))
    for arguments in ((str(damaged),), (str(closed), "--identity", "identity")):
        refused = await filled.run("restore", "--force", *arguments)
        assert refused.returncode == 1
        assert len(refused.stderr.splitlines()) == 1
    assert len(await filled.fetch("SELECT FROM feedback")) == 2


async def test_a_backup_is_remembered_and_a_service_that_runs_is_not_restored_under(filled: Place) -> None:
    archive = await filled.backup()
    (row,) = await filled.fetch("SELECT detail::text FROM upkeep WHERE kind = 'BACKUP'")
    assert json.loads(row["detail"]) | {"bytes": 0} == {"archive": archive.name, "feedback": 2, "bytes": 0}
    async with running(make_settings(filled.url, filled.data)) as service:
        await service.submit()
        refused = await filled.run("restore", "--force", str(archive))
    assert "a server or worker is connected" in refused.stderr
    assert len(await filled.fetch("SELECT FROM feedback")) == 3


async def test_a_database_that_is_away_or_strange_is_named(filled: Place, empty: Place) -> None:
    away = await filled.run("backup", DATABASE_URL="postgresql://nobody:hidden@127.0.0.1:1/nothing")
    strange = await empty.run("backup")
    assert "the database cannot be reached" in away.stderr
    assert "hidden" not in away.stderr
    assert "no schema of this service" in strange.stderr
    assert [away.returncode, strange.returncode] == [1, 1]
    assert not list(filled.data.glob("backups/*"))
