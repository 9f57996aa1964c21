"""Where commands write: answers to stdout, everything else to stderr."""

import sys

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from graphql_api.logs import set_up_logs
from graphql_api.settings import Settings

# Where nobody watches, lines are not wrapped to a window that is not there.
WIDTH_OF_A_PIPE = 200


def answers() -> Console:
    """The terminal, or what stdout was redirected to."""
    return Console(
        highlight=False, markup=False, soft_wrap=True, width=None if sys.stdout.isatty() else WIDTH_OF_A_PIPE
    )


def remarks() -> Console:
    """As `answers`, for stderr: progress, warnings and what was refused."""
    return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def progress_bars(console: Console, *, in_per_cent: bool = False) -> Progress:
    """Bars that are drawn only on a terminal and go away when done; they count things unless `in_per_cent`."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn() if in_per_cent else MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def print_json(value: object) -> None:
    """One line of JSON on stdout, at once."""
    sys.stdout.write(orjson.dumps(value).decode() + "\n")
    sys.stdout.flush()


def set_up_quiet_logs(settings: Settings) -> None:
    """Logs for a command that talks to a person: from WARNING up, unless the operator asks for more detail or less."""
    level = "WARNING" if settings.log_level == "INFO" else settings.log_level
    set_up_logs(level, settings.log_format)
