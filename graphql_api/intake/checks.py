"""The rules of single values. Each check notes what is broken under a path and hands back a clean value."""

import math
import unicodedata
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

import orjson

from graphql_api.intake.submission import BrokenRule, InvalidSubmission

TEXT_LENGTH = 5_000
URL_LENGTH = 2_048
API_STATE_BYTES = 16 * 1024
API_STATE_LEVELS = 5
CLOCK_AHEAD = timedelta(days=1)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)

Number = TypeVar("Number", int, float)

# What PostgreSQL refuses in text: NUL, and halves of a surrogate pair that have no other half.
_REFUSED = dict.fromkeys([0, *range(0xD800, 0xE000)])


def clean(text: str) -> str:
    """The text without what PostgreSQL refuses, in Unicode's composed form (NFC)."""
    if text.isascii():
        return text.replace("\0", "")
    return unicodedata.normalize("NFC", text.translate(_REFUSED))


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC, which it is taken for where it names no zone; the first or last there is, beyond those."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return FIRST if moment.year == 1 else LAST


class Checks:
    """Collects every broken rule of one submission, so that all come back at once."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.broken: list[BrokenRule] = []

    def breaks(self, path: tuple[str, ...], code: str, message: str) -> None:
        """Note a broken rule; `message` must not repeat the value."""
        self.broken.append(BrokenRule(path, code, message))

    def raise_if_broken(self) -> None:
        """Raises:
        InvalidSubmission: with all rules noted so far, when there are any.
        """
        if self.broken:
            raise InvalidSubmission(self.broken)

    def text(self, path: tuple[str, ...], value: str | None, *, most: int, needed: bool = False) -> str | None:
        """A trimmed text of at most `most` characters; None when it is empty."""
        text = clean(value).strip() if value is not None else ""
        if len(text) > most:
            self.breaks(path, "TOO_LONG", f"Must be at most {most:,} characters long.")
        if not text and needed:
            self.breaks(path, "REQUIRED", "Must not be empty.")
        return text or None

    def session_id(self, path: tuple[str, ...], value: str) -> str:
        """An opaque id of 1 to 200 characters that is no one's e-mail address."""
        session_id = self.text(path, value, most=200, needed=True) or ""
        # Of all spaces only the first one of ASCII counts as printable.
        if " " in session_id or not session_id.isprintable():
            self.breaks(path, "INVALID_CHARACTERS", "Must not contain spaces or control characters.")
        if "@" in session_id:
            self.breaks(path, "PERSONAL_DATA", "Must be an opaque id, not an e-mail address.")
        return session_id

    def tags(self, path: tuple[str, ...], values: list[str] | None, *, allowed: frozenset[str]) -> tuple[str, ...]:
        """Distinct tags in the order given, each out of `allowed`."""
        # Counted before anything else: the list may be as long as a body can hold.
        if values is not None and len(values) > len(allowed):
            self.breaks(path, "TOO_MANY", f"Must hold at most {len(allowed)} tags.")
            return ()
        tags = [clean(value) for value in values or ()]
        for position, tag in enumerate(tags):
            if tag not in allowed:
                self.breaks((*path, str(position)), "UNKNOWN_TAG", f"Must be one of: {', '.join(sorted(allowed))}.")
        return tuple(dict.fromkeys(tags))

    def url(self, path: tuple[str, ...], value: str | None) -> str | None:
        """An absolute http or https address."""
        url = self.text(path, value, most=URL_LENGTH)
        if url is not None and not _is_web_address(url):
            self.breaks(path, "INVALID_URL", "Must be an absolute address that begins with http:// or https://.")
        return url

    def api_state(self, path: tuple[str, ...], value: object) -> dict[str, Any] | None:
        """A JSON object of at most 16 KiB and 5 levels, counting the outermost as the first."""
        if value is None:
            return None
        if not isinstance(value, dict):
            self.breaks(path, "NOT_AN_OBJECT", "Must be a JSON object.")
            return None
        if _levels(value) > API_STATE_LEVELS:
            self.breaks(path, "TOO_DEEP", f"Must be nested at most {API_STATE_LEVELS} levels deep.")
            return None
        cleaned: dict[str, Any] = _clean_json(value)
        if not _has_plain_numbers(cleaned):
            self.breaks(path, "INVALID_NUMBER", "Must hold finite numbers, and whole ones of at most 64 bits.")
            return None
        size = len(orjson.dumps(cleaned))
        if size > API_STATE_BYTES:
            self.breaks(path, "TOO_LARGE", f"Must be at most {API_STATE_BYTES:,} bytes of JSON.")
        return cleaned

    def moment(self, path: tuple[str, ...], value: datetime | None) -> datetime | None:
        """A moment between the year 2000 and a day from now, in UTC."""
        if value is None:
            return None
        moment = in_utc(value)
        if moment > self._now + CLOCK_AHEAD:
            self.breaks(path, "IN_THE_FUTURE", "Must not be more than a day ahead of the server's clock.")
        if moment < EARLIEST:
            self.breaks(path, "TOO_EARLY", "Must not be before the year 2000.")
        return moment

    def number(self, path: tuple[str, ...], value: Number | None, *, most: int) -> Number | None:
        """A finite number from 0 to `most`."""
        if value is not None and not (math.isfinite(value) and 0 <= value <= most):
            self.breaks(path, "OUT_OF_RANGE", f"Must be between 0 and {most:,}.")
        return value


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _children(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _levels(value: object) -> int:
    """How deep objects and lists are nested; stops looking one level past the limit."""
    level, current = 0, [value]
    while level <= API_STATE_LEVELS and (containers := [item for item in current if isinstance(item, dict | list)]):
        level += 1
        current = [child for container in containers for child in _children(container)]
    return level


def _has_plain_numbers(value: object) -> bool:
    """Whether all numbers in it are such that JSON can carry them to any reader unchanged."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return -(2**63) <= value < 2**64
    return all(_has_plain_numbers(child) for child in _children(value))


def _clean_json(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return _clean_object(value)
    if isinstance(value, list):
        return [_clean_json(child) for child in value]
    return value


def _clean_object(value: Mapping[str, Any]) -> dict[str, Any]:
    cleaned: dict[str, Any] = {}
    times: Counter[str] = Counter()
    for key, child in value.items():
        name = wanted = clean(key)
        times[wanted] += 1
        while name in cleaned:  # keys that differed only in what was taken out
            name = f"{wanted} ({times[wanted]})"
            times[wanted] += name in cleaned
        cleaned[name] = _clean_json(child)
    return cleaned
