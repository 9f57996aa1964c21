"""Cursors and cutting, without a database."""

import base64
import struct
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from graphql_api.errors import CallerError
from graphql_api.pagination import DEFAULT_PAGE, PageRequest, Position, cut, page_request

EXTREMES = [
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2026, 11, 20, 9, 30, 0, 123_456, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
]


@pytest.mark.parametrize("moment", EXTREMES)
def test_a_cursor_gives_its_position_back_to_the_microsecond(moment: datetime) -> None:
    position = Position(moment, uuid4())
    assert Position.from_cursor(position.cursor()) == position


def test_cursors_are_of_one_length_and_fit_into_addresses() -> None:
    cursors = [Position(moment, UUID(int=2**128 - 1)).cursor() for moment in EXTREMES]
    assert {len(cursor) for cursor in cursors} == {32}
    assert set("".join(cursors)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize("moment", [2**63 - 1, -(2**63)])
def test_a_moment_outside_the_calendar_is_no_position(moment: int) -> None:
    cursor = base64.urlsafe_b64encode(struct.pack(">q", moment) + bytes(16)).decode()
    with pytest.raises(CallerError):
        Position.from_cursor(cursor)


def test_without_arguments_the_first_page_is_asked_for() -> None:
    assert page_request(None, None, None, None) == PageRequest(DEFAULT_PAGE, None, backward=False)


def test_before_alone_asks_backward() -> None:
    position = Position(EXTREMES[3], uuid4())
    assert page_request(None, None, None, position.cursor()) == PageRequest(DEFAULT_PAGE, position, backward=True)


@pytest.mark.parametrize(
    ("rows", "backward", "with_position", "expected"),
    [
        ("", False, False, ("", False, False)),
        ("ab", False, False, ("ab", False, False)),
        ("abc", False, False, ("ab", True, False)),
        ("abc", False, True, ("ab", True, True)),
        ("ab", False, True, ("ab", False, True)),
        ("cba", True, False, ("bc", False, True)),
        ("cba", True, True, ("bc", True, True)),
        ("cb", True, True, ("bc", True, False)),
    ],
)
def test_one_row_more_than_asked_for_tells_that_more_follows(
    rows: str, backward: bool, with_position: bool, expected: tuple[str, bool, bool]
) -> None:
    position = Position(EXTREMES[3], uuid4()) if with_position else None
    page = cut(list(rows), PageRequest(2, position, backward))
    assert ("".join(page.rows), page.has_next_page, page.has_previous_page) == expected
