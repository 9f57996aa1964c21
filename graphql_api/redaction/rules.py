"""What a rule of redaction is: a kind of personal data, how it is written, and how a finding is confirmed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

# Stands in the matching copy for what is already taken out; no pattern may take it for part of a value.
BLANK = "\ue000"
# Ordinary sentences have none of these.
_SIGN = re.compile(r"[-@=/:%_(\[{<]")
_DIGIT = re.compile(r"[0-9]")

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


class Traits(NamedTuple):
    """What is quickly known of a text, so that most rules need not look at it."""

    lowered: str
    digits: int
    longest_word: int
    has_sign: bool


def traits(text: str) -> Traits:
    """A few cheap facts about a text."""
    lowered = text.lower()
    digits = len(_DIGIT.findall(text))
    # No rule asks for a long word without a digit.
    longest_word = max(map(len, lowered.split()), default=0) if digits else 0
    return Traits(lowered, digits, longest_word, _SIGN.search(text) is not None)


@dataclass(frozen=True)
class Rule:
    """Finds one kind; without a kind it finds what later rules must leave alone.

    `spans` confirms a match and says which parts of it go. The rule is tried only on a text that has one of
    `hints` (lower case; none means always), `min_digits` digits, a word of `min_word` characters, and a match of
    `needs`: a part of the pattern that is quickly found not to be there.
    """

    kind: Kind | None
    pattern: re.Pattern[str]
    spans: Callable[[re.Match[str]], Iterable[Span]] = whole
    hints: tuple[str, ...] = ()
    min_digits: int = 0
    min_word: int = 0
    needs: re.Pattern[str] | None = None

    @property
    def needs_sign(self) -> bool:
        """Whether each of the hints has a sign in it that sentences do without."""
        return bool(self.hints) and all(map(_SIGN.search, self.hints))

    def may_match(self, copy: str, lowered: str) -> bool:
        """Whether a text has one of the hints, where there are any, and what is needed."""
        for hint in self.hints:  # a loop is three times as fast as any(), on every text and rule
            if hint in lowered:
                break
        else:
            if self.hints:
                return False
        return self.needs is None or self.needs.search(copy) is not None


class Gate(NamedTuple):
    """Neighbouring rules with the same `min_digits` and `min_word`: a text too small for one is so for all.

    `plain_rules` are those of them that a text without signs may match.
    """

    min_digits: int
    min_word: int
    rules: tuple[Rule, ...]
    plain_rules: tuple[Rule, ...]


def gated(rules: Iterable[Rule]) -> tuple[Gate, ...]:
    """The rules in their order, behind gates."""
    gates = []
    for sizes, neighbours in groupby(rules, key=lambda rule: (rule.min_digits, rule.min_word)):
        members = tuple(neighbours)
        if sizes[1] and not sizes[0]:
            raise ValueError("a rule that asks for a long word asks for a digit in it")
        gates.append(Gate(*sizes, members, tuple(rule for rule in members if not rule.needs_sign)))
    return tuple(gates)


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
