"""What the database counts along is what a full count would find, whatever happens to the rows."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from graphql_api import tallies
from graphql_api.postgres.connect import connected, fetch, transaction
from graphql_api.tallies import Amount, Subject, add_up_tallies, read_tallies, read_tallies_by_day
from graphql_api.tasks.tallying import make_tallying
from graphql_api.triage.triage import Change, triage
from models.enums import (
    AnalysisMethod,
    Confidence,
    FeedbackCategory,
    Rating,
    ScreenshotStatus,
    Sentiment,
    Topic,
    TriageAction,
)
from tests.conftest import empty_database
from tests.make import BEGINNING, at, make_analysis, make_feedback

pytestmark = pytest.mark.asyncio(loop_scope="module")

SEEDS = range(6)
STEPS = 60
BY_DAY = (Subject.SENTIMENT, Subject.TOPIC, Subject.ALERTED, Subject.RATING, Subject.PROMPT_FINDING)
PICTURE = """
INSERT INTO screenshot (feedback_id, feedback_created_at, status, annotations, attempts, picture_key, thumbnail_key,
                        sha256, size_bytes, width, height)
SELECT id, created_at, $2, '[]', 0, 'picture', 'thumbnail', sha256('x'), $3, 1, 1 FROM feedback WHERE id = ANY($1)
ON CONFLICT (feedback_id) DO UPDATE SET status = excluded.status, size_bytes = excluded.size_bytes
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def database(shared_database_url: str) -> AsyncIterator[None]:
    async with connected(shared_database_url, pool_size=4):
        yield


@pytest_asyncio.fixture(loop_scope="module")
async def emptied(database: None) -> None:
    await empty_database()


