"""The command `feedback`: the list of its commands, each loaded only when it is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any, ClassVar, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

DISTRIBUTION = "feedback-service"


@dataclass(frozen=True)
class Place:
    """Where a command is, and what it does in one line: the first of its docstring.

    With `commands` it is a group of these, and its function runs before theirs, with the options that they share.
    """

    module: str
    function: str
    summary: str
    commands: "Mapping[str, Place]" = field(default_factory=dict)

    def load(self, name: str) -> TyperCommand | TyperGroup:
        """The command itself. Imports its module, and with that all it stands on; not those of its own commands."""
        function: Callable[..., None] = getattr(import_module(self.module), self.function)
        alone = typer.Typer(name=name, add_completion=False, pretty_exceptions_enable=False)
        if self.commands:
            alone.callback(cls=listing(self.commands), no_args_is_help=True)(function)
        else:
            alone.command(name)(function)
        return cast("TyperCommand | TyperGroup", get_command(alone))


class Commands(TyperGroup):
    """Commands by name. Listing them loads none; calling one loads only that one."""

    places: ClassVar[Mapping[str, Place]] = {}

    def __init__(self, **options: Any) -> None:
        listed = {name: TyperCommand(name, help=place.summary) for name, place in self.places.items()}
        super().__init__(**options | {"commands": listed})

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first of `args` names, loaded, and the arguments that are its own."""
        name, command, rest = super().resolve_command(ctx, args)
        place = self.places.get(name or "")
        return name, place.load(name) if place and name else command, rest


def listing(places: Mapping[str, Place]) -> type[Commands]:
    """The group of these commands, as the class that typer wants of a group."""
    return type("Listing", (Commands,), {"places": places})


QUARANTINE = {
    "list": Place("graphql_api.cli.spooling", "list_quarantined", "List what lies in quarantine, without its words."),
    "retry": Place(
        "graphql_api.cli.spooling",
        "retry_quarantined",
        "Put what lies in quarantine back among what is to be replayed.",
    ),
}

SPOOL = {
    "status": Place("graphql_api.cli.spooling", "show_status", "Say what lies in the spool; needs no database."),
    "replay": Place("graphql_api.cli.spooling", "replay", "Bring what lies in the spool into the database now."),
    "quarantine": Place(
        "graphql_api.cli.spooling",
        "quarantine",
        "Look after what the database refused or nobody can read.",
        commands=QUARANTINE,
    ),
}

KEYS = {
    "list": Place("graphql_api.cli.keyring", "list_all", "List the API keys, those not revoked first."),
    "create": Place("graphql_api.cli.keyring", "create", "Make an API key and print it, this once."),
    "rotate": Place(
        "graphql_api.cli.keyring", "rotate", "Make a key that takes another's place, which works for another 24 hours."
    ),
    "revoke": Place("graphql_api.cli.keyring", "revoke", "End a key and all logins by it, at once."),
}

COMMANDS = {
    "serve": Place(
        "graphql_api.cli.serving", "serve", "Serve the API, with a worker unless WORKER_IN_PROCESS is false."
    ),
    "worker": Place(
        "graphql_api.cli.serving", "worker", "Do jobs until stopped; run as many of these as there is work for."
    ),
    "migrate": Place(
        "graphql_api.cli.serving", "migrate", "Bring the database's schema up to this version's, one process at a time."
    ),
    "submit": Place("graphql_api.cli.submitting", "submit", "Submit one message, as a visitor would."),
    "analyze": Place("graphql_api.cli.analyzing", "analyze", "Say what is understood of texts, without keeping them."),
    "import": Place(
        "graphql_api.cli.importing.command", "import_file", "Take in a file of feedback, CSV or JSON lines."
    ),
    "cleanup": Place(
        "graphql_api.cli.cleaning",
        "cleanup",
        "Archive feedback that is older than some days, with its screenshots, and delete it.",
    ),
    "erase": Place(
        "graphql_api.cli.erasing",
        "erase",
        "Remove everything that came under a session until now, and keep it from coming back.",
    ),
    "evaluate": Place(
        "graphql_api.cli.evaluating", "evaluate_files", "Say how right the embedded model is on labelled texts."
    ),
    "export": Place("graphql_api.cli.exporting", "export", "Write feedback into a file, oldest first."),
    "keys": Place("graphql_api.cli.keyring", "keys", "Look after the API keys.", commands=KEYS),
    "download-model": Place(
        "graphql_api.cli.modelling", "download_model", "Fetch the weights of the model that ML_MODEL names."
    ),
    "backup": Place("graphql_api.cli.backing_up", "backup", "Put everything that was acknowledged into one archive."),
    "restore": Place("graphql_api.cli.backing_up", "restore", "Bring a backup back, and prove it."),
    "verify": Place(
        "graphql_api.cli.verifying", "verify", "Look whether the service is kept well; exits with 1 if not."
    ),
    "roles": Place("graphql_api.cli.roles", "roles", "Give database roles the rights they need, and no others."),
    "spool": Place(
        "graphql_api.cli.spooling", "spool", "Look after what waits on disk for the database.", commands=SPOOL
    ),
}


cli = typer.Typer(
    name="feedback",
    cls=listing(COMMANDS),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _print_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"feedback {version(DISTRIBUTION)}")
        raise typer.Exit


@cli.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Take in, understand and look after what people say."""


def main() -> None:
    """Run the command line. Failures with a name print one line to stderr and exit with 1; wrong usage exits with 2."""
    cli()


if __name__ == "__main__":
    main()
