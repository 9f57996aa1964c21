"""Services other than Slack: signed webhooks, and all that Apprise knows."""

import asyncio
import base64
import hashlib
import hmac
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from graphql_api.alerts.channels.addresses import AddressRules
from graphql_api.alerts.channels.apprise import Apprise
from graphql_api.alerts.channels.apprise_program import Guard
from graphql_api.alerts.channels.configured import make_channels
from graphql_api.alerts.channels.webhook import Webhook, signing_key
from graphql_api.alerts.message import Message
from graphql_api.errors import StartupError
from models.enums import AttemptOutcome, NoticeKind, Severity
from tests.alerts.conftest import ANYWHERE
from tests.alerts.peer import OK, Peer, Reaction
from tests.alerts.stage import Stage, alerts, complain
from tests.conftest import make_settings

KEY = b"a key of more than 24 characters"
MESSAGE = Message(
    id=UUID(int=7),
    kind=NoticeKind.RAISED,
    severity=Severity.HIGH,
    title="High: someone should look at this feedback",
    text=None,
    alert_id=UUID(int=8),
    facts=(("Severity", "High"),),
    quote="The export <!channel> is broken",
    link="https://feedback.example.com/graphiql",
    count=1,
)


async def test_a_webhook_is_signed_over_id_time_and_body(stage: Stage, peer: Peer) -> None:
    await complain()
    await stage.but(channels=(Webhook("webhook-1", peer.url, ANYWHERE, key=KEY),)).work()
    (post,) = peer.posts
    id_, timestamp = post.headers["webhook-id"], post.headers["webhook-timestamp"]
    expected = hmac.digest(KEY, f"{id_}.{timestamp}.".encode() + post.raw, hashlib.sha256)
    assert post.headers["webhook-signature"] == "v1," + base64.b64encode(expected).decode()
    (alert,) = await alerts()
    assert (post.body["type"], post.body["alertId"], post.body["severity"]) == (
        "alert.raised",
        str(alert["id"]),
        "HIGH",
    )
    assert set(post.body) == {
        "type", "id", "alertId", "severity", "title", "text", "facts", "count", "quote", "link"
    }  # fmt: skip


async def test_a_webhook_that_is_sent_again_has_the_same_id(stage: Stage, peer: Peer) -> None:
    peer.react(Reaction(500), OK)
    once = stage.but(channels=(Webhook("webhook-1", peer.url, ANYWHERE, key=None),))
    await complain()
    await once.work()
    await once.later()
    assert len({post.headers["webhook-id"] for post in peer.posts}) == 1
    assert len(peer.posts) == 2
    assert "webhook-signature" not in peer.posts[0].headers


def test_a_signing_secret_is_taken_as_it_is_or_as_base64() -> None:
    assert signing_key("a plain secret of some length") == b"a plain secret of some length"
    assert signing_key("whsec_" + base64.b64encode(KEY).decode()) == KEY
    with pytest.raises(StartupError, match=r"^ALERT_SIGNING_SECRET is wrong"):
        signing_key("whsec_not base64")


async def test_any_service_gets_plain_text_by_its_address(peer: Peer) -> None:
    channel = Apprise("json-1", peer.url.replace("http://", "json://"), allow_private_networks=True)
    result = await channel.send(MESSAGE)
    assert result.outcome is AttemptOutcome.SENT
    (post,) = peer.posts
    assert post.body["title"] == MESSAGE.title
    for part in ("Severity: High", "is broken", MESSAGE.link, str(MESSAGE.alert_id)):
        assert part is not None
        assert part in post.body["message"]
    assert "<!channel>" not in post.body["message"]


@pytest.mark.parametrize(
    ("reaction", "outcome"),
    [
        (Reaction(500), AttemptOutcome.TRY_LATER),
        (Reaction(404), AttemptOutcome.REFUSED),
        (Reaction(302, "", {"Location": "http://127.0.0.1:1/"}), AttemptOutcome.ADDRESS_REFUSED),
    ],
)
async def test_a_service_s_answer_decides_whether_it_is_tried_again(
    peer: Peer, reaction: Reaction, outcome: AttemptOutcome
) -> None:
    peer.always = reaction
    url = peer.url.replace("http://", "json://") + "?redirect=yes"
    assert (await Apprise("json-1", url, allow_private_networks=True).send(MESSAGE)).outcome is outcome
    assert len(peer.posts) == 1


async def test_no_library_connects_to_a_private_address(peer: Peer) -> None:
    port = peer.url.split(":")[2].partition("/")[0]
    result = await Apprise("json-1", f"json://localhost:{port}/", allow_private_networks=False).send(MESSAGE)
    assert result.outcome is AttemptOutcome.ADDRESS_REFUSED
    assert (result.detail or "").startswith("it leads to a loopback address")
    why = await Apprise("json-1", f"json://127.0.0.1:{port}/", allow_private_networks=False).refusal()
    assert (why or "").startswith("it leads to a loopback address")
    assert peer.posts == []


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("subprocess.Popen", ("sh", [], None, None)),
        ("os.system", (b"true",)),
        ("socket.connect", (None, "/run/dbus/system_bus_socket")),
        ("socket.connect", (None, ("a-name.example", 443))),
        ("socket.connect", (None, ("10.0.0.1", 443))),
        ("socket.connect", (None, ("fe80::1%eth0", 443, 0, 2))),
        ("socket.sendto", (None, ("192.168.0.1", 514))),
    ],
)
def test_the_program_may_do_nothing_but_connect_to_public_addresses(event: str, arguments: tuple[object, ...]) -> None:
    guard = Guard(AddressRules())
    guard("socket.connect", (None, ("93.184.215.14", 443)))
    with pytest.raises(PermissionError):
        guard(event, arguments)
    assert guard.refusal


async def test_an_address_that_is_none_is_named(peer: Peer) -> None:
    assert await Apprise("nothing-1", "nothing://at/all", allow_private_networks=True).refusal() == (
        "no address that Apprise knows"
    )


async def test_a_service_that_hangs_is_cut_off(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphql_api.alerts.channels.apprise.TIMEOUT_SECONDS", 0.2)
    peer.always = Reaction(after_seconds=10)
    channel = Apprise("json-1", peer.url.replace("http://", "json://"), allow_private_networks=True)
    async with asyncio.timeout(5):
        assert (await channel.send(replace(MESSAGE, quote=None))).outcome is AttemptOutcome.TIMED_OUT


def test_channels_are_named_without_their_secrets_and_keep_their_names(tmp_path: Path) -> None:
    settings = make_settings(
        "postgresql:///x",
        tmp_path,
        slack_webhook_url="https://hooks.slack.com/services/T0/B0/hidden",
        alert_urls="https://one.example/hidden, discord://123/hidden?a=1,2\njson://two.example/hidden https://one.example/hidden",
    )
    names = [channel.name for channel in make_channels(settings)]
    assert [name.partition("-")[0] for name in names] == ["slack", "webhook", "discord", "json"]
    assert names == [channel.name for channel in make_channels(settings)]
    assert "hidden" not in "".join(names) + repr(settings)


def test_public_addresses_only_is_the_default(tmp_path: Path) -> None:
    assert AddressRules() == AddressRules(
        allow_private_networks=make_settings("postgresql:///x", tmp_path).alert_allow_private_networks
    )
