"""Slack's incoming webhook, with Block Kit."""

import re
from typing import Any

import orjson

from graphql_api.alerts.channels.addresses import AddressRules
from graphql_api.alerts.channels.channel import Result
from graphql_api.alerts.channels.http import Address, judge
from graphql_api.alerts.message import Message, cut
from models.enums import Severity

TIMEOUT_SECONDS = 3.0
# Slack refuses longer ones.
LONGEST_HEADER, LONGEST_TEXT = 150, 3_000
# Slack answers with a word: no_service, invalid_token, invalid_payload, channel_is_archived, …
_CODE = re.compile(rb"[a-z_]{1,40}")
_MARKS = {
    Severity.CRITICAL: "🔴",
    Severity.HIGH: "🟠",
    Severity.MEDIUM: "🟡",
    Severity.LOW: "⚪",
}


class Slack:
    """Tells a Slack channel, within 3 s."""

    name = "slack"

    def __init__(self, url: str, rules: AddressRules) -> None:
        self._address = Address(url, rules, timeout_seconds=TIMEOUT_SECONDS)

    async def send(self, message: Message) -> Result:
        """One post of the message's blocks."""
        answer = await self._address.post(orjson.dumps(payload(message)))
        if isinstance(answer, Result):
            return answer
        code = answer.body.strip()
        return judge(answer, code.decode() if _CODE.fullmatch(code) else None)

    async def refusal(self) -> str | None:
        """Why Slack's address may not be used; None when it may."""
        return await self._address.refusal()


def payload(message: Message) -> dict[str, Any]:
    """The message for Slack. People's words stand in plain text only, where no mention or link is made of them."""
    title = f"{_MARKS[message.severity]} {message.title}"
    blocks: list[dict[str, Any]] = [{"type": "header", "text": _plain(title, LONGEST_HEADER)}]
    if message.facts:
        fields = [{"type": "mrkdwn", "text": f"*{label}*\n{escaped(value)}"} for label, value in message.facts]
        blocks.append({"type": "section", "fields": fields})
    blocks += [{"type": "section", "text": _plain(text)} for text in (message.text, message.quote) if text]
    if message.link:
        link = f"<{escaped(message.link)}|Open the feedback>"
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": link}})
    if message.alert_id:
        blocks.append({"type": "context", "elements": [_plain(f"Alert {message.alert_id}")]})
    # What notifications show; Slack reads mentions in it, so people's words are not there.
    return {"text": escaped(title), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def escaped(text: str) -> str:
    """The text without Slack's control characters: `<!channel>` is then five letters and two signs."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str, longest: int = LONGEST_TEXT) -> dict[str, Any]:
    while len(escaped(text)) > longest:
        text = cut(text, min(longest, len(text) * 9 // 10))
    return {"type": "plain_text", "text": escaped(text), "emoji": False}
