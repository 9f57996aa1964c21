"""The command `analyze`: what is understood of a text, without a database and without keeping anything."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID, uuid5

import typer
from rich.console import Console
from rich.text import Text

from graphql_api.analysis.assemble import assemble
from graphql_api.analysis.chain import Chain
from graphql_api.analysis.finding import Finding
from graphql_api.cli.console import answers, print_json, set_up_quiet_logs
from graphql_api.cli.failures import fails_in_one_line
from graphql_api.postgres.connect import connected
from graphql_api.redaction.redact import redact
from graphql_api.settings import Settings, read_settings
from models.enums import Confidence, Sentiment

COLOURS = {
    Sentiment.POSITIVE: "green",
    Sentiment.NEGATIVE: "red",
    Sentiment.MIXED: "yellow",
    Sentiment.NEUTRAL: "cyan",
    Confidence.HIGH: "green",
    Confidence.MEDIUM: "yellow",
    Confidence.LOW: "red",
}
LONGEST_TITLE = 72
# A text has no id here; one is made of it, so that it always meets the same prompt.
NAMESPACE = UUID("0f0b8a52-3d6e-4b0e-9d3f-1f3b7f6c2a11")


@fails_in_one_line
def analyze(
    texts: Annotated[list[str] | None, typer.Argument(metavar="[TEXT]...", help="Without: one text a line.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object for each text.")] = False,
) -> None:
    """Say what is understood of texts, without keeping them.

    Without TEXT it asks for one after the other; `quit`, an empty line or Ctrl-D ends. Piped in, each line that is not
    empty is a text.
    """
    settings = read_settings()
    set_up_quiet_logs(settings)
    asyncio.run(_analyze(texts, settings, as_json))


async def _analyze(texts: list[str] | None, settings: Settings, as_json: bool) -> None:
    out = answers()
    async with _ready_chain(settings) as chain:
        for text in texts or _read_texts():
            redacted = redact(text).text
            finding = await chain.analyze(redacted, subject=uuid5(NAMESPACE, redacted))
            if as_json:
                print_json(_as_dict(redacted, finding))
            else:
                _show(redacted, finding, out)


@asynccontextmanager
async def _ready_chain(settings: Settings) -> AsyncIterator[Chain]:
    """The whole chain. What the AI costs counts to the month's spend where DATABASE_URL names a database."""
    chain = assemble(settings, has_database=settings.database_url is not None)
    await chain.local.load()
    try:
        if chain.ai is None or settings.database_url is None:
            yield chain
        else:
            async with connected(settings.database_url, pool_size=2):
                yield chain
    finally:
        await chain.aclose()


def _read_texts() -> Iterator[str]:
    """The texts that somebody types, or the lines of a pipe as they come."""
    return _ask() if sys.stdin.isatty() else _read_pipe()


def _ask() -> Iterator[str]:
    asking = Console(stderr=True)
    while True:
        try:
            asking.print("[bold]text>[/bold] ", end="")
            text = input().strip()
        except EOFError:
            asking.print()
            return
        if text in {"", "quit"}:
            return
        yield text


def _read_pipe() -> Iterator[str]:
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", "replace").strip()
        if text == "quit":
            return
        if text:
            yield text


def _show(text: str, finding: Finding, out: Console) -> None:
    first_line = " ".join(text.split())
    title = first_line if len(first_line) <= LONGEST_TITLE else first_line[: LONGEST_TITLE - 1] + "…"
    confidence = Text.assemble((finding.confidence, COLOURS[finding.confidence]), f" ({finding.confidence_score:.2f})")
    alert = Text("yes", "bold red") if finding.alert_triggered else Text("no", "green")
    out.print(Text(title, "bold"))
    for name, value in {
        "sentiment": Text(finding.sentiment, COLOURS[finding.sentiment]),
        "topic": Text(finding.topic, "magenta"),
        "confidence": confidence,
        "alert": alert,
        "method": Text(finding.method),
        "model": Text(finding.model or "none"),
        "reason": Text(finding.fallback_reason or "none"),
        **_more(finding),
    }.items():
        out.print(Text.assemble((f"  {name:<12}", "dim"), value))
    out.print()


def _more(finding: Finding) -> dict[str, Text]:
    """What only some findings have."""
    cost = f", {finding.cost_usd:.6f} USD" if finding.cost_usd is not None else ""
    has_tokens = finding.input_tokens is not None
    shown = {
        "language": finding.language,
        "prompt": finding.prompt_version,
        "tokens": f"{finding.input_tokens} in, {finding.output_tokens} out{cost}" if has_tokens else None,
        "caveats": ", ".join(finding.caveats),
    }
    return {name: Text(value) for name, value in shown.items() if value}


def _as_dict(text: str, finding: Finding) -> dict[str, object]:
    return {
        "text": text,
        "sentiment": finding.sentiment,
        "topic": finding.topic,
        "topics": [{"topic": topic, "score": round(score, 4)} for topic, score in finding.topics],
        "confidence": finding.confidence,
        "confidenceScore": round(finding.confidence_score, 4),
        "alertTriggered": finding.alert_triggered,
        "method": finding.method,
        "model": finding.model,
        "promptVersion": finding.prompt_version,
        "fallbackReason": finding.fallback_reason,
        "language": finding.language,
        "cached": finding.cached,
        "inputTokens": finding.input_tokens,
        "outputTokens": finding.output_tokens,
        "costUsd": finding.cost_usd,
        "caveats": finding.caveats,
    }
