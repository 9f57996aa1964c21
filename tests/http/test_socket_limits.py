"""What a socket may take its time for, with less patience than the service has."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import WSServerHandshakeError

from graphql_api.http import socket
from graphql_api.http.socket import SocketLimits
from graphql_api.postgres.connect import fetch
from models.enums import Scope
from tests.access.test_keys import make_key
from tests.client import Service
from tests.conftest import make_settings, running
from tests.http.test_socket import talking


@pytest.fixture
async def impatient(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    limits = SocketLimits(init_seconds=0.3, look_again_seconds=0.2, sockets=3, sockets_of_one_address=2)
    monkeypatch.setattr(socket, "LIMITS", limits)
    async with running(make_settings(database_url, tmp_path, trusted_proxy_hops=1)) as service:
        yield service


async def test_who_does_not_say_who_they_are_is_shown_out(impatient: Service) -> None:
    async with talking(impatient) as conversation:
        assert await conversation.hear() == 4408


@pytest.mark.parametrize("change", ["revoked_at = now()", "expires_at = now()"])
async def test_a_silent_socket_ends_with_its_key(impatient: Service, change: str) -> None:
    async with talking(impatient) as conversation:
        await conversation.begin(await make_key(Scope.READ))
        await asyncio.sleep(0.5)
        assert not conversation.socket.closed
        await fetch(f"UPDATE api_key SET {change}")
        assert await conversation.hear() == 4401


async def test_beyond_the_limits_no_socket_is_opened_until_one_closes(impatient: Service) -> None:
    async def is_refused(address: str) -> bool:
        try:
            async with talking(impatient, X_Forwarded_For=address):
                return False
        except WSServerHandshakeError:
            return True

    here, there, elsewhere = "198.51.100.1", "198.51.100.2", "198.51.100.3"
    async with talking(impatient, X_Forwarded_For=here) as one, talking(impatient, X_Forwarded_For=here) as other:
        await one.begin()
        await other.begin()
        assert await is_refused(here)
        async with talking(impatient, X_Forwarded_For=there) as third:
            await third.begin()
            assert await is_refused(elsewhere)
        await one.socket.close()
        async with talking(impatient, X_Forwarded_For=here) as fourth:
            assert await fourth.begin() == {"type": "connection_ack"}


def test_the_service_is_as_patient_as_it_says() -> None:
    limits = SocketLimits()
    assert (limits.init_seconds, limits.look_again_seconds) == (5, 60)
    assert (limits.operations, limits.message_bytes) == (5, 64 * 1024)
