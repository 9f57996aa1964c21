"""Phone numbers: international ones confirmed by `phonenumbers`, national ones by how a country groups its digits
or by the words around. Bare digits after "order", "id", "error" and the like are nobody's phone.
"""

import re
from collections.abc import Iterable, Iterator

import phonenumbers

from graphql_api.redaction.phone_words import IDENTIFIER_WORDS, PHONE_WORDS, PHONE_WORDS_AFTER, THING_WORDS, UNIT_AFTER
from graphql_api.redaction.rules import Kind, Rule, Span, after, before, blanked

_GAP = r"[ .\-/()\t\r\n\u00b7*]{0,3}"
_RUN = re.compile(
    rf"(?:(?<![A-Za-z0-9_+\u00c0-\u024f])|(?<=tel)|(?<=fon))(?:\+[ ]?\(?|\(\+?[ ]?)?\d(?:{_GAP}\d){{4,5000}}+"
)
_INTERNATIONAL = re.compile(rf"(?:\+[ ]?\(?|\(\+[ ]?|(?<![\d.,+-])00[ ]?|(?<![\d.,+-])011[ ])[1-9](?:{_GAP}\d){{6,15}}")
_EXTENSION = re.compile(r"[ ,;]{0,3}(?:ext|extn|extension|x|durchwahl|poste)\.?:?[ ]{0,2}\d{1,6}(?!\d)", re.IGNORECASE)

_SEP = r"[ .\-/\u00b7]{1,2}"
# Shapes no other number has. Each stands alone: nothing but a separator sign on either side.
_STRONG = (
    r"(?:1[ .-]?)?\([2-9]\d{2}\)[ .-]{0,2}\d{3}[ .-]\d{4}",  # NANP
    r"(?:1[ .-])?[1-9]\d{2}[-.]\d{3}[-.]\d{4}",
    r"(?:1[ ])?[2-9]\d{2}[ ]\d{3}[ -]\d{4}",
    r"\(0\d{1,4}\)[ ]?\d{2,4}(?:[ .-]?\d{2,4}){1,3}",  # trunk prefix in parentheses
    r"\(\d{1,3}\)[ ]?9?[ ]?\d{3,4}[ -]?\d{4}",  # BR, CL, CO
    r"\(06[ ]\d{1,2}\)[ ]?\d{3}[ -]?\d{3,4}",  # HU
    r"\d{2}[ ]9\d{4}-\d{4}",
    r"0[1-9](?:[ .-]\d{2}){4}",  # FR, CH without code
    r"0[1-9]\d{0,4}[ ]?/[ ]?\d{2,4}(?:[ -]?\d{2,4}){1,3}",  # DE, AT, BE
    r"0[1-9]\d{0,4}[ -]\d{3,9}(?:[ -]\d{1,5}){0,3}",  # GB, DE, NL, JP, KR, AU, SE, ...
    r"0[1-9]\d{0,2}(?:[ .-]\d{2,4}){2,4}",
    r"1[3-9]\d[ -]\d{4}[ -]\d{4}",  # CN
    r"8[ -]?\(?[3489]\d{2}\)?[ -]\d{3}[ -]\d{2}[ -]?\d{2}",  # RU, KZ
    r"[6-9]\d{4}[ -]\d{5}",  # IN
    r"[678]\d{2}(?:[ .-]\d{2}){3}",  # ES
    r"9\d{2}(?:[ .-]\d{2}){3}",
)
# Shapes that prices and identifiers have as well: not next to a word or sign of those.
_WEAK = (
    r"[5-9]\d{2}[ -]\d{3}[ -]\d{3}",  # ES, PL, PT
    r"3[2-9]\d[ .-]?\d{6,7}",  # IT
    r"[2-9]\d[ ]\d{4}[ ]\d{4}",  # MX, GR
    r"(?:[1-9]\d[ ]\d{3}[ ]\d{2}[ ]\d{2}|2\d[ ]\d{3}[ ]\d{4})(?![ ]\d)",  # PL, PT
    r"0[1-9]\d{7,10}",
    r"[2-9]\d{2}[2-9]\d{6}",  # NANP
    r"[2-9]\d{2}[-. ][2-9]\d{6}",
    r"[6-9]\d{9}",  # IN
    r"1[3-9]\d{9}|1[2-9]\d{2}[2-9]\d{6}",  # CN; NANP with its country code
    r"[1-9]{2}9\d{8}|[78]9\d{9}",  # BR, RU
)
_ALONE = r"(?<![\d.,:/_=#\-$\u20ac\u00a3\u00a5])(?:{})(?!\d|[.,:/-]\d|[ ]?[%\u20ac\u00a3$\u00a5])"
_STRONG_SHAPES = tuple(re.compile(rf"(?<![\d.,:_])(?:{shape})(?!\d|[.,:/-]\d)") for shape in _STRONG)
_WEAK_SHAPES = tuple(re.compile(_ALONE.format(shape)) for shape in _WEAK)
_SPOKEN_RUN = re.compile(rf"(?:\(?\d)(?:{_GAP}\d){{4,14}}")

_DATE_LIKE = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:\d{1,3}\.){2,4}\d{1,6}|(?:19|20)\d\d[ -]{1,3}(?:19|20)\d\d|\d{1,7}\.\d{1,8}"
)
# Written for "any digits", and the largest 32-bit numbers.
_NOBODYS = ("0123456789", "1234567890", "2147483647", "2147483648", "4294967295", "4294967296")


