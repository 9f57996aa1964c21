"""Which addresses alerts may go to: public ones, unless the operator allows others."""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# What `is_global` lets pass: ways to name an IPv4 address by an IPv6 one, and what was once for a site of one's own.
# IANA IPv6 Special-Purpose Address Registry; RFC 4291, 6052, 8215, 3056, 4380, 3879.
_IN_DISGUISE = tuple(
    ipaddress.ip_network(network)
    for network in (
        "::/96",
        "::ffff:0:0/96",
        "::ffff:0:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "fec0::/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
    )
)


class AddressRefused(Exception):  # noqa: N818 - it is named for what was decided
    """Alerts may not go there; the message says why in one line, without the address."""


@dataclass(frozen=True)
class AddressRules:
    """Where alerts may go.

    Args:
        allow_private_networks: also inside one's own network, over http and to any port.
    """

    allow_private_networks: bool = False

    def check_scheme(self, scheme: str, port: int) -> None:
        """Raises:
        AddressRefused: it is not https to port 443, where it has to be.
        """
        if self.allow_private_networks:
            return
        if scheme != "https":
            raise AddressRefused(f"{scheme} is not https{_REMEDY}")
        if port != 443:
            raise AddressRefused(f"port {port} is not 443{_REMEDY}")

    def check(self, addresses: Sequence[str]) -> None:
        """Raises:
        AddressRefused: one of them is not public, where all have to be.
        """
        for text in addresses:
            kind = kind_of(ipaddress.ip_address(text.partition("%")[0]))
            if kind is None or (self.allow_private_networks and kind not in _NOBODYS):
                continue
            raise AddressRefused(f"it leads to a {kind} address{'' if kind in _NOBODYS else _REMEDY}")

    async def resolve(self, host: str, port: int) -> list[str]:
        """The host's addresses, all of which alerts may go to.

        Raises:
            AddressRefused: as `check`.
            OSError: it has none, or nobody knows now.
        """
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        self.check(addresses)
        return addresses


_REMEDY = ": set ALERT_ALLOW_PRIVATE_NETWORKS=true to allow it"
_NOBODYS = frozenset({"multicast", "unspecified"})


def kind_of(address: Address) -> str | None:
    """What kind of address it is that the internet does not lead to; None for a public one."""
    if address.is_unspecified:
        return "unspecified"
    if address.is_multicast:
        return "multicast"
    if address.is_loopback:
        return "loopback"
    if address.is_link_local:
        return "link-local"
    if any(address in network for network in _IN_DISGUISE):
        return "translated"
    return None if address.is_global else "private"
