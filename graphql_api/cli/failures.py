"""How a command fails: one line on stderr and exit code 1. What has no name here is a bug, and keeps its traceback."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

import typer

from graphql_api.errors import StartupError
from graphql_api.postgres.outage import is_outage
from graphql_api.retention.turn import NoTurn
from graphql_api.storage.storage import StorageUnavailable

P = ParamSpec("P")


class CommandError(Exception):
    """A command cannot do what it was asked; the message is one line, without anybody's words."""


@contextmanager
def resumable(again: str) -> Iterator[None]:
    """Work that others, the storage or the database may stop, and that goes on when it is run again.

    Raises:
        CommandError: it was stopped; says by what, and `again`.
    """
    try:
        yield
    except (NoTurn, StorageUnavailable) as error:
        raise CommandError(f"{error}: {again}") from error
    except Exception as error:
        if is_outage(error):
            raise CommandError(f"the database went away: {again}") from error
        raise


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
