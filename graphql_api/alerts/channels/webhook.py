"""A webhook for programs, signed as Standard Webhooks asks (https://www.standardwebhooks.com)."""

import base64
import binascii
import hashlib
import hmac
import time
from typing import Any

import orjson

from graphql_api.alerts.channels.addresses import AddressRules
from graphql_api.alerts.channels.channel import Result
from graphql_api.alerts.channels.http import Address, judge
from graphql_api.alerts.message import Message
from graphql_api.errors import StartupError

TIMEOUT_SECONDS = 5.0
ENCODED = "whsec_"


class Webhook:
    """Posts JSON to an address, within 5 s.

    Args:
        key: what posts are signed with; None leaves them unsigned.
    """

    def __init__(self, name: str, url: str, rules: AddressRules, *, key: bytes | None) -> None:
        self.name = name
        self._address = Address(url, rules, timeout_seconds=TIMEOUT_SECONDS)
        self._key = key

    async def send(self, message: Message) -> Result:
        """One post; its `webhook-id` is the same however often the notice is sent."""
        body = orjson.dumps(payload(message))
        timestamp = str(int(time.time()))
        headers = {"webhook-id": str(message.id), "webhook-timestamp": timestamp}
        if self._key is not None:
            headers["webhook-signature"] = sign(self._key, str(message.id), timestamp, body)
        answer = await self._address.post(body, headers)
        return answer if isinstance(answer, Result) else judge(answer)

    async def refusal(self) -> str | None:
        """Why its address may not be used; None when it may."""
        return await self._address.refusal()


def sign(key: bytes, id: str, timestamp: str, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 of id, timestamp and body with dots between them, as base64."""
    digest = hmac.digest(key, b".".join((id.encode(), timestamp.encode(), body)), hashlib.sha256)
    return "v1," + base64.b64encode(digest).decode()


def signing_key(secret: str) -> bytes:
    """The key that a secret stands for: what follows `whsec_` as base64, else its own characters.

    Raises:
        StartupError: what follows `whsec_` is not base64.
    """
    if not secret.startswith(ENCODED):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(ENCODED), validate=True)
    except binascii.Error:
        raise StartupError("ALERT_SIGNING_SECRET is wrong: whsec_ takes base64 after it.") from None


def payload(message: Message) -> dict[str, Any]:
    """The message for programs."""
    return {
        "type": f"alert.{message.kind.lower()}",
        "id": str(message.id),
        "alertId": str(message.alert_id) if message.alert_id else None,
        "severity": message.severity,
        "title": message.title,
        "text": message.text,
        "facts": {label.lower().replace(" ", "_"): value for label, value in message.facts},
        "count": message.count,
        "quote": message.quote,
        "link": message.link,
    }
