"""Numbers that are nobody's: dates, times, UUIDs, hashes, versions, sizes. Phone, card and identity rules skip them."""

import re
from collections.abc import Iterable

from graphql_api.redaction.rules import Rule, Span

_DATE = r"(?:(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:19|20)\d\d)"
_TIME = (
    r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?:[ ]?(?:Z|UTC|GMT))?(?:[ ]?[+-](?:0\d|1[0-4]):?[0-5]\d)?"
)
_HARMLESS = re.compile(
    rf"(?<![\w.-]){_DATE}(?:[T ,]{{1,2}}{_TIME})?(?![\w/]|[.-]\d)"
    rf"|(?<![\w:.-]){_TIME}(?![\w:]|[.-]\d)"
    r"|(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])"
    r"|(?<![A-Za-z0-9])(?=[0-9]{0,30}[a-f])(?=[a-f]{0,30}[0-9])[0-9a-f]{7,128}(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])0x[0-9a-f]{1,64}(?![A-Za-z0-9])"
    r"|(?<![\w.])\d{2,5}[ ]?[x\u00d7*][ ]?\d{2,5}(?:[ ]?[x\u00d7@][ ]?\d{1,5})?(?![\w.]\d)"
    r"|(?<![\w.])v?\d{1,4}(?:\.\d{1,10}){2,4}-(?:alpha|beta|rc|dev|pre|snapshot|canary)[\w.+-]{0,40}"
    r"|(?<![\w.])(?:19|20)\d\d ?- ?(?:19|20)\d\d(?![\w.-])",
    re.IGNORECASE | re.ASCII,
)


def _leave_alone(match: re.Match[str]) -> Iterable[Span]:
    found = match[0]
    if (
        found.isalnum()
        and len(found) in {9, 11, 16}
        and (found[0].isdigit() or found.isupper())
        and _has_one_letter(found)
    ):
        return ()  # an identity number with one letter in it, as in DNI and hetu
    return (match.span(),)


def _has_one_letter(found: str) -> bool:
    return sum(char.isalpha() for char in found) <= 2


HARMLESS_RULES: tuple[Rule, ...] = (Rule(None, _HARMLESS, _leave_alone, min_digits=4),)
