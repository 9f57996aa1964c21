"""Figures that the database counts along (models/tally.py): reading them, and adding up what was appended."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

import asyncpg

from graphql_api.postgres.connect import transaction
from graphql_api.postgres.search import search

EVER = datetime.min.replace(tzinfo=UTC)


class Subject(StrEnum):
    """What is counted by its values. Findings count while they are current.

    SUBMISSION and SCREENSHOT, of pictures that were not refused, have the one value "", and figures of hours;
    SCREENSHOT_STORED has that value and no moment. STANDING and FINDING have the values of several columns at once,
    joined by `|`, in the order of PARTS, and no moment; a finding without a prompt's version has one part less. TAG has
    no moment either. LATENCY_MS is of findings that were not cached, to two significant digits. All others are of days.
    PROMPT_FINDING and PROMPT_LATENCY_MS are of what the AI read, not of what was cached, replaced findings too, by the
    day on which it was read; their values have several parts as well.
    """

    SUBMISSION = "submission"
    SCREENSHOT = "screenshot"
    SCREENSHOT_STORED = "screenshot_stored"
    STANDING = "standing"
    TAG = "tag"
    RATING = "rating"
    FINDING = "finding"
    SENTIMENT = "sentiment"
    TOPIC = "topic"
    CONFIDENCE = "confidence"
    METHOD = "method"
    PROMPT_VERSION = "prompt_version"
    ALERTED = "alerted"
    FALLBACK_REASON = "fallback_reason"
    CACHED = "cached"
    LATENCY_MS = "latency_ms"
    PROMPT_FINDING = "prompt_finding"
    PROMPT_LATENCY_MS = "prompt_latency_ms"


PARTS = {
    Subject.STANDING: ("category", "is_read", "is_archived"),
    Subject.FINDING: ("sentiment", "topic", "confidence", "method", "alerted", "prompt_version"),
    Subject.PROMPT_FINDING: ("sentiment", "topic", "confidence", "alerted", "prompt_version"),
    Subject.PROMPT_LATENCY_MS: ("latency_ms", "prompt_version"),
}


class Amount(StrEnum):
    """What is summed, of all rows that are kept; of findings, the earlier ones too.

    Those of prompts are of what PROMPT_FINDING counts, by version.
    """

    SUBMISSION_BYTES = "submission_bytes"
    SCREENSHOT_BYTES = "screenshot_bytes"
    INPUT_TOKENS = "input_tokens"
    OUTPUT_TOKENS = "output_tokens"
    COST_USD = "cost_usd"
    PROMPT_TOTAL_MS = "prompt_total_ms"
    PROMPT_INPUT_TOKENS = "prompt_input_tokens"
    PROMPT_OUTPUT_TOKENS = "prompt_output_tokens"
    PROMPT_COST_USD = "prompt_cost_usd"


@dataclass(frozen=True)
class Tallies:
    """Figures as they stood at one moment."""

    counts: Mapping[str, Mapping[str, int]]
    amounts: Mapping[str, Mapping[str, Decimal]]

    @classmethod
    def from_rows(cls, rows: Iterable[asyncpg.Record]) -> "Tallies":
        """Rows of subject, value, number and amount."""
        counts: dict[str, dict[str, int]] = {}
        amounts: dict[str, dict[str, Decimal]] = {}
        for row in rows:
            if row["number"]:
                counts.setdefault(row["subject"], {})[row["value"]] = row["number"]
            if row["amount"]:
                amounts.setdefault(row["subject"], {})[row["value"]] = row["amount"]
        return cls(counts, amounts)

    def by_value(self, subject: Subject) -> Mapping[str, int]:
        """How many there are of each value; values that none has are left out."""
        return self.counts.get(subject, {})

    def by_part(self, subject: Subject) -> Iterator[tuple[Mapping[str, str], int]]:
        """The values of one of PARTS by the names of their parts, and how many there are of each."""
        names = PARTS[subject]
        for value, number in self.by_value(subject).items():
            yield dict(zip(names, value.split("|", len(names) - 1), strict=False)), number

    def total(self, subject: Subject) -> int:
        """How many there are of all values together."""
        return sum(self.by_value(subject).values())

    def amount(self, amount: Amount) -> Decimal:
        """A sum over all rows."""
        return sum(self.amount_by_value(amount).values(), Decimal(0))

    def amount_by_value(self, amount: Amount) -> Mapping[str, Decimal]:
        """A sum for each value."""
        return self.amounts.get(amount, {})


TALLIES = """
SELECT subject, value, sum(number)::bigint AS number, sum(amount) AS amount
FROM tallied WHERE subject = ANY($1) AND moment >= $2 GROUP BY subject, value
HAVING sum(number) <> 0 OR sum(amount) <> 0
"""

TALLIES_BY_DAY = """
SELECT date_trunc('day', moment, 'UTC') AS day, subject, value, sum(number)::bigint AS number, 0 AS amount
FROM tallied WHERE subject = ANY($1) AND moment >= $2 GROUP BY day, subject, value HAVING sum(number) <> 0
"""

# Two that add up at once take different rows.
ADD_UP = """
WITH taken AS (
    DELETE FROM tally_change
    WHERE ctid = ANY(ARRAY(SELECT ctid FROM tally_change LIMIT $1 FOR UPDATE SKIP LOCKED))
    RETURNING *
),
added AS (
    INSERT INTO tally (subject, moment, value, number, amount)
    SELECT subject, moment, value, sum(number), sum(amount) FROM taken
    GROUP BY subject, moment, value ORDER BY subject, moment, value
    ON CONFLICT (subject, moment, value) DO UPDATE
    SET number = tally.number + excluded.number, amount = tally.amount + excluded.amount
)
SELECT count(*) FROM taken
"""
ADDED_AT_ONCE = 50_000


async def read_tallies(*subjects: Subject | Amount, since: datetime = EVER) -> Tallies:
    """The figures of all time, or of the days since one that begins at `since`, exact as of now."""
    return Tallies.from_rows(await search(TALLIES, list(subjects), since))


async def read_tallies_by_day(*subjects: Subject, since: datetime) -> Mapping[datetime, Tallies]:
    """The counts of each day in UTC by its beginning, from the one that begins at `since`; empty days are left out."""
    days: dict[datetime, list[asyncpg.Record]] = {}
    for row in await search(TALLIES_BY_DAY, list(subjects), since):
        days.setdefault(row["day"], []).append(row)
    return {day: Tallies.from_rows(rows) for day, rows in days.items()}


def first_day(now: datetime, days: int) -> datetime:
    """The beginning of the first of so many days in UTC, the last of which is today."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days - 1)


def begun_hour(moment: datetime) -> datetime:
    """The beginning of the hour in UTC that a moment lies in."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


async def add_up_tallies() -> None:
    """Add what was appended to what it changes. The figures stay the same; reading them stays cheap."""
    taken = ADDED_AT_ONCE
    while taken == ADDED_AT_ONCE:
        async with transaction() as connection:
            taken = await connection.fetchval(ADD_UP, ADDED_AT_ONCE)


def percentile(counts: Mapping[int, int], percent: int) -> int:
    """The least of some values that so many percent do not exceed, by how often each is there; there must be one."""
    left = sum(counts.values()) * percent
    for value in sorted(counts):
        left -= counts[value] * 100
        if left <= 0:
            return value
    raise ValueError("there is no value")
