"""The program that sends one notification by Apprise: a JSON object comes in, a JSON object goes out.

An audit hook sees every connection that any library of this process is about to make, with the very address, and
refuses what alerts may not go to; so neither a name that resolves twice nor a redirect leads elsewhere.
"""

import asyncio
import contextlib
import ipaddress
import json
import logging
import re
import sys
from typing import Any

import apprise

from graphql_api.alerts.channels.addresses import AddressRefused, AddressRules
from models.enums import AttemptOutcome

TRY_AGAIN = frozenset({408, 425, 429})
REACHES_OUT = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
STARTS_PROGRAMS = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn"}
)
CONNECT_SECONDS = READ_SECONDS = 5.0
# Apprise says what a service answered only in its log.
_STATUS = re.compile(r"error=([1-5]\d\d)\b")


class Guard:
    """Refuses what the process may not do, and remembers why."""

    def __init__(self, rules: AddressRules) -> None:
        self._rules = rules
        self.refusal: str | None = None

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """The audit hook."""
        if event in STARTS_PROGRAMS:
            self._refuse("it starts a program")
        if event in REACHES_OUT and arguments[1] is not None:
            self._look_at(arguments[1])

    def _look_at(self, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None
        try:
            ipaddress.ip_address(str(host).partition("%")[0])
        except ValueError:
            self._refuse("it leads to no internet address")
        try:
            self._rules.check([str(host)])
        except AddressRefused as refused:
            self._refuse(str(refused))

    def _refuse(self, why: str) -> None:
        self.refusal = why
        # A plain failure to connect, for the libraries in between.
        raise PermissionError(why)


class Statuses(logging.Handler):
    """Takes notice of the last HTTP status in Apprise's log, and of nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.last: int | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Look for a status."""
        if found := _STATUS.search(record.getMessage()):
            self.last = int(found[1])


def answer(asked: dict[str, Any]) -> tuple[AttemptOutcome, int | None, str | None]:
    """Send what was asked for, or, without a body, only look at its address."""
    statuses = Statuses()
    logger = logging.getLogger("apprise")
    logger.handlers, logger.propagate = [statuses], False
    # `http_redirects` is what an address without a wish of its own gets; `redirects` below is for those with one.
    asset = apprise.AppriseAsset(http_redirects=False, secure_logging=True)
    service = apprise.Apprise.instantiate(asked["url"], asset=asset, suppress_exceptions=True)
    if service is None:
        return AttemptOutcome.MISCONFIGURED, None, "no address that Apprise knows"
    service.redirects = False
    service.socket_connect_timeout, service.socket_read_timeout = CONNECT_SECONDS, READ_SECONDS
    rules = AddressRules(allow_private_networks=asked["allow_private_networks"])
    guard = Guard(rules)
    sys.addaudithook(guard)
    if asked["body"] is None:
        return _look(service, rules)
    is_sent = service.notify(body=asked["body"], title=asked["title"], body_format=apprise.NotifyFormat.TEXT)
    if guard.refusal:
        return AttemptOutcome.ADDRESS_REFUSED, None, guard.refusal
    if is_sent:
        return AttemptOutcome.SENT, None, None
    return _failure(statuses.last), statuses.last, None


def _look(service: Any, rules: AddressRules) -> tuple[AttemptOutcome, None, str | None]:
    # Where the address names no host, this is an id of the service's: nobody resolves it.
    with contextlib.suppress(OSError, UnicodeError):
        try:
            asyncio.run(rules.resolve(service.host or "", service.port or 443))
        except AddressRefused as refused:
            return AttemptOutcome.ADDRESS_REFUSED, None, str(refused)
    return AttemptOutcome.SENT, None, None


def _failure(status: int | None) -> AttemptOutcome:
    if status is None:
        return AttemptOutcome.UNREACHABLE
    if 300 <= status < 400:
        return AttemptOutcome.ADDRESS_REFUSED
    return AttemptOutcome.TRY_LATER if status >= 500 or status in TRY_AGAIN else AttemptOutcome.REFUSED


def main() -> None:
    """Read, do, print."""
    outcome, status, detail = answer(json.load(sys.stdin))
    json.dump({"outcome": outcome, "status": status, "detail": detail}, sys.stdout)


if __name__ == "__main__":
    main()
