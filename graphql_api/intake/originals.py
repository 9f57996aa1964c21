"""Which pictures, of those that lie on the disk as they were sent, somebody still needs."""

from collections.abc import Sequence

from graphql_api.postgres.connect import fetch
from graphql_api.spool.originals import Originals
from graphql_api.spool.spool import Spool

NEEDED = "SELECT original FROM screenshot WHERE original = ANY($1) AND status IN ('PENDING', 'FAILED')"


async def drop_unneeded(names: Sequence[str], *, originals: Originals, spool: Spool) -> int:
    """Remove those originals that neither a line of the spool nor a row needs; how many those were.

    Only for names whose submission has been answered for, or was long ago.

    Raises:
        OSError, asyncpg.PostgresError: some are left.
    """
    # The spool first: what is replayed meanwhile is then found in the database.
    spooled = await spool.mentioned([name.encode() for name in names])
    stored = {row["original"] for row in await fetch(NEEDED, list(names))}
    unneeded = [name for name in names if name.encode() not in spooled and name not in stored]
    await originals.remove(unneeded)
    return len(unneeded)
