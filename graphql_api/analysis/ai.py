"""What an AI behind an API says of a text, and how it fails; whoever speaks its protocol."""

from dataclasses import dataclass
from typing import Protocol

from graphql_api.analysis.prompts import Prompt
from models.enums import Sentiment, Topic

TIMEOUT = "timeout"
RATE_LIMITED = "rate_limited"
UNREACHABLE = "unreachable"
REFUSED = "refused"
INVALID_JSON = "invalid_json"
INVALID_LABEL = "invalid_label"
BREAKER_OPEN = "breaker_open"
BUDGET = "budget"
DISABLED = "disabled"

# What says nothing about the provider, only about one text's answer, or about our own choice.
NOT_AN_OUTAGE = frozenset(
    {REFUSED, INVALID_JSON, INVALID_LABEL, BUDGET, DISABLED, "http_400", "http_413", "http_422", "model_unavailable"}
)


def is_ai_outage(reason: str | None) -> bool:
    """Whether a reason to fall back is that the AI could not be had, so that it may answer later."""
    return reason is not None and reason not in NOT_AN_OUTAGE


@dataclass(frozen=True)
class Usage:
    """The tokens of one answer, and what they cost in US dollars; None where the model's price is not known."""

    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None


@dataclass(frozen=True)
class AiAnswer:
    """A valid answer. `confidence` is the AI's own, from 0 to 1, that the sentiment is right."""

    sentiment: Sentiment
    topic: Topic
    confidence: float
    usage: Usage


class AiFailed(Exception):  # noqa: N818 - it is named for what happened
    """There is no answer that could be used.

    `reason` is what the finding will say; `usage` is there where tokens were spent all the same, and
    `retry_after_seconds` where the AI said when to come back.
    """

    def __init__(self, reason: str, *, usage: Usage | None = None, retry_after_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.usage = usage
        self.retry_after_seconds = retry_after_seconds


class AiReader(Protocol):
    """Asks an AI about one text."""

    @property
    def model(self) -> str:
        """The model that is asked for."""
        ...

    async def read(self, text: str, prompt: Prompt) -> AiAnswer:
        """What the AI says, within its time limit.

        Raises:
            AiFailed: whatever went wrong.
        """
        ...

    async def aclose(self) -> None:
        """Let go of its connections."""
        ...
