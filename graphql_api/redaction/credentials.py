"""Keys, tokens and passwords: by the prefix their issuer documents, or by the label a person puts before them."""

import re
from collections.abc import Iterable

from graphql_api.redaction.rules import (
    BLANK,
    Kind,
    Rule,
    Span,
    before,
    value_group,
    with_letters_and_digits,
    words,
)

_GITLAB = ("pat", "dt", "rt", "rtr", "ptt", "cbt", "oas", "soat", "ft", "imt", "agent", "ffct", "wt")
# Identifiers of AWS IAM.
_AWS = ("AKIA", "ASIA", "AROA", "AIDA", "ABIA", "ACCA", "AGPA", "ANPA", "ANVA", "APKA")
# (hint or hints, pattern after a non-letter, non-digit). Sources: GitHub's list of secret scanning patterns and the
# issuers' own documentation; lengths are lower bounds with room, so that a token that grows is still found.
_PREFIXED: tuple[tuple[str | tuple[str, ...], str], ...] = (
    ("sk-", r"sk-[\w-]{16,300}"),  # OpenAI, Anthropic and others
    ("fbk_", r"fbk_[\w-]{8,200}"),  # our own keys
    (("gho_", "ghp_", "ghu_", "ghs_", "ghr_"), r"gh[opusr]_[A-Za-z0-9]{20,300}"),
    ("github_pat_", r"github_pat_\w{20,300}"),
    (tuple(f"gl{kind}-" for kind in _GITLAB), rf"gl(?:{'|'.join(_GITLAB)})-[\w.-]{{16,300}}"),
    (tuple(map(str.lower, _AWS)), rf"(?:{'|'.join(_AWS)})[A-Z0-9]{{12,32}}"),
    ("aiza", r"AIza[\w-]{30,60}"),
    ("ya29.", r"ya29\.[\w-]{20,600}"),
    ("gocspx-", r"GOCSPX-[\w-]{20,60}"),
    ("1//0", r"1//0[\w-]{30,200}"),
    ("xox", r"xox[a-z](?:\.xox[a-z])?-[\w-]{10,300}"),
    ("xapp-", r"xapp-[\w-]{10,300}"),
    ("_live_", r"(?:sk|rk|pk)_live_\w{10,300}"),
    ("_test_", r"(?:sk|rk|pk)_test_\w{10,300}"),
    ("whsec_", r"whsec_[\w+/=]{16,200}"),
    ("sk", r"SK[0-9a-f]{32}"),  # Twilio
    ("ac", r"AC[0-9a-f]{32}"),
    ("sg.", r"SG\.[\w-]{16,64}\.[\w-]{16,128}"),  # SendGrid
    ("key-", r"key-[0-9a-f]{32}"),  # Mailgun
    ("-us", r"[0-9a-f]{32}-us\d{1,2}"),  # Mailchimp
    ("npm_", r"npm_[A-Za-z0-9]{20,100}"),
    ("pypi-", r"pypi-[\w-]{16,500}"),
    ("hf_", r"hf_[A-Za-z0-9]{20,100}"),
    ("gsk_", r"gsk_[A-Za-z0-9]{20,100}"),
    ("r8_", r"r8_[A-Za-z0-9]{20,100}"),
    ("xai-", r"xai-[A-Za-z0-9]{20,200}"),
    ("pplx-", r"pplx-[A-Za-z0-9]{20,100}"),
    ("_v1_", r"do[opr]_v1_[0-9a-f]{32,100}"),
    ("shp", r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{20,64}"),
    ("sq0", r"sq0(?:atp|csp|idp)-[\w-]{16,100}"),
    ("eaa", r"EAA[A-Za-z0-9]{30,300}"),
    ("dapi", r"dapi[0-9a-f]{32}"),
    ("lin_api_", r"lin_api_[A-Za-z0-9]{20,100}"),
    ("ntn_", r"ntn_[A-Za-z0-9]{20,100}"),
    ("secret_", r"secret_[A-Za-z0-9]{32,64}"),
    ("hvs.", r"hvs\.[\w-]{20,200}"),
    ("dp.", r"dp\.(?:pt|st|ct|scim|audit)\.[\w.-]{20,100}"),
    ("atatt3", r"ATATT3[\w=-]{20,300}"),
    ("pmak-", r"PMAK-[\w-]{20,100}"),
    ("nrak-", r"NRAK-[A-Z0-9]{20,60}"),
    ("sntrys_", r"sntrys_[\w=+/-]{20,300}"),
    ("glsa_", r"glsa_\w{20,100}"),
    ("sbp_", r"sbp_[0-9a-f]{20,100}"),
    ("dckr_pat_", r"dckr_pat_[\w-]{16,100}"),
    ("age-secret-key-1", r"AGE-SECRET-KEY-1[A-Z0-9]{20,100}"),
    # JSON Web Token, RFC 7519: three base64url parts, the first of them an object (`{"` is `eyJ`).
    ("eyj", r"eyJ[\w-]{5,3000}+\.[\w-]{3,4000}+(?:\.[\w-]{0,2000}+){0,3}"),
    (".", r"[MNO][\w-]{22,30}\.[\w-]{6}\.[\w-]{25,50}"),  # Discord bot
    (":", r"\d{8,10}:[\w-]{34,36}"),  # Telegram bot
)

_PEM = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
    rf"(?:(?:[^-{BLANK}]|-(?!----)){{0,10000}}+-----END [A-Z0-9 ]{{0,60}}-----|[A-Za-z0-9+/=\s\\]{{0,10000}}+)"
)
_WEBHOOK = re.compile(
    r"(?:hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)|discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks"
    r"|\.webhook\.office\.com/webhookb2|hooks\.zapier\.com/hooks/catch|api\.telegram\.org)"
    rf"/(?P<value>[^\s\"'<>)\]{BLANK}]{{5,500}})",
    re.IGNORECASE,
)
_SCHEME = r"(?:bearer|basic|token|digest|apikey|aws4-hmac-sha256)"
_HEADER = re.compile(
    r"\b(?:proxy-)?authorization[\"']{0,1}\s{0,3}[:=]\s{0,3}[\"']{0,1}"
    rf"(?:{_SCHEME}\s{{1,3}}(?P<credentials>[^\s\"'{BLANK}][^\r\n\"'{BLANK}]{{2,2000}})|(?P<bare>[^\s\"'{BLANK}]{{6,2000}}))",
    re.IGNORECASE,
)
_COOKIE = re.compile(
    rf"\b(?:set-)?cookie\s{{0,2}}:\s{{0,3}}(?P<value>[\w.-]{{1,60}}=[^\r\n{BLANK}]{{1,3000}})", re.IGNORECASE
)
_BEARER = re.compile(r"\b(?:bearer|basic)\s{1,3}(?P<value>[A-Za-z0-9._~+/=-]{12,2000})", re.IGNORECASE)
_FLAG = re.compile(
    rf"(?<![\w-])--(?:password|passwd|pass|token|secret|api-?key|access-token|client-secret)[ =]"
    rf"(?P<value>[^\s\"'{BLANK}-][^\s\"'{BLANK}]{{2,300}})"
)
_SEED = re.compile(
    r"(?:seed|recovery|mnemonic|backup)[ -]?(?:phrase|words)?(?: is| are)?[\s:=\"'-]{1,4}"
    r"(?P<value>(?:\d{0,2}[.)]? ?[a-z]{3,8}[\s,]{1,3}){11,23}[a-z]{3,8})\b",
    re.IGNORECASE,
)
_ONE_TIME = re.compile(
    r"\b(?:cvv2?|cvc2?|csc|otp|tan|(?:one[- ]time|verification|security|2fa|sms|login|backup) (?:pass)?code|"
    r"(?:my|card|atm) pin(?: code)?|one[- ]time password)\b"
    r"(?:\s{1,2}(?:is|was|number|ist|es|est))?[\s:=#-]{1,3}(?P<value>\d{3,8})(?![\w.])",
    re.IGNORECASE,
)

