"""Figures that the database counts along (models/tally.py): reading them, and adding up what was appended."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

import asyncpg

from graphql_api.postgres.connect import transaction
from graphql_api.postgres.search import search, search_in_background

EVER = datetime.min.replace(tzinfo=UTC)


class Subject(StrEnum):
    """What is counted by its values. Findings count while they are current.

    SUBMISSION has the one value "", and its figures are of hours. STANDING and FINDING have the values of several
    columns at once, joined by `|`, in the order of PARTS, and no moment; a finding without a prompt's version has one
    part less. TAG has no moment either. LATENCY_MS is of findings that were not cached, to two significant digits. All
    others are of days.
    """

    SUBMISSION = "submission"
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


PARTS = {
    Subject.STANDING: ("category", "is_read", "is_archived"),
    Subject.FINDING: ("sentiment", "topic", "confidence", "method", "alerted", "prompt_version"),
}


class Amount(StrEnum):
    """What is summed, of all rows that are kept; of findings, the earlier ones too."""

    SUBMISSION_BYTES = "submission_bytes"
    INPUT_TOKENS = "input_tokens"
    OUTPUT_TOKENS = "output_tokens"
    COST_USD = "cost_usd"


@dataclass(frozen=True)
class Tallies:
    """Figures as they stood at one moment."""

    counts: Mapping[str, Mapping[str, int]]
    amounts: Mapping[str, Decimal]

    @classmethod
    def from_rows(cls, rows: Iterable[asyncpg.Record]) -> "Tallies":
        """Rows of subject, value, number and amount."""
        counts: dict[str, dict[str, int]] = {}
        amounts: dict[str, Decimal] = {}
        for row in rows:
            if row["number"]:
                counts.setdefault(row["subject"], {})[row["value"]] = row["number"]
            if row["amount"]:
                amounts[row["subject"]] = row["amount"]
        return cls(counts, amounts)

    def by_value(self, subject: Subject) -> Mapping[str, int]:
        """How many there are of each value; values that none has are left out."""
        return self.counts.get(subject, {})

    def by_part(self, subject: Subject) -> Iterator[tuple[Mapping[str, str], int]]:
        """The values of STANDING or FINDING by the names of their parts, and how many there are of each."""
        names = PARTS[subject]
        for value, number in self.by_value(subject).items():
            yield dict(zip(names, value.split("|", len(names) - 1), strict=False)), number

    def total(self, subject: Subject) -> int:
        """How many there are of all values together."""
        return sum(self.by_value(subject).values())

    def amount(self, amount: Amount) -> Decimal:
        """A sum over all rows."""
        return self.amounts.get(amount, Decimal(0))


TALLIES = """
SELECT subject, value, sum(number)::bigint AS number, sum(amount) AS amount
FROM tallied WHERE subject = ANY($1) AND moment >= $2 GROUP BY subject, value
HAVING sum(number) <> 0 OR sum(amount) <> 0
"""

TALLIES_BY_DAY = """
SELECT date_trunc('day', moment, 'UTC') AS day, subject, value, sum(number)::bigint AS number, sum(amount) AS amount
FROM tallied WHERE subject = ANY($1) AND moment >= $2 GROUP BY day, subject, value
HAVING sum(number) <> 0 OR sum(amount) <> 0
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


async def read_tallies(*subjects: Subject | Amount, since: datetime = EVER, in_background: bool = False) -> Tallies:
    """The figures of all time, or of the days since one that begins at `since`, exact as of now."""
    ask = search_in_background if in_background else search
    return Tallies.from_rows(await ask(TALLIES, list(subjects), since))


async def read_tallies_by_day(*subjects: Subject | Amount, since: datetime) -> Mapping[datetime, Tallies]:
    """The figures of each day in UTC by its beginning, from the one that begins at `since`; empty days are left out."""
    days: dict[datetime, list[asyncpg.Record]] = {}
    for row in await search(TALLIES_BY_DAY, list(subjects), since):
        days.setdefault(row["day"], []).append(row)
    return {day: Tallies.from_rows(rows) for day, rows in days.items()}


def first_day(now: datetime, days: int) -> datetime:
    """The beginning of the first of so many days in UTC, the last of which is today."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days - 1)


async def add_up_tallies() -> None:
    """Add what was appended to what it changes. The figures stay the same; reading them stays cheap."""
    taken = ADDED_AT_ONCE
    while taken == ADDED_AT_ONCE:
        async with transaction() as connection:
            taken = await connection.fetchval(ADD_UP, ADDED_AT_ONCE)
