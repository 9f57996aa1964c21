"""Alerts go to public addresses only, unless the operator allows others."""

import asyncio
import socket
from typing import Any

import pytest

from graphql_api.alerts.channels.addresses import AddressRules
from graphql_api.alerts.channels.http import Address, Answer
from graphql_api.alerts.channels.slack import Slack
from tests.alerts.conftest import ANYWHERE
from tests.alerts.peer import Peer, Reaction
from tests.alerts.stage import Stage, attempts, complain, delivery

REMEDY = ": set ALERT_ALLOW_PRIVATE_NETWORKS=true to allow it"


def lead(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Every name resolves to these addresses; the names that were looked up."""
    asked: list[str] = []

    async def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    return asked


async def refusal(url: str) -> str | None:
    return await Address(url, AddressRules(), timeout_seconds=1).refusal()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "localhost",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.2.1",
        "198.18.0.1",
        "192.0.0.170",
        "192.88.99.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:169.254.169.254]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "[2001:db8::1]",
        "[fe80::1]",
        "[fec0::1]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[ff02::1]",
    ],
)
async def test_an_address_that_is_not_public_is_refused(host: str) -> None:
    why = await refusal(f"https://{host}/hook")
    assert why is not None
    assert why.startswith("it leads to a ")
    assert host not in why


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "10.0.0.7", "::1", "::ffff:10.0.0.7"])
async def test_a_name_that_leads_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    lead(monkeypatch, "93.184.215.14", address)
    why = await refusal("https://hooks.example.com/hook")
    assert why is not None
    assert why.endswith(REMEDY)


async def test_a_public_address_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    lead(monkeypatch, "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    assert await refusal("https://hooks.example.com/hook") is None


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://hooks.example.com/hook", f"http is not https{REMEDY}"),
        ("https://hooks.example.com:8443/hook", f"port 8443 is not 443{REMEDY}"),
        ("https://user:password@hooks.example.com/hook", "it holds a user name or a password"),
    ],
)
async def test_only_https_to_its_usual_port_without_a_user(monkeypatch: pytest.MonkeyPatch, url: str, why: str) -> None:
    lead(monkeypatch, "93.184.215.14")
    assert await refusal(url) == why


async def test_who_allows_private_networks_may_name_them_but_nothing_that_is_nobodys() -> None:
    for host in ("127.0.0.1", "10.1.2.3", "[::1]"):
        assert await Address(f"http://{host}:8080/", ANYWHERE, timeout_seconds=1).refusal() is None
    for host in ("0.0.0.0", "224.0.0.1", "[::]"):
        assert await Address(f"http://{host}:8080/", ANYWHERE, timeout_seconds=1).refusal() is not None


async def test_the_address_that_was_checked_is_the_one_that_is_connected_to(
    monkeypatch: pytest.MonkeyPatch, peer: Peer
) -> None:
    # A name that resolves to something else the second time would be asked for twice.
    asked = lead(monkeypatch, "127.0.0.1")
    address = Address(peer.url.replace("127.0.0.1", "rebinding.example"), ANYWHERE, timeout_seconds=5)
    answer = await address.post(b"{}")
    assert isinstance(answer, Answer)
    assert asked == ["rebinding.example"]
    assert peer.posts[0].headers["Host"].startswith("rebinding.example")


async def test_nothing_is_sent_to_a_refused_address_and_the_ledger_says_why(stage: Stage, peer: Peer) -> None:
    strict = stage.but(channels=(Slack(peer.url.replace("http", "https"), AddressRules()),))
    await complain()
    await strict.work()
    ((outcome, status, detail),) = await attempts()
    assert (outcome, status) == ("ADDRESS_REFUSED", None)
    assert detail is not None
    assert detail.endswith(REMEDY)
    assert ((await delivery())["status"], peer.posts) == ("FAILED", [])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(stage: Stage, peer: Peer, status: int) -> None:
    peer.react(Reaction(status, "", {"Location": "http://127.0.0.1:1/latest/meta-data"}))
    await complain()
    await stage.work()
    assert await attempts() == [("ADDRESS_REFUSED", status, "it leads elsewhere: redirects are not followed")]
    assert len(peer.posts) == 1


async def test_an_answer_without_end_is_read_to_64_kib(peer: Peer) -> None:
    peer.react(Reaction(200, "x" * 5_000_000))
    answer = await Address(peer.url, ANYWHERE, timeout_seconds=5).post(b"{}")
    assert isinstance(answer, Answer)
    assert len(answer.body) <= 64 * 1024
