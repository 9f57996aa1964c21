"""The scalars that GraphQL itself does not have, as this service takes and gives them. No error repeats a value."""

from datetime import UTC, datetime
from uuid import UUID

import orjson
from graphql import GraphQLError
from strawberry.scalars import JSON
from strawberry.types.scalar import ScalarDefinition


def _uuid(value: object) -> UUID:
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError:
        raise GraphQLError("Expected a UUID, as text.") from None


def _moment(value: object) -> datetime:
    try:
        return datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise GraphQLError("Expected a moment by ISO 8601, as text.") from None


def _text(moment: datetime) -> str:
    # What `isoformat` makes of it, in a fraction of the time: a list has a hundred of them.
    return orjson.dumps(moment)[1:-1].decode() if moment.tzinfo is UTC else moment.isoformat()


# For StrawberryConfig(scalar_map=…).
SCALARS: dict[object, ScalarDefinition] = {
    UUID: ScalarDefinition(
        name="UUID",
        description='128 bits as text: "6f2b8d0e-5a3c-4f4e-9d8a-0c1b2a394857".',
        specified_by_url="https://www.rfc-editor.org/rfc/rfc9562",
        serialize=str,
        parse_value=_uuid,
        parse_literal=None,
        origin=UUID,
    ),
    datetime: ScalarDefinition(
        name="DateTime",
        description='A moment by ISO 8601: "2026-11-20T09:30:00+01:00". Taken for UTC where it names no zone; '
        "given in UTC, to the microsecond.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=_text,
        parse_value=_moment,
        parse_literal=None,
        origin=datetime,
    ),
    JSON: ScalarDefinition(
        name="JSON",
        description="Any JSON value.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
        serialize=lambda value: value,
        parse_value=lambda value: value,
        parse_literal=None,
        origin=JSON,
    ),
}
