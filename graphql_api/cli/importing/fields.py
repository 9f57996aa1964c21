"""The values of one row by kind; what is of another kind is noted as a broken rule, without the value."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from graphql_api.cli.importing.rows import fold, parse_json
from graphql_api.intake.checks import Checks, clean

EPOCH = re.compile(r"\d{9,13}(\.\d+)?")
# Seconds have ten digits until the year 2286, milliseconds thirteen since 2001.
MILLISECONDS_FROM = 1e11
# Up to here a float holds every whole number.
MOST_EXACT = 2**53

Path = tuple[str, ...]


class Fields:
    """Values under a path, by folded name. Empty texts and null are as good as absent."""

    def __init__(self, checks: Checks, values: Mapping[str, Any], path: Path = ()) -> None:
        self.checks = checks
        self.path = path
        self._values = values

    def value(self, *names: str) -> Any:
        """The first that is there of these names, as it came; else None."""
        return next((self._values[name] for name in names if self._values.get(name) not in (None, "")), None)

    def at(self, name: str) -> Path:
        """The path of a field, in GraphQL's spelling."""
        return (*self.path, name)

    def breaks(self, name: str, code: str) -> None:
        """Note a broken rule of a field."""
        self.checks.breaks(self.at(name), code, code)

    def text(self, name: str, *others: str) -> str | None:
        """A trimmed text under a GraphQL name or another; a whole number is taken for one."""
        value = self.value(fold(name), *others)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is None:
            return None
        if not isinstance(value, str):
            self.breaks(name, "WRONG_TYPE")
            return None
        return clean(value).strip() or None

    def uuid(self, name: str) -> UUID | None:
        """A UUID in any of its spellings."""
        text = self.text(name)
        try:
            return UUID(text) if text else None
        except ValueError:
            self.breaks(name, "INVALID_UUID")
            return None

    def number(self, name: str, *others: str) -> float | None:
        """A number, also one written as text."""
        value = self.value(fold(name), *others)
        try:
            return None if value is None or isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            self.breaks(name, "WRONG_TYPE")
            return None

    def whole(self, name: str) -> int | None:
        """A whole number, also one written as text."""
        number = self.number(name)
        if number is None:
            return None
        if not number.is_integer() or abs(number) > MOST_EXACT:
            self.breaks(name, "WRONG_TYPE")
            return None
        return int(number)

    def moment(self, name: str, *others: str) -> datetime | None:
        """A moment in ISO 8601, or in seconds or milliseconds since 1970."""
        value = self.value(fold(name), *others)
        try:
            return None if value is None else _moment(value)
        except (TypeError, ValueError, OverflowError, OSError):
            self.breaks(name, "INVALID_DATE")
            return None

    def texts(self, name: str, *, separator: str) -> list[str]:
        """A list of texts: a JSON list, also one written as text, or texts with a separator between them."""
        value = self.value(fold(name))
        if isinstance(value, str):
            try:
                value = parse_json(value) if value.lstrip().startswith("[") else value.split(separator)
            except ValueError:
                value = None
            if value is None:
                self.breaks(name, "WRONG_TYPE")
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.breaks(name, "WRONG_TYPE")
            return []
        return [text for item in value if (text := clean(item).strip())]

    def within(self, name: str) -> "Fields":
        """The fields of the object under a name; without any when it is absent."""
        value = self.value(fold(name))
        if value is not None and not isinstance(value, dict):
            self.breaks(name, "WRONG_TYPE")
        return self.inside(value if isinstance(value, dict) else {}, name)

    def inside(self, value: Mapping[str, Any], *path: str) -> "Fields":
        """The fields of an object that was found under a path."""
        return Fields(self.checks, {fold(name): item for name, item in value.items()}, (*self.path, *path))


def _moment(value: object) -> datetime:
    if isinstance(value, str) and not EPOCH.fullmatch(value.strip()):
        return datetime.fromisoformat(value.strip())
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError
    seconds = float(value)
    return datetime.fromtimestamp(seconds / 1000 if seconds >= MILLISECONDS_FROM else seconds, UTC)