class Chance:
    """Does to the database what the service does, in an order that its seed decides."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._ids: list[UUID] = []

    async def step(self) -> None:
        """Do one of the things, at random."""
        steps = (self._store, self._store, self._analyse, self._analyse, self._triage, self._rate, self._edit)
        pictures = (self._picture, self._picture, self._drop_pictures)
        await self._random.choice((*steps, *pictures, self._delete, self._fail, add_up_tallies))()

    def _some(self) -> list[UUID]:
        return self._random.sample(self._ids, self._random.randint(0, min(5, len(self._ids))))

    async def _store(self) -> None:
        for _ in range(self._random.randint(1, 4)):
            self._ids.append(
                await make_feedback(
                    message="ä" * self._random.randint(0, 30),
                    category=self._random.choice(list(FeedbackCategory)),
                    tags=self._random.sample(["web", "mobile", "ui"], self._random.randint(0, 3)),
                    created_at=at(self._random.randint(0, 4_000)),
                    is_read=self._random.random() < 0.5,
                    rating=self._random.choice([None, *Rating]),
                )
            )

    async def _analyse(self) -> None:
        for feedback_id in self._some():
            async with transaction() as connection:
                await connection.execute("UPDATE analysis SET is_current = false WHERE feedback_id = $1", feedback_id)
            await make_analysis(
                feedback_id,
                sentiment=self._random.choice(list(Sentiment)),
                topic=self._random.choice(list(Topic)),
                confidence=self._random.choice(list(Confidence)),
                method=self._random.choice(list(AnalysisMethod)),
                alert_triggered=self._random.random() < 0.3,
                prompt_version=self._random.choice([None, "v1", "v2|x"]),
            )
            await fetch(
                "UPDATE analysis SET cached = $2, latency_ms = $3, fallback_reason = $4, input_tokens = $5, "
                "cost_usd = $6, created_at = $7 WHERE feedback_id = $1 AND is_current",
                feedback_id,
                self._random.random() < 0.3,
                self._random.randint(0, 9),
                self._random.choice([None, "timeout", "disabled"]),
                self._random.choice([None, 123]),
                self._random.choice([None, 0.0001, 0.37]),
                at(self._random.randint(0, 9_000)),
            )

    async def _triage(self) -> None:
        action = self._random.choice([action for action in TriageAction if action is not TriageAction.NOTED])
        await triage(self._some(), Change(action, uuid4(), "test", "markFeedbackRead", datetime.now(UTC)))

    async def _rate(self) -> None:
        await fetch(
            "UPDATE answer_rating SET rating = $2, explanation = 'Hm.' WHERE feedback_id = ANY($1)",
            self._some(),
            self._random.choice(list(Rating)),
        )

    async def _picture(self) -> None:
        status = self._random.choice(list(ScreenshotStatus))
        await fetch(PICTURE, self._some(), status, self._random.randint(0, 9))

    async def _drop_pictures(self) -> None:
        await fetch("DELETE FROM screenshot WHERE feedback_id = ANY($1)", self._some())

    async def _edit(self) -> None:
        await fetch("UPDATE feedback SET message = message || 'x' WHERE id = ANY($1)", self._some())

    async def _delete(self) -> None:
        gone = self._some()
        await fetch("DELETE FROM feedback WHERE id = ANY($1)", gone)
        self._ids = [each for each in self._ids if each not in gone]

    async def _fail(self) -> None:
        with pytest.raises(asyncpg.DivisionByZeroError):
            await self._delete_all_in_vain()

    async def _delete_all_in_vain(self) -> None:
        async with transaction() as connection:
            await connection.execute("DELETE FROM feedback WHERE id = ANY($1)", self._ids)
            await connection.execute("SELECT 1 / 0")


def as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


async def full_count() -> tuple[dict[Subject, Counter[str]], dict[Amount, Decimal], dict[Any, Counter[str]]]:
    """The same figures from the rows themselves, also by day."""
    counts: dict[Subject, Counter[str]] = {subject: Counter() for subject in Subject}
    days: dict[Any, Counter[str]] = {}
    amounts = dict.fromkeys(Amount, Decimal(0))
    for row in await fetch("SELECT * FROM feedback"):
        counts[Subject.SUBMISSION][""] += 1
        parts = (row["category"], as_text(row["is_read"]), as_text(row["is_archived"]))
        counts[Subject.STANDING]["|".join(parts)] += 1
        counts[Subject.TAG].update(row["tags"])
        amounts[Amount.SUBMISSION_BYTES] += len((row["message"] or "").encode())
    for row in await fetch("SELECT * FROM screenshot WHERE status <> 'REJECTED'"):
        counts[Subject.SCREENSHOT][""] += 1
        if row["status"] == ScreenshotStatus.STORED:
            counts[Subject.SCREENSHOT_STORED][""] += 1
            amounts[Amount.SCREENSHOT_BYTES] += row["size_bytes"]
    for row in await fetch("SELECT * FROM answer_rating"):
        counts[Subject.RATING][row["rating"]] += 1
        days.setdefault((row["feedback_created_at"].date(), Subject.RATING), Counter())[row["rating"]] += 1
        texts = (row["question"], row["answer"], row["explanation"] or "", row["sources"])
        amounts[Amount.SUBMISSION_BYTES] += len("".join(texts).encode())
    for row in await fetch("SELECT * FROM analysis WHERE method = 'AI' AND NOT cached AND prompt_version IS NOT NULL"):
        labels = (row["sentiment"], row["topic"], row["confidence"], as_text(row["alert_triggered"]))
        finding = "|".join((*labels, row["prompt_version"]))
        counts[Subject.PROMPT_FINDING][finding] += 1
        days.setdefault((row["created_at"].date(), Subject.PROMPT_FINDING), Counter())[finding] += 1
        counts[Subject.PROMPT_LATENCY_MS][f"{row['latency_ms']}|{row['prompt_version']}"] += 1
        amounts[Amount.PROMPT_TOTAL_MS] += row["latency_ms"]
        amounts[Amount.PROMPT_INPUT_TOKENS] += row["input_tokens"] or 0
        amounts[Amount.PROMPT_COST_USD] += Decimal(str(row["cost_usd"] or 0))
    for row in await fetch("SELECT * FROM analysis"):
        amounts[Amount.INPUT_TOKENS] += row["input_tokens"] or 0
        amounts[Amount.COST_USD] += Decimal(str(row["cost_usd"] or 0))
        if not row["is_current"]:
            continue
        values = {
            Subject.SENTIMENT: row["sentiment"],
            Subject.TOPIC: row["topic"],
            Subject.CONFIDENCE: row["confidence"],
            Subject.METHOD: row["method"],
            Subject.ALERTED: as_text(row["alert_triggered"]),
            Subject.PROMPT_VERSION: row["prompt_version"],
        }
        counts[Subject.FINDING]["|".join(value for value in values.values() if value is not None)] += 1
        values[Subject.FALLBACK_REASON] = row["fallback_reason"]
        values[Subject.CACHED] = as_text(row["cached"])
        values[Subject.LATENCY_MS] = None if row["cached"] else str(row["latency_ms"])
        for subject, value in values.items():
            if value is not None:
                counts[subject][value] += 1
                days.setdefault((row["feedback_created_at"].date(), subject), Counter())[value] += 1
    return counts, amounts, days


async def check() -> None:
    counts, amounts, days = await full_count()
    known = await read_tallies(*Subject, *Amount)
    assert {subject: dict(known.by_value(subject)) for subject in Subject} == counts
    assert {amount: known.amount(amount) for amount in Amount} == amounts
    by_day = await read_tallies_by_day(*BY_DAY, since=BEGINNING)
    found = {
        (day.date(), subject): known.by_value(subject)
        for day, known in by_day.items()
        for subject in BY_DAY
        if known.by_value(subject)
    }
    assert found == {key: counter for key, counter in days.items() if key[1] in BY_DAY}


@pytest.mark.parametrize("seed", SEEDS)
async def test_the_figures_are_those_of_a_full_count_after_every_step(emptied: None, seed: int) -> None:
    chance = Chance(seed)
    for _ in range(STEPS):
        await chance.step()
        await check()
    await fetch("SELECT recount_tallies()")
    await check()


async def test_nothing_is_lost_while_figures_are_added_up(emptied: None) -> None:
    adding = asyncio.create_task(_add_up_for_ever())
    chances = [Chance(seed) for seed in range(3)]
    await asyncio.gather(*(_steps(chance) for chance in chances))
    adding.cancel()
    await asyncio.wait({adding})
    await check()


async def test_workers_add_figures_up(emptied: None) -> None:
    await make_feedback()
    (adding,) = make_tallying().recurring
    await adding.do()
    assert await fetch("SELECT * FROM tally_change") == []


async def test_figures_that_were_added_up_lie_in_few_rows(emptied: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "ADDED_AT_ONCE", 7)
    for number in range(20):
        await make_analysis(await make_feedback(created_at=at(number)))
    await asyncio.gather(add_up_tallies(), add_up_tallies())
    assert await fetch("SELECT * FROM tally_change") == []
    assert len(await fetch("SELECT * FROM tally WHERE number <> 0 OR amount <> 0")) < 20
    await check()


@pytest.mark.parametrize(("latency_ms", "kept"), [(0, 0), (9, 9), (99, 99), (104, 100), (105, 110), (98_765, 99_000)])
async def test_latencies_are_kept_to_two_digits(emptied: None, latency_ms: int, kept: int) -> None:
    feedback_id = await make_feedback()
    await make_analysis(feedback_id)
    await fetch("UPDATE analysis SET latency_ms = $2 WHERE feedback_id = $1", feedback_id, latency_ms)
    assert (await read_tallies(Subject.LATENCY_MS)).by_value(Subject.LATENCY_MS) == {str(kept): 1}


async def test_days_begin_at_midnight_in_utc(emptied: None) -> None:
    for moment in (BEGINNING - timedelta(microseconds=1), BEGINNING):
        await make_feedback(created_at=moment, rating="UP")
    days = await read_tallies_by_day(Subject.RATING, since=BEGINNING - timedelta(days=1))
    assert sorted(days) == [BEGINNING - timedelta(days=1), BEGINNING]


async def _add_up_for_ever() -> None:
    while True:
        await add_up_tallies()
        await asyncio.sleep(0)


async def _steps(chance: Chance) -> None:
    for _ in range(STEPS):
        await chance.step()
