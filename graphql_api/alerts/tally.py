"""Counting what happens to alerts, for good: rows that are pruned stay counted."""

import asyncpg

from models.enums import AlertEvent, Severity

COUNT = """
INSERT INTO alert_tally (event, severity, channel, count) VALUES ($1, $2, $3, 1)
ON CONFLICT (event, severity, channel) DO UPDATE SET count = alert_tally.count + 1
"""


async def count(connection: asyncpg.Connection, event: AlertEvent, severity: Severity, channel: str = "") -> None:
    """Count one, in the transaction that `connection` is in."""
    await connection.execute(COUNT, event, severity, channel)
