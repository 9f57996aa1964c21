"""Finding records of who did what: newest first, each condition by an index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from graphql_api.pagination import Page, PageRequest, cut
from graphql_api.postgres.connect import fetch
from models.enums import AuditOutcome


@dataclass(frozen=True)
class Criteria:
    """What a record must be like. None asks nothing; a sequence asks for any of its values."""

    operations: Sequence[str] | None = None
    key_ids: Sequence[UUID] | None = None
    outcomes: Sequence[AuditOutcome] | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


CONDITIONS = {
    "operations": "operation = ANY($)",
    "key_ids": "key_id = ANY($)",
    "outcomes": "outcome = ANY($)",
    "subject": "$ = ANY(subjects)",
    "since": "created_at >= $",
    "until": "created_at < $",
}


async def find_records(criteria: Criteria, request: PageRequest) -> Page[asyncpg.Record]:
    """One page of the records that meet all criteria, newest first."""
    values: list[object] = []

    def value(of: object) -> str:
        values.append(of)
        return f"${len(values)}"

    asked = [(name, getattr(criteria, name)) for name in CONDITIONS]
    conditions = [CONDITIONS[name].replace("$", value(of)) for name, of in asked if of is not None]
    if request.position is not None:
        moment, id_ = value(request.position.moment), value(request.position.id)
        conditions.append(f"(created_at, id) {'>' if request.backward else '<'} ({moment}, {id_})")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    direction = "ASC" if request.backward else "DESC"
    sql = (
        f"SELECT * FROM audit_record{where}"  # noqa: S608 - of fixed parts
        f" ORDER BY created_at {direction}, id {direction} LIMIT {value(request.size + 1)}"
    )
    return cut(await fetch(sql, *values), request)
