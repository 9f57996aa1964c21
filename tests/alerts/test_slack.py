"""What Slack is sent, and what its answers lead to."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from graphql_api.alerts.channels.slack import Slack
from graphql_api.alerts.retry_policy import RetryPolicy
from graphql_api.postgres.connect import fetch
from tests.alerts.conftest import ANYWHERE
from tests.alerts.peer import OK, Peer, Reaction, texts
from tests.alerts.stage import LINKS_TO, Stage, alerts, attempts, complain, delivery

HOSTILE = "<!channel> <@U012AB3CD> <https://evil.example|click> & https://evil.example *bold*\nsecond line `code`"


async def test_an_alert_arrives_once_with_what_a_reader_needs(stage: Stage, peer: Peer) -> None:
    feedback_id = await complain()
    await stage.work()
    await stage.later()
    (post,) = peer.posts
    (alert,) = await alerts()
    said = [text for _, text in texts(post.body["blocks"])]
    assert said[0] == "🟠 High: someone should look at this feedback"
    for fact in (
        "*Severity*\nHigh",
        "*Sentiment*\nNegative",
        "*Topic*\nBug",
        "*Confidence*\nHigh",
        "*Said by*\n1 so far",
    ):
        assert fact in said
    assert "The PDF export crashes every single time." in said
    (link,) = [text for text in said if text.startswith("<")]
    assert link.startswith(f"<{LINKS_TO}/graphiql?query=")
    assert str(feedback_id) in link
    assert f"Alert {alert['id']}" in said
    assert await attempts() == [("SENT", 200, None)]


async def test_hostile_words_arrive_as_plain_text(stage: Stage, peer: Peer) -> None:
    await complain(HOSTILE)
    await stage.work()
    (post,) = peer.posts
    assert "<!channel>" not in post.raw.decode()
    assert "<@U012AB3CD>" not in post.raw.decode()
    assert "evil" not in post.body["text"]
    (shown,) = [(kind, text) for kind, text in texts(post.body["blocks"]) if "evil" in text]
    assert shown[0] == "plain_text"
    assert shown[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == HOSTILE
    assert (post.body["unfurl_links"], post.body["unfurl_media"]) == (False, False)


async def test_long_words_are_cut_to_500_characters(stage: Stage, peer: Peer) -> None:
    await complain("The app crashes. " * 290)
    await stage.work()
    ((post),) = peer.posts
    longest = max((text for _, text in texts(post.body["blocks"]) if "mrkdwn" not in text), key=len)
    assert len(longest) == 500
    assert longest.endswith("…")


@pytest.mark.parametrize("status", [500, 503, 408, 425])
async def test_a_failure_that_may_pass_is_tried_again(stage: Stage, peer: Peer, status: int) -> None:
    peer.react(Reaction(status, "server_error"), OK)
    await complain()
    await stage.work()
    assert (await delivery())["status"] == "PENDING"
    await stage.later()
    assert await attempts() == [("TRY_LATER", status, "server_error"), ("SENT", 200, None)]
    assert (await delivery())["status"] == "SENT"


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, "no_service"), (410, "channel_is_archived"), (403, "invalid_token"), (400, "invalid_payload")],
)
async def test_a_refusal_for_good_stops_at_once_and_is_shown(stage: Stage, peer: Peer, status: int, code: str) -> None:
    peer.react(Reaction(status, code))
    await complain()
    await stage.work()
    await stage.later()
    assert await attempts() == [("REFUSED", status, code)]
    assert (await delivery())["status"] == "FAILED"
    assert len(peer.posts) == 1


async def test_retry_after_is_kept_also_by_later_alerts(stage: Stage, peer: Peer) -> None:
    peer.react(Reaction(429, "rate_limited", {"Retry-After": "120"}))
    await complain()
    await stage.work()
    await complain("I was charged twice for one order.", topic="BILLING")
    await stage.work()
    assert await attempts() == [("TRY_LATER", 429, "rate_limited")]
    rows = await fetch("SELECT due_at - now() AS wait FROM alert_delivery")
    assert [timedelta(seconds=100) < row["wait"] < timedelta(seconds=151) for row in rows] == [True, True]
    await stage.later()
    assert len(peer.posts) == 3


async def test_who_does_not_answer_in_time_is_tried_again(
    stage: Stage, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphql_api.alerts.channels.slack.TIMEOUT_SECONDS", 0.2)
    peer.react(Reaction(after_seconds=10))
    impatient = stage.but(channels=(Slack(peer.url, ANYWHERE),))
    await complain()
    await impatient.work()
    assert [outcome for outcome, _, _ in await attempts()] == ["TIMED_OUT"]
    await impatient.later()
    assert (await delivery())["status"] == "SENT"


async def test_who_cannot_be_reached_is_tried_again_and_given_up_after_a_day(
    stage: Stage, unused_tcp_port: int
) -> None:
    unreachable = stage.but(channels=(Slack(f"http://127.0.0.1:{unused_tcp_port}/", ANYWHERE),))
    await complain()
    await unreachable.work()
    (first,) = await attempts()
    assert first[:2] == ("UNREACHABLE", None)
    await fetch("UPDATE alert_delivery SET give_up_at = now()")
    await unreachable.later()
    assert (await delivery())["status"] == "FAILED"
    assert len(await attempts()) == 1


def test_waits_grow_to_a_quarter_of_an_hour() -> None:
    waits: Sequence[timedelta] = [RetryPolicy().delay(failures) for failures in (1, 2, 3, 9, 10, 40)]
    bounds = [2, 4, 8, 512, 900, 900]
    assert [bound <= wait.total_seconds() <= bound * 1.25 for wait, bound in zip(waits, bounds, strict=True)] == [
        True
    ] * 6


async def test_a_channel_is_paused_after_failures_in_a_row_and_comes_back(stage: Stage, peer: Peer) -> None:
    short = stage.but(policy=RetryPolicy(pause_after=3))
    peer.always = Reaction(500)
    await complain()
    await short.work()
    for _ in range(2):
        await short.later()
    (channel,) = await fetch("SELECT *, held_until - now() AS wait FROM alert_channel")
    assert (channel["straight_failures"], channel["paused_at"] is not None) == (3, True)
    assert timedelta(minutes=55) < channel["wait"] < timedelta(minutes=80)
    await complain("I was charged twice for one order.", topic="BILLING")
    await short.work()
    assert len(peer.posts) == 3
    peer.always = OK
    # The first of the two finds out that the channel works again, and wakes the other.
    await fetch("UPDATE alert_channel SET held_until = now()")
    await fetch("UPDATE alert_delivery SET due_at = now() WHERE failures > 0")
    await fetch(
        "UPDATE pgqueuer SET execute_after = now() "
        "WHERE payload = (SELECT uuid_send(id) FROM alert_delivery WHERE failures > 0)"
    )
    await short.work()
    await short.work()
    assert len(peer.posts) == 5
    (channel,) = await fetch("SELECT * FROM alert_channel")
    assert (channel["straight_failures"], channel["paused_at"], channel["last_problem"]) == (0, None, None)


async def test_an_outage_is_found_out_by_one_delivery_at_a_time(stage: Stage, peer: Peer) -> None:
    peer.always = Reaction(500)
    await complain()
    await stage.work()
    for number, topic in enumerate(("BILLING", "UX", "PERFORMANCE", "GENERAL")):
        await complain(f"{topic} is the worst of all {'!' * number}", topic=topic)
    await fetch("UPDATE alert_channel SET held_until = now()")
    await stage.work()
    assert len(peer.posts) == 2
    assert len(await fetch("SELECT FROM alert_delivery WHERE status = 'PENDING'")) == 5


async def test_nothing_of_the_address_is_kept_or_shown(
    stage: Stage, peer: Peer, capfd: pytest.CaptureFixture[str]
) -> None:
    peer.react(Reaction(500, f"no such hook: {peer.url}"))
    await complain()
    await stage.work()
    ledger = await fetch(
        "SELECT alert_attempt::text AS row FROM alert_attempt UNION ALL SELECT alert_channel::text FROM alert_channel"
    )
    assert "secret-of-the-hook" not in "".join(row["row"] for row in ledger) + "".join(capfd.readouterr())
