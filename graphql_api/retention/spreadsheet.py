"""Lines as CSV (RFC 4180) that a spreadsheet shows and never computes, and that can be imported again without loss."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

# What spreadsheets take for a formula, or for a break that begins one: OWASP, "CSV Injection". Also in full width,
# and behind blanks; whatever began with a quote before such a thing gets another one, so that import can tell.
FORMULA = re.compile("'*(?:[\\s\ufeff\u200b]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")

PLAIN = (
    "id", "submission_key", "session_id", "created_at", "occurred_at", "category", "message", "is_read", "is_archived",
    "admin_notes", "body_hash",
)  # fmt: skip
AS_JSON = (
    "tags",
    "page",
    "api_state",
    "redactions",
    "answer",
    "rating_changes",
    "analyses",
    "triage_changes",
    "screenshot",
)
# For people: what stands in `answer` and in the current one of `analyses`.
OF_ANSWER = ("question", "rating", "explanation")
OF_FINDING = (
    "sentiment", "topic", "confidence", "confidence_score", "alert_triggered", "method", "model", "prompt_version",
    "language",
)  # fmt: skip
COLUMNS = (*PLAIN, *OF_ANSWER, "answer_text", *OF_FINDING, *AS_JSON)


def header() -> bytes:
    """The first line: the names of the columns."""
    return _csv([COLUMNS])


def rows(lines: Sequence[str]) -> bytes:
    """Lines of JSON as rows."""
    return _csv([_cells(orjson.loads(line)) for line in lines])


def safe(text: str) -> str:
    """The text as a cell that is never computed."""
    return f"'{text}" if FORMULA.match(text) else text


def unsafe(cell: str) -> str:
    """The text that `safe` made a cell of."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell


def line_of(cells: Mapping[str, str]) -> dict[str, Any]:
    """What an export's row was made of; an empty cell is null.

    Raises:
        ValueError: a cell that must be JSON is none.
    """
    content: dict[str, Any] = {name: unsafe(cells[name]) if cells.get(name) else None for name in PLAIN}
    return content | {name: orjson.loads(unsafe(cells[name])) if cells.get(name) else None for name in AS_JSON}


def _cells(content: dict[str, Any]) -> list[str]:
    answer = content["answer"] or {}
    finding: dict[str, Any] = next((each for each in content["analyses"] if each["is_current"]), {})
    shown = {name: content[name] for name in PLAIN}
    shown |= {name: answer.get(name) for name in OF_ANSWER} | {"answer_text": answer.get("answer")}
    shown |= {name: finding.get(name) for name in OF_FINDING}
    shown |= {name: None if content[name] is None else orjson.dumps(content[name]).decode() for name in AS_JSON}
    return [safe(_text(shown[name])) for name in COLUMNS]


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _csv(table: Sequence[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(table)
    return written.getvalue().encode()
