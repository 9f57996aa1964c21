"""Runs the rules over a text until nothing is left to take out."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from graphql_api.redaction.addresses import CRYPTO_RULES, IP_RULES
from graphql_api.redaction.credentials import CREDENTIAL_RULES
from graphql_api.redaction.emails import EMAIL_RULES
from graphql_api.redaction.harmless import HARMLESS_RULES
from graphql_api.redaction.matching_copy import MatchingCopy
from graphql_api.redaction.national_ids import NATIONAL_ID_RULES
from graphql_api.redaction.payments import CARD_RULES, IBAN_RULES
from graphql_api.redaction.phones import PHONE_RULES
from graphql_api.redaction.rules import BLANK, Kind, Rule, Span
from graphql_api.redaction.urls import URL_RULES

# What an earlier rule takes, a later one does not see: secrets before what they may contain.
RULES: tuple[Rule, ...] = (
    *URL_RULES,
    *CREDENTIAL_RULES,
    *EMAIL_RULES,
    *IBAN_RULES,
    *CRYPTO_RULES,
    *IP_RULES,
    *HARMLESS_RULES,
    *CARD_RULES,
    *NATIONAL_ID_RULES,
    *PHONE_RULES,
)
PLACEHOLDER = re.compile(r"\[(?:{})\]".format("|".join(kind.value for kind in Kind)))
# Taking one thing out can lay another one bare; a text settles after one or two rounds.
_MOST_ROUNDS = 8


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


def _found(copy: str) -> Iterator[tuple[int, int, Kind]]:
    lowered = copy.lower()
    digits = sum(map(copy.count, "0123456789"))
    if "[" in copy:
        copy = PLACEHOLDER.sub(lambda match: BLANK * len(match[0]), copy)
    for rule in RULES:
        if not rule.applies(lowered, digits):
            continue
        spans = [span for match in rule.pattern.finditer(copy) for span in rule.spans(match)]
        if spans:
            copy = _blanked(copy, spans)
            if rule.kind is not None:
                yield from ((start, end, rule.kind) for start, end in spans)


def _blanked(copy: str, spans: list[Span]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += (copy[position:start], BLANK * (end - start))
        position = end
    return "".join((*pieces, copy[position:]))
