"""Keyset pages: a cursor names the row it follows, so pages neither skip nor repeat when rows come in between."""

import base64
import binascii
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

import strawberry

from graphql_api.errors import CallerError, ErrorCode

DEFAULT_PAGE = 20
LARGEST_PAGE = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more follows after this page.")
    has_previous_page: bool = strawberry.field(description="Whether anything comes before this page.")
    start_cursor: str | None = strawberry.field(description="The first edge's cursor; null on an empty page.")
    end_cursor: str | None = strawberry.field(description="The last edge's cursor; null on an empty page.")


@dataclass(frozen=True)
class Position:
    """A place in a list ordered by moment and id."""

    moment: datetime
    id: UUID

    def cursor(self) -> str:
        """The position as an opaque text."""
        microseconds = (self.moment - EPOCH) // timedelta(microseconds=1)
        return base64.urlsafe_b64encode(struct.pack(">q", microseconds) + self.id.bytes).decode()

    @classmethod
    def from_cursor(cls, cursor: str) -> "Position":
        """Raises:
        CallerError: BAD_REQUEST where this service did not make the cursor.
        """
        try:
            octets = base64.urlsafe_b64decode(cursor.encode())
            (microseconds,) = struct.unpack(">q", octets[:8])
            position = cls(EPOCH + timedelta(microseconds=microseconds), UUID(bytes=octets[8:]))
        except (ValueError, binascii.Error, struct.error, OverflowError):
            position = None
        # Python reads texts that it would write otherwise.
        if position is None or position.cursor() != cursor:
            raise CallerError(ErrorCode.BAD_REQUEST, "The cursor is not one of this list's.")
        return position


@dataclass(frozen=True)
class PageRequest:
    """Which part of a list is asked for: `size` rows after, or before, a position."""

    size: int = DEFAULT_PAGE
    position: Position | None = None
    backward: bool = False


def page_request(first: int | None, after: str | None, last: int | None, before: str | None) -> PageRequest:
    """Read the arguments of a connection.

    Raises:
        CallerError: BAD_REQUEST for both directions at once, or a size outside 1 to 100.
    """
    if (first is not None or after is not None) and (last is not None or before is not None):
        raise CallerError(ErrorCode.BAD_REQUEST, "Ask for `first` and `after`, or for `last` and `before`, not both.")
    backward = last is not None or before is not None
    asked, cursor = (last, before) if backward else (first, after)
    size = DEFAULT_PAGE if asked is None else asked
    if not 1 <= size <= LARGEST_PAGE:
        name = "last" if backward else "first"
        raise CallerError(ErrorCode.BAD_REQUEST, f"`{name}` must be between 1 and {LARGEST_PAGE}.")
    return PageRequest(size, None if cursor is None else Position.from_cursor(cursor), backward)


Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page, in the list's order, and whether more lie on either side."""

    rows: Sequence[Row]
    has_next_page: bool
    has_previous_page: bool


def cut(rows: Sequence[Row], request: PageRequest) -> Page[Row]:
    """Make a page of what was read: at most one row more than asked for, nearest to the position first."""
    more = len(rows) > request.size
    kept = rows[: request.size]
    if request.backward:
        return Page(kept[::-1], request.position is not None, more)
    return Page(kept, more, request.position is not None)
