"""Phone numbers: international ones confirmed by `phonenumbers`, national ones by how a country groups its digits
or by the words around. Bare digits after "order", "id", "error" and the like are nobody's phone.
"""

import re
from collections.abc import Iterable

import phonenumbers

from graphql_api.redaction.rules import Kind, Rule, Span, after, before

_GAP = r"[ .\-/()\t\r\n\u00b7*]{0,3}"
_RUN = re.compile(rf"(?:(?<![\w+])|(?<=tel)|(?<=fon))(?:\+[ ]?\(?|\(\+?[ ]?)?\d(?:{_GAP}\d){{4,5000}}+")
_INTERNATIONAL = re.compile(rf"(?:\+[ ]?\(?|\(\+[ ]?|(?<![\d.,+-])00[ ]?|(?<![\d.,+-])011[ ])[1-9](?:{_GAP}\d){{6,15}}")
_EXTENSION = re.compile(
    r"[ ,;]{0,3}(?:ext|extn|extension|x|durchwahl|poste|#)\.?:?[ ]{0,2}\d{1,6}(?!\d)", re.IGNORECASE
)

_SEP = r"[ .\-/\u00b7]{1,2}"
# Shapes no other number has. Each stands alone: nothing but a separator sign on either side.
_STRONG = (
    r"(?:1[ .-]?)?\([2-9]\d{2}\)[ .-]{0,2}\d{3}[ .-]\d{4}",  # NANP
    r"(?:1[ .-])?[1-9]\d{2}[-.]\d{3}[-.]\d{4}",
    r"(?:1[ ])?[2-9]\d{2}[ ]\d{3}[ -]\d{4}",
    r"\(0\d{1,4}\)[ ]?\d{2,4}(?:[ .-]?\d{2,4}){1,3}",  # trunk prefix in parentheses
    r"\(\d{2,3}\)[ ]?9?[ ]?\d{4}[ -]?\d{4}",  # BR
    r"0[1-9](?:[ .-]\d{2}){4}",  # FR, CH without code
    r"0[1-9]\d{0,4}[ ]?/[ ]?\d{2,4}(?:[ -]?\d{2,4}){1,3}",  # DE, AT, BE
    r"0[1-9]\d{0,4}[ -]\d{3,8}(?:[ -]\d{1,5}){0,3}",  # GB, DE, NL, JP, KR, AU, SE, ...
    r"0[1-9]\d{0,2}(?:[ .-]\d{2,4}){2,4}",
    r"1[3-9]\d[ -]\d{4}[ -]\d{4}",  # CN
    r"8[ -]?\(?[3489]\d{2}\)?[ -]\d{3}[ -]\d{2}[ -]?\d{2}",  # RU, KZ
    r"[6-9]\d{4}[ -]\d{5}",  # IN
    r"[67]\d{2}(?:[ .-]\d{2}){3}",  # ES
    r"9\d{2}(?:[ .-]\d{2}){3}",
)
# Shapes that prices and identifiers have as well: not next to a word or sign of those.
_WEAK = (
    r"[5-9]\d{2}[ -]\d{3}[ -]\d{3}",  # ES, PL, PT
    r"3[2-9]\d[ .-]?\d{6,7}",  # IT
    r"(?:55|33|81|56|22)[ ]\d{4}[ ]\d{4}",  # MX
    r"0[1-9]\d{7,10}",
    r"[2-9]\d{2}[2-9]\d{6}",  # NANP
    r"[6-9]\d{9}",  # IN
    r"1[3-9]\d{9}|1[2-9]\d{2}[2-9]\d{6}",  # CN; NANP with its country code
    r"[1-9]{2}9\d{8}|[78]9\d{9}",  # BR, RU
)
_ALONE = r"(?<![\d.,:/_=#\-$\u20ac\u00a3\u00a5])(?:{})(?!\d|[.,:/-]\d|[ ]?[%\u20ac\u00a3$\u00a5])"
_STRONG_SHAPES = tuple(re.compile(r"(?<![\d.,:_])(?:{})(?!\d|[.,:/-]\d)".format(shape)) for shape in _STRONG)
_WEAK_SHAPES = tuple(re.compile(_ALONE.format(shape)) for shape in _WEAK)
_SPOKEN_RUN = re.compile(rf"(?:\(?\d)(?:{_GAP}\d){{4,14}}")

