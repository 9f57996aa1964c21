"""The command `erase`: everything that one person sent, gone for good."""

import asyncio
from typing import Annotated

import typer

from graphql_api.assembly import make_keeper
from graphql_api.audit.record import COMMAND_LINE
from graphql_api.cli.console import answers, print_json, set_up_quiet_logs
from graphql_api.cli.database import bring_to_head, database, located_url
from graphql_api.cli.failures import fails_in_one_line, resumable
from graphql_api.intake.submission import BrokenRule
from graphql_api.postgres.connect import connected
from graphql_api.retention.erase import Erased, Eraser
from graphql_api.retention.inputs import checked_session
from graphql_api.settings import Settings, read_settings
from graphql_api.tasks.picturing import make_originals, make_storage


@fails_in_one_line
def erase(
    session: Annotated[str, typer.Argument(metavar="SESSION", help="The session's id, as the client sent it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the receipt as JSON.")] = False,
) -> None:
    """Remove everything that came under a session until now, and keep it from coming back.

    Feedback, screenshots, what waits on disk or in quarantine, queued jobs, lines of archives, and all exports. Prints
    how much was removed where.
    """
    session_id = checked_session(session)
    if isinstance(session_id, BrokenRule):
        raise typer.BadParameter(session_id.message, param_hint="SESSION")
    settings = read_settings()
    set_up_quiet_logs(settings)
    with database(settings) as located:
        bring_to_head(located)
        with resumable("not all is gone yet, run the same again"):
            erased = asyncio.run(_erase(located, session_id))
    if as_json:
        print_json(vars(erased))
    else:
        for name, number in vars(erased).items():
            answers().print(f"{name.replace('_', ' '):<20} {number:,}")
    if erased.archives_unreadable:
        raise typer.Exit(1)


async def _erase(settings: Settings, session_id: str) -> Erased:
    async with (
        connected(located_url(settings), pool_size=settings.database_pool_size),
        make_keeper(settings).running(replays=False) as keeper,
    ):
        eraser = Eraser(make_storage(settings), keeper.spool, make_originals(settings), keeper.erased)
        return await eraser.erase(session_id, actor=COMMAND_LINE)