_PASSWORDS = (
    r"pass(?:word|wd|wort|phrase|code)?|pwd?|kennwort|mot de passe|mdp|contrase[nñ]a|senha|wachtwoord|has[lł]o|"
    r"l[oö]senord|adgangskode|passord|salasana|[sş]ifre|пароль|"
    r"密码|密碼|パスワード|비밀번호"
)
_LABELS = (
    r"(?:api|access|private|secret|auth|account|encryption|signing|license|subscription|master|storage|shared)"
    r"[ _-]?key|"
    r"secret|token|credentials?|(?:session|php ?sess|jsession|s)[_-]?id|jwt|connect\.sid|passwd|x-api-key"
)
_IS = r"is|was|ist|lautet|war|est|es|era|é|è|jest|to|[aä]r|er|on"
_ASSIGNMENT = re.compile(
    rf"(?:(?P<password>(?<![a-z])(?:{_PASSWORDS})|(?<=[a-z_-])password|(?<=[_-])pass(?:wd|phrase)?)"
    rf"|(?<![a-z])(?:{_LABELS})|(?<=[a-z_-])(?:secret|token|api_?key))"
    r"(?:[_-]?(?:key|value|hash|id|\d)){0,2}[\"'`]{0,1}(?: (?:i|we) (?:use|used|have|set|chose))?"
    rf"(?P<operator>\s{{0,3}}(?:=>|:=|==?|:)\s{{0,3}}|\s{{1,2}}(?:{_IS})\s{{0,2}}:?\s{{1,2}}|['\u2019]s\s{{1,2}}|\s{{1,2}}\(?)"
    rf"(?:(?P<quote>[\"'`])(?P<quoted>[^\"'`\n{BLANK}]{{1,300}})[\"'`]"
    rf"|(?P<bare>(?:(?![&,;]\w{{1,30}}[=:])[^\s\"'`<>{BLANK}]){{1,500}}))",
    re.IGNORECASE,
)
_HINTS = (
    "pass", "pw", "wort", "woord", "mdp", "contrase", "senha", "hasl", "hasł", "senord", "adgangs", "salasana", "ifre",
    "парол", "密", "パ", "비", "secret", "token", "key", "credential",
    "sessid", "sid", "session", "jwt",
)  # fmt: skip
_NOT_A_SECRET = words(
    """null none nil undefined nan true false empty yes no on off ok required optional invalid valid string str number
    int integer bool boolean text any object varchar hidden redacted removed missing wrong incorrect correct expired
    unknown different similar visible needed accepted rejected denied forgotten lost stolen always never still being
    already another because between cannot please something nothing everything anything useless strange simple secure
    insecure safe strong weak too short long not also just only later again across before after without within
    failed fails works working broken reset change changed update updated manager field fields screen dialog page
    confirmation strength falsch richtig ungültig abgelaufen vergessen incorrecto incorrecta correcta incorrect
    invalide erroné oublié perdu sbagliata errata niepoprawne verkeerd onjuist"""
)
_WORD_ENDINGS = ("ed", "ing", "able", "ible", "ly", "less", "ful", "ive", "ous", "ment", "tion")
_TEMPLATE = re.compile(
    r"[$%]?[{(\[]|<|\$\w|%[\w(]|process\.env|os\.|env\.|import\.meta|config\.|settings\.|self\.|this\."
)
_MASKED = re.compile(r"[*\u2022\u25cf._xX#-]{1,300}")
_SENTENCE_END = re.compile(r"[ \t]{0,3}(?:[.,;:!?)\]}\"'\r\n&]|$)")