def _phones(match: re.Match[str]) -> Iterable[Span]:
    """Numbers of one run: international ones, then by shape, then by the words around."""
    text = match.string
    start, end = match.span()
    if text[end : end + 1].isalpha():
        end = _last_gap(text, start, end)
    taken: list[Span] = []
    for finds in (_international, _strong, _weak, _spoken):
        found = _apart(finds(text, start, end))
        if found:
            text = blanked(text, found)
            taken += found
    return _apart((begin, _end_with_extension(text, stop)) for begin, stop in taken)


def _end_with_extension(text: str, end: int) -> int:
    extension = _EXTENSION.match(text, end)
    return extension.end() if extension else end


def _apart(found: Iterable[Span]) -> list[Span]:
    """Without those that overlap an earlier one."""
    apart: list[Span] = []
    for span in sorted(found):
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return apart


def _last_gap(text: str, start: int, end: int) -> int:
    """Where the last group starts: digits glued to letters are part of a word."""
    if text[end] in "xXeE" or not text[end].isascii():
        return end
    while end > start and text[end - 1].isdigit():
        end -= 1
    return end


def _international(text: str, start: int, end: int) -> Iterator[Span]:
    for found in _INTERNATIONAL.finditer(text, start, end):
        stop = _international_end(text, found)
        if stop is not None:
            yield found.start(), stop


def _international_end(text: str, found: re.Match[str]) -> int | None:
    """Where the longest valid number ends; else the whole of it when it can be nothing else."""
    start, end = found.span()
    while end > start:
        if _is_international(text[start:end]):
            return end
        end = _without_last_group(text, start, end)
    digits = sum(char.isdigit() for char in found[0])
    if "+" in found[0][:2] and _is_grouped_or_long(found[0], digits):
        return found.end()
    return found.end() if digits <= 17 and _is_named(text, start, found.end()) else None


def _is_international(candidate: str) -> bool:
    number = candidate.replace("(0)", "").replace("\n", " ").replace("\r", " ").lstrip("( ")
    if number.startswith("011"):
        number = "+" + number[3:].lstrip()
    elif number.startswith("00"):
        number = "+" + number[2:].lstrip()
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False


def _without_last_group(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isdigit():
        end -= 1
    while end > start and not text[end - 1].isdigit():
        end -= 1
    return end


def _is_grouped_or_long(found: str, digits: int) -> bool:
    """Written like a phone number though no country gives it out: examples, typing errors."""
    return 10 <= digits <= 15 or (8 <= digits <= 15 and not found[1:].isdigit())


def _strong(text: str, start: int, end: int) -> Iterator[Span]:
    for shape in _STRONG_SHAPES:
        yield from (found.span() for found in shape.finditer(text, start, end) if _is_strong(found))


def _weak(text: str, start: int, end: int) -> Iterator[Span]:
    for shape in _WEAK_SHAPES:
        yield from (found.span() for found in shape.finditer(text, start, end) if _is_likely(found))


def _is_strong(found: re.Match[str]) -> bool:
    text, (start, end) = found.string, found.span()
    digits = "".join(char for char in found[0] if char.isdigit())
    if not 8 <= len(digits) <= 13 or _follows_word(text, start) or _goes_on(text, end):
        return False
    if found[0][0] == "(":
        return True
    return not THING_WORDS.search(before(text, start))


def _is_likely(found: re.Match[str]) -> bool:
    text, (start, end) = found.string, found.span()
    digits = "".join(char for char in found[0] if char.isdigit())
    if (
        _follows_word(text, start)
        or _goes_on(text, end)
        or digits in _NOBODYS
        or len(set(digits)) < 3
        or digits.endswith("0000")
    ):
        return False
    if UNIT_AFTER.match(after(text, end)) or (found[0] != digits and digits.endswith("000")):
        return False
    return not IDENTIFIER_WORDS.search(before(text, start))


def _follows_word(text: str, start: int) -> bool:
    """Glued to a word or a number: INV-0201234567."""
    preceding = text[max(0, start - 2) : start]
    return preceding[-1:] in {"-", "_"} and preceding[:1].isalnum()


def _goes_on(text: str, end: int) -> bool:
    following = text[end : end + 2]
    return following[:1].isdigit() or (following[:1] in {"-", "_", "."} and following[1:].isalnum())


def _spoken(text: str, start: int, end: int) -> Iterator[Span]:
    """Any digits where the words around say phone."""
    for found in _SPOKEN_RUN.finditer(text, start, end):
        digits = sum(char.isdigit() for char in found[0])
        if (
            not 6 <= digits <= 15
            or _DATE_LIKE.fullmatch(found[0])
            or text[found.start() - 1 : found.start()] in {".", ","}
        ):
            continue
        if text[found.end() : found.end() + 1].isdigit() or UNIT_AFTER.match(after(text, found.end())):
            continue
        if _is_named(text, found.start(), found.end()):
            yield found.span()


def _is_named(text: str, start: int, end: int) -> bool:
    words = before(text, start, 40)
    if IDENTIFIER_WORDS.search(words) and not PHONE_WORDS.search(words[-14:]):
        return False
    return bool(PHONE_WORDS.search(words) or PHONE_WORDS_AFTER.match(after(text, end, 40)))


PHONE_RULES: tuple[Rule, ...] = (Rule(Kind.PHONE, _RUN, _phones, min_digits=6),)
