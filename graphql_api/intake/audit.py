"""Looking whether every promise was kept: accepted = stored + spooled + quarantined."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import structlog

from graphql_api.intake.ledger import Ledger
from graphql_api.postgres.connect import fetch
from graphql_api.spool.spool import Spool

logger = structlog.get_logger(__name__)

CHUNK = 5_000
# What was erased since had been stored.
STORED = """
SELECT submission_key FROM feedback WHERE submission_key = ANY($1)
UNION ALL
SELECT submission_key FROM answer_rating_change WHERE submission_key = ANY($1)
UNION ALL
SELECT submission_key FROM tombstone WHERE submission_key = ANY($1)
"""


@dataclass(frozen=True)
class Balance:
    """Where the submissions are that this process has accepted since it started, as of the last look.

    Among them are those that a process which is gone had accepted and that nobody had looked for. `unchecked` were
    accepted since, or could not be looked for because the database is away. `missing` were looked for twice and are
    nowhere: a broken promise, and a bug.
    """

    accepted: int = 0
    stored: int = 0
    spooled: int = 0
    quarantined: int = 0
    unchecked: int = 0
    missing: int = 0

    @property
    def is_kept(self) -> bool:
        """Whether accepted = stored + spooled + quarantined, but for what was not looked for yet."""
        return self.missing == 0


class Audit:
    """Remembers what was accepted until it has been seen in the database, also beyond a kill."""

    def __init__(self, spool: Spool, ledger: Ledger) -> None:
        self._spool = spool
        self._ledger = ledger
        self._looking = asyncio.Lock()
        self._accepted = self._stored = self._missing = 0
        # What has not been seen in the database yet, and whether the last look found it nowhere.
        self._open: dict[UUID, bool] = {}
        self._held: tuple[int, int] = (0, 0)

    def note(self, submission_keys: Iterable[UUID]) -> None:
        """Remember submissions that were just accepted; the same key once more, as after an outage, counts once."""
        self._ledger.note([key for key in submission_keys if self._remember(key)])

    async def look(self) -> Balance:
        """Look for everything that has not been seen in the database yet.

        Raises:
            Exception: whatever the database raises when it is away; `balance` stays as it was.
            OSError: the spool's or the ledgers' folder cannot be read.
        """
        async with self._looking:
            for key in self._ledger.adopt():
                self._remember(key)
            keys = list(self._open)
            # In this order: what leaves the spool meanwhile is then found in the database.
            held = await self._spool.held([str(key) for key in keys])
            found = await self._stored_of(keys)
            spooled = quarantined = 0
            for key in keys:
                if key in found:
                    self._stored += 1
                    del self._open[key]
                elif str(key) in held.spooled:
                    spooled += 1
                elif str(key) in held.quarantined:
                    quarantined += 1
                else:
                    self._note_nowhere(key)
            self._held = (spooled, quarantined)
            self._ledger.keep_only(self._open)
        return self.balance

    @property
    def balance(self) -> Balance:
        """As of the last look."""
        spooled, quarantined = self._held
        unchecked = self._accepted - self._stored - spooled - quarantined - self._missing
        return Balance(self._accepted, self._stored, spooled, quarantined, max(0, unchecked), self._missing)

    def _remember(self, key: UUID) -> bool:
        """Whether it is new."""
        if key in self._open:
            return False
        self._accepted += 1
        self._open[key] = False
        return True

    async def _stored_of(self, keys: list[UUID]) -> set[UUID]:
        found: set[UUID] = set()
        for start in range(0, len(keys), CHUNK):
            rows = await fetch(STORED, keys[start : start + CHUNK])
            found.update(row["submission_key"] for row in rows)
        return found

    def _note_nowhere(self, key: UUID) -> None:
        # On its way from quarantine to the spool it is in neither for a moment, so it is looked for once more.
        if not self._open[key]:
            self._open[key] = True
            return
        del self._open[key]
        self._missing += 1
        logger.error("accepted submission is missing", submission_key=str(key))
