"""The one way personal data and secrets leave a text. Pure: no settings, no input or output, no memory of values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from graphql_api.redaction.engine import PLACEHOLDER, Redacted, settle
from graphql_api.redaction.matching_copy import MatchingCopy, matching_copy, url_matching_copy
from graphql_api.redaction.rules import Kind
from graphql_api.redaction.urls import is_secret_name

__all__ = ["JsonValue", "Kind", "Redacted", "RedactedJson", "add_counts", "redact", "redact_json", "redact_url"]

JsonValue: TypeAlias = "dict[str, JsonValue] | list[JsonValue] | str | int | float | bool | None"

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])|[_\W]{1,20}")
_NAMES_A_NUMBER = re.compile(
    r"phone|mobile|\btel|cell|fax|whatsapp|ssn|social|passport|\bcvv|\bcvc|national|\bdni\b|\bpin\b", re.IGNORECASE
)


@dataclass(frozen=True)
class RedactedJson:
    """A JSON value without personal data in its keys and strings, and how many of each kind stood there."""

    value: JsonValue
    counts: Mapping[str, int]


def redact(text: str) -> Redacted:
    """The text with every piece of personal data replaced by a placeholder such as `[email]`.

    All else is returned exactly as it came; placeholders already there stay; redacting twice changes nothing.
    Never raises, whatever the text holds.
    """
    return settle(text, matching_copy)


def redact_url(url: str) -> Redacted:
    """The URL without credentials, secret parameters and personal data, percent-encoded or not; the rest stays."""
    return settle(url, _literal_url, _form_url) if "+" in url else settle(url, _literal_url)


def redact_json(value: JsonValue) -> RedactedJson:
    """The value in the same shape with keys and strings redacted; whole numbers that are cards go as well.

    A key is the context of its value: `{"ssn": "123456789"}` loses the number, `{"token": "abc"}` all of the
    value. The caller bounds the depth.
    """
    counts: dict[str, int] = {}
    return RedactedJson(_redacted(value, "", counts), counts)


def add_counts(*counts: Mapping[str, int]) -> dict[str, int]:
    """The counts of several texts as one, in the order of `Kind`, without zeros."""
    return {kind.value: total for kind in Kind if (total := sum(each.get(kind.value, 0) for each in counts))}


def _literal_url(url: str) -> MatchingCopy:
    return url_matching_copy(url, plus_is_space=False)


def _form_url(url: str) -> MatchingCopy:
    return url_matching_copy(url, plus_is_space=True)


def _redacted(value: JsonValue, key: str, counts: dict[str, int]) -> JsonValue:
    if isinstance(value, dict):
        return _redacted_object(value, counts)
    if isinstance(value, list):
        return [_redacted(item, key, counts) for item in value]
    if value is None or isinstance(value, bool) or value == "":
        return value
    return _secret(value, counts) if is_secret_name(key) else _redacted_scalar(value, key, counts)


def _redacted_scalar(value: str | float, key: str, counts: dict[str, int]) -> JsonValue:
    if isinstance(value, float) or (isinstance(value, int) and value.bit_length() > 80):
        return value
    context = _CAPITAL.sub(" ", key).strip()[:60] + ": " if key else ""
    found = settle(str(value), matching_copy, context=context)
    if isinstance(value, int) and Kind.CARD.value not in found.counts and not _NAMES_A_NUMBER.search(context):
        return value
    _add(counts, found.counts)
    return found.text if found.counts else value


def _secret(value: str | float, counts: dict[str, int]) -> str:
    if isinstance(value, str) and PLACEHOLDER.fullmatch(value):
        return value
    _add(counts, {Kind.SECRET.value: 1})
    return Kind.SECRET.placeholder


def _redacted_object(value: dict[str, JsonValue], counts: dict[str, int]) -> JsonValue:
    answer: dict[str, JsonValue] = {}
    same: dict[str, int] = {}
    for key, item in value.items():
        redacted_key = redact(key)
        _add(counts, redacted_key.counts)
        name = redacted_key.text
        while name in answer:  # two keys that differed in what was taken out
            same[redacted_key.text] = same.get(redacted_key.text, 1) + 1
            name = f"{redacted_key.text} ({same[redacted_key.text]})"
        answer[name] = _redacted(item, redacted_key.text, counts)
    return answer


def _add(counts: dict[str, int], more: Mapping[str, int]) -> None:
    for kind, number in more.items():
        counts[kind] = counts.get(kind, 0) + number
