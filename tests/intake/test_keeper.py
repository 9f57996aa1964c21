"""Keeping through an outage: what is acknowledged is in the database, or on disk until it is."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from graphql_api.intake.commit import Fate
from graphql_api.intake.entry import enter
from graphql_api.intake.erased import ErasedSessions
from graphql_api.intake.identity import Identity
from graphql_api.intake.keeper import Keeper
from graphql_api.intake.ledger import Ledger
from graphql_api.intake.submission import Submission
from graphql_api.postgres.connect import connected, fetch
from graphql_api.settings import Settings
from graphql_api.spool.spool import Spool
from tests.client import Service
from tests.conftest import make_settings, running
from tests.relay import Relay, relay
from tests.rows import count

KEY = "6e7ff1a4-96ea-4a26-9a5e-0a9d0d2f8f10"


@dataclass
class Cut:
    """A service whose way to the database can be cut."""

    service: Service
    relay: Relay
    settings: Settings

    def spooled(self) -> list[str]:
        folder = self.settings.feedback_data_dir / "spool"
        return [line for path in folder.glob("*.jsonl") for line in path.read_text().splitlines()]

    async def until_replayed(self) -> None:
        async with asyncio.timeout(15):
            while self.spooled():
                await asyncio.sleep(0.05)


@pytest.fixture
async def cut(database_url: str, tmp_path: Path) -> AsyncIterator[Cut]:
    async with relay(database_url) as wire:
        settings = make_settings(wire.url, tmp_path)
        async with running(settings) as service:
            yield Cut(service, wire, settings)


async def test_an_outage_queues_on_disk_and_recovery_brings_it_in_once(cut: Cut) -> None:
    saved = await cut.service.submit(submissionKey=KEY)
    await cut.relay.cut()
    queued = [await cut.service.submit(message=f"while it is down {n}") for n in range(5)]
    assert [receipt["status"] for receipt in queued] == ["QUEUED"] * 5
    assert len(cut.spooled()) == 5
    await cut.relay.mend()
    await cut.until_replayed()
    kept = {str(row["id"]) for row in await fetch("SELECT id FROM feedback")}
    assert kept == {saved["id"], *(receipt["id"] for receipt in queued)}
    assert await count("pgqueuer") == 6


async def test_a_key_in_the_spool_is_known_while_the_database_is_down(cut: Cut) -> None:
    await cut.relay.cut()
    first = await cut.service.submit(submissionKey=KEY)
    again = await cut.service.submit(submissionKey=KEY)
    other = await cut.service.submit(submissionKey=KEY, message="another body")
    assert (first["status"], again["status"], again["id"]) == ("QUEUED", "DUPLICATE", first["id"])
    assert other["fields"] == [
        {"path": ["submissionKey"], "code": "KEY_REUSED", "message": other["fields"][0]["message"]}
    ]
    assert len(cut.spooled()) == 1


async def test_what_reached_database_and_spool_is_kept_once_under_one_id(cut: Cut) -> None:
    saved = await cut.service.submit(submissionKey=KEY)
    await cut.relay.cut()
    queued = await cut.service.submit(submissionKey=KEY)
    assert (queued["status"], queued["id"]) == ("QUEUED", saved["id"])
    await cut.relay.mend()
    await cut.until_replayed()
    assert (await count("feedback"), await count("pgqueuer")) == (1, 1)


async def test_while_the_breaker_is_open_nobody_waits_for_the_database(cut: Cut) -> None:
    await cut.relay.cut()
    await cut.service.submit()
    loop = asyncio.get_running_loop()
    began = loop.time()
    for _ in range(20):
        assert (await cut.service.submit())["status"] == "QUEUED"
    # Twenty times the two seconds that each would have waited for.
    assert loop.time() - began < 10


async def test_it_is_ready_while_the_spool_can_be_written(cut: Cut) -> None:
    await cut.relay.cut()
    async with cut.service.session.get(f"{cut.service.url}/ready") as answer:
        body = await answer.json()
    assert (answer.status, body["database"], body["spool"]) == (200, "unreachable", "writable")


async def test_a_resend_of_what_a_killed_server_had_spooled_is_brought_in_at_once(cut: Cut) -> None:
    await cut.relay.cut()
    receipt = await cut.service.submit(submissionKey=KEY)
    (segment,) = (cut.settings.feedback_data_dir / "spool").glob("*.jsonl")
    left = segment.read_bytes()
    await cut.relay.mend()
    await cut.until_replayed()
    await fetch("TRUNCATE feedback, session CASCADE")
    # As of a server that wrote this and is gone; the next of the regular replays is five minutes away.
    segment.write_bytes(left)
    again = await cut.service.submit(submissionKey=KEY)
    assert (again["status"], again["id"]) == ("DUPLICATE", receipt["id"])
    await cut.until_replayed()
    assert await count("feedback") == 1


async def test_what_is_spooled_after_the_database_came_back_is_brought_in_at_once(
    database_url: str, tmp_path: Path
) -> None:
    keeper = Keeper(
        spool=Spool(tmp_path / "spool", max_bytes=1_000_000),
        ledger=Ledger(tmp_path / "accepted"),
        probe=partial(asyncio.sleep, 0),
        erased=ErasedSessions(lambda: b"s" * 32),
    )
    entry = enter(Submission(UUID(KEY), "session-1", message="m"), Identity(b"s" * 32), datetime.now(UTC))
    async with connected(database_url), keeper.running(replays=False), asyncio.timeout(15):
        # The replay that came with the database has ended by now.
        assert (await keeper._spool(entry)).fate is Fate.QUEUED
        while not await count("feedback"):
            await asyncio.sleep(0.05)


async def test_with_neither_database_nor_spool_nothing_is_promised(cut: Cut) -> None:
    # A file where the folder should be.
    (cut.settings.feedback_data_dir / "spool").write_text("")
    await cut.relay.cut()
    refused = await cut.service.submit()
    assert (refused["__typename"], refused["retryAfterSeconds"]) == ("IntakeUnavailable", 5)
    async with cut.service.session.get(f"{cut.service.url}/ready") as answer:
        assert answer.status == 503


async def test_a_restart_brings_in_what_was_spooled_before(database_url: str, tmp_path: Path) -> None:
    async with relay(database_url) as wire:
        settings = make_settings(wire.url, tmp_path)
        async with running(settings) as service:
            await wire.cut()
            receipt = await service.submit()
            assert receipt["status"] == "QUEUED"
        await wire.mend()
        async with running(settings), asyncio.timeout(15):
            while not await count("feedback"):
                await asyncio.sleep(0.05)
            assert [str(row["id"]) for row in await fetch("SELECT id FROM feedback")] == [receipt["id"]]


INTAKE = """{ metrics { intake { accepted stored unchecked missing saved queued duplicates unconfirmed
refused { reason count } spooled spoolBytes oldestSpooledSeconds replayed quarantined { reason count } } } }"""
REPLAY = """mutation { replaySpool { __typename ... on ReplaySuccess { kept duplicates quarantined left }
... on ReplayInterrupted { message kept left } } }"""


async def test_figures_tell_what_came_in_and_what_became_of_it(cut: Cut) -> None:
    await cut.service.submit(submissionKey=KEY)
    await cut.service.submit(submissionKey=KEY)
    await cut.service.submit(message="")
    await cut.relay.cut()
    await cut.service.submit(message="while it is down")
    intake = (await cut.service.ask_as_admin(INTAKE)).data["metrics"]["intake"]
    assert (intake["stored"], intake["missing"]) == (0, 0), "nothing can be looked for while it is down"
    assert intake["spoolBytes"] > 0
    assert intake["oldestSpooledSeconds"] >= 0
    assert {name: intake[name] for name in ("accepted", "saved", "queued", "duplicates", "spooled", "replayed")} == {
        "accepted": 2,
        "saved": 1,
        "queued": 1,
        "duplicates": 1,
        "spooled": 1,
        "replayed": 0,
    }
    assert (intake["refused"], intake["quarantined"]) == ([{"reason": "REQUIRED", "count": 1}], [])
    await cut.relay.mend()
    await cut.until_replayed()
    intake = (await cut.service.ask_as_admin(INTAKE)).data["metrics"]["intake"]
    assert (intake["spooled"], intake["oldestSpooledSeconds"], intake["replayed"]) == (0, None, 1)
    assert (intake["accepted"], intake["stored"], intake["unchecked"], intake["missing"]) == (2, 2, 0, 0)


async def test_prometheus_sees_the_same_equation(cut: Cut) -> None:
    await cut.service.submit()
    async with cut.service.session.get(f"{cut.service.url}/metrics") as answer:
        text = await answer.text()
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert 'feedback_submissions_total{answer="saved"} 1.0' in text
    assert 'feedback_accepted{place="stored"} 1.0' in text
    assert 'feedback_accepted{place="missing"} 0.0' in text


async def test_a_promise_that_was_broken_is_seen_by_health_and_the_log(
    capsys: pytest.CaptureFixture[str], cut: Cut
) -> None:
    receipt = await cut.service.submit()
    await fetch("TRUNCATE feedback CASCADE")
    for missing in (0, 1):
        intake = (await cut.service.ask_as_admin(INTAKE)).data["metrics"]["intake"]
        assert intake["missing"] == missing
    async with cut.service.session.get(f"{cut.service.url}/health") as answer:
        body = await answer.json()
    assert (body["status"], body["parts"]["promises"][:10]) == ("alive", "1 accepted")
    assert receipt["submissionKey"] in capsys.readouterr().err


async def test_an_admin_may_replay_at_once_and_is_told_when_the_database_is_away(cut: Cut) -> None:
    assert (await cut.service.ask_as_admin(REPLAY)).data["replaySpool"] == {
        "__typename": "ReplaySuccess",
        "kept": 0,
        "duplicates": 0,
        "quarantined": 0,
        "left": 0,
    }
    await cut.relay.cut()
    await cut.service.submit()
    interrupted = (await cut.service.ask_as_admin(REPLAY)).data["replaySpool"]
    assert (interrupted["__typename"], interrupted["left"]) == ("ReplayInterrupted", 1)


async def test_only_admins_replay(cut: Cut) -> None:
    assert (await cut.service.ask(REPLAY)).codes == ["UNAUTHENTICATED"]
