"""Whether the database keeps what it has confirmed: PostgreSQL can be told to give that up for speed."""

from collections.abc import Mapping

import asyncpg

TIMEOUT_SECONDS = 5
# Off, the first and the last risk the whole database in a power cut, the second the newest commits in any crash. All
# other values of the second wait until the commit is on the server's own disk.
SETTINGS = ("fsync", "synchronous_commit", "full_page_writes")


async def undurable_settings(url: str) -> list[str]:
    """The settings by which the database can lose rows whose commit it has confirmed; none when it is safe.

    They are those that a new connection gets: of the server, the database and the user. Asks over one of its own.

    Raises:
        asyncpg.PostgresError, OSError, TimeoutError: the database does not answer.
    """
    connection = await asyncpg.connect(url, timeout=TIMEOUT_SECONDS, command_timeout=TIMEOUT_SECONDS)
    try:
        shown = {name: await connection.fetchval(f"SHOW {name}") for name in SETTINGS}
    finally:
        await connection.close()
    return undurable(shown)


def undurable(shown: Mapping[str, str]) -> list[str]:
    """Which of SETTINGS, as SHOW has them, can lose confirmed rows."""
    return [name for name in SETTINGS if shown[name] == "off"]