_PHONE_WORDS = re.compile(
    r"phone|\btel[\b.:e\u00e9]|\btel\b|mobile|\bmob\b|\bcell|\bfax|whats ?app|wa\.me|\bsms\b|\btext (?:me|us|him|her)|\bcall(?:ed|ing|s)?\b|"
    r"\bring (?:me|us)|reach (?:me|us|him|her)|contact (?:me|us|no|number)|\bdial|my number|number is|hotline|landline|"
    r"handy|telefon|rufnummer|rufen|\bruf |anruf|mobil|durchwahl|meine nummer|t\u00e9l\u00e9|telefo|portable|appel|mon num|joign|"
    r"m\u00f3vil|movil|celular|ll\u00e1m|llam|mi n\u00famero|mi numero|cellulare|chiam|mio numero|telefoon|\bbel(?:len)? |mijn nummer|"
    r"kom\u00f3rk|komork|zadzwo|dzwoni|numer tel|ligue|ligar|telem\u00f3vel|meu n\u00famero|zap\b|ring mig|mitt nummer|puhelin|numero on|"
    r"\u0442\u0435\u043b\u0435\u0444\u043e\u043d|\u0437\u0432\u043e\u043d|\u043d\u043e\u043c\u0435\u0440|\u043f\u043e\u0437\u0432\u043e\u043d|"
    r"\u96fb\u8a71|\u643a\u5e2f|\u7535\u8bdd|\u624b\u673a|\u96fb\u8a71|\uc804\ud654|\ud578\ub4dc\ud3f0|\uc5f0\ub77d\ucc98|"
    r"\u0647\u0627\u062a\u0641|\u062c\u0648\u0627\u0644|\u092b\u094b\u0928|\u092b\u0928|\u092e\u094b\u092c\u093e\u0907\u0932|\u05d8\u05dc\u05e4\u05d5\u05df"
)
_PHONE_WORDS_AFTER = re.compile(
    r"^[^.!?\n]{0,12}(?:is|ist|est|es|\u00e9|\u00e8)? ?(?:my|the|our|meine|mon|mi|il mio)? ?(?:direct |new |work |home )?"
    r"(?:phone|number|cell|mobile|tel\b|telefon|handy|whatsapp|m\u00f3vil|nummer)"
)
_IDENTIFIER_WORDS = re.compile(
    r"(?:\b(?:order|invoice|ticket|ref|reference|case|transaction|txn|tracking|booking|confirmation|reservation|customer|client|account|"
    r"acct|member|membership|user|employee|policy|contract|claim|serial|part|model|sku|item|article|product|ean|isbn|upc|gtin|barcode|asin|"
    r"build|error|err|code|bug|issue|pr|pull request|commit|revision|rev|line|row|id|uid|uuid|pid|port|process|thread|session|request|trace|"
    r"span|job|batch|record|epoch|timestamp|unix|time|version|hash|checksum|shipment|parcel|package|voucher|coupon|receipt|purchase|po|"
    r"bestell|bestellung|auftrag|rechnung|kunden|vorgang|sendung|buchung|artikel|vertrag|fehler|beleg|commande|facture|client|dossier|colis|"
    r"suivi|pedido|factura|cliente|ordine|fattura|spedizione|zam\u00f3wienie|zam\u00f3wienia|faktura|faktury|ordre|bestelling|factuur|"
    r"total|amount|price|count|size|sum|balance|cost|bytes|exceeded|limit|max|min|about|over|than|nearly|almost|around)"
    r"(?:s|e|en|nummer|number|nr|no|_?id|_?number|_?no|num)?|(?-i:[a-z](?:Id|ID))|#|\u2116)"
    r"(?:[\s:#=.,(\[\"'*-]|\b(?:number|num|no|nr|nummer|num\u00e9ro|n\u00famero|numero|numer|id|code|is|was|ist|war|est|es|n\u00b0|n\u00ba|of|at|the|"
    r"mine|my|with|and|de|di|van)\b){0,6}$"
)
_UNIT_AFTER = re.compile(
    r"[ ]?(?:bytes?|kb|mb|gb|ms|us|ns|px|eur|usd|gbp|pln|chf|sek|k\u010d|kr|z\u0142|users?|rows?|records?|items?|views?|people|customers|lines|"
    r"dollars?|euros?|pounds?|points?|visitors?|requests?|events?|downloads?|files?|messages?|times|hits|entries|tokens|words|characters|"
    r"steps|km|meters?|inhabitants|followers|subscribers|documents|transactions|zloty)\b"
)
_DATE_LIKE = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:\d{1,3}\.){2,4}\d{1,6}|(?:19|20)\d\d[ -]{1,3}(?:19|20)\d\d|\d{1,7}\.\d{1,8}"
)
_SEQUENCES = ("0123456789", "1234567890", "9876543210")


