"""Every other service, through Apprise, in a program of its own that can be bounded and ended.

Apprise blocks, resolves names itself and logs what it sends to. In its own process it can be refused connections to
addresses that were not checked, cut off, and kept from the log.
"""

import asyncio
import contextlib
import re
import sys

import orjson

from graphql_api.alerts.channels.channel import Result
from graphql_api.alerts.message import Message
from graphql_api.programs import environment_of
from models.enums import AttemptOutcome

TIMEOUT_SECONDS = 20.0
PROGRAM = "graphql_api.alerts.channels.apprise_program"
# What the program may know of this one's environment.
PASSED_ON = ("PATH", "LANG", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
# Services differ in what makes a mention or a link; a character without width between breaks all of them.
_MEANT_FOR_SERVICES = re.compile(r"(@|<|://)")


class Apprise:
    """Tells one service by its Apprise address, within 20 s."""

    def __init__(self, name: str, url: str, *, allow_private_networks: bool) -> None:
        self.name = name
        self._url = url
        self._allow_private_networks = allow_private_networks

    async def send(self, message: Message) -> Result:
        """One notification, as plain text."""
        return await self._ask(title=message.title, body=body(message))

    async def refusal(self) -> str | None:
        """Why the address may not be used, or is none that Apprise knows; None when all is well."""
        result = await self._ask(title="", body=None)
        return result.detail if result.outcome is not AttemptOutcome.SENT else None

    async def _ask(self, *, title: str, body: str | None) -> Result:
        asked = orjson.dumps(
            {"url": self._url, "title": title, "body": body, "allow_private_networks": self._allow_private_networks}
        )
        program = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            PROGRAM,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment_of(*PASSED_ON),
        )
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                printed, _ = await program.communicate(asked)
        except TimeoutError:
            return Result(AttemptOutcome.TIMED_OUT, detail=f"no answer within {TIMEOUT_SECONDS:.0f} s")
        finally:
            with contextlib.suppress(ProcessLookupError):
                program.kill()
            await program.wait()
        if program.returncode != 0:
            return Result(AttemptOutcome.UNREACHABLE, detail="the program that sends it failed")
        answer = orjson.loads(printed)
        return Result(AttemptOutcome(answer["outcome"]), answer["status"], answer["detail"])


def body(message: Message) -> str:
    """The message's text, in which people's words mention nobody and link to nothing."""
    lines = [f"{label}: {value}" for label, value in message.facts]
    lines += [
        text for text in (message.text, message.quote and _MEANT_FOR_SERVICES.sub("\\1\u200b", message.quote)) if text
    ]
    lines += [message.link] if message.link else []
    lines += [f"Alert {message.alert_id}"] if message.alert_id else []
    return "\n\n".join(lines)
