"""kill -9 of the worker in the middle of a delivery: what it was about arrives, and says that it is the same."""

import asyncio
from pathlib import Path

from graphql_api.alerts.deliver import pick_up_forgotten
from graphql_api.postgres.connect import fetch
from tests.alerts.peer import Peer, Reaction, texts
from tests.alerts.stage import Stage, alerts, attempts, complain, delivery
from tests.faults.programs import Program


async def test_a_killed_worker_s_delivery_arrives_with_the_same_alert_id(
    stage: Stage, peer: Peer, database_url: str, tmp_path: Path
) -> None:
    worker = Program(
        "worker",
        tmp_path,
        database_url,
        SLACK_WEBHOOK_URL=peer.url,
        ALERT_ALLOW_PRIVATE_NETWORKS="true",
        ML_ENABLED="false",
    )
    peer.react(Reaction(after_seconds=2))
    await complain()
    worker.launch()
    try:
        async with asyncio.timeout(90):
            while not peer.posts:
                await asyncio.sleep(0.02)
    finally:
        await worker.kill()
    assert (await delivery())["status"] == "PENDING"
    await fetch("UPDATE pgqueuer SET heartbeat = now() - interval '1 hour'")
    await stage.later()
    (alert,) = await alerts()
    said = [[text for _, text in texts(post.body["blocks"])] for post in peer.posts]
    assert [f"Alert {alert['id']}" in words for words in said] == [True, True]
    assert [outcome for outcome, _, _ in await attempts()] == ["INTERRUPTED", "SENT"]


async def test_who_comes_while_another_delivers_waits_for_it_to_end(stage: Stage, peer: Peer) -> None:
    await complain()
    await stage.work()
    await fetch("UPDATE alert_delivery SET status = 'PENDING', leased_until = now() + interval '20 seconds'")
    await fetch(
        "INSERT INTO pgqueuer (priority, status, entrypoint, payload) "
        "SELECT 0, 'queued', 'DELIVER', uuid_send(id) FROM alert_delivery"
    )
    await stage.work()
    (job,) = await fetch("SELECT extract(epoch FROM execute_after - now()) AS wait FROM pgqueuer")
    assert 10 < job["wait"] <= 20
    assert len(peer.posts) == 1


async def test_a_delivery_without_a_job_is_picked_up(stage: Stage, peer: Peer) -> None:
    peer.react(Reaction(500))
    await complain()
    await stage.work()
    await fetch("DELETE FROM pgqueuer")
    await pick_up_forgotten()
    assert not await fetch("SELECT FROM pgqueuer")
    await fetch("UPDATE alert_delivery SET due_at = now() - interval '2 minutes'")
    await fetch("UPDATE alert_channel SET held_until = NULL")
    await pick_up_forgotten()
    await pick_up_forgotten()
    assert len(await fetch("SELECT FROM pgqueuer")) == 1
    await stage.work()
    assert (await delivery())["status"] == "SENT"