def _phones(match: re.Match[str]) -> Iterable[Span]:
    """Numbers of one run, international ones first."""
    text = match.string
    start, end = match.span()
    if text[end : end + 1].isalpha() and text[end : end + 2].lower() != "x ":
        end = _last_gap(text, start, end)
    position = start
    while position < end:
        found = _international(text, position, end) or _national(text, position, end) or _spoken(text, position, end)
        if found is None:
            return
        extension = _EXTENSION.match(text, found[1])
        stop = extension.end() if extension else found[1]
        yield found[0], stop
        position = stop


def _last_gap(text: str, start: int, end: int) -> int:
    """Where the last group starts: digits glued to letters are part of a word."""
    if text[end] in "xXeE" or not text[end].isascii():
        return end
    while end > start and text[end - 1].isdigit():
        end -= 1
    return end


def _international(text: str, start: int, end: int) -> Span | None:
    for found in _INTERNATIONAL.finditer(text, start, end):
        stop = found.end()
        begin = found.start() if text[found.start()] != "(" or ")" in found[0] else found.start() + 1
        is_plus = "+" in found[0][:2]
        while stop > begin:
            candidate = text[begin:stop]
            if _is_international(candidate):
                return begin, stop
            stop = _without_last_group(text, begin, stop)
        digits = sum(char.isdigit() for char in found[0])
        if (is_plus and _is_grouped_or_long(found[0], digits)) or (
            digits <= 17 and _is_named(text, begin, found.end())
        ):
            return begin, found.end()
    return None


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


def _national(text: str, start: int, end: int) -> Span | None:
    best: Span | None = None
    for shape in _STRONG_SHAPES:
        found = shape.search(text, start, end)
        if found and _is_strong(found) and (best is None or found.start() < best[0]):
            best = found.span()
    if best is not None:
        return best
    for shape in _WEAK_SHAPES:
        for found in shape.finditer(text, start, end):
            if _is_likely(found):
                return found.span()
    return None


def _is_strong(found: re.Match[str]) -> bool:
    text, (start, end) = found.string, found.span()
    digits = "".join(char for char in found[0] if char.isdigit())
    if not 8 <= len(digits) <= 13 or _follows_word(text, start) or _goes_on(text, end):
        return False
    if found[0][0] == "(":
        return True
    return not _IDENTIFIER_WORDS.search(before(text, start))


def _is_likely(found: re.Match[str]) -> bool:
    text, (start, end) = found.string, found.span()
    digits = "".join(char for char in found[0] if char.isdigit())
    if (
        _follows_word(text, start)
        or _goes_on(text, end)
        or digits in _SEQUENCES
        or len(set(digits)) < 3
        or digits.endswith("0000")
    ):
        return False
    if _UNIT_AFTER.match(after(text, end)) or (found[0] != digits and digits.endswith("000")):
        return False
    return not _IDENTIFIER_WORDS.search(before(text, start))


def _follows_word(text: str, start: int) -> bool:
    """Glued to a word or a number: INV-0201234567."""
    preceding = text[max(0, start - 2) : start]
    return preceding[-1:] in {"-", "_"} and preceding[:1].isalnum()


def _goes_on(text: str, end: int) -> bool:
    following = text[end : end + 2]
    return following[:1].isdigit() or (following[:1] in {"-", "_", "."} and following[1:].isalnum())


def _spoken(text: str, start: int, end: int) -> Span | None:
    """Any digits where the words around say phone."""
    for found in _SPOKEN_RUN.finditer(text, start, end):
        digits = sum(char.isdigit() for char in found[0])
        if (
            not 6 <= digits <= 15
            or _DATE_LIKE.fullmatch(found[0])
            or text[found.start() - 1 : found.start()] in {".", ","}
        ):
            continue
        if text[found.end() : found.end() + 1].isdigit() or _UNIT_AFTER.match(after(text, found.end())):
            continue
        if _is_named(text, found.start(), found.end()):
            return found.span()
    return None


def _is_named(text: str, start: int, end: int) -> bool:
    words = before(text, start, 40)
    if _IDENTIFIER_WORDS.search(words) and not _PHONE_WORDS.search(words[-14:]):
        return False
    return bool(_PHONE_WORDS.search(words) or _PHONE_WORDS_AFTER.match(after(text, end, 40)))


PHONE_RULES: tuple[Rule, ...] = (Rule(Kind.PHONE, _RUN, _phones, min_digits=6),)
