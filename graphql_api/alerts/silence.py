"""The alarm that rings when nothing comes in although something usually does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import asyncpg

from graphql_api.alerts import tally
from graphql_api.alerts.evaluate import EVALUATION_LOCK
from graphql_api.alerts.notices import notify_team
from graphql_api.postgres.connect import transaction
from models.enums import AlertEvent, NoticeKind, Severity

SEVERITY = Severity.HIGH
WEEKS = 4
# Weeks that must have had something at these hours, and how much of it on average: where submissions come by chance,
# three on average leave these hours empty once in e³ = 20 times.
FEWEST_WEEKS = 3
FEWEST_ON_AVERAGE = 3.0

# For each of the weeks before, how much came in during the same hours.
COUNTS = """
SELECT (SELECT count(*) FROM feedback
        WHERE created_at > now() - week * interval '7 days' - $1::interval
          AND created_at <= now() - week * interval '7 days') AS count
FROM generate_series(0, $2) AS week ORDER BY week
"""
OPEN = "SELECT id FROM alert WHERE rule = 'SILENCE' AND status = 'OPEN'"
RAISE = """
INSERT INTO alert (id, rule, severity, status, count, people, told_count, created_at)
VALUES ($1, 'SILENCE', $2, 'OPEN', 0, 0, 0, now())
"""
CLOSE = "UPDATE alert SET status = 'CLOSED', closed_at = now() WHERE id = $1"


@dataclass(frozen=True)
class Silence:
    """How much came in during the last hours, and during the same hours of the weeks before."""

    lately: int
    before: Sequence[int]

    @property
    def is_strange(self) -> bool:
        """Nothing came, although in at least three of four weeks something did, and three on average."""
        busy = sum(count > 0 for count in self.before)
        is_usual = busy >= FEWEST_WEEKS and sum(self.before) >= FEWEST_ON_AVERAGE * len(self.before)
        return self.lately == 0 and is_usual


async def look_for_silence(hours: timedelta) -> None:
    """Ring once when nothing came in for so long although there usually is something, and once when it is over."""
    async with transaction() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock($1)", EVALUATION_LOCK)
        lately, *before = [row["count"] for row in await connection.fetch(COUNTS, hours, WEEKS)]
        open_id = await connection.fetchval(OPEN)
        if open_id is None and Silence(lately, before).is_strange:
            await _ring(connection, hours)
        elif open_id is not None and lately:
            await connection.execute(CLOSE, open_id)
            await notify_team(
                connection,
                "Feedback comes in again",
                "The silence is over.",
                kind=NoticeKind.SILENCE_OVER,
                severity=SEVERITY,
                alert_id=open_id,
            )


async def _ring(connection: asyncpg.Connection, hours: timedelta) -> None:
    alert_id, number = uuid4(), hours // timedelta(hours=1)
    await connection.execute(RAISE, alert_id, SEVERITY)
    await tally.count(connection, AlertEvent.RAISED, SEVERITY)
    text = "At these hours there usually is some. Look whether the forms of your pages still reach this service."
    title = f"No feedback for {number} h"
    await notify_team(connection, title, text, kind=NoticeKind.SILENT, severity=SEVERITY, alert_id=alert_id)
