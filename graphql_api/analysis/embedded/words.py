"""One way to cut a text into words, shared by the n-grams and the lexicon."""

import re
import unicodedata

_TYPOGRAPHY = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2026": "."}
)
_EMOJI_STYLE = "\ufe0f"
_URL = re.compile(r"https?://\S{1,400}|www\.\S{1,400}")
_MONEY = re.compile(r"[$€£¥₹]\s?\d[\d.,]{0,12}|\b\d[\d.,]{0,12}\s?(?:usd|eur|gbp|[$€£¥₹])")
_DIGITS = re.compile(r"\d+")
_REPEATED = re.compile(r"([a-z!?.])\1{2,}")
_WORD = re.compile(
    r"<3|[:;=]'?-?[()d/|p](?![a-z0-9])|\d+/\d+|[+-]1\b|[a-z0-9_]+(?:['-][a-z0-9_]+)*|[!?.,;:]|"
    r"[\u2600-\u27bf\u2b50\U0001f300-\U0001faff]"
)


def normalise(text: str) -> str:
    """Lower case, plain quotes and dashes, money as `moneysign`, links as `weblink`, runs of a character cut to two."""
    text = unicodedata.normalize("NFKC", text.translate(_TYPOGRAPHY)).replace(_EMOJI_STYLE, "").lower()
    text = _URL.sub(" weblink ", text)
    text = _MONEY.sub(" moneysign ", text)
    return _REPEATED.sub(r"\1\1", text)


def words(normalised: str) -> list[str]:
    """Words, numbers, emoticons, emoji and sentence punctuation, in order."""
    return [match.group() for match in _WORD.finditer(normalised)]


def fold_digits(word: str) -> str:
    """The word with each number written as 0, so that two amounts are one feature."""
    return _DIGITS.sub("0", word)
