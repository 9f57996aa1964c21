"""Payment cards (ISO/IEC 7812: issuer prefix, length, Luhn) and IBANs (ISO 13616: length by country, mod 97)."""

import re
from collections.abc import Iterable

from graphql_api.redaction.checksums import iban, luhn
from graphql_api.redaction.rules import Kind, Rule, Span, after, before

_CARD_RUN = re.compile(r"(?<![\d_])(?<!\d[.,])\d(?:[ .\-_\t\r\n]{0,3}\d){11,5000}+")
_DIGITS = re.compile(r"\d{1,5000}")
_SEPARATED_GROUPS = re.compile(
    r"(?:4 ){2,4}[1-4] |4 [56] [45] |(?:1 ){12,19}|(?:2 ){6,9}[12]? ?|[68] [58] |6 1[0-3] |3 (?:3 ){3,5}[1-3]? ?"
)
_CARD_WORDS = re.compile(r"card|visa|maestro|amex|master|karte|carte|tarjeta|cartão|carta|kort|kart|\bpan\b|\bcc\b")

# Prefix, lengths. The payment networks' published ranges, as issuers use them.
_ISSUERS = (
    (re.compile(r"4"), (16, 13, 19, 18)),  # Visa
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),  # Mastercard
    (re.compile(r"3[47]"), (15,)),  # American Express
    (re.compile(r"30[0-5]|3095|3[689]"), (14, 16, 19)),  # Diners Club
    (re.compile(r"6011|64[4-9]|65"), (16, 19)),  # Discover
    (re.compile(r"35(?:2[89]|[3-8])"), (16, 19)),  # JCB
    (re.compile(r"62|81|82|508|60|353|356"), (16, 17, 18, 19)),  # UnionPay, RuPay
    (re.compile(r"50|5[6-9]|6"), (16, 18, 19, 17, 15, 14, 13, 12)),  # Maestro
    (re.compile(r"220[0-4]|9792"), (16, 19)),  # Mir, Troy
)
_UNUSUAL_LENGTHS = frozenset({12, 13, 14, 15, 17, 18})

_COUNTRIES_BY_IBAN_LENGTH = {
    15: "NO",
    16: "BE BI",
    18: "DK FI FK FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH CR HR LI LV",
    22: "BG BH DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
}
_IBAN_LENGTHS = {country: length for length, codes in _COUNTRIES_BY_IBAN_LENGTH.items() for country in codes.split()}
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[ -]?\d{2}(?:[ \-.\t\r\n]{0,3}[A-Z0-9]){11,40}+", re.IGNORECASE | re.ASCII)
# A mistyped one: the word IBAN before it says enough.
_IBAN_SHAPE = re.compile(r"[A-Za-z]{2} ?\d{2}(?:[ -]?[A-Z0-9]{1,4}){3,9}")
_IBAN_WORDS = re.compile(r"\biban\b|kontonummer|bank account")


def _cards(match: re.Match[str]) -> Iterable[Span]:
    text = match.string
    groups = [group.span() for group in _DIGITS.finditer(text, *match.span())]
    index = 0
    while index < len(groups):
        last = _card_end(text, groups, index)
        if last is None:
            index += 1
            continue
        yield groups[index][0], groups[last][1]
        index = last + 1


def _card_end(text: str, groups: list[Span], first: int) -> int | None:
    """The last group of the card that starts with this group."""
    digits = ""
    best = None
    for last in range(first, min(first + 19, len(groups))):
        digits += text[slice(*groups[last])]
        if len(digits) > 19:
            break
        if len(digits) >= 12 and _is_card(digits) and _is_plausible(text, groups[first : last + 1], len(digits)):
            best = last
            if len(digits) in {15, 16}:
                break
    return best


def _is_card(digits: str) -> bool:
    if not any(len(digits) in lengths and prefix.match(digits) for prefix, lengths in _ISSUERS):
        return False
    return luhn(digits) and len(set(digits)) > 1


def _is_plausible(text: str, groups: list[Span], length: int) -> bool:
    """Grouped as cards are printed, and not the middle of a random token; else the word card must be near."""
    start, end = groups[0][0], groups[-1][1]
    preceding, following = text[start - 1 : start], text[end : end + 1]
    in_token = (preceding.isascii() and preceding.isalnum() and not text[max(0, start - 3) : start].isalpha()) or (
        following.isascii() and following.isalnum() and not text[end : end + 3].isalpha()
    )
    if preceding == "." and text[start - 2 : start - 1].isdigit():
        return False
    shape = "".join(f"{stop - begin} " for begin, stop in groups)
    is_grouped = len(groups) == 1 or _SEPARATED_GROUPS.fullmatch(shape) is not None
    is_usual = length not in _UNUSUAL_LENGTHS or (len(groups) > 1 and length != 12) or text[start] == "3"
    if not in_token and is_grouped and is_usual:
        return True
    return _CARD_WORDS.search(before(text, start) + " " + after(text, end, 15)) is not None


def _ibans(match: re.Match[str]) -> Iterable[Span]:
    text, start = match.string, match.start()
    length = _IBAN_LENGTHS.get(match[0][:2].upper())
    if length is not None:
        places = [place for place in range(*match.span()) if text[place].isalnum()][:length]
        end = places[-1] + 1
        is_over = len(places) == length and not (text[end : end + 1].isascii() and text[end : end + 1].isalnum())
        if is_over and iban("".join(text[place] for place in places)):
            return ((start, end),)
    if _IBAN_WORDS.search(before(text, start, 25)):
        found = _IBAN_SHAPE.match(text, start)
        return (found.span(),) if found else ()
    return ()


CARD_RULES: tuple[Rule, ...] = (Rule(Kind.CARD, _CARD_RUN, _cards, min_digits=12),)
IBAN_RULES: tuple[Rule, ...] = (Rule(Kind.IBAN, _IBAN, _ibans, min_digits=9),)
