"""A file's rows by name, from CSV with a header or from JSON lines, whichever the file holds."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

import orjson

from graphql_api.cli.failures import CommandError
from graphql_api.cli.importing.lines import LONGEST_LINE_BYTES, Lines, is_utf8

MESSAGE_COLUMNS = {"message", "text"}


@dataclass(frozen=True)
class Row:
    """The values of one row by folded name (see `fold`), and the line that it begins on."""

    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be read, the line that it begins on, and why: BAD_CSV, BAD_JSON or NOT_UTF8."""

    line: int
    code: str


class _RowError(ValueError):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def fold(name: str) -> str:
    """One spelling of a name: `sessionId`, `session_id` and `Session ID` are all `sessionid`."""
    return "".join(character for character in name.lower() if character.isalnum())


def read_rows(file: BinaryIO) -> Iterator[Row | BadRow]:
    """Every row in order, the bad ones too; a bad row costs no other. Memory stays flat.

    Raises:
        CommandError: it is neither JSON lines nor CSV with a header that names a message.
    """
    lines = Lines(file)
    for line in lines:
        if line.strip():
            lines.mark()
            return _json_rows(line, lines) if line.lstrip().startswith("{") else _csv_rows(line, lines)
    return iter(())


def _json_rows(first: str, lines: Lines) -> Iterator[Row | BadRow]:
    line: str | None = first
    while line is not None:
        if line.strip():
            try:
                yield Row(lines.number, _parse_object(line))
            except _RowError as why:
                yield BadRow(lines.number, why.code)
        lines.mark()
        line = next(lines, None)


def _parse_object(line: str) -> dict[str, Any]:
    if not is_utf8(line):
        raise _RowError("NOT_UTF8")
    value = parse_json(line)
    if not isinstance(value, dict):
        raise _RowError("BAD_JSON")
    return {fold(name): item for name, item in value.items()}


def parse_json(text: str) -> Any:
    """A JSON value, lone surrogates and all: the intake takes those out.

    Raises:
        ValueError: it is not JSON, or nested too deep.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        try:
            return json.loads(text, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise _RowError("BAD_JSON") from None


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _csv_rows(header: str, lines: Lines) -> Iterator[Row | BadRow]:
    names = _column_names(header, lines)
    # A line that was cut is no row.
    csv.field_size_limit(LONGEST_LINE_BYTES - 1)
    reader = csv.reader(lines, strict=True)
    while True:
        lines.mark()
        line = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # A quote that does not close would swallow its neighbours: they are read again, each for itself.
            lines.hand_out_again()
            yield BadRow(line, "BAD_CSV")
            continue
        if cells:
            yield _csv_row(line, names, cells)


def _column_names(header: str, lines: Lines) -> list[str]:
    try:
        names = [fold(name) for name in next(csv.reader([header], strict=True))]
    except csv.Error:
        names = []
    if not MESSAGE_COLUMNS.intersection(names):
        raise CommandError(
            f"line {lines.number} begins neither JSON lines nor CSV with a column `message` or `text`, comma-separated"
        )
    return names


def _csv_row(line: int, names: list[str], cells: list[str]) -> Row | BadRow:
    if len(cells) > len(names):
        return BadRow(line, "BAD_CSV")
    if not all(is_utf8(cell) for cell in cells):
        return BadRow(line, "NOT_UTF8")
    return Row(line, {name: cell for name, cell in zip(names, cells, strict=False) if cell})
