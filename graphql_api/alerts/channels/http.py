"""Posting to an address that an operator gave: checked, bounded, and never anywhere else."""

import asyncio
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from graphql_api.alerts.channels.addresses import AddressRefused, AddressRules
from graphql_api.alerts.channels.channel import Result
from models.enums import AttemptOutcome

LARGEST_ANSWER = 64 * 1024
# 408, 425 and 429 ask for another try; other answers of the 400s will be the same every time.
TRY_AGAIN = frozenset({408, 425, 429})
LOOK_UP_SECONDS = 3.0
SENDER = {"User-Agent": "feedback-service", "Content-Type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """What came back: at most 64 KiB of it."""

    status: int
    body: bytes
    retry_after: timedelta | None


class _Pinned(AbstractResolver):
    """Knows the addresses that were checked, and no others."""

    def __init__(self, addresses: list[str]) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in self._addresses
        ]

    async def close(self) -> None:
        """Nothing is held."""


class Address:
    """A web address to post to. Its text is a secret, and never shown.

    Args:
        timeout_seconds: for looking up, connecting, sending and reading together.
    """

    def __init__(self, url: str, rules: AddressRules, *, timeout_seconds: float) -> None:
        parts = urlsplit(url)
        self._url = url
        self._rules = rules
        self._timeout_seconds = timeout_seconds
        self._scheme = parts.scheme
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._has_user = "@" in parts.netloc

    async def refusal(self) -> str | None:
        """Why nothing may be sent there; None when all is well, or when nobody can tell now."""
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                await self._checked()
        except AddressRefused as refused:
            return str(refused)
        except (OSError, TimeoutError):
            return None
        return None

    async def post(self, body: bytes, headers: Mapping[str, str] = MappingProxyType({})) -> Answer | Result:
        """The service's answer, whatever it is; or how the try ended when there is none."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._timeout_seconds):
                return await self._post(await self._checked(), body, headers)
        except AddressRefused as refused:
            return Result(AttemptOutcome.ADDRESS_REFUSED, detail=str(refused))
        except TimeoutError:
            return Result(AttemptOutcome.TIMED_OUT, detail=f"no answer within {time.monotonic() - began:.0f} s")
        except (OSError, aiohttp.ClientError, UnicodeError) as error:
            # Messages of such errors repeat the address.
            return Result(AttemptOutcome.UNREACHABLE, detail=type(error).__name__)

    async def _checked(self) -> list[str]:
        self._rules.check_scheme(self._scheme, self._port)
        if self._has_user:
            raise AddressRefused("it holds a user name or a password")
        return await self._rules.resolve(self._host, self._port)

    async def _post(self, addresses: list[str], body: bytes, headers: Mapping[str, str]) -> Answer:
        connector = aiohttp.TCPConnector(resolver=_Pinned(addresses), use_dns_cache=False, force_close=True)
        async with (
            aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
            ) as session,
            session.post(self._url, data=body, headers=SENDER | dict(headers), allow_redirects=False) as response,
        ):
            read = await response.content.read(LARGEST_ANSWER)
            return Answer(response.status, read, _retry_after(response.headers.get("Retry-After")))


def judge(answer: Answer, code: str | None = None) -> Result:
    """What an HTTP answer means. `code` is the service's own word for it, if it has one."""
    if 200 <= answer.status < 300:
        return Result(AttemptOutcome.SENT, answer.status)
    if 300 <= answer.status < 400:
        return Result(AttemptOutcome.ADDRESS_REFUSED, answer.status, "it leads elsewhere: redirects are not followed")
    if answer.status in TRY_AGAIN or answer.status >= 500:
        return Result(AttemptOutcome.TRY_LATER, answer.status, code, answer.retry_after)
    return Result(AttemptOutcome.REFUSED, answer.status, code)


def _retry_after(value: str | None) -> timedelta | None:
    """The header as a stretch of time, whether it names seconds or a moment; None for anything else."""
    if value is None:
        return None
    if value.isascii() and value.isdigit() and len(value) < 10:
        return timedelta(seconds=int(value))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC), timedelta(0))