def _assigned(match: re.Match[str]) -> Iterable[Span]:
    if match["quoted"] is not None:
        return (match.span("quoted"),) if _is_secret(match, match["quoted"], quoted=True) else ()
    value = match["bare"].rstrip(".,;:)]}")
    start = match.start("bare")
    return ((start, start + len(value)),) if value and _is_secret(match, value, quoted=False) else ()


def _is_secret(match: re.Match[str], value: str, *, quoted: bool) -> bool:
    if value.lower() in _NOT_A_SECRET or _MASKED.fullmatch(value) or _TEMPLATE.match(value):
        return False
    operator = match["operator"]
    if operator.strip() in {"", "("}:  # nothing says that the value follows: it must look like one
        return len(value) >= 6 and (quoted or match["password"] is not None) and _has_letters_and_digits(value)
    if "=" in operator and not operator.endswith(" "):
        return len(value) >= 2
    if quoted or _is_mixed(value):
        return len(value) >= 4
    if match["password"] is None:
        return len(value) >= 16 and value.isascii() and value.isalpha()
    return _is_lone_word(match, value)


def _has_letters_and_digits(value: str) -> bool:
    return any(char.isdigit() for char in value) and any(char.isalpha() for char in value)


def _is_mixed(value: str) -> bool:
    """Digits, signs or capitals inside: no word of a language."""
    if any(char.isdigit() or not (char.isalpha() or char in "-'\u2019/,()") for char in value):
        return True
    return value.isascii() and value[1:].lower() != value[1:] and not value.isupper()


