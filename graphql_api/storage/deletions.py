"""Deleting what rows no longer name: asked for in the transaction that drops them, done until it has succeeded."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from graphql_api.postgres.connect import fetch
from graphql_api.storage.storage import Storage

BATCH = 500
AT_ONCE = 16
DUE = "SELECT id, key, is_original FROM object_deletion WHERE id > $1 ORDER BY id LIMIT $2"
DONE = "DELETE FROM object_deletion WHERE id = ANY($1)"
ASK = "INSERT INTO object_deletion (key, is_original, asked_at) SELECT unnest($1::text[]), false, now()"

RemoveOriginals = Callable[[Sequence[str]], Awaitable[None]]


async def delete_due(storage: Storage, remove_originals: RemoveOriginals) -> int:
    """Delete all objects and originals that are asked to go; how many went. Safe to run twice, and at once.

    Raises:
        StorageUnavailable, OSError: some are left, and due as before.
        asyncpg.PostgresError: the same.
    """
    deleted = last = 0
    while due := await fetch(DUE, last, BATCH):
        last = due[-1]["id"]
        await remove_originals([row["key"] for row in due if row["is_original"]])
        keys = [row["key"] for row in due if not row["is_original"]]
        for start in range(0, len(keys), AT_ONCE):
            await asyncio.gather(*map(storage.delete, keys[start : start + AT_ONCE]))
        await fetch(DONE, [row["id"] for row in due])
        deleted += len(due)
    return deleted


async def ask_to_delete(keys: Sequence[str]) -> None:
    """Have objects of the storage deleted as soon as it answers."""
    await fetch(ASK, list(keys))
