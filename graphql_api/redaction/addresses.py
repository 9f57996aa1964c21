"""Addresses of machines and wallets: IPv4, IPv6 and the common cryptocurrencies.

Every IP address goes, private ones too, except unspecified and loopback ones and netmasks. Four small numbers
are read as a version unless words around them, or a port, say that they are an address.
"""

import ipaddress
import re
from collections.abc import Iterable

from graphql_api.redaction.checksums import base58check, bech32
from graphql_api.redaction.rules import Kind, Rule, Span, after, before

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = re.compile(
    rf"(?<![\w.])(?<!\w[@/]){_OCTET}(?:\.{_OCTET}){{3}}(?!\w|\.\d|-\w)|(?<=//){_OCTET}(?:\.{_OCTET}){{3}}(?!\w|\.\d)",
    re.ASCII,
)
_IPV6 = re.compile(
    r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4})?(?::(?![\w:]))?(?![\w:])",
    re.IGNORECASE | re.ASCII,
)
_VERSION_WORDS = re.compile(
    r"\bv\.?(?= ?$)|version|versi[oó]n|versione|wersj|\bver\b|build|release|firmware|updat|upgrad|downgrad|"
    r"install|patch|\bsdk|driver|since|package|plugin|\bapp\b|section|chapter|clause|paragraph|\u00a7|kapitel|abschnitt|"
    r"\bstep|figure|table|requirement|\brfc|\boid\b|kernel|"
    r"(?:chrome|chromium|firefox|safari|edge|opera|brave|\bios|android|windows|macos|linux)(?=.{0,8}$)"
)
_ADDRESS_WORDS = re.compile(
    r"\bip(?:s|v[46])?\b|\bip-|_ip\b|\bip_|addr|adress|direcci|indirizz|host|server|\bping|client|remote|router|gateway|"
    r"proxy|subnet|network|\blan\b|vpn|\bdns|peer|\bport\b|connect|firewall|forwarded|\bssh|endpoint|whois|\bnode\b"
)
_PREPOSITION = re.compile(r"\b(?:from|via|von|depuis|desde)\s{1,2}$")
_PORT_AFTER = re.compile(r":\d{2,5}\b|/\d{1,2}\b")


def _ipv4(match: re.Match[str]) -> Iterable[Span]:
    octets = [int(part) for part in match[0].split(".")]
    if octets[0] in {0, 127, 255}:
        return ()
    text, (start, end) = match.string, match.span()
    words = before(text, start, 40)
    if words.endswith("//") or _PORT_AFTER.match(text, end):
        return (match.span(),)
    version, address = _last(_VERSION_WORDS, words), _last(_ADDRESS_WORDS, words)
    if version != address:
        return (match.span(),) if address > version else ()
    is_address = _PREPOSITION.search(words) or _ADDRESS_WORDS.search(after(text, end))
    return (match.span(),) if is_address or max(octets) >= 25 or octets[:2] == [10, 0] else ()


def _last(pattern: re.Pattern[str], words: str) -> int:
    """Where the last word of a kind stands; -1 for nowhere."""
    return max((found.start() for found in pattern.finditer(words)), default=-1)


def _ipv6(match: re.Match[str]) -> Iterable[Span]:
    found = match[0]
    if found.endswith(":") and not found.endswith("::"):
        found = found[:-1]
    try:
        address = ipaddress.IPv6Address(found)
    except ValueError:
        return ()
    groups = [group for group in found.split(":") if group]
    if address.is_unspecified or address.is_loopback or not any(char.isdigit() for char in found):
        return ()
    if len(groups) < 2 and len(groups[0]) < 4:
        return ()
    if len(groups) == 2 and all(group.isdigit() and len(group) < 3 for group in groups):
        return ()
    return ((match.start(), match.start() + len(found)),)


_WALLET_NEAR = re.compile(
    r"wallet|bitcoin|\bbtc\b|crypto|\beth\b|ethereum|monero|\bxmr\b|solana|\bsol\b|ripple|\bxrp\b|doge|litecoin|usdt|tron|cardano|deposit"
)
_BASE58 = re.compile(r"(?<![A-Za-z0-9])[1-9A-HJ-NP-Za-km-z]{26,106}(?![A-Za-z0-9])")
_BECH32 = re.compile(r"(?<![a-z0-9])(?:bc1|tb1|ltc1)[a-z0-9]{11,87}(?![a-z0-9])", re.IGNORECASE | re.ASCII)
_CARDANO = re.compile(r"(?<![a-z0-9])(?:addr|stake)1[a-z0-9]{50,110}(?![a-z0-9])", re.ASCII)
_CASHADDR = re.compile(r"(?<![a-z0-9])bitcoincash:[qp][a-z0-9]{41,60}(?![a-z0-9])", re.ASCII)
_ETHEREUM = re.compile(r"(?<![A-Za-z0-9])0x[0-9a-f]{40}(?![A-Za-z0-9])", re.IGNORECASE | re.ASCII)


def _base58(match: re.Match[str]) -> Iterable[Span]:
    found = match[0]
    if len(found) <= 35 and base58check(found):
        return (match.span(),)
    if len(found) in {95, 106} and found[0] in "48":  # Monero: 69 or 77 bytes
        return (match.span(),)
    looks_random = any(char.isdigit() for char in found) and any(char.isupper() for char in found)
    if len(found) <= 44 and looks_random and _WALLET_NEAR.search(before(match.string, match.start())):
        return (match.span(),)
    return ()


def _bech32(match: re.Match[str]) -> Iterable[Span]:
    is_named = _WALLET_NEAR.search(before(match.string, match.start())) is not None
    return (match.span(),) if is_named or bech32(match[0]) else ()


IP_RULES: tuple[Rule, ...] = (
    Rule(Kind.IP, _IPV6, _ipv6, (":",), min_digits=1),
    Rule(Kind.IP, _IPV4, _ipv4, (".",), min_digits=4, needs=re.compile(r"\d\.\d", re.ASCII)),
)
CRYPTO_RULES: tuple[Rule, ...] = (
    Rule(Kind.CRYPTO_ADDRESS, _ETHEREUM, hints=("0x",), min_digits=1, min_word=42),
    Rule(Kind.CRYPTO_ADDRESS, _BECH32, _bech32, ("bc1", "tb1", "ltc1"), min_digits=1, min_word=14),
    Rule(Kind.CRYPTO_ADDRESS, _CARDANO, hints=("addr1", "stake1")),
    Rule(Kind.CRYPTO_ADDRESS, _CASHADDR, hints=("bitcoincash:",)),
    Rule(Kind.CRYPTO_ADDRESS, _BASE58, _base58, min_digits=1, min_word=26),
)
