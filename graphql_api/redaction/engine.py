"""Runs the rules over a text until nothing is left to take out."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from graphql_api.redaction.addresses import CRYPTO_RULES, IP_RULES
from graphql_api.redaction.credentials import CREDENTIAL_RULES, KEY_BLOCK_RULES
from graphql_api.redaction.emails import EMAIL_RULES
from graphql_api.redaction.harmless import HARMLESS_RULES
from graphql_api.redaction.matching_copy import MatchingCopy
from graphql_api.redaction.national_ids import LETTERED_ID_RULES, NATIONAL_ID_RULES
from graphql_api.redaction.payments import CARD_RULES, IBAN_RULES
from graphql_api.redaction.phones import PHONE_RULES
from graphql_api.redaction.rules import BLANK, Gate, Kind, Rule, Traits, blanked, gated, traits
from graphql_api.redaction.urls import URL_RULES

# What an earlier rule takes, a later one does not see: secrets before what they may contain.
_GENERAL_RULES: tuple[Rule, ...] = (
    *KEY_BLOCK_RULES,
    *URL_RULES,
    *CREDENTIAL_RULES,
    *EMAIL_RULES,
    *IBAN_RULES,
    *CRYPTO_RULES,
    *IP_RULES,
    *LETTERED_ID_RULES,
)
# Tried only where six digits are left that belong together; and before them, on what they would look at, those that say
# what is nobody's.
_NUMBER_RULES: tuple[Rule, ...] = (*CARD_RULES, *NATIONAL_ID_RULES, *PHONE_RULES)
_NUMBER = re.compile(r"\d(?:[ .\-/()\t\r\n+\u00b7*_]{0,3}[A-Za-z]?[ .]?\d){5}")
RULES = _GENERAL_RULES + HARMLESS_RULES + _NUMBER_RULES
_GENERAL, _HARMLESS, _NUMBERS = gated(_GENERAL_RULES), gated(HARMLESS_RULES), gated(_NUMBER_RULES)
PLACEHOLDER = re.compile(r"\[(?:{})\]".format("|".join(kind.value for kind in Kind)))
# Taking one thing out can lay another one bare; a text settles after one or two rounds.
_MOST_ROUNDS = 8


Found = tuple[int, int, Kind]


@dataclass(frozen=True)
class Redacted:
    """A text without personal data, and how many of each kind stood there; never the values."""

    text: str
    counts: Mapping[str, int]


def settle(text: str, *copies: Callable[[str], MatchingCopy], context: str = "") -> Redacted:
    """Rounds over every kind of copy until a round changes nothing. `context` stands before the text while matching."""
    counts: dict[str, int] = {}
    for _ in range(_MOST_ROUNDS):
        before_round = text
        for copy in copies:
            text = _one_round(text, copy(text), context, counts)
        if text == before_round:
            break
    return Redacted(text, counts)


def _one_round(text: str, copy: MatchingCopy, context: str, counts: dict[str, int]) -> str:
    offset = len(context)
    pieces: list[str] = []
    position = 0
    for start, end, kind in sorted(_found(context + copy.text)):
        if start < offset:
            continue
        original_start, original_end = copy.original_span(start - offset, end - offset)
        pieces += (text[position:original_start], kind.placeholder)
        position = original_end
        counts[kind.value] = counts.get(kind.value, 0) + 1
    return "".join((*pieces, text[position:])) if pieces else text


def _found(copy: str) -> list[Found]:
    known = traits(copy)
    if "[" in copy:
        copy = PLACEHOLDER.sub(lambda match: BLANK * len(match[0]), copy)
    found: list[Found] = []
    copy = _without(copy, _GENERAL, known, found)
    if known.digits >= 6 and _NUMBER.search(copy):
        copy = _without(copy, _HARMLESS, known, found)
        if _NUMBER.search(copy):
            _without(copy, _NUMBERS, known, found)
    return found


def _without(copy: str, gates: Iterable[Gate], known: Traits, found: list[Found]) -> str:
    """The copy with what the rules find blanked; `found` grows by it."""
    for gate in gates:
        if known.digits < gate.min_digits or known.longest_word < gate.min_word:
            continue
        for rule in gate.rules if known.has_sign else gate.plain_rules:
            if not rule.may_match(copy, known.lowered):
                continue
            spans = [span for match in rule.pattern.finditer(copy) for span in rule.spans(match)]
            if spans:
                copy = blanked(copy, spans)
                if rule.kind is not None:
                    found += [(start, end, rule.kind) for start, end in spans]
    return copy
