"""Which pictures, of those that lie on the disk as they were sent, somebody still needs."""

from collections.abc import Sequence

from graphql_api.postgres.connect import fetch
from graphql_api.spool.spool import Spool

NEEDED = "SELECT original FROM screenshot WHERE original = ANY($1) AND status IN ('PENDING', 'FAILED')"


async def unneeded(names: Sequence[str], *, spool: Spool) -> list[str]:
    """Those originals that neither a line of the spool nor a row needs.

    Only for names whose submission has been answered for, or was long ago.

    Raises:
        OSError, asyncpg.PostgresError: it cannot be told.
    """
    # The spool first: what is replayed meanwhile is then found in the database.
    spooled = await spool.mentioned([name.encode() for name in names])
    stored = {row["original"] for row in await fetch(NEEDED, list(names))}
    return [name for name in names if name.encode() not in spooled and name not in stored]
