"""Finding alerts: criteria in, one page of rows out, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import asyncpg

from graphql_api.feedback.criteria import Range
from graphql_api.feedback.query import ANY
from graphql_api.intake.checks import in_utc
from graphql_api.pagination import Page, PageRequest, cut
from graphql_api.postgres.search import search
from models.enums import AlertRule, AlertStatus, DeliveryStatus, Severity


@dataclass(frozen=True)
class AlertCriteria:
    """Which alerts are meant; what is given holds together."""

    severities: Sequence[Severity] | None = None
    rules: Sequence[AlertRule] | None = None
    statuses: Sequence[AlertStatus] | None = None
    delivery_statuses: Sequence[DeliveryStatus] | None = None
    created_at: Range | None = None


CONDITIONS = {
    "severities": "alert.severity = ANY($)",
    "rules": "alert.rule = ANY($)",
    "statuses": "alert.status = ANY($)",
    "delivery_statuses": "EXISTS (SELECT FROM alert_delivery WHERE alert_delivery.status = ANY($) "
    "AND alert_created_at = alert.created_at AND notice_alert_id = alert.id)",
}
# Of one status, the deliveries lie in the order of their alerts; an alert may have several.
BY_DELIVERY = """
SELECT alert.* FROM (
    SELECT DISTINCT alert_created_at, notice_alert_id FROM alert_delivery
    WHERE status = $1 AND notice_alert_id IS NOT NULL{after}
    ORDER BY alert_created_at DESC, notice_alert_id DESC LIMIT {limit}
) AS delivered JOIN alert ON alert.id = notice_alert_id
ORDER BY alert_created_at DESC, notice_alert_id DESC
"""
AFTER = " AND (alert_created_at, notice_alert_id) < ($2, $3)"


async def find_alerts(criteria: AlertCriteria, request: PageRequest) -> Page[asyncpg.Record]:
    """One page of the alerts that meet all criteria, newest first.

    Raises:
        CallerError: LIMITED, it would take longer than two seconds.
    """
    match criteria:
        case AlertCriteria(severities=None, rules=None, statuses=None, delivery_statuses=[status], created_at=None):
            return await _find_by_delivery(status, request)
    conditions, values = _conditions(criteria)
    if request.position is not None:
        values += [request.position.moment, request.position.id]
        conditions.append(f"(alert.created_at, alert.id) < (${len(values) - 1}, ${len(values)})")
    sql = (
        f"SELECT alert.* FROM alert WHERE {' AND '.join(conditions)}"  # noqa: S608 - of fixed parts
        f" ORDER BY alert.created_at DESC, alert.id DESC LIMIT {request.size + 1}"
    )
    return cut(await search(sql, *values), request)


async def _find_by_delivery(status: DeliveryStatus, request: PageRequest) -> Page[asyncpg.Record]:
    position = request.position
    sql = BY_DELIVERY.format(after="" if position is None else AFTER, limit=request.size + 1)
    return cut(await search(sql, status, *(() if position is None else (position.moment, position.id))), request)


async def count_alerts(criteria: AlertCriteria) -> int:
    """How many alerts meet all criteria.

    Raises:
        CallerError: LIMITED, it would take longer than two seconds.
    """
    conditions, values = _conditions(criteria)
    sql = f"SELECT count(*) FROM alert WHERE {' AND '.join(conditions)}"  # noqa: S608 - of fixed parts
    (row,) = await search(sql, *values)
    count: int = row["count"]
    return count


def _conditions(criteria: AlertCriteria) -> tuple[list[str], list[object]]:
    conditions, values = ["true"], list[object]()
    for field in fields(criteria):
        value = getattr(criteria, field.name)
        if value is not None and field.name in CONDITIONS:
            condition = CONDITIONS[field.name]
            if len(value) == 1:
                # PostgreSQL walks an index in order for one value, not for a list of one.
                condition = condition.replace(ANY, "= $")
            values.append(value[0] if len(value) == 1 else list(value))
            conditions.append(condition.replace("$", f"${len(values)}"))
    if criteria.created_at is not None:
        for operator, moment in ((">=", criteria.created_at.start), ("<", criteria.created_at.end)):
            if moment is not None:
                values.append(in_utc(moment))
                conditions.append(f"alert.created_at {operator} ${len(values)}")
    return conditions, values
