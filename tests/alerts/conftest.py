"""A stage for alerts, with a Slack of its own."""

from collections.abc import AsyncIterator

import pytest

from graphql_api.alerts.channels.addresses import AddressRules
from graphql_api.alerts.channels.slack import Slack
from graphql_api.postgres.connect import connected
from tests.alerts.peer import Peer, listening
from tests.alerts.stage import Stage

ANYWHERE = AddressRules(allow_private_networks=True)


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    """A local server that takes every post, until told otherwise."""
    async with listening() as peer:
        yield peer


@pytest.fixture
async def stage(database_url: str, peer: Peer) -> AsyncIterator[Stage]:
    """Alerts that go to the peer as Slack messages."""
    async with connected(database_url):
        yield Stage(database_url, (Slack(peer.url, ANYWHERE),))
