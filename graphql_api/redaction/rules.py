"""What a rule of redaction is: a kind of personal data, how it is written, and how a finding is confirmed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

# Stands in the matching copy for what is already taken out; no pattern may take it for part of a value.
BLANK = "\ue000"

Span = tuple[int, int]


class Kind(StrEnum):
    """A kind of personal data or secret; its placeholder in a text is the value in square brackets."""

    EMAIL = "email"
    PHONE = "phone"
    CARD = "card"
    IBAN = "iban"
    IP = "ip"
    NATIONAL_ID = "national-id"
    SECRET = "secret"  # noqa: S105 - a kind's name
    CRYPTO_ADDRESS = "crypto-address"

    @property
    def placeholder(self) -> str:
        return f"[{self.value}]"


def whole(match: re.Match[str]) -> Iterable[Span]:
    """The whole match."""
    return (match.span(),)


def value_group(match: re.Match[str]) -> Iterable[Span]:
    """The group called `value`: the label before it stays."""
    return (match.span("value"),)


def with_letters_and_digits(match: re.Match[str]) -> Iterable[Span]:
    """The whole match if both letters and digits are in it, as in a random token and unlike in a class name."""
    found = match[0]
    has_digit = any(char.isdigit() for char in found)
    return (match.span(),) if has_digit and any(char.isalpha() for char in found) else ()


@dataclass(frozen=True)
class Traits:
    """What is quickly known of a text, so that most rules need not look at it."""

    lowered: str
    digits: int
    longest_word: int


def traits(text: str) -> Traits:
    """A few cheap facts about a text."""
    lowered = text.lower()
    return Traits(lowered, sum(map(text.count, "0123456789")), max(map(len, lowered.split()), default=0))


@dataclass(frozen=True)
class Rule:
    """Finds one kind; without a kind it finds what later rules must leave alone.

    `spans` confirms a match and says which parts of it go. The rule is tried only on a text that has one of
    `hints` (lower case; none means always), `min_digits` digits and a word of `min_word` characters.
    """

    kind: Kind | None
    pattern: re.Pattern[str]
    spans: Callable[[re.Match[str]], Iterable[Span]] = whole
    hints: tuple[str, ...] = ()
    min_digits: int = 0
    min_word: int = 0

    def has_hint(self, lowered: str) -> bool:
        """Whether a text, in lower case, has one of the hints; always without any."""
        for hint in self.hints:  # a loop is three times as fast as any(), on every text and rule
            if hint in lowered:
                return True
        return not self.hints


class Gate(NamedTuple):
    """Neighbouring rules with the same `min_digits` and `min_word`: a text too small for one is so for all."""

    min_digits: int
    min_word: int
    rules: tuple[Rule, ...]


def gated(rules: Iterable[Rule]) -> tuple[Gate, ...]:
    """The rules in their order, behind gates."""
    neighbours = groupby(rules, key=lambda rule: (rule.min_digits, rule.min_word))
    return tuple(Gate(*sizes, tuple(members)) for sizes, members in neighbours)


def before(match_string: str, start: int, length: int = 45) -> str:
    """The words right before a position, in lower case."""
    return match_string[max(0, start - length) : start].lower()


def after(match_string: str, end: int, length: int = 25) -> str:
    """The words right after a position, in lower case."""
    return match_string[end : end + length].lower()


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def blanked(copy: str, spans: list[Span]) -> str:
    """The text with the spans, in order, made unmatchable; as long as before."""
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += (copy[position:start], BLANK * (end - start))
        position = end
    return "".join((*pieces, copy[position:]))
