"""E-mail addresses as written (RFC 5321 and 6531, practical subset) and as people hide them from robots."""

import re
from collections.abc import Iterable

from graphql_api.redaction.rules import BLANK, Kind, Rule, Span, words

# An ASCII domain ends where its last letters end, even with the next sentence glued on as in Japanese.
_DOMAIN = (
    r"(?:(?:[a-z0-9_-]{1,63}\.){1,8}(?:xn--[a-z0-9-]{1,59}|[a-z]{2,24})(?![\u00c0-\u024f])"
    r"|(?:[\w-]{1,63}\.){1,8}(?:xn--[a-z0-9-]{1,59}|[^\W\d_]{2,24}))"
)
_LITERAL = r"\[?\d{1,3}(?:\.\d{1,3}){3}\]?"
_EMAIL = re.compile(
    rf"(?:\"[^\"\n@{BLANK}]{{1,64}}\"|\w[\w.+%'~!#$*-]{{0,63}})(?:@|%40)(?:{_DOMAIN}|{_LITERAL})", re.IGNORECASE
)

_COMMON = (
    r"(?:com|net|org|info|edu|gov|io|me|co|biz|eu|de|at|ch|fr|es|it|nl|be|pl|se|no|dk|fi|pt|br|in|uk|ie|us|ca|au|ru|"
    r"ua|cz|sk|hu|ro|gr|tr|jp|cn|kr|mx|ar|cl|za|dev|app|ai|online|example|test)"
)
_SPACED = re.compile(
    rf"(?<![\w.])\w[\w.+-]{{0,63}}[ \t]{{0,2}}(?:@[ \t]{{1,2}}|[ \t]@[ \t]{{0,2}})"
    rf"(?:[\w-]{{1,63}}\.){{1,4}}{_COMMON}\b",
    re.IGNORECASE,
)
_AT = r"(?:at|ät|arroba|arobase|chiocciola|apenstaartje|małpa|snabel-a|собака)"
_DOT = r"(?:dot|punkt|punto|point|ponto|punt|kropka|точка)"
_OPEN, _CLOSE = r"[\[({<]", r"[\])}>]"
_ANY_DOT = (
    rf"(?:\.|[ \t]{{0,2}}{_OPEN}[ \t]{{0,2}}(?:{_DOT}|\.)[ \t]{{0,2}}{_CLOSE}[ \t]{{0,2}}"
    rf"|[ \t]{{1,2}}{_DOT}[ \t]{{1,2}})"
)
_BRACKETED = re.compile(
    rf"(?<![\w.])\w[\w.+-]{{0,63}}(?:{_ANY_DOT}[\w-]{{1,40}}){{0,3}}"
    rf"(?:@|[ \t]{{0,2}}{_OPEN}[ \t]{{0,2}}(?:{_AT}|@|a)[ \t]{{0,2}}{_CLOSE}[ \t]{{0,2}})"
    rf"[\w-]{{1,63}}(?:{_ANY_DOT}[\w-]{{1,63}}){{1,4}}",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    rf"(?<![\w.])(?P<name>\w[\w.+-]{{0,63}}(?:[ \t]{{1,2}}{_DOT}[ \t]{{1,2}}[\w-]{{1,40}}){{0,3}})"
    rf"[ \t]{{1,2}}{_AT}[ \t]{{1,2}}[\w-]{{1,63}}(?:(?:[ \t]{{1,2}}{_DOT}[ \t]{{1,2}}|\.)[\w-]{{1,63}}){{0,3}}"
    rf"[ \t]{{1,2}}{_DOT}[ \t]{{1,2}}{_COMMON}\b",
    re.IGNORECASE,
)
_NOT_A_NAME = words("look looking looked arrive arrived available found visit meet site is it us here or shop hosted")

_AT_SIGN = re.compile(r"@|%40")
# `icon@2x.png` is a picture for dense screens; `git@host` is the same for everybody.
_RETINA = re.compile(r"@[1-9]x\.(?:png|jpe?g|webp|gif|svg|avif)", re.IGNORECASE)
_FILE_VERSION = re.compile(r"@v?\d{1,5}(?:\.\d{1,5}){1,3}[\w.-]{0,20}$", re.IGNORECASE)
# Scripts written without spaces: letters of theirs before an ASCII name are the sentence, not the name.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _address(match: re.Match[str]) -> Iterable[Span]:
    start, end = match.span()
    found = match[0]
    name, domain = _AT_SIGN.split(found, maxsplit=1)
    if _RETINA.search(found) or name.lower() == "git":
        return ()
    if _FILE_VERSION.search(found) and not _is_literal(domain):
        return ()
    if name[-1].isascii():
        for stranger in _UNSPACED.finditer(name):
            start = match.start() + stranger.end()
    return ((start, end),)


def _is_literal(domain: str) -> bool:
    parts = domain.strip("[]").split(".")
    return domain.startswith("[") or (len(parts) == 4 and all(part.isdigit() and int(part) < 256 for part in parts))


def _spoken(match: re.Match[str]) -> Iterable[Span]:
    return () if match["name"].lower() in _NOT_A_NAME else (match.span(),)


_AT_HINTS = (" at ", "arroba", "arobase", "chiocciola", "apenstaartje", "małpa", "ät ", "snabel", "собак")
_BRACKET_HINTS = (
    *("(at", "[at", "{at", "<at", "( at", "[ at", "{ at", "(ät", "[ät", "@)", "@]", "@}", "(a)", "[a]"),
    *("[dot", "(dot", "{dot", "[punkt", "(punkt", "[punto", "(punto", "[point", "(point"),
    *("(arro", "[arro", "(aro", "[aro", "(chioc", "(apen", "(mał", "[mał", "(snabel", "(собак", "[собак"),
)

EMAIL_RULES: tuple[Rule, ...] = (
    Rule(Kind.EMAIL, _EMAIL, _address, ("@", "%40")),
    Rule(Kind.EMAIL, _SPACED, hints=("@ ", " @")),
    Rule(Kind.EMAIL, _BRACKETED, hints=_BRACKET_HINTS),
    Rule(Kind.EMAIL, _SPOKEN, _spoken, _AT_HINTS, needs=re.compile(rf"[ \t]{_DOT}[ \t]", re.IGNORECASE)),
)
