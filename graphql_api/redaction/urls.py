"""Secrets inside URLs: credentials before the host (RFC 3986, userinfo), secret parameters, links that log in."""

import re
from collections.abc import Iterable

from graphql_api.redaction.rules import BLANK, Kind, Rule, Span, value_group, words

_USERINFO = re.compile(
    rf"\b[A-Za-z][A-Za-z0-9+.-]{{1,20}}://(?P<value>[^\s/?#@\"'<>{BLANK}]{{1,300}}(?:@[^\s/?#@\"'<>{BLANK}]{{1,100}}(?=@))?)@"
)
_PARAMETER = re.compile(rf"[?&;#](?P<name>[\w.%\[\]-]{{1,60}}+)=(?P<value>[^\s&;#\"'<>{BLANK}]{{1,4000}}+)")
# Names are compared in lower case, without `_`, `-`, `.` and brackets.
_SECRET_NAMES = words(
    """auth authorization bearer key passwd pwd pass passcode passphrase secret code sig signature session sid jwt otp
    phpsessid jsessionid ticket assertion samlresponse samlrequest hmac csrf xsrf invite invitation magic credential
    credentials awsaccesskeyid googleaccessid cvv cvc pin oauthverifier codeverifier ott tkn accesskey"""
)
# Names that say so little in a JSON object that their values stay.
_SECRET_IN_URLS_ONLY = words("key code invite invitation magic ticket credential credentials assertion")
_SECRET_ENDINGS = (
    "token", "secret", "password", "passwd", "passphrase", "signature", "apikey", "accesskey", "privatekey",
    "secretkey", "authkey", "sessionid", "sessionkey", "jwt", "cookie", "authorization", "otp", "authcode",
    "xamzcredential",
)  # fmt: skip
_PATH_SECRET = re.compile(
    r"/(?:reset|invite|invitation|verify|confirm|magic|token|unsubscribe|activate|password|auth|login|share|signin|sso|oauth)"
    r"[\w-]{0,30}/(?P<value>[A-Za-z0-9_~.=-]{16,500})",
    re.IGNORECASE,
)


def is_secret_name(name: str) -> bool:
    """Whether a field of this name holds a secret whatever its value: `apiKey`, `access_token`, `Set-Cookie`."""
    plain = _plain_name(name)
    return (plain in _SECRET_NAMES and plain not in _SECRET_IN_URLS_ONLY) or plain.endswith(_SECRET_ENDINGS)


def _plain_name(name: str) -> str:
    return "".join(char for char in name.lower() if char not in "_-.[]%")


def _secret_parameter(match: re.Match[str]) -> Iterable[Span]:
    plain = _plain_name(match["name"])
    if plain not in _SECRET_NAMES and not plain.endswith(_SECRET_ENDINGS):
        return ()
    end = match.end("value")
    while match.string[end - 1] in ".,!)" and end - 1 > match.start("value"):
        end -= 1
    return ((match.start("value"), end),)


def _random_path_part(match: re.Match[str]) -> Iterable[Span]:
    return value_group(match) if sum(char.isdigit() for char in match["value"]) >= 2 else ()


URL_RULES: tuple[Rule, ...] = (
    Rule(Kind.SECRET, _USERINFO, value_group, ("://",)),
    Rule(Kind.SECRET, _PARAMETER, _secret_parameter, ("=",)),
    Rule(Kind.SECRET, _PATH_SECRET, _random_path_part, ("/",), min_digits=2),
)
