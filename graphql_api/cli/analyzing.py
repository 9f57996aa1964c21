"""The command `analyze`: what is understood of a text, without a database and without keeping anything."""

import asyncio
import sys
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from graphql_api.analysis.analyzer import MODEL_FOLDER, load_analyzer
from graphql_api.analysis.finding import Finding
from graphql_api.cli.console import answers, print_json, set_up_quiet_logs
from graphql_api.cli.failures import fails_in_one_line
from graphql_api.redaction.redact import redact
from graphql_api.settings import read_settings
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
    analyzer = load_analyzer(MODEL_FOLDER, is_enabled=settings.ml_enabled)
    out = answers()
    with asyncio.Runner() as runner:
        for text in texts or _read_texts():
            redacted = redact(text).text
            finding = runner.run(analyzer.analyze(redacted))
            if as_json:
                print_json(_as_dict(redacted, finding))
            else:
                _show(redacted, finding, out)


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
    }.items():
        out.print(Text.assemble((f"  {name:<12}", "dim"), value))
    out.print()


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
    }
