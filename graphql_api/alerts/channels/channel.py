"""What every channel offers, and how one try ends."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from graphql_api.alerts.message import Message
from models.enums import AttemptOutcome

PASSING = frozenset(
    {AttemptOutcome.TRY_LATER, AttemptOutcome.TIMED_OUT, AttemptOutcome.UNREACHABLE, AttemptOutcome.INTERRUPTED}
)


@dataclass(frozen=True)
class Result:
    """How one try ended. `detail` is one line of our own words, or a code of the service's; never a secret.

    `retry_after` is how long the service asked to be left alone.
    """

    outcome: AttemptOutcome
    status_code: int | None = None
    detail: str | None = None
    retry_after: timedelta | None = None

    @property
    def may_pass(self) -> bool:
        """Whether the same may succeed later."""
        return self.outcome in PASSING

    @property
    def problem(self) -> str | None:
        """What went wrong, in a few words; None when nothing did."""
        if self.outcome is AttemptOutcome.SENT:
            return None
        status = f" (HTTP {self.status_code})" if self.status_code else ""
        words = self.outcome.lower().replace("_", " ")
        return f"{words}{status}: {self.detail}" if self.detail else f"{words}{status}"


class Channel(Protocol):
    """A way to tell someone."""

    @property
    def name(self) -> str:
        """Its own, lasting, at most 40 characters; holds no secret."""
        ...

    async def send(self, message: Message) -> Result:
        """Try once, within the channel's own limit of time. Never raises for what the service or the network does."""
        ...

    async def refusal(self) -> str | None:
        """Why nothing may be sent to its address, in one line that does not repeat it; None when all is well.

        Looks the address up, and sends nothing.
        """
        ...
