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
    rf"(?<![\w.])(?<!\w[:@/]){_OCTET}(?:\.{_OCTET}){{3}}(?![\w]|\.\d|-\w)|(?<=//){_OCTET}(?:\.{_OCTET}){{3}}(?!\w|\.\d)"
)
_IPV6 = re.compile(
    r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|\d{1,3}(?:\.\d{1,3}){3})?(?::(?![\w:]))?(?![\w:])",
    re.IGNORECASE | re.ASCII,
)
_VERSION_BEFORE = re.compile(
    r"(?:\bv|version|versi[o\u00f3]n|versione|versi\u00f3|wersj\w|\bver\b|build|release|firmware|updat|upgrad|downgrad|install|patch|"
    r"\bsdk|driver|since|chrome|chromium|firefox|safari|edge|opera|brave|\bios\b|android|windows|macos|linux|kernel|\bapp\b|plugin|"
    r"package|section|chapter|clause|paragraph|\u00a7|kapitel|abschnitt|step|figure|table|requirement|rfc|oid|asterisk)"
    r"[^.!?\n]{0,12}$"
)
_ADDRESS_NEAR = re.compile(
    r"\bips?\b|\bipv[46]|\bip-|_ip\b|ip_|ip=|addr|adress|adresse|direcci|indirizz|host|server|ping|from\b|\bvia\b|client|remote|router|gateway|"
    r"proxy|subnet|network|\blan\b|vpn|dns|peer|\bport\b|connect|\bvon\b|firewall|x-forwarded|ssh|endpoint|localhost|whois|\bnode\b"
)
_PORT_AFTER = re.compile(r":\d{2,5}\b|/\d{1,2}\b")


def _ipv4(match: re.Match[str]) -> Iterable[Span]:
    text, start, end = match.string, match.start(), match.end()
    octets = [int(part) for part in match[0].split(".")]
    if octets[0] in {0, 127, 255}:
        return ()
    words = before(text, start, 40)
    if "//" in words[-8:] or _PORT_AFTER.match(text, end) or _ADDRESS_NEAR.search(words):
        is_address = not _VERSION_BEFORE.search(words[-22:]) or _ADDRESS_NEAR.search(words[-16:]) is not None
    elif _VERSION_BEFORE.search(words):
        is_address = False
    elif _ADDRESS_NEAR.search(after(text, end)):
        is_address = True
    else:
        is_address = max(octets) >= 25 or octets[:2] == [10, 0]
    return (match.span(),) if is_address else ()


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
    Rule(Kind.IP, _IPV4, _ipv4, (".",), min_digits=4),
)
CRYPTO_RULES: tuple[Rule, ...] = (
    Rule(Kind.CRYPTO_ADDRESS, _ETHEREUM, hints=("0x",), min_digits=1),
    Rule(Kind.CRYPTO_ADDRESS, _BECH32, _bech32, ("bc1", "tb1", "ltc1")),
    Rule(Kind.CRYPTO_ADDRESS, _CARDANO, hints=("addr1", "stake1")),
    Rule(Kind.CRYPTO_ADDRESS, _CASHADDR, hints=("bitcoincash:",)),
    Rule(Kind.CRYPTO_ADDRESS, _BASE58, _base58, min_digits=1),
)
