"""The job that takes one notice to one channel: at least once, with every try in the ledger."""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import structlog

from graphql_api.alerts import tally
from graphql_api.alerts.channels.channel import Channel, Result
from graphql_api.alerts.message import compose
from graphql_api.alerts.retry_policy import RetryPolicy
from graphql_api.jobs.queue import JobKind, enqueue
from graphql_api.postgres.connect import transaction
from models.enums import AlertEvent, AttemptOutcome, Severity

logger = structlog.get_logger(__name__)

# Longer than the slowest channel takes. Who dies meanwhile is followed by another after it.
LEASE = timedelta(seconds=25)

# Whoever holds the channel's row may touch its deliveries: one order of locks for all.
LOCK_CHANNEL = """
SELECT FROM alert_channel WHERE name = (SELECT channel FROM alert_delivery WHERE id = $1) FOR UPDATE
"""
# `now()` is what the queue, too, counts a job's time from: a job never comes before its delivery is due.
LOOK = """
SELECT alert_delivery.*, alert_notice.severity,
       now() AS now, alert_channel.held_until, alert_channel.straight_failures, alert_channel.paused_at
FROM alert_delivery
JOIN alert_notice ON alert_notice.id = alert_delivery.notice_id
JOIN alert_channel ON alert_channel.name = alert_delivery.channel
WHERE alert_delivery.id = $1 AND alert_delivery.status = 'PENDING'
"""
LEASE_IT = "UPDATE alert_delivery SET leased_until = $2 WHERE id = $1"
# Of a channel that fails, one delivery at a time finds out whether it still does.
HOLD = "UPDATE alert_channel SET held_until = $2 WHERE name = $1"
END_LOST = """
UPDATE alert_attempt SET outcome = 'INTERRUPTED', detail = 'the worker ended; it may have arrived'
WHERE delivery_id = $1 AND outcome = 'UNDER_WAY'
"""
BEGIN = """
INSERT INTO alert_attempt (delivery_id, outcome, started_at) VALUES ($1, 'UNDER_WAY', clock_timestamp()) RETURNING id
"""
END = "UPDATE alert_attempt SET outcome = $2, status_code = $3, detail = $4, duration_ms = $5 WHERE id = $1"
SETTLE = """
UPDATE alert_delivery SET status = $2::text, failures = $3, due_at = $4, leased_until = NULL,
       sent_at = CASE WHEN $2::text = 'SENT' THEN clock_timestamp() END
WHERE id = $1
"""
NOTE = """
UPDATE alert_channel SET straight_failures = $2, last_problem = $3, held_until = $4, paused_at = $5 WHERE name = $1
"""
WAKE = """
UPDATE alert_delivery SET due_at = now() WHERE channel = $1 AND status = 'PENDING' AND due_at > now() RETURNING id
"""

# A job can be lost to its delivery: held after a bug, or deleted by hand.
FORGOTTEN = """
SELECT id FROM alert_delivery
WHERE status = 'PENDING' AND greatest(due_at, leased_until) < now() - interval '1 minute'
  AND NOT EXISTS (SELECT FROM pgqueuer WHERE entrypoint = 'DELIVER' AND payload = uuid_send(alert_delivery.id)
                  AND pgqueuer.status IN ('queued', 'picked'))
"""


