"""Alerts from a finding to a service that is told, in one process and in no time."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg

from graphql_api.alerts.channels.channel import Channel
from graphql_api.alerts.deliver import Delivering
from graphql_api.alerts.evaluate import WINDOW, Evaluation
from graphql_api.alerts.notices import announce
from graphql_api.alerts.retry_policy import RetryPolicy
from graphql_api.alerts.similar import Embed, no_vectors
from graphql_api.jobs.queue import JobKind, enqueue
from graphql_api.postgres.connect import fetch, transaction
from graphql_api.worker import Do, Worker
from tests.make import make_analysis, make_feedback

PATIENCE_SECONDS = 30
LEFT = "SELECT count(*) AS left FROM pgqueuer WHERE status <> 'failed' AND execute_after <= now()"
BROKEN = """
SELECT pgqueuer.entrypoint, right(traceback::text, 900) FROM pgqueuer_log
JOIN pgqueuer ON job_id = pgqueuer.id WHERE traceback IS NOT NULL
"""
LINKS_TO = "https://feedback.example.com"
POLICY = RetryPolicy()
COMPLAINT = "The PDF export crashes every single time."


@dataclass(frozen=True)
class Stage:
    """A database, the channels that alerts go to, and a worker whenever `work` is called."""

    url: str
    channels: tuple[Channel, ...]
    policy: RetryPolicy = POLICY
    embed: Embed = no_vectors
    window: timedelta = WINDOW

    def but(self, **changes: Any) -> "Stage":
        """The same but for the changes."""
        return replace(self, **changes)

    @property
    def jobs(self) -> Mapping[JobKind, Do]:
        """What its worker does."""
        by_name = {channel.name: channel for channel in self.channels}
        return {
            JobKind.ALERT: Evaluation(self.embed, window=self.window).evaluate,
            JobKind.ANNOUNCE: partial(announce, channels=list(by_name), give_up_after=self.policy.give_up_after),
            JobKind.DELIVER: Delivering(by_name, links_to=LINKS_TO, policy=self.policy).deliver,
        }

    async def work(self) -> None:
        """Do all jobs that may be done now; none of them may fail."""
        worker = Worker(self.url, jobs=self.jobs)
        working = asyncio.create_task(worker.run())
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while (await fetch(LEFT))[0]["left"] and not working.done():
                    assert not await fetch(BROKEN), await fetch(BROKEN)
                    await asyncio.sleep(0.02)
        finally:
            worker.stop()
            await working

    async def later(self) -> None:
        """Let time pass until everything that waits is due, and work."""
        await fetch("UPDATE alert_delivery SET due_at = now(), leased_until = NULL WHERE status = 'PENDING'")
        await fetch("UPDATE alert_channel SET held_until = NULL")
        await fetch("UPDATE pgqueuer SET execute_after = now()")
        await self.work()


async def complain(
    message: str = COMPLAINT, *, session_id: str = "session-1", created_at: datetime | None = None, **finding: Any
) -> UUID:
    """A feedback with a finding that someone should look at, and the job that looks."""
    feedback_id = await make_feedback(
        message=message, session_id=session_id, created_at=created_at or datetime.now(UTC)
    )
    negative: dict[str, Any] = {"sentiment": "NEGATIVE", "topic": "BUG", "confidence": "HIGH", "alert_triggered": True}
    await make_analysis(feedback_id, **(negative | finding))
    await evaluate_again(feedback_id)
    return feedback_id


async def evaluate_again(feedback_id: UUID) -> None:
    """Ask whether someone should look at a feedback, as its analysis does."""
    async with transaction() as connection:
        await enqueue(connection, JobKind.ALERT, [feedback_id])


async def alerts() -> list[asyncpg.Record]:
    """Every alert, oldest first."""
    return await fetch("SELECT * FROM alert ORDER BY created_at, id")


async def attempts() -> list[tuple[str, int | None, str | None]]:
    """The ledger: outcome, status code and detail of every try."""
    rows = await fetch("SELECT outcome, status_code, detail FROM alert_attempt ORDER BY id")
    return [(row["outcome"], row["status_code"], row["detail"]) for row in rows]


async def delivery() -> asyncpg.Record:
    """The only delivery, with how long it waits."""
    (row,) = await fetch("SELECT *, due_at - now() AS wait FROM alert_delivery")
    return row
