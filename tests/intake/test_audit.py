"""Looking whether promises were kept: what was accepted is looked for, also when who accepted it is gone."""

import json
import os
import signal
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from graphql_api.intake.ledger import Ledger
from graphql_api.postgres.connect import fetch
from tests.client import Service
from tests.conftest import make_settings, running
from tests.relay import relay

KEY = "6e7ff1a4-96ea-4a26-9a5e-0a9d0d2f8f10"


async def page(service: Service, name: str) -> str:
    async with service.session.get(f"{service.url}/{name}") as answer:
        return await answer.text()


async def places(service: Service) -> dict[str, int]:
    """Where what was accepted is, as `/metrics` tells after a look."""
    lines = [line for line in (await page(service, "metrics")).splitlines() if line.startswith("feedback_accepted{")]
    return {line.split('"')[1]: int(float(line.split()[-1])) for line in lines}


async def promises(service: Service) -> str:
    state: str = json.loads(await page(service, "health"))["parts"]["promises"]
    return state


async def test_what_a_server_accepted_before_it_ended_is_looked_for_by_the_next(
    database_url: str, tmp_path: Path
) -> None:
    settings = make_settings(database_url, tmp_path)
    async with running(settings) as service:
        for _ in range(3):
            await service.submit()
    async with running(settings) as service:
        assert await places(service) == {"stored": 3, "spooled": 0, "quarantined": 0, "unchecked": 0, "missing": 0}
    async with running(settings) as service:
        assert (await places(service))["stored"] == 0, "what was found is not looked for again"


async def test_a_lost_submission_is_an_error_in_log_figures_and_health(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = make_settings(database_url, tmp_path)
    async with running(settings) as service:
        await service.submit(submissionKey=KEY)
        await fetch("WITH gone AS (DELETE FROM feedback RETURNING id) SELECT count(*) FROM gone")
    async with running(settings) as service:
        assert await promises(service) == "kept"
        await places(service)
        assert (await places(service))["missing"] == 1
        assert await promises(service) == "1 accepted submissions are missing: see the log"
        assert "feedback_promises_kept 0.0" in await page(service, "metrics")
    assert KEY in next(line for line in capsys.readouterr().err.splitlines() if "is missing" in line)


async def test_a_submission_that_is_accepted_again_through_an_outage_counts_once(
    database_url: str, tmp_path: Path
) -> None:
    async with relay(database_url) as wire, running(make_settings(wire.url, tmp_path)) as service:
        await service.submit(submissionKey=KEY)
        await wire.cut()
        again = await service.submit(submissionKey=KEY)
        assert again["status"] == "QUEUED"
        found = await places(service)
        assert sum(found.values()) == 1


def keys_of(ledger: Ledger) -> set[UUID]:
    """What somebody else would take over."""
    ledger.close()
    other = Ledger(ledger._folder)
    adopted = other.adopt()
    other.close()
    return adopted


def test_a_killed_process_leaves_its_keys_to_others(tmp_path: Path) -> None:
    keys = [uuid4() for _ in range(3)]
    program = (
        "import os, signal, sys; from pathlib import Path; from uuid import UUID;"
        "from graphql_api.intake.ledger import Ledger;"
        "Ledger(Path(sys.argv[1])).note(UUID(key) for key in sys.argv[2:]); os.kill(os.getpid(), signal.SIGKILL)"
    )
    status = os.spawnv(
        os.P_WAIT, sys.executable, [sys.executable, "-c", program, str(tmp_path / "accepted"), *map(str, keys)]
    )
    assert status == -signal.SIGKILL
    assert Ledger(tmp_path / "accepted").adopt() == set(keys)


def test_a_living_process_keeps_its_keys_to_itself(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.note([uuid4()])
    assert Ledger(tmp_path).adopt() == set()
    ledger.close()


def test_what_is_struck_off_is_gone_and_the_rest_stays(tmp_path: Path) -> None:
    ledger, keys = Ledger(tmp_path), [uuid4() for _ in range(5)]
    ledger.note(keys)
    ledger.keep_only(keys[3:])
    ledger.note([later := uuid4()])
    assert keys_of(ledger) == {keys[3], keys[4], later}


def test_with_nothing_open_no_file_is_left(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.note([uuid4()])
    ledger.keep_only([])
    ledger.close()
    assert list(tmp_path.iterdir()) == []


def test_half_a_key_at_the_end_is_nobodys(tmp_path: Path) -> None:
    key = uuid4()
    (tmp_path / "1.torn.keys").write_bytes(key.bytes + b"half")
    assert Ledger(tmp_path).adopt() == {key}


def test_a_disk_that_takes_nothing_refuses_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    Ledger(tmp_path / "file" / "accepted").note([uuid4()])
