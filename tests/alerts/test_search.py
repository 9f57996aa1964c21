"""Lists of alerts by how their deliveries went are what a look at every alert would find."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from graphql_api.alerts.search import AlertCriteria, count_alerts, find_alerts
from graphql_api.pagination import PageRequest, Position
from graphql_api.postgres.connect import connected, fetch
from models.enums import DeliveryStatus, Severity

pytestmark = pytest.mark.asyncio(loop_scope="module")

BEGINNING = datetime(2026, 11, 1, tzinfo=UTC)
# Of each two, one has failed on both channels; every third is of the severity LOW; each has a later notice as well.
ALERTS = """
WITH numbers AS (SELECT n, md5(n::text)::uuid AS id, $1::timestamptz + n / 3 * interval '1 minute' AS moment
                 FROM generate_series(1, 30) AS n),
alerts AS (
    INSERT INTO alert (id, rule, severity, status, count, people, told_count, created_at)
    SELECT id, 'COMPLAINT', CASE WHEN n % 3 = 0 THEN 'LOW' ELSE 'HIGH' END, 'CLOSED', 1, 1, 1, moment FROM numbers
)
INSERT INTO alert_notice (id, kind, severity, alert_id, created_at)
SELECT md5(n || kind)::uuid, kind, 'LOW', id, moment FROM numbers, unnest('{RAISED,GREW}'::text[]) AS kind
UNION ALL
SELECT md5('report')::uuid, 'REPORT', 'LOW', NULL, now()
"""
DELIVERIES = """
INSERT INTO alert_delivery (id, notice_id, channel, status, failures, due_at, give_up_at, created_at)
SELECT gen_random_uuid(), alert_notice.id, channel, CASE WHEN n % 2 = 0 THEN 'FAILED' ELSE 'SENT' END, 0, now(), now(),
       now()
FROM alert_notice LEFT JOIN generate_series(0, 30) AS n ON alert_id = md5(n::text)::uuid,
     unnest('{slack,mail}'::text[]) AS channel
"""
SLOWLY = """
SELECT id FROM alert
WHERE id IN (SELECT alert_id FROM alert_notice JOIN alert_delivery ON notice_id = alert_notice.id
             WHERE alert_delivery.status = ANY($1))
AND severity = ANY($2) ORDER BY created_at DESC, id DESC
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def alerts(shared_database_url: str) -> AsyncIterator[None]:
    async with connected(shared_database_url, pool_size=2):
        await fetch(ALERTS, BEGINNING)
        await fetch(DELIVERIES)
        yield


async def page_through(criteria: AlertCriteria, size: int) -> list[UUID]:
    found: list[UUID] = []
    position, more = None, True
    while more:
        page = await find_alerts(criteria, PageRequest(size, position))
        found += [row["id"] for row in page.rows]
        more = page.has_next_page
        position = Position(page.rows[-1]["created_at"], page.rows[-1]["id"]) if page.rows else None
    return found


@pytest.mark.parametrize("size", [1, 4, 100])
@pytest.mark.parametrize("statuses", [["FAILED"], ["SENT"], ["PENDING"], ["FAILED", "SENT"]], ids=str)
@pytest.mark.parametrize("severities", [None, [Severity.LOW]])
async def test_pages_by_delivery_hold_each_alert_once(
    size: int, statuses: list[str], severities: list[Severity] | None
) -> None:
    criteria = AlertCriteria(severities=severities, delivery_statuses=[DeliveryStatus(status) for status in statuses])
    wanted = [row["id"] for row in await fetch(SLOWLY, statuses, severities or list(Severity))]
    assert await page_through(criteria, size) == wanted
    assert await count_alerts(criteria) == len(wanted)


async def test_a_day_of_them_is_a_part() -> None:
    criteria = AlertCriteria(delivery_statuses=[DeliveryStatus.FAILED])
    middle = PageRequest(100, Position(BEGINNING + timedelta(minutes=5), UUID(int=0)))
    assert 0 < len((await find_alerts(criteria, middle)).rows) < await count_alerts(criteria)
