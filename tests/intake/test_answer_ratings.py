"""A second rating of an answer changes the first; nothing is doubled and nothing forgotten."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from graphql_api.postgres.connect import fetch
from tests.client import ADMIN, VISITOR, Service
from tests.rows import count

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIND = "query ($words: String) { feedbacks(filter: {search: $words}) { edges { node { id } } } }"


class Rater:
    """One visitor who rates one answer."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.message_id = str(uuid4())

    async def rate(self, rating: str, key: str | None = None, session: str = "session-1", **said: Any) -> Any:
        answer = {"messageId": self.message_id, "question": "Where is it?", "answer": "There.", "rating": rating} | said
        return await self.service.submit(
            sessionId=session, message=None, answer=answer, submissionKey=key or str(uuid4())
        )

    async def standing(self) -> tuple[str, str | None, list[str]]:
        (row,) = await fetch("SELECT rating, explanation, issues FROM answer_rating")
        return row["rating"], row["explanation"], row["issues"]

    async def found(self, words: str) -> bool:
        reply = await self.service.ask(FIND, ADMIN, words=words)
        return bool(reply.data["feedbacks"]["edges"])


@pytest.fixture
def rater(emptied_service: Service) -> Rater:
    return Rater(emptied_service)


async def changes() -> list[tuple[str, str, str | None, str | None]]:
    rows = await fetch("SELECT * FROM answer_rating_change WHERE is_change ORDER BY created_at")
    return [(row["previous_rating"], row["rating"], row["previous_explanation"], row["explanation"]) for row in rows]


async def test_another_thumb_changes_the_first_and_the_history_keeps_both(rater: Rater) -> None:
    first = await rater.rate("UP", explanation="Spot on.", issues=["OTHER"])
    second = await rater.rate("DOWN", explanation="On second thought: outdated.", issues=["OUTDATED"])
    assert (first["status"], second["status"]) == ("SAVED", "SAVED")
    assert first["id"] == second["id"]
    assert first["submissionKey"] != second["submissionKey"]
    assert await rater.standing() == ("DOWN", "On second thought: outdated.", ["OUTDATED"])
    assert await changes() == [("UP", "DOWN", "Spot on.", "On second thought: outdated.")]
    assert (await count("feedback"), await count("answer_rating")) == (1, 1)
    assert [row["feedback_count"] for row in await fetch("SELECT * FROM session")] == [1]


async def test_the_same_rating_again_changes_nothing(rater: Rater) -> None:
    first = await rater.rate("DOWN", explanation="Wrong.", issues=["INCORRECT"])
    for said in ({}, {"explanation": "Wrong."}, {"issues": ["INCORRECT"]}, {"explanation": " "}):
        again = await rater.rate("DOWN", **said)
        assert (again["status"], again["id"]) == ("DUPLICATE", first["id"])
    assert await rater.standing() == ("DOWN", "Wrong.", ["INCORRECT"])
    assert (await changes(), await count("pgqueuer")) == ([], 1)


async def test_an_explanation_that_follows_its_thumb_is_added(rater: Rater) -> None:
    await rater.rate("DOWN", issues=["OUTDATED"])
    assert (await rater.rate("DOWN", explanation="It is from 2019."))["status"] == "SAVED"
    assert await rater.standing() == ("DOWN", "It is from 2019.", ["OUTDATED"])
    assert await changes() == [("DOWN", "DOWN", None, "It is from 2019.")]


async def test_another_thumb_without_words_does_not_keep_the_words_of_the_first(rater: Rater) -> None:
    await rater.rate("DOWN", explanation="Wrong.", issues=["INCORRECT"])
    await rater.rate("UP")
    assert await rater.standing() == ("UP", None, [])
    assert await changes() == [("DOWN", "UP", "Wrong.", None)]


async def test_the_key_of_a_change_again_is_a_duplicate(rater: Rater) -> None:
    key = str(uuid4())
    first = await rater.rate("UP")
    assert (await rater.rate("DOWN", key))["status"] == "SAVED"
    await rater.rate("UP")
    again = await rater.rate("DOWN", key)
    assert (again["status"], again["id"]) == ("DUPLICATE", first["id"])
    assert (await rater.standing())[0] == "UP"
    assert len(await changes()) == 2


async def test_the_key_of_the_first_rating_again_is_a_duplicate_after_a_change(rater: Rater) -> None:
    key = str(uuid4())
    await rater.rate("UP", key)
    await rater.rate("DOWN")
    assert (await rater.rate("UP", key))["status"] == "DUPLICATE"
    assert (await rater.standing())[0] == "DOWN"


