"""What the AI has cost this month: counted in the database, so that every process and every restart knows it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import structlog

from graphql_api.analysis.ai import Usage
from graphql_api.logs import describe_error
from graphql_api.postgres.connect import fetch
from graphql_api.postgres.outage import is_outage

logger = structlog.get_logger(__name__)

ADD = """
INSERT INTO ai_spend (day, model, answers, input_tokens, output_tokens, cost_usd)
SELECT * FROM unnest($1::date[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::float8[])
ON CONFLICT (day, model) DO UPDATE SET
    answers = ai_spend.answers + excluded.answers,
    input_tokens = ai_spend.input_tokens + excluded.input_tokens,
    output_tokens = ai_spend.output_tokens + excluded.output_tokens,
    cost_usd = ai_spend.cost_usd + excluded.cost_usd
"""
MONTH = "SELECT coalesce(sum(cost_usd), 0)::float8 AS usd FROM ai_spend WHERE day >= date_trunc('month', $1::date)"


@dataclass
class Spent:
    """Answers of one model on one day."""

    answers: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0


class Spend:
    """Counts what answers cost. Days and months are UTC's.

    What cannot be written while the database is away is kept in memory, and written with what comes next.

    Args:
        budget_usd: for a calendar month.
        has_database: false: counted in memory alone, for as long as the process lives.
    """

    def __init__(
        self,
        *,
        budget_usd: float,
        has_database: bool = True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.budget_usd = budget_usd
        # As of the last time that somebody asked.
        self.was_over = False
        self._has_database = has_database
        self._now = now
        self._unwritten: dict[tuple[date, str], Spent] = {}
        self._writing = asyncio.Lock()
        self._last_known = 0.0

    async def add(self, usage: Usage) -> None:
        """Count an answer; one whose price is not known counts its tokens and costs nothing."""
        spent = self._unwritten.setdefault((self._now().date(), usage.model), Spent())
        spent.answers += 1
        spent.input_tokens += usage.input_tokens
        spent.output_tokens += usage.output_tokens
        spent.cost_usd += usage.cost_usd or 0.0
        if self._has_database:
            await self._write()

    async def month_usd(self) -> float:
        """US dollars this month; while the database is away, as far as is known."""
        if self._has_database:
            try:
                self._last_known = (await fetch(MONTH, self._now().date()))[0]["usd"]
            except Exception as error:
                if not is_outage(error):
                    raise
                logger.info("spend is not known, the database is away", error=describe_error(error))
        month = self._now().date().replace(day=1)
        return self._last_known + sum(spent.cost_usd for (day, _), spent in self._unwritten.items() if day >= month)

    async def is_over(self) -> bool:
        """Whether the month's budget is used up."""
        self.was_over = await self.month_usd() >= self.budget_usd
        return self.was_over

    async def _write(self) -> None:
        async with self._writing:
            taken, self._unwritten = self._unwritten, {}
            rows = [(day, model, *vars(spent).values()) for (day, model), spent in sorted(taken.items())]
            if not rows:
                return
            try:
                await fetch(ADD, *(list(column) for column in zip(*rows, strict=True)))
            except Exception as error:
                self._take_back(taken)
                if not is_outage(error):
                    raise
                logger.warning("spend waits for the database", error=describe_error(error))

    def _take_back(self, taken: dict[tuple[date, str], Spent]) -> None:
        for key, spent in taken.items():
            later = self._unwritten.setdefault(key, Spent())
            for name, amount in vars(spent).items():
                setattr(later, name, getattr(later, name) + amount)
