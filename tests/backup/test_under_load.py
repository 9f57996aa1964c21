"""A backup while people submit, the data folder destroyed, and every receipt from before the backup found again."""

import asyncio
import json
import shutil
import subprocess
from pathlib import Path

from tests.cli.conftest import run_program
from tests.faults.conftest import database
from tests.faults.database import SERVICE, Database, free_port
from tests.faults.load import Load
from tests.faults.programs import Program
from tests.faults.stage import until

__all__ = ["database"]
PER_SECOND = 40


async def test_every_receipt_from_before_a_backup_under_load_survives_the_loss_of_everything(
    database: Database, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    server = Program("serve", tmp_path, database.url())
    # Beside it one that cannot reach the database, so that the spool fills while the backup is made.
    (tmp_path / "beside").mkdir()
    cut_off = Program("serve", tmp_path / "beside", database.url(free_port()), FEEDBACK_DATA_DIR=str(data))
    saved, queued, over = Load(server.url, "saved", seed=1), Load(cut_off.url, "queued", seed=2), asyncio.Event()
    try:
        await asyncio.gather(server.start(), cut_off.start())
        loading = [asyncio.create_task(load.keep_on(PER_SECOND, over.is_set)) for load in (saved, queued)]
        await asyncio.sleep(1.5)
        before = [sent for load in (saved, queued) for sent in load.sent if sent.receipts]
        backup, _ = await asyncio.gather(
            feedback("backup", "--json", "--to", str(tmp_path / "backups"), url=database.url(), folder=tmp_path),
            feedback("spool", "replay", url=database.url(), folder=tmp_path),
        )
        over.set()
        await asyncio.gather(*loading)
    finally:
        await asyncio.gather(server.kill(), cut_off.kill())
    made = json.loads(backup.stdout)
    assert {answer for sent in before for answer in [sent.receipts[0].answer]} == {"SAVED", "QUEUED"}

    shutil.rmtree(data)
    async with database.administering() as connection:
        await connection.execute(f"DROP DATABASE {SERVICE}")
        await connection.execute(f"CREATE DATABASE {SERVICE} OWNER {SERVICE}")
    restored = await feedback("restore", made["path"], url=database.url(), folder=tmp_path)
    assert restored.returncode == 0, restored.stderr

    server = Program("serve", tmp_path, database.url())
    try:
        await server.start()
        assert await until(lambda: not list(data.glob("spool/feedback_*.jsonl")), 30)
    finally:
        await server.stop()
    assert not list(data.glob("spool/quarantine/*"))
    async with database.administering(SERVICE) as connection:
        rows = {row["submission_key"]: str(row["id"]) for row in await connection.fetch("SELECT * FROM feedback")}
    lost = [str(sent.key) for sent in before if rows.get(sent.key) != sent.receipts[0].feedback_id]
    assert lost == []
    assert made["manifest"]["tables"]["feedback"]["rows"] + made["manifest"]["spool_records"] >= len(before)


async def feedback(*arguments: str, url: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"DATABASE_URL": url, "FEEDBACK_DATA_DIR": str(folder / "data")}
    return await asyncio.to_thread(run_program, "feedback", *arguments, environment=environment, folder=folder)
