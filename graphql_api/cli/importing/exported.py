"""Rows of our own exports and archives, told from others by their columns."""

from collections.abc import Mapping
from typing import Any

from graphql_api.cli.importing.rows import fold
from graphql_api.retention.spreadsheet import AS_JSON, PLAIN, line_of

MARKS = frozenset(map(fold, ("id", "submission_key", "body_hash", "created_at", "analyses", "rating_changes")))


def is_exported(values: Mapping[str, Any]) -> bool:
    """Whether a row, by folded names, is one of an export or an archive."""
    return values.keys() >= MARKS


def exported_line(values: Mapping[str, Any]) -> dict[str, Any]:
    """The line that the row was.

    Raises:
        ValueError: a cell cannot be read.
    """
    if isinstance(values[fold("analyses")], str):
        return line_of({name: values.get(fold(name), "") for name in (*PLAIN, *AS_JSON)})
    # Whatever columns there are: those of later versions as well.
    known = {fold(name): name for name in (*PLAIN, *AS_JSON)}
    return {known.get(name, name): value for name, value in values.items()} | {
        name: values.get(fold(name)) for name in (*PLAIN, *AS_JSON)
    }
