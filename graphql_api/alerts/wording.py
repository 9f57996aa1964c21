"""What a complaint says, without what it says beside that: two that say the same come out as one text."""

import hashlib
import re
import tomllib
import unicodedata
from pathlib import Path

# Between two of these stands something that is said for itself: a greeting, a sigh, an order's number.
_BREAKS = re.compile(r"[.,;:!?()\[\]{}\n]+|\s[-\u2013\u2014]+\s|[^\w\s'\u2019/.,;:!?()\[\]{}-]+")
_NO_WORDS = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"\d+")
# Numbers of orders, tickets and versions: a8f3c2, v2023b4.
_CODES = re.compile(r"\b(?=\w{0,30}\d)\w{5,30}\b")
_FILE = tomllib.loads(Path(__file__).with_name("asides.toml").read_text())
_ASIDES = frozenset(_FILE["words"].split())
_COURTESY = re.compile(rf"\b(?:{'|'.join(_FILE['courtesy'])})\b")
_BEGINNING = re.compile(rf"^(?:(?:{'|'.join(_FILE['beginnings'])}) ){{1,6}}")
_END = re.compile(rf"(?: (?:{'|'.join(_FILE['ends'])})){{1,6}}$")


def normalised(text: str) -> str:
    """The words in lower case that say what went wrong; of a text without any, all its words.

    Case, punctuation, the values of numbers, codes, courtesy, sighs, and at the ends when and where it happened do not
    matter. These are told in English; of other languages everything is kept.
    """
    folded = _CODES.sub("0", unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'"))
    parts = [words for part in _BREAKS.split(folded) if (words := _words(part))]
    told = " ".join(part for part in parts if _says_something(part)) or " ".join(parts)
    core = _words(_COURTESY.sub(" ", told)) or told
    shorter = _BEGINNING.sub("", _END.sub("", core))
    return shorter if _says_something(shorter) else core


def _says_something(words: str) -> bool:
    return not _ASIDES.issuperset(words.split())


def text_hash(text: str) -> bytes:
    """Names the normalised text."""
    return hashlib.sha256(normalised(text).encode("utf-8", "replace")).digest()


def _words(text: str) -> str:
    return " ".join(_NO_WORDS.sub(" ", _NUMBERS.sub("0", text)).split())
