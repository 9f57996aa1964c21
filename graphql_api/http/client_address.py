"""Whose request it is, for limits: the address of the last hop that is none of our own proxies; and how it found us."""

import re
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from starlette.requests import HTTPConnection

UNKNOWN = "unknown"
IPV6_PREFIX_BITS = 64

# Some proxies add the port: 198.51.100.7:4711, [2001:db8::1]:4711.
_WITH_PORT = re.compile(r"\[([^\[\]]+)\](?::\d+)?|([\d.]+):\d+")


def client_address(connection: HTTPConnection, *, trusted_hops: int) -> str:
    """The address that limits are counted by.

    The TCP peer, unless `trusted_hops` proxies of ours stand before the service: then the entry that the
    outermost of them added to X-Forwarded-For, counted from the right. What clients put further left is theirs
    to forge and never read. IPv6 counts by /64, the smallest network that one subscriber gets.
    """
    client = connection.scope.get("client")
    peer: str = client[0] if client else UNKNOWN
    if trusted_hops == 0:
        return _counted_by(peer)
    forwarded = [part.strip() for line in connection.headers.getlist("x-forwarded-for") for part in line.split(",")]
    return _counted_by(forwarded[-trusted_hops] if len(forwarded) >= trusted_hops else peer)


def base_url(connection: HTTPConnection, *, trusted_hops: int) -> str:
    """How the client reached us, like https://feedback.example, for links that only it is given.

    The scheme is the word of the proxy nearest to us, where `trusted_hops` are ours; the host is the client's.
    """
    scheme = connection.url.scheme
    forwarded = connection.headers.get("x-forwarded-proto", "").split(",")[-1].strip()
    if trusted_hops and forwarded in {"http", "https"}:
        scheme = forwarded
    return f"{scheme}://{connection.url.netloc}"


@lru_cache(maxsize=1024)
def _counted_by(text: str) -> str:
    if found := _WITH_PORT.fullmatch(text):
        text = found[1] or found[2]
    try:
        address = ip_address(text)
    except ValueError:
        return UNKNOWN
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(IPv6Address(int(address) >> IPV6_PREFIX_BITS << IPV6_PREFIX_BITS))
    return str(address)
