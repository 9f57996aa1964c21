"""The copy of a text that patterns are matched on, and the way back to the original.

Disguises are undone in the copy only: compatibility forms (full-width, circled, superscript), digits of other
scripts, zero-width and bidirectional marks, combining marks, typographic dashes, and in URLs percent escapes.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

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
    """`text` to match on. `plain` has what each of `pieces` of the original became (none: the copy is the original)."""

    text: str
    pieces: Sequence[str] = ()
    plain: Sequence[str] = ()

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original a non-empty span of the copy stands."""
        if not self.plain:
            return start, end
        return self._bounds[start][0], self._bounds[end - 1][1]

    @cached_property
    def _bounds(self) -> list[tuple[int, int]]:
        bounds: list[tuple[int, int]] = []
        position = 0
        for piece, chars in zip(self.pieces, self.plain, strict=True):
            bounds += [(position, position + len(piece))] * len(chars)
            position += len(piece)
        return bounds


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
    return _mapped(pieces, plain)


def _plain_in_url(piece: str, plus_is_space: bool) -> str:
    if len(piece) == 3:
        return chr(int(piece[1:], 16))
    if piece == "+" and plus_is_space:
        return " "
    return _plain(piece)


def _mapped(pieces: Sequence[str], plain: list[str]) -> MatchingCopy:
    return MatchingCopy("".join(plain), pieces, plain)


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
