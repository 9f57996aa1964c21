"""Asking whether the database answers, within the time that a probe may take."""

from graphql_api.postgres.breaker import PROBE_PATIENCE_SECONDS, within
from graphql_api.postgres.connect import fetch
from graphql_api.postgres.outage import is_outage


async def is_reachable() -> bool:
    """Whether the database answers now, looked for on a connection of the pool."""
    try:
        await within(PROBE_PATIENCE_SECONDS, fetch("SELECT 1"))
    except Exception as error:
        if not is_outage(error):
            raise
        return False
    return True
