"""Pages by cursor: nothing skipped, nothing repeated, whatever comes in between."""

from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from graphql_api.postgres.connect import fetch
from tests.client import ADMIN, Reply, Service
from tests.conftest import empty_database
from tests.make import at, make_analysis, make_feedback

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAGE = """
query ($first: Int, $after: String, $last: Int, $before: String, $filter: FeedbackFilter, $orderBy: FeedbackOrder) {
  feedbacks(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id } }
  }
}
"""
ORDERS = ["CREATED_AT_ASC", "CREATED_AT_DESC"]


@pytest_asyncio.fixture(loop_scope="module")
async def ids(shared_service: Service) -> list[str]:
    """23 feedbacks, oldest first; runs of seven have the same moment, and there their ids give the order."""
    assert shared_service
    await empty_database()
    made = [await make_feedback(id=UUID(int=number), created_at=at(number // 7)) for number in range(1, 24)]
    return [str(each) for each in made]


async def page(service: Service, **arguments: Any) -> Any:
    return (await service.ask(PAGE, ADMIN, **arguments)).data["feedbacks"]


def shown(connection: Any) -> list[str]:
    return [edge["node"]["id"] for edge in connection["edges"]]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 2, 5, 7, 22, 23, 24])
async def test_walking_forward_shows_each_once_in_order(
    shared_service: Service, ids: list[str], size: int, order: str
) -> None:
    seen: list[str] = []
    after = None
    while True:
        connection = await page(shared_service, first=size, after=after, orderBy=order)
        seen += shown(connection)
        info = connection["pageInfo"]
        assert info["hasPreviousPage"] is (after is not None)
        assert (info["startCursor"], info["endCursor"]) == (
            connection["edges"][0]["cursor"],
            connection["edges"][-1]["cursor"],
        )
        if not info["hasNextPage"]:
            break
        after = info["endCursor"]
    assert seen == (ids if order == "CREATED_AT_ASC" else ids[::-1])


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 5, 22, 23, 24])
async def test_walking_backward_shows_each_once_with_pages_in_the_lists_order(
    shared_service: Service, ids: list[str], size: int, order: str
) -> None:
    seen: list[str] = []
    before = None
    while True:
        connection = await page(shared_service, last=size, before=before, orderBy=order)
        seen = shown(connection) + seen
        assert connection["pageInfo"]["hasNextPage"] is (before is not None)
        if not connection["pageInfo"]["hasPreviousPage"]:
            break
        before = connection["pageInfo"]["startCursor"]
    assert seen == (ids if order == "CREATED_AT_ASC" else ids[::-1])


async def test_rows_that_come_in_between_neither_repeat_nor_skip_others(
    shared_service: Service, ids: list[str]
) -> None:
    seen: list[str] = []
    after = None
    for round_ in range(8):
        connection = await page(shared_service, first=3, after=after)
        seen += shown(connection)
        after = connection["pageInfo"]["endCursor"]
        await make_feedback(id=UUID(int=1_000 + round_), created_at=at(60))
        await make_feedback(id=UUID(int=2_000 + round_), created_at=at(3))
    assert [each for each in seen if each in ids] == ids[::-1]
    assert len(seen) == len(set(seen))


async def test_a_cursor_holds_when_its_row_is_gone(shared_service: Service, ids: list[str]) -> None:
    connection = await page(shared_service, first=3, orderBy="CREATED_AT_ASC")
    await fetch("DELETE FROM feedback WHERE id = $1", ids[2])
    following = await page(shared_service, first=3, after=connection["pageInfo"]["endCursor"], orderBy="CREATED_AT_ASC")
    assert shown(following) == ids[3:6]


async def test_the_total_is_the_whole_lists_on_every_page(shared_service: Service, ids: list[str]) -> None:
    first = await page(shared_service, first=5)
    second = await page(shared_service, first=5, after=first["pageInfo"]["endCursor"])
    assert (first["totalCount"], second["totalCount"]) == (23, 23)


async def test_a_filtered_list_is_walked_the_same_way(shared_service: Service, ids: list[str]) -> None:
    for each in ids[::2]:
        await make_analysis(UUID(each), sentiment="NEGATIVE")
    seen, after = [], None
    for _ in range(4):
        connection = await page(
            shared_service, first=3, after=after, filter={"sentiments": ["NEGATIVE", "MIXED"]}, orderBy="CREATED_AT_ASC"
        )
        seen += shown(connection)
        after = connection["pageInfo"]["endCursor"]
    assert (seen, connection["pageInfo"]["hasNextPage"]) == (ids[::2], False)


async def test_an_empty_list_has_no_cursors(shared_service: Service, ids: list[str]) -> None:
    connection = await page(shared_service, filter={"sessionId": "nobody"})
    nothing = {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None}
    assert (connection["edges"], connection["totalCount"], connection["pageInfo"]) == ([], 0, nothing)


async def test_a_page_has_20_unless_asked_otherwise(shared_service: Service, ids: list[str]) -> None:
    assert shown(await page(shared_service, orderBy="CREATED_AT_ASC")) == ids[:20]
    last = (await page(shared_service, last=1, orderBy="CREATED_AT_ASC"))["pageInfo"]["startCursor"]
    assert shown(await page(shared_service, before=last, orderBy="CREATED_AT_ASC")) == ids[2:22]


async def test_a_page_of_100_is_the_largest(shared_service: Service, ids: list[str]) -> None:
    assert len(shown(await page(shared_service, first=100))) == 23


GOOD = "AAZE_Z0ZAAAAAAAAAAAAAAAAAAAAAAAB"
REFUSED: list[dict[str, Any]] = [
    {"first": 0},
    {"first": 101},
    {"first": -1},
    {"first": 2**31 - 1},
    {"last": 0},
    {"last": 101},
    {"last": -1},
    {"first": 1, "last": 1},
    {"first": 1, "before": GOOD},
    {"last": 1, "after": GOOD},
    {"after": GOOD, "before": GOOD},
    *({"first": 1, "after": cursor} for cursor in ("", "x", "AAAA", GOOD[:-4], GOOD + "AAAA", GOOD + "=", "é" * 32)),
    {"first": 1, "after": "f_________________________________"[:32]},
    {"first": 1, "after": " " + GOOD},
    {"first": 1, "after": GOOD.replace("_", "/")},
    {"first": 1, "after": "\x00" * 32},
    {"first": 1, "after": "A" * 100_000},
    {"last": 1, "before": "x"},
]


@pytest.mark.parametrize("arguments", REFUSED, ids=[str(each)[:40] for each in REFUSED])
async def test_pages_that_make_no_sense_are_refused(shared_service: Service, arguments: dict[str, Any]) -> None:
    reply: Reply = await shared_service.ask(PAGE, ADMIN, **arguments)
    assert (reply.status, reply.codes) == (400, ["BAD_REQUEST"])
    assert reply.body["data"] is None


async def test_a_lone_surrogate_is_no_cursor(shared_service: Service) -> None:
    body = b'{"query": "{ feedbacks(after: \\"\\\\ud800\\") { totalCount } }"}'
    reply = await shared_service.post(data=body, headers={"Content-Type": "application/json", **ADMIN})
    assert reply.status == 400
    body = b'{"query": "query ($c: String) { feedbacks(after: $c) { totalCount } }", "variables": {"c": "\\ud800"}}'
    reply = await shared_service.post(data=body, headers={"Content-Type": "application/json", **ADMIN})
    assert (reply.status, reply.codes) == (400, ["BAD_REQUEST"])