def _is_lone_word(match: re.Match[str], value: str) -> bool:
    """A plain word that ends its sentence, where a description of the password would go on."""
    if len(value) < 6 or not value.isalpha() or value.lower().endswith(_WORD_ENDINGS):
        return False
    said = match["operator"].strip()
    if (
        ":" not in said
        and "=" not in said
        and not before(match.string, match.start(), 10).endswith(
            ("my ", "mein ", "mon ", "mi ", "mia ", "minha ", "moje ", "mijn ", "mitt ", "the wifi ")
        )
    ):
        return False
    return _SENTENCE_END.match(match.string, match.start("bare") + len(value)) is not None


def _header(match: re.Match[str]) -> Iterable[Span]:
    if match["credentials"] is not None:
        return (match.span("credentials"),)
    return (match.span("bare"),) if any(char.isdigit() for char in match["bare"]) else ()


def _credentials_after_scheme(match: re.Match[str]) -> Iterable[Span]:
    value = match["value"]
    return (match.span("value"),) if any(char.isdigit() for char in value) or value.endswith("=") else ()


def _prefixed_rule(hint: str | tuple[str, ...], pattern: str) -> Rule:
    return Rule(
        Kind.SECRET,
        re.compile(rf"(?<![A-Za-z0-9])(?:{pattern})", re.ASCII),
        with_letters_and_digits,
        (hint,) if isinstance(hint, str) else hint,
        min_digits=1,
        min_word=12,
    )


# Before all others: nothing in a key is anything else.
KEY_BLOCK_RULES: tuple[Rule, ...] = (Rule(Kind.SECRET, _PEM, hints=("-----begin ",)),)
CREDENTIAL_RULES: tuple[Rule, ...] = (
    Rule(Kind.SECRET, _WEBHOOK, value_group, ("hooks.", "webhook", "telegram.org")),
    Rule(Kind.SECRET, _HEADER, _header, ("authorization",)),
    Rule(Kind.SECRET, _COOKIE, value_group, ("cookie",)),
    *(_prefixed_rule(hint, pattern) for hint, pattern in _PREFIXED),
    Rule(Kind.SECRET, _FLAG, value_group, ("--",)),
    Rule(Kind.SECRET, _BEARER, _credentials_after_scheme, ("bearer ", "basic ")),
    Rule(Kind.SECRET, _SEED, value_group, ("seed", "recovery", "mnemonic", "backup")),
    Rule(
        Kind.SECRET,
        _ONE_TIME,
        value_group,
        ("cvv", "cvc", "csc", "otp", "tan", "code", "pin", "one"),
        min_digits=3,
        needs=re.compile(r"\d{3}"),
    ),
    Rule(Kind.SECRET, _ASSIGNMENT, _assigned, _HINTS),
)
