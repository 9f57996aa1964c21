"""The command roles."""

import asyncio
from typing import Annotated

import typer

from graphql_api.cli.console import answers, set_up_quiet_logs
from graphql_api.cli.database import database, located_url
from graphql_api.cli.failures import CommandError, fails_in_one_line
from graphql_api.postgres.roles import RolesError, give_rights, grants
from graphql_api.settings import read_settings


@fails_in_one_line
def roles(
    app: Annotated[str | None, typer.Option(help="The role of servers and workers: all rows, no schema.")] = None,
    analytics: Annotated[str | None, typer.Option(help="A role that reads feedback, and no keys.")] = None,
    show: Annotated[bool, typer.Option("--show", help="Only print the SQL.")] = False,
) -> None:
    """Give database roles the rights they need, and no others.

    Roles that exist, as the tables' owner; again after every migration.
    """
    if app is None and analytics is None:
        raise typer.BadParameter("name a role", param_hint="--app or --analytics")
    if show:
        for statement in grants(app=app, analytics=analytics):
            answers().print(f"{statement};")
        return
    settings = read_settings()
    set_up_quiet_logs(settings)
    with database(settings) as located:
        try:
            asyncio.run(give_rights(located_url(located), app=app, analytics=analytics))
        except RolesError as error:
            raise CommandError(str(error)) from error
    answers().print("done")
