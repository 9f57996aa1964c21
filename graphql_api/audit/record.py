"""Writing down who did what. Every change that an admin makes calls `record` in its own transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import orjson

from graphql_api.callers.caller import Caller
from graphql_api.postgres.connect import fetch
from models.enums import AuditOutcome

MOST_SUBJECTS = 500
KEPT_REFUSALS = timedelta(days=90)
FORGET = "DELETE FROM audit_record WHERE operation = 'login' AND outcome = 'REFUSED' AND created_at < $1"
STORE = (
    "INSERT INTO audit_record (id, created_at, key_id, actor, operation, subjects, details, outcome) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
)


@dataclass(frozen=True)
class Actor:
    """Who did something: a key by id and name, or a part of the service by name alone."""

    name: str
    key_id: UUID | None = None

    @classmethod
    def from_caller(cls, caller: Caller) -> "Actor":
        """The caller's key; "anonymous" without one."""
        return cls(caller.name or "anonymous", caller.key_id)


SCHEDULE = Actor("schedule")
COMMAND_LINE = Actor("command line")


async def record(
    connection: asyncpg.Connection,
    actor: Actor,
    operation: str,
    *,
    now: datetime,
    subjects: Sequence[object] = (),
    details: Mapping[str, object] | None = None,
    outcome: AuditOutcome = AuditOutcome.DONE,
) -> None:
    """Write down what was done, in the transaction that `connection` is in; it commits and rolls back with it.

    Args:
        operation: the mutation's name, as in the schema: "archiveFeedback".
        subjects: ids of what it was done to. The first 500 are kept; with more, `details` gets their number.
        details: what else it was told, as JSON values: enums, counts, times, which filters. Never people's words.
    """
    said = dict(details or {})
    if len(subjects) > MOST_SUBJECTS:
        said["subjects"] = len(subjects)
    await connection.execute(
        STORE,
        uuid4(),
        now,
        actor.key_id,
        actor.name,
        operation,
        [str(subject) for subject in subjects[:MOST_SUBJECTS]],
        orjson.dumps(said).decode(),
        outcome.value,
    )


async def forget_refused_logins(now: datetime) -> None:
    """Delete what strangers had written here by trying keys, once it is 90 days old; all else stays."""
    await fetch(FORGET, now - KEPT_REFUSALS)
