"""The command `feedback`: every subcommand, and what all of them share."""

import sys

import typer

from graphql_api.cli import serving
from graphql_api.errors import StartupError

cli = typer.Typer(
    name="feedback",
    help="Take in, understand and look after what people say.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
serving.add_to(cli)


def main() -> None:
    """Run the command line. Failures with a name print one line to stderr and exit with 1; wrong usage exits with 2."""
    try:
        cli()
    except StartupError as error:
        sys.stderr.write(f"feedback: {error}\n")
        raise SystemExit(1) from None
