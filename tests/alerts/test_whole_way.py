"""From a visitor's words to the team's Slack, with the service as it runs."""

import asyncio
import time
from pathlib import Path

import asyncpg
import pytest

from graphql_api.cli.database import bring_to_head
from graphql_api.errors import StartupError
from graphql_api.postgres.connect import fetch
from tests.alerts.peer import Peer, Reaction, texts
from tests.alerts.stage import complain
from tests.conftest import make_settings, running
from tests.rows import count

WORDS = "Your PDF export crashes every time and it makes me so angry. Write to me at jo@example.com!"


async def until_told(peer: Peer) -> None:
    async with asyncio.timeout(30):
        while not peer.posts:
            await asyncio.sleep(0.05)


async def test_a_complaint_reaches_the_team_redacted(database_url: str, tmp_path: Path, peer: Peer) -> None:
    settings = make_settings(
        database_url, tmp_path, slack_webhook_url=peer.url, alert_allow_private_networks=True, worker_in_process=True
    )
    async with running(settings) as service:
        receipt = await service.submit(message=WORDS)
        await until_told(peer)
        said = "\n".join(text for _, text in texts(peer.posts[0].body["blocks"]))
        assert receipt["id"] in said
        assert "Write to me at [email]!" in said
        assert "jo@example.com" not in peer.posts[0].raw.decode()
        reply = await service.ask_as_admin(
            "{ feedbacks(filter: {alerted: true}) { edges { node { alerts { severity } } } } }"
        )
        assert reply.data["feedbacks"]["edges"][0]["node"]["alerts"] == [{"severity": "HIGH"}]


async def test_a_slack_that_hangs_keeps_neither_receipt_nor_analysis_waiting(
    database_url: str, tmp_path: Path, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphql_api.alerts.channels.slack.TIMEOUT_SECONDS", 60)
    monkeypatch.setattr("graphql_api.worker.STOP_PATIENCE_SECONDS", 0.1)
    peer.always = Reaction(after_seconds=60)
    settings = make_settings(
        database_url,
        tmp_path,
        slack_webhook_url=peer.url,
        alert_allow_private_networks=True,
        worker_in_process=True,
        ml_enabled=False,
    )
    async with running(settings) as service:
        # More than a worker does at once.
        for number in range(45):
            await complain("x" * (number + 10), topic="UX")
        await until_told(peer)
        await until_there("alert_delivery", 45)
        await service.submit(message="The new search is wonderful, thank you so much!")
        await until_there("analysis", 46)
        assert {row["outcome"] for row in await fetch("SELECT outcome FROM alert_attempt")} == {"UNDER_WAY"}


async def until_there(table: str, number: int) -> None:
    deadline = time.monotonic() + 30
    while await count(table) < number:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def test_a_database_without_pgvector_is_told_in_one_line_what_it_lacks(
    empty_database_url: str, tmp_path: Path
) -> None:
    role = "no_superuser"
    connection = await asyncpg.connect(empty_database_url)
    await connection.execute(
        f"DROP ROLE IF EXISTS {role}; CREATE ROLE {role} LOGIN; GRANT ALL ON SCHEMA public TO {role}"
    )
    settings = make_settings(empty_database_url.replace("postgres@", f"{role}@", 1), tmp_path)
    try:
        with pytest.raises(StartupError, match=r"^PostgreSQL needs pgvector: .* CREATE EXTENSION vector;$"):
            await asyncio.to_thread(bring_to_head, settings)
        await connection.execute("CREATE EXTENSION vector")
        assert await asyncio.to_thread(bring_to_head, settings)
    finally:
        await connection.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")
        await connection.close()