class Delivering:
    """Takes notices to channels.

    Args:
        channels: by name; a delivery to any other has failed.
        links_to: where people reach the service, for links.
    """

    def __init__(self, channels: Mapping[str, Channel], *, links_to: str, policy: RetryPolicy | None = None) -> None:
        self._channels = channels
        self._links_to = links_to
        self._policy = policy or RetryPolicy()

    async def deliver(self, delivery_id: UUID) -> None:
        """Try once, and ask for the next try where there is to be one.

        Does nothing for a delivery that has arrived, has failed or is gone; puts off one whose channel is held.
        """
        async with transaction() as connection:
            row = await _look(connection, delivery_id)
            attempt_id = await self._begin(connection, row) if row else None
        if row is None or attempt_id is None:
            return
        began = time.monotonic()
        result = await self._try(row)
        duration_ms = round((time.monotonic() - began) * 1000)
        async with transaction() as connection:
            await connection.execute(
                END, attempt_id, result.outcome, result.status_code, result.detail and result.detail[:200], duration_ms
            )
            now_there = await _look(connection, delivery_id)
            if now_there is not None:
                await self._settle(connection, now_there, result)

    async def _try(self, row: asyncpg.Record) -> Result:
        channel = self._channels.get(row["channel"])
        if channel is None:
            return Result(AttemptOutcome.MISCONFIGURED, detail="no setting names this channel any more")
        message = await compose(row["notice_id"], links_to=self._links_to)
        if message is None:
            return Result(AttemptOutcome.MISCONFIGURED, detail="what it told of is gone")
        return await channel.send(message)

    async def _begin(self, connection: asyncpg.Connection, row: asyncpg.Record) -> int | None:
        """Take the delivery: the id of the attempt to make, or None where none is to be made now."""
        now: datetime = row["now"]
        if row["give_up_at"] <= now:
            await self._give_up(connection, row, row["failures"])
            return None
        if row["leased_until"] is not None and row["leased_until"] > now:
            # Another has it, or died with it.
            await enqueue(connection, JobKind.DELIVER, [row["id"]], after=row["leased_until"] - now)
            return None
        if row["due_at"] > now:
            # Whoever put it off has asked for a job then.
            return None
        if row["held_until"] is not None and row["held_until"] > now:
            await self._put_off(connection, row, row["failures"], row["held_until"] - now)
            return None
        await connection.execute(LEASE_IT, row["id"], now + LEASE)
        if row["straight_failures"]:
            await connection.execute(HOLD, row["channel"], now + LEASE)
        await connection.execute(END_LOST, row["id"])
        attempt_id: int = await connection.fetchval(BEGIN, row["id"])
        return attempt_id

    async def _settle(self, connection: asyncpg.Connection, row: asyncpg.Record, result: Result) -> None:
        if result.outcome is AttemptOutcome.SENT:
            await connection.execute(SETTLE, row["id"], "SENT", row["failures"], row["due_at"])
            await connection.execute(NOTE, row["channel"], 0, None, None, None)
            await tally.count(connection, AlertEvent.SENT, Severity(row["severity"]), row["channel"])
            if row["straight_failures"]:
                logger.info("alert channel works again", channel=row["channel"])
                woken = await connection.fetch(WAKE, row["channel"])
                await enqueue(connection, JobKind.DELIVER, [waiting["id"] for waiting in woken])
            return
        failures = row["failures"] + 1
        hold = await self._note_failure(connection, row, result)
        if not result.may_pass:
            await self._give_up(connection, row, failures)
            return
        await self._put_off(connection, row, failures, max(hold, self._policy.delay(failures, result.retry_after)))

    async def _note_failure(self, connection: asyncpg.Connection, row: asyncpg.Record, result: Result) -> timedelta:
        """Keep what it says of the channel; how long the channel is left alone."""
        straight = row["straight_failures"] + 1
        is_paused = straight >= self._policy.pause_after
        hold = self._policy.delay(straight, result.retry_after) if result.may_pass else timedelta(0)
        if is_paused:
            hold = max(hold, self._policy.probe_every)
        paused_at = row["paused_at"] or (row["now"] if is_paused else None)
        problem = (result.problem or "")[:200]
        await connection.execute(NOTE, row["channel"], straight, problem, row["now"] + hold, paused_at)
        logger.warning("alert not delivered", delivery_id=str(row["id"]), channel=row["channel"], problem=problem)
        if is_paused and row["paused_at"] is None:
            logger.error("alert channel paused", channel=row["channel"], straight_failures=straight)
        return hold

    async def _put_off(
        self, connection: asyncpg.Connection, row: asyncpg.Record, failures: int, wait: timedelta
    ) -> None:
        """Try again after the wait, or give up when it would be too late then."""
        due_at = min(row["now"] + wait, row["give_up_at"])
        await connection.execute(SETTLE, row["id"], "PENDING", failures, due_at)
        await enqueue(connection, JobKind.DELIVER, [row["id"]], after=due_at - row["now"])

    async def _give_up(self, connection: asyncpg.Connection, row: asyncpg.Record, failures: int) -> None:
        await connection.execute(SETTLE, row["id"], "FAILED", failures, row["due_at"])
        await tally.count(connection, AlertEvent.FAILED, Severity(row["severity"]), row["channel"])
        logger.error("alert delivery failed", delivery_id=str(row["id"]), channel=row["channel"])


async def pick_up_forgotten() -> None:
    """Ask again for deliveries that are due and that no job is left for."""
    async with transaction() as connection:
        rows = await connection.fetch(FORGOTTEN)
        await enqueue(connection, JobKind.DELIVER, [row["id"] for row in rows])


async def _look(connection: asyncpg.Connection, delivery_id: UUID) -> asyncpg.Record | None:
    await connection.execute(LOCK_CHANNEL, delivery_id)
    return await connection.fetchrow(LOOK, delivery_id)
