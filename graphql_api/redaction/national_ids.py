"""Identity numbers of persons, by country: as written, confirmed by check digit, by the words around, or by both."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from graphql_api.redaction import national_checks as checks
from graphql_api.redaction.checksums import luhn, verhoeff
from graphql_api.redaction.rules import Kind, Rule, Span, after, before

_ANYTHING: Callable[[str], bool] = lambda _: True  # noqa: E731


@dataclass(frozen=True)
class _Id:
    """One way to write one country's number; `words` must be near when given."""

    pattern: re.Pattern[str]
    check: Callable[[str], bool]
    words: re.Pattern[str] | None = None


def _numeric(pattern: str, check: Callable[[str], bool], words: str | None = None) -> _Id:
    # A number may go on in the next line where it may have a space.
    pattern = pattern.replace("[ ", r"[ \n")
    bounded = re.compile(rf"(?<![\w.,+])(?<!\d-)(?:{pattern})(?![A-Za-z0-9]|[.,-]\d)", re.ASCII | re.IGNORECASE)
    return _Id(bounded, check, re.compile(words) if words else None)


_TAX = r"tax|id-?nr|steuer|\btin\b|nif\b|fiscal|ident"
_RIJKSREGISTER = r"rijksregister|registre national|nationa(?:l|al) (?:number|nummer)|\bniss|\binsz"
_S = "[ .]?"
_SSN_WORDS = r"\bssn|social sec|\bitin\b|taxpayer|seguro social"

