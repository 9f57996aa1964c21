"""The copy of a text that patterns are matched on, and the way back to the original.

Disguises are undone in the copy only: compatibility forms (full-width, circled, superscript), digits of other
scripts, zero-width and bidirectional marks, combining marks, typographic dashes, and in URLs percent escapes.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_DROPPED_CATEGORIES = frozenset({"Cf", "Mn", "Me"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_REPLACED = {
    "\u2010": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2015": "-",
    "\u2212": "-",
    "\u2e3a": "-",
    "\u30fb": ".",
    "\u3002": ".",
    "\u2024": ".",
    "\u2044": "/",
    "\u2215": "/",
}
# Only characters that cannot end a parameter or start a new one: %26 and %3D stay as they are.
_URL_PARTS = re.compile(r"%(?:2[0BDEbde8-9]|3[0-9]|40|[46][1-9A-Fa-f]|[57][0-9Aa])|[\s\S]")


@dataclass(frozen=True)
class MatchingCopy:
    """`text` to match on; `starts` and `ends` lead back (none: same positions)."""

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original a non-empty span of the copy stands."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def matching_copy(text: str) -> MatchingCopy:
    """The copy of a text a person wrote."""
    if text.isascii():
        return MatchingCopy(text)
    return _mapped(text, list(map(_plain, text)))


def url_matching_copy(url: str, plus_is_space: bool) -> MatchingCopy:
    """The copy of a URL: percent escapes of letters, digits and ``@+-. ()`` undone as well."""
    if url.isascii() and "%" not in url and not (plus_is_space and "+" in url):
        return MatchingCopy(url)
    pieces: list[str] = _URL_PARTS.findall(url)
    plain = [_plain_in_url(piece, plus_is_space) for piece in pieces]
    return _mapped(url, plain, pieces)


def _plain_in_url(piece: str, plus_is_space: bool) -> str:
    if len(piece) == 3:
        return chr(int(piece[1:], 16))
    if piece == "+" and plus_is_space:
        return " "
    return _plain(piece)


def _mapped(text: str, plain: list[str], pieces: Sequence[str] | None = None) -> MatchingCopy:
    copied = "".join(plain)
    if copied == text:
        return MatchingCopy(text)
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for piece, chars in zip(pieces if pieces is not None else text, plain, strict=True):
        end = position + len(piece)
        starts.extend([position] * len(chars))
        ends.extend([end] * len(chars))
        position = end
    return MatchingCopy(copied, starts, ends)


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char.isascii():
        return char
    if char in _FILLERS or unicodedata.category(char) in _DROPPED_CATEGORIES:
        return ""
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", char)
    return "".join(_REPLACED.get(part, part) for part in plain if unicodedata.category(part) not in _DROPPED_CATEGORIES)
