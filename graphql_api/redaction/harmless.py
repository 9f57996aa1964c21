"""Numbers that are nobody's: dates, times, UUIDs, hashes, versions, sizes. Phone, card and identity rules skip them."""

import re
from collections.abc import Iterable

from graphql_api.redaction.rules import Rule, Span

_MONTH, _DAY, _YEAR = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])", r"(?:19|20)\d\d"
_DATE = rf"(?:{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}|{_DAY}[-/.]{_DAY}[-/.]{_YEAR})"
_TIME = (
    r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?:[ ]?(?:Z|UTC|GMT))?(?:[ ]?[+-](?:0\d|1[0-4]):?[0-5]\d)?"
)
_HARMLESS = re.compile(
    rf"(?<![\w.-]){_DATE}(?:[T ,]{{1,2}}{_TIME})?(?![\w/]|[.-]\d)"
    rf"|(?<![\w:.-]){_TIME}(?![\w:]|[.-]\d)"
    r"|(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])"
    r"|(?<![A-Za-z0-9])(?=[0-9]{0,30}[a-f])(?=[a-f]{0,30}[0-9])[0-9a-f]{7,128}(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])0x[0-9a-f]{1,64}(?![A-Za-z0-9])"
    r"|(?<![\w.-])\d{2,5}[ ]?[x\u00d7*][ ]?\d{2,5}(?:[ ]?[x\u00d7@][ ]?\d{1,5})?(?![\w.]\d)"
    r"|(?<![\w.])v?\d{1,4}(?:\.\d{1,10}){2,4}-(?:alpha|beta|rc|dev|pre|snapshot|canary)[\w.+-]{0,40}"
    r"|(?<![\w.])(?:19|20)\d\d ?- ?(?:19|20)\d\d(?![\w.-])",
    re.IGNORECASE | re.ASCII,
)


# Identity numbers (Spain, Ireland, Finland) that are hexadecimal by accident.
_IDENTITY = re.compile(r"\d{8}[a-f]|\d{7}[a-f]{1,2}|\d{6}[a-f]\d{3}[\da-f]", re.IGNORECASE)


def _leave_alone(match: re.Match[str]) -> Iterable[Span]:
    return () if _IDENTITY.fullmatch(match[0]) else (match.span(),)


HARMLESS_RULES: tuple[Rule, ...] = (Rule(None, _HARMLESS, _leave_alone, min_digits=4),)
