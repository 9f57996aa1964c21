"""Replaying the spool because someone asked for it."""

from datetime import datetime

from graphql_api.audit.record import Actor, record
from graphql_api.intake.keeper import Keeper
from graphql_api.postgres.connect import transaction
from graphql_api.spool.spool import Ended, Replayed


async def replay_spool(keeper: Keeper, *, actor: Actor, now: datetime) -> Replayed:
    """Replay the spool now, and write down who had it done; without a database only the log says so."""
    replayed = await keeper.replay()
    if replayed.ended is not Ended.OUTAGE:
        details = {"kept": replayed.kept, "duplicates": replayed.duplicates, "quarantined": replayed.quarantined}
        async with transaction() as connection:
            await record(connection, actor, "replaySpool", now=now, details=details)
    return replayed
