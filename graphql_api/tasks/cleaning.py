"""Forgetting what has had its time."""

from datetime import UTC, datetime

from graphql_api.audit.record import forget_refused_logins
from graphql_api.callers.logins import sweep_logins
from graphql_api.tasks.part import Part
from graphql_api.worker import Recurring


def make_cleaning() -> Part:
    """Logins that have ended, and old records of refused ones."""
    return Part(recurring=[Recurring("sweep-logins", "17 * * * *", _sweep_logins)])


async def _sweep_logins() -> None:
    now = datetime.now(UTC)
    await sweep_logins(now)
    await forget_refused_logins(now)
