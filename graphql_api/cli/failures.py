"""How a command fails: one line on stderr and exit code 1. What has no name here is a bug, and keeps its traceback."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import typer

from graphql_api.errors import StartupError

P = ParamSpec("P")


class CommandError(Exception):
    """A command cannot do what it was asked; the message is one line, without anybody's words."""


def fails_in_one_line(command: Callable[P, None]) -> Callable[P, None]:
    """The command, with its named failures said on stderr and turned into exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (StartupError, CommandError) as error:
            sys.stderr.write(f"feedback: {error}\n")
            raise typer.Exit(1) from None

    return run
