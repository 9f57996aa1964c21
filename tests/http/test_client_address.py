"""Whose request it is: forged hops count for nothing."""

import pytest
from starlette.requests import HTTPConnection

from graphql_api.http.client_address import UNKNOWN, client_address


def connection(peer: str | None, *forwarded: str) -> HTTPConnection:
    headers = [(b"x-forwarded-for", value.encode("latin-1")) for value in forwarded]
    return HTTPConnection({"type": "http", "client": (peer, 1) if peer else None, "headers": headers})


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, ["198.51.100.7"], "203.0.113.1"),
        (1, [], "203.0.113.1"),
        (1, ["198.51.100.7"], "198.51.100.7"),
        (1, ["192.0.2.66, 198.51.100.7"], "198.51.100.7"),
        (1, ["192.0.2.66", "198.51.100.7"], "198.51.100.7"),
        (2, ["192.0.2.66, 198.51.100.7, 10.0.0.9"], "198.51.100.7"),
        (2, ["10.0.0.9"], "203.0.113.1"),
        (1, ["192.0.2.66,"], UNKNOWN),
        (1, ["not-an-address"], UNKNOWN),
        (1, ["198.51.100.7:4711"], "198.51.100.7"),
        (1, ["[2001:db8::1]:4711"], "2001:db8::"),
        (1, ["[2001:db8::1]"], "2001:db8::"),
    ],
)
def test_the_last_hop_that_is_not_ours_counts(hops: int, forwarded: list[str], address: str) -> None:
    assert client_address(connection("203.0.113.1", *forwarded), trusted_hops=hops) == address


@pytest.mark.parametrize(
    ("peer", "address"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:203.0.113.1", "203.0.113.1"),
        ("fe80::1%eth0", "fe80::"),
        ("203.0.113.1", "203.0.113.1"),
        ("/run/socket", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_ipv6_counts_by_the_network_of_one_subscriber(peer: str | None, address: str) -> None:
    assert client_address(connection(peer), trusted_hops=0) == address
