"""The alarm about silence: once when it begins to be strange, once when it is over."""

from datetime import UTC, datetime, timedelta

import pytest

from graphql_api.alerts.notices import notify_team
from graphql_api.alerts.silence import Silence, look_for_silence
from graphql_api.postgres.connect import fetch, transaction
from tests.alerts.peer import Peer, texts
from tests.alerts.stage import Stage, alerts
from tests.make import make_feedback

HOURS = timedelta(hours=2)


@pytest.mark.parametrize(
    ("lately", "before", "is_strange"),
    [
        (0, [5, 4, 6, 3], True),
        (0, [9, 9, 0, 9], True),
        (1, [50, 50, 50, 50], False),
        (0, [0, 0, 0, 0], False),
        (0, [40, 0, 0, 0], False),
        (0, [1, 1, 1, 1], False),
        (0, [2, 2, 3, 2], False),
    ],
)
def test_silence_is_strange_where_there_usually_is_something(lately: int, before: list[int], is_strange: bool) -> None:
    assert Silence(lately, before).is_strange is is_strange


async def test_a_silence_rings_once_and_once_when_it_is_over(stage: Stage, peer: Peer) -> None:
    now = datetime.now(UTC)
    for week in (1, 2, 3, 4):
        for minutes in (10, 30, 60, 100):
            await make_feedback(created_at=now - timedelta(weeks=week, minutes=minutes))
    for _ in range(3):
        await look_for_silence(HOURS)
    await stage.work()
    assert next(text for _, text in texts(peer.posts[0].body["blocks"])) == "🟠 No feedback for 2 h"
    assert [(alert["rule"], alert["status"]) for alert in await alerts()] == [("SILENCE", "OPEN")]
    await make_feedback(created_at=now)
    for _ in range(3):
        await look_for_silence(HOURS)
    await stage.work()
    assert [(alert["rule"], alert["status"]) for alert in await alerts()] == [("SILENCE", "CLOSED")]
    assert len(peer.posts) == 2


async def test_nobody_is_rung_for_the_silence_of_a_new_service(stage: Stage, peer: Peer) -> None:
    await make_feedback(created_at=datetime.now(UTC) - timedelta(days=7, minutes=30))
    await look_for_silence(HOURS)
    await stage.work()
    assert peer.posts == []


async def test_other_parts_can_tell_the_team_something(stage: Stage, peer: Peer) -> None:
    async with transaction() as connection:
        await notify_team(connection, "Cleaned up", "12 submissions & <3 screenshots> were deleted.\n" + "&" * 4000)
    await stage.work()
    (post,) = peer.posts
    (header, text) = [text for kind, text in texts(post.body["blocks"]) if kind == "plain_text"]
    assert header.endswith("Cleaned up")
    assert text.startswith("12 submissions &amp; &lt;3 screenshots&gt; were deleted.\n")
    assert len(text) <= 3000
    assert await fetch("SELECT FROM alert") == []