async def test_the_key_of_a_rating_that_changed_nothing_again_is_a_duplicate(rater: Rater) -> None:
    key = str(uuid4())
    await rater.rate("UP")
    assert (await rater.rate("UP", key))["status"] == "DUPLICATE"
    assert (await rater.rate("DOWN"))["status"] == "SAVED"
    assert (await rater.rate("UP", key))["status"] == "DUPLICATE"
    assert (await rater.standing())[0] == "DOWN"


async def test_search_finds_the_words_as_they_stand(rater: Rater) -> None:
    await rater.rate("UP", explanation="Marvellous wording.")
    assert await rater.found("marvellous")
    await rater.rate("DOWN", explanation="Dreadful wording.", question="Another question?")
    assert await rater.found("dreadful")
    assert await rater.found("where")
    assert not await rater.found("marvellous")
    assert not await rater.found("another question")


async def test_a_change_is_read_anew(rater: Rater) -> None:
    await rater.rate("UP")
    await rater.rate("DOWN", explanation="Wrong.")
    payloads = {row["payload"] for row in await fetch("SELECT payload FROM pgqueuer")}
    assert (await count("pgqueuer"), len(payloads)) == (2, 1)


@pytest.mark.parametrize(("rating", "said", "is_current"), [("DOWN", {}, False), ("UP", {"issues": ["OTHER"]}, True)])
async def test_what_was_understood_of_other_words_is_history_at_once(
    rater: Rater, rating: str, said: dict[str, Any], is_current: bool
) -> None:
    first = await rater.rate("UP", explanation="Spot on.")
    await analysed(first["id"])
    await rater.rate(rating, **said)
    assert [row["is_current"] for row in await fetch("SELECT is_current FROM analysis")] == [is_current]


async def test_another_session_or_another_answer_is_another_rating(rater: Rater) -> None:
    other = Rater(rater.service)
    receipts = [await rater.rate("UP"), await rater.rate("DOWN", session="session-2"), await other.rate("UP")]
    assert len({receipt["id"] for receipt in receipts}) == 3
    assert (await count("answer_rating"), await changes()) == (3, [])


async def test_one_rating_sent_by_20_at_once_under_keys_of_their_own_is_saved_once(rater: Rater) -> None:
    results = await asyncio.gather(*(rater.rate("UP") for _ in range(20)))
    assert sorted(result["status"] for result in results) == ["DUPLICATE"] * 19 + ["SAVED"]
    assert (await count("feedback"), await count("answer_rating"), await count("pgqueuer")) == (1, 1, 1)


async def test_two_thumbs_at_once_leave_one_rating_and_one_change(rater: Rater) -> None:
    results = await asyncio.gather(rater.rate("UP"), rater.rate("DOWN"))
    assert [result["status"] for result in results] == ["SAVED", "SAVED"]
    (change,) = await changes()
    assert (await rater.standing())[0] == change[1]
    assert {change[0], change[1]} == {"UP", "DOWN"}
    assert [row["feedback_count"] for row in await fetch("SELECT * FROM session")] == [1]


async def test_many_changes_at_once_make_one_unbroken_history(rater: Rater) -> None:
    await rater.rate("UP")
    keys = [str(uuid4()) for _ in range(10)]
    tries = [rater.rate("DOWN" if number % 2 else "UP", key) for number, key in enumerate(keys) for _ in range(3)]
    results = await asyncio.gather(*tries)
    assert {result["status"] for result in results} <= {"SAVED", "DUPLICATE"}
    history = await changes()
    assert len(history) == [result["status"] for result in results].count("SAVED")
    thumbs = sorted(("UP", "DOWN").index(before) - ("UP", "DOWN").index(after) for before, after, _, _ in history)
    assert abs(sum(thumbs)) == (0 if (await rater.standing())[0] == "UP" else 1)
    assert (await count("feedback"), await count("answer_rating")) == (1, 1)


async def test_ratings_and_reports_of_one_session_are_counted_together(rater: Rater) -> None:
    await rater.rate("UP")
    await rater.service.submit(**VISITOR)
    assert [row["feedback_count"] for row in await fetch("SELECT * FROM session")] == [2]


async def analysed(feedback_id: str) -> None:
    await fetch(
        "INSERT INTO analysis (feedback_id, feedback_created_at, is_current, text_hash, sentiment, topic, topics, "
        "confidence, confidence_score, alert_triggered, method, cached, latency_ms, created_at) "
        "SELECT id, created_at, true, '\\x00', 'NEUTRAL', 'GENERAL', '[]', 'LOW', 0, false, 'ML', false, 1, now() "
        "FROM feedback WHERE id = $1",
        feedback_id,
    )