_NUMERIC = (
    _numeric(r"\d{3}-\d{2}-\d{4}", checks.is_ssn),
    _numeric(r"\d{3}[ .\-\u2013]?\d{2}[ .\-]?\d{4}", checks.is_ssn, _SSN_WORDS),
    _numeric(r"[1-9]\d[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}", checks.is_steuer_id),
    _numeric(
        rf"[12]{_S}\d\d{_S}(?:0[1-9]|1[0-2]|[2-9]\d){_S}(?:\d\d|2[AB])(?:{_S}\d{{3}}){{2}}{_S}\d\d", checks.is_insee
    ),
    _numeric(r"(?:\d{8}|\d{1,2}\.\d{3}\.\d{3})(?:-?[A-HJ-NP-TV-Z]|(?-i: [A-HJ-NP-TV-Z]))", checks.is_dni),
    _numeric(r"\d{8,9}|\d{4}[. ]\d{2}[. ]\d{3}", checks.is_bsn, r"\bbsn|burgerservice|sofi"),
    _numeric(r"\d{11}", checks.is_pesel),
    _numeric(r"\d{3}\.\d{3}\.\d{3}[-./ ]\d{2}", checks.is_cpf),
    _numeric(r"\d{3}[ .]?\d{3}[ .]?\d{3}[ -]?\d{2}", checks.is_cpf, r"\bcpf"),
    _numeric(r"[2-9]\d{3}[ ]\d{4}[ ]\d{4}", verhoeff),
    _numeric(r"[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}", verhoeff, r"aadh?aa?r|uid\b|आध\u093eर|आधर"),
    _numeric(r"(?:19|20)?\d{6}[-+]\d{4}", checks.is_personnummer),
    _numeric(r"(?:19|20)\d{10}|\d{10}", checks.is_personnummer, r"person(?:al)?[- ]?(?:nummer|nr|number|id)|\bpnr"),
    _numeric(r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", checks.is_hetu),
    _numeric(r"\d{6}[- ]\d{4}", checks.is_cpr, r"\bcpr|personnummer|personal id"),
    _numeric(r"\d{6}[ ]?\d{5}", checks.is_fodselsnummer),
    _numeric(r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}", checks.is_rijksregister),
    _numeric(r"\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}", checks.is_rijksregister, _RIJKSREGISTER),
    _numeric(r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}", checks.is_ahv),
    _numeric(r"\d{7}[A-W][A-IW]?", checks.is_pps),
    _numeric(r"\d{6}/\d{3,4}", checks.is_rodne_cislo),
    _numeric(r"[1-9]\d{12}", checks.is_cnp),
    _numeric(r"[1-9]\d{10}", checks.is_tc_kimlik),
    _numeric(r"\d{17}[\dX]|\d{6}[ ]\d{8}[ ]\d{3}[\dX]", checks.is_resident_id),
    _numeric(r"\d{6}-[1-8]\d{6}", checks.is_rrn),
    _numeric(r"\d{13}|\d{6}[ ]\d{4}[ ]\d{2}[ ]?\d", checks.is_za_id),
    _numeric(r"\d{1,2}\.\d{3}\.\d{3}-[\dK]", checks.is_rut),
    _numeric(r"\d{7,8}-[\dK]", checks.is_rut),
    _numeric(r"\d{3}[ -]?\d{3}[ -]?\d{4}", checks.is_nhs, r"\bnhs\b"),
    _numeric(r"[1-6]\d{10}", checks.is_isikukood),
    _numeric(r"\d{3}-\d{3}-\d{3}[ -]\d{2}", checks.is_snils),
    _numeric(r"\d{3}-\d{3}-\d{3}", luhn),
    _numeric(r"\d{3}[ -]?\d{3}[ -]?\d{3}", luhn, r"\bsin\b|social insurance|\bnas\b"),
    _numeric(r"\d{3}[ ]?\d{3}[ ]?\d{2,3}", _ANYTHING, r"\btfn|tax file|\bird\b|\bnif\b|contribuinte|teudat|id number"),
    _numeric(r"\d{2}\.?\d{3}\.?\d{3}", _ANYTHING, r"\bdni\b|c[eé]dula|documento"),
    _numeric(r"\d{4}[ -]?\d{4}[ -]?\d{4}", _ANYTHING, r"my number|マイナンバー|個人番号|\binn\b|инн"),
    _numeric(r"\d{4}[ ]?\d{6}", _ANYTHING, r"svnr|sozialversicherung|паспорт|\binn\b|инн|\begn\b"),
    _numeric(r"\d{2}[ ]?\d{6}[ ]?[A-Z][ ]?\d{3}", _ANYTHING, r"renten|versicherung|\bsvn"),
    _numeric(r"\d{2}[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}", _ANYTHING, rf"\boib\b|\bamka\b|αμκα|{_TAX}|pesel|kimlik|national id"),
)  # fmt: skip

_LETTERED = (
    # United Kingdom, National Insurance: HMRC's manual NIM39110.
    _numeric(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ -]?\d{2}){3}[ -]?[A-D]", str.isupper),
    _numeric(r"[A-Z]{2}(?:[ -]?\d{2}){3}[ -]?[A-D]", _ANYTHING, r"\bnino?\b|national insurance|\bni number"),
    _numeric(r"[XYZ][ -]?\d{7}[ -]?[A-HJ-NP-TV-Z]", checks.is_dni),
    _numeric(r"[A-Z]{3}[ ]?[A-Z]{3}[ ]?\d{2}[A-EHLMPRST]\d{2}[ ]?[A-Z]\d{3}[A-Z]", checks.is_codice_fiscale),
    _numeric(r"[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]", str.isupper),  # India, PAN
    _numeric(r"[STFGM]\d{7}[A-Z]", checks.is_nric),
    _numeric(r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d", _ANYTHING),  # Mexico, CURP
    _numeric(r"[A-Z]{1,2}\d{6}[ ]?\([0-9A]\)", str.isupper),  # Hong Kong
)  # fmt: skip
_DOCUMENT = re.compile(
    r"\b(?:passports?|reisepass|pass(?=nummer|-nr)|passeport|pasaporte|passaporto|paspoort|"
    r"driv(?:er|ing)(?:'s|s)? licen[cs]e|führerschein|permis de conduire|"
    r"personalausweis|ausweis|identity card|id card|carta d'identità|dowod|dowód osobisty|"
    r"national insurance|medicare|national id)"
    r"(?:[\s(-]{0,2}(?:number|num|no|nr|nummer|numéro|número|is|was|ist|es|est|my|id|card|n\u00b0)\b[.:]?){0,3}[\s:#.=(-]{1,4}"
    r"(?P<value>(?=[A-Z \-]{0,6}\d)[A-Z0-9]{1,16}(?:[ -](?=[A-Z]{0,6}\d)[A-Z0-9]{1,12}){0,3})(?![A-Za-z])",
    re.IGNORECASE | re.ASCII,
)
# Bare digits right after these are a shop's number, whatever their check digit.
_COUNTED = re.compile(
    r"(?:order|invoice|ticket|tracking|transaction|shipment|parcel|bestell|auftrag|rechnung|sendung|commande|facture|"
    r"pedido|factura|ordine|fattura|zamówieni|faktur|timestamp|epoch|barcode|\bean|isbn|\bsku|serial)\w{0,8}"
    r"(?:[\s:#.=-]|number|nummer|num|no|nr|id|is|ist){0,6}$|[/#]$"
)
_NUMERIC_RUN = re.compile(r"(?<![\w.,])\d(?:[ .\-/+\n]?[A-Za-z]?[ .\n]?\d){6,5000}+(?:[ -]?[A-Za-z]{1,2})?", re.ASCII)
# Every one of them has these in it.
_LETTERED_DIGITS = re.compile(r"\d\d[ -]?\d\d[ -]?[A-Za-z(]|\d\d[A-Za-z]\d\d ?[A-Za-z]\d{3}[A-Za-z]", re.ASCII)
_LETTERED_START = re.compile(r"(?<![A-Za-z0-9])(?=(?:[A-Za-z]{3} )?[A-Za-z]{1,6}[ -]?\d\d)", re.ASCII)


def _confirmed(found: re.Match[str], kind: _Id) -> bool:
    text = found.string
    if kind.words is None:
        if found[0].isdigit() and _COUNTED.search(before(text, found.start(), 30)):
            return False
    elif not kind.words.search(before(text, found.start()) + " \n " + after(text, found.end())):
        return False
    return kind.check("".join(char for char in found[0] if char.isalnum()))


def _numeric_ids(match: re.Match[str]) -> Iterable[Span]:
    taken: list[Span] = []
    for kind in _NUMERIC:
        for found in kind.pattern.finditer(match.string, match.start(), match.end()):
            overlaps = any(found.start() < end and start < found.end() for start, end in taken)
            if not overlaps and _ends_here(found) and _confirmed(found, kind):
                taken.append(found.span())
    return sorted(taken)


def _ends_here(found: re.Match[str]) -> bool:
    """Whether the number is over: a search within a run does not see beyond the run."""
    following = found.string[found.end() : found.end() + 1]
    return not (following.isascii() and following.isalnum())


def _lettered_ids(match: re.Match[str]) -> Iterable[Span]:
    for kind in _LETTERED:
        found = kind.pattern.match(match.string, match.start())
        if found is not None and _confirmed(found, kind):
            return (found.span(),)
    return ()


def _document(match: re.Match[str]) -> Iterable[Span]:
    compact = sum(char.isalnum() for char in match["value"])
    digits = sum(char.isdigit() for char in match["value"])
    return (match.span("value"),) if compact >= 6 and digits >= 4 else ()


# Before what is harmless is set aside: a letter and seven digits can be a hexadecimal number as well.
LETTERED_ID_RULES: tuple[Rule, ...] = (
    Rule(
        Kind.NATIONAL_ID,
        _DOCUMENT,
        _document,
        (
            "pass",
            "pasa",
            "pasp",
            "licen",
            "schein",
            "permis",
            "ausweis",
            "card",
            "carta",
            "dowod",
            "dowód",
            "insurance",
            "medicare",
            "national",
        ),
        min_digits=4,
    ),
    Rule(Kind.NATIONAL_ID, _LETTERED_START, _lettered_ids, min_digits=4, needs=_LETTERED_DIGITS),
)
NATIONAL_ID_RULES: tuple[Rule, ...] = (Rule(Kind.NATIONAL_ID, _NUMERIC_RUN, _numeric_ids, min_digits=7),)
