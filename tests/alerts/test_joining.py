"""What many say at once rings a few times; what differs rings each time; and nothing is lost or rung twice."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from graphql_api.alerts.evaluate import Evaluation
from graphql_api.alerts.similar import SentenceVectors, no_vectors
from graphql_api.alerts.spelling import Spelling
from graphql_api.alerts.windows import close_windows, forget_old_alerts
from graphql_api.alerts.wording import normalised, text_hash
from graphql_api.analysis.embedded.encoder import Encoder
from graphql_api.analysis.local_model import MODEL_FOLDER
from graphql_api.postgres.connect import fetch
from tests.alerts.complaints import DIFFERENT, REWORDED, SAME
from tests.alerts.peer import Peer
from tests.alerts.stage import Stage, alerts, complain, evaluate_again


@pytest.fixture(scope="module")
def vectors() -> SentenceVectors:
    encoder = Encoder.load(MODEL_FOLDER)
    return SentenceVectors(lambda: encoder)


@pytest.mark.parametrize("texts", [SAME, REWORDED], ids=["the same", "the same in a hurry"])
async def test_500_complaints_that_say_the_same_ring_four_times_and_are_all_counted(
    stage: Stage, peer: Peer, vectors: SentenceVectors, texts: list[str]
) -> None:
    chosen = Random(7).sample(texts * 6, 500)
    ids = await asyncio.gather(*(complain(text, session_id=f"s{number}") for number, text in enumerate(chosen)))
    await fetch("DELETE FROM pgqueuer")
    # As two workers would, each with as many at once as it may have.
    workers = [Evaluation(vectors.embed), Evaluation(vectors.embed)]
    await asyncio.gather(*(workers[number % 2].evaluate(id_) for number, id_ in enumerate(ids)))
    await fetch("UPDATE alert SET window_ends_at = now()")
    await close_windows()
    await stage.work()
    (alert,) = await alerts()
    assert (alert["count"], alert["people"], alert["status"]) == (500, 500, "CLOSED")
    notices = await fetch("SELECT kind, count FROM alert_notice ORDER BY count")
    assert [tuple(row) for row in notices] == [("RAISED", 1), ("GREW", 10), ("GREW", 100), ("CLOSED", 500)]
    assert len(peer.posts) == 4
    counted = await fetch("SELECT event, sum(count)::int AS count FROM alert_tally GROUP BY event")
    assert {row["event"]: row["count"] for row in counted} == {"RAISED": 1, "JOINED": 499, "SENT": 4}


async def test_20_different_complaints_ring_20_times(stage: Stage, peer: Peer, vectors: SentenceVectors) -> None:
    for message, topic in DIFFERENT:
        await complain(message, topic=topic)
    await stage.but(embed=vectors.embed).work()
    await fetch("UPDATE alert SET window_ends_at = now()")
    await close_windows()
    await stage.work()
    assert len(peer.posts) == 20
    assert Counter(alert["count"] for alert in await alerts()) == {1: 20}


async def test_what_is_analysed_again_does_not_ring_again(stage: Stage, peer: Peer) -> None:
    feedback_id = await complain()
    await stage.work()
    await fetch("UPDATE analysis SET confidence = 'MEDIUM', topic = 'UX'")
    await evaluate_again(feedback_id)
    await stage.work()
    assert (len(peer.posts), (await alerts())[0]["count"]) == (1, 1)


async def test_jobs_for_one_feedback_in_several_workers_raise_one_alert(stage: Stage) -> None:
    feedback_id = await complain()
    await asyncio.gather(*(Evaluation(no_vectors).evaluate(feedback_id) for _ in range(8)))
    assert [alert["count"] for alert in await alerts()] == [1]


async def test_no_one_is_called_for_what_is_no_complaint(stage: Stage, peer: Peer) -> None:
    await complain(sentiment="POSITIVE", alert_triggered=False)
    await complain(confidence="LOW", alert_triggered=False)
    await stage.work()
    assert (await alerts(), peer.posts) == ([], [])


async def test_what_was_known_long_ago_or_was_brought_in_from_elsewhere_rings_nobody(stage: Stage) -> None:
    await complain(created_at=datetime.now(UTC) - timedelta(days=4))
    await complain("Order 17 never arrived!")
    await fetch("UPDATE feedback SET occurred_at = created_at - interval '1 year' WHERE message LIKE 'Order%'")
    await stage.work()
    assert await alerts() == []


async def test_a_feedback_that_is_gone_raises_nothing(stage: Stage) -> None:
    await complain()
    await fetch("DELETE FROM feedback")
    await stage.work()
    assert await alerts() == []


async def test_the_same_words_join_without_a_model_and_after_an_hour_ring_anew(stage: Stage, peer: Peer) -> None:
    await complain("Order 17 never arrived!")
    await complain("order 4711 NEVER arrived")
    await stage.work()
    await fetch("UPDATE alert SET window_ends_at = now()")
    await complain("order 5 never arrived")
    await stage.work()
    assert [alert["count"] for alert in await alerts()] == [2, 1]
    await close_windows()
    await close_windows()
    await stage.work()
    assert Counter(row["kind"] for row in await fetch("SELECT kind FROM alert_notice")) == {"RAISED": 2, "CLOSED": 1}
    assert len(peer.posts) == 3


async def test_the_same_words_about_another_topic_join_and_like_words_do_not(
    stage: Stage, vectors: SentenceVectors
) -> None:
    for message, topic in (
        ("The checkout page is broken on my phone", "BUG"),
        ("the checkout page is broken on my phone!", "BILLING"),
        ("The checkout page is broken on my mobile phone", "BILLING"),
    ):
        await complain(message, topic=topic)
        await stage.but(embed=vectors.embed).work()
    assert [alert["count"] for alert in await alerts()] == [2, 1]


async def test_severity_grows_with_the_people_who_say_it_not_with_one_who_repeats_it(stage: Stage) -> None:
    for _ in range(12):
        await complain()
    await stage.work()
    (alert,) = await alerts()
    assert (alert["count"], alert["people"], alert["severity"]) == (12, 1, "HIGH")
    for number in range(9):
        await complain(session_id=f"other-{number}")
    await stage.work()
    (alert,) = await alerts()
    assert (alert["count"], alert["people"], alert["severity"]) == (21, 10, "CRITICAL")


async def test_an_alert_outlives_its_first_feedback_and_goes_with_its_last(stage: Stage) -> None:
    first = await complain()
    await stage.work()
    second = await complain(session_id="session-2")
    await stage.work()
    await fetch("UPDATE alert SET window_ends_at = now()")
    await close_windows()
    await fetch("DELETE FROM feedback WHERE id = $1", first)
    await forget_old_alerts()
    assert [(alert["feedback_id"], alert["count"]) for alert in await alerts()] == [(None, 2)]
    await fetch("DELETE FROM feedback WHERE id = $1", second)
    await forget_old_alerts()
    assert (await alerts(), await fetch("SELECT FROM alert_delivery")) == ([], [])


@pytest.mark.parametrize(
    "other", ["The  export is BROKEN", "the export is broken!!!", "The export is, broken.", "\uff34he export is broken"]
)
def test_case_punctuation_and_spaces_do_not_tell_texts_apart(other: str) -> None:
    assert text_hash(other) == text_hash("The export is broken")


def test_words_tell_texts_apart() -> None:
    assert text_hash("The export is broken") != text_hash("The import is broken")


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("Hi support, same here: the export is broken on my iPhone!! Fix it asap :(", "the export is broken"),
        ("Ugh. Since yesterday the export is broken - order 4711, ticket a8f3c2", "the export is broken"),
        ("Your support never answers my messages.", "your support never answers my messages"),
        ("The help page is broken on an old Android tablet", "the help page is broken on an old android tablet"),
        ("This is really annoying!", "this is really annoying"),
        ("please help", "help"),
        ("Der Export geht nicht, bitte helfen Sie mir", "der export geht nicht bitte helfen sie mir"),
        ("12345 !!!", "0"),
        ("", ""),
    ],
)
def test_what_is_said_beside_the_complaint_does_not_matter_and_something_always_stays(text: str, core: str) -> None:
    assert normalised(text) == core


def test_slips_of_the_finger_are_mended_and_words_that_somebody_knows_are_left() -> None:
    spelling = Spelling(["The export crashes"] * 3 + ["Rare expart"], is_known={"exporter"}.__contains__)
    assert spelling.mended("the exprot crashs, exort eexport") == "the export crashes, export export"
    assert spelling.mended("exporter expart rars größe a8f3") == "exporter expart rars größe a8f3"
