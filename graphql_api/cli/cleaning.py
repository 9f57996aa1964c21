"""The command `cleanup`: archive and delete what is old."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from graphql_api.audit.record import COMMAND_LINE
from graphql_api.cli.console import answers, print_json, progress_bars, remarks, set_up_quiet_logs
from graphql_api.cli.database import bring_to_head, database, located_url
from graphql_api.cli.failures import CommandError, fails_in_one_line, resumable
from graphql_api.postgres.connect import connected
from graphql_api.retention.cleanup import Cleaned, CleanupRefused, clean_up, dry_run
from graphql_api.retention.preview import MOST_DAYS
from graphql_api.settings import Settings, read_settings
from graphql_api.tasks.picturing import make_originals, make_storage


@fails_in_one_line
def cleanup(
    days: Annotated[
        int | None,
        typer.Option("--days", min=1, max=MOST_DAYS, help="How many days are kept. Without: RETENTION_DAYS."),
    ] = None,
    only_count: Annotated[bool, typer.Option("--dry-run", help="Only say what would be deleted.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Archive feedback that is older than some days, with its screenshots, and delete it.

    What is not archived is not deleted. Stopped in the middle, it goes on when it is run again.
    """
    settings = read_settings()
    set_up_quiet_logs(settings)
    with database(settings) as located:
        bring_to_head(located)
        try:
            with resumable("run the same again, it goes on where it stopped"):
                cleaned = asyncio.run(_clean_up(located, days, only_count=only_count))
        except CleanupRefused as refused:
            raise CommandError(f"{refused} Nothing more was deleted.") from refused
    if as_json:
        print_json(cleaned.as_dict())
        return
    verb = "would be deleted" if cleaned.dry_run else "deleted"
    place = f", archived in {cleaned.archive}" if cleaned.archive else ""
    answers().print(
        f"{cleaned.submissions_deleted:,} feedbacks and {cleaned.screenshots_deleted:,} screenshots from before "
        f"{cleaned.cutoff:%Y-%m-%d %H:%M:%S} UTC {verb}{place}"
    )


async def _clean_up(settings: Settings, named: int | None, *, only_count: bool) -> Cleaned:
    days = named or settings.retention_days
    async with connected(located_url(settings), pool_size=settings.database_pool_size):
        due = await dry_run(days, now=datetime.now(UTC))
        if only_count:
            return due
        with progress_bars(remarks()) as bars:
            bar = bars.add_task("deleting", total=due.submissions_deleted)
            return await clean_up(
                days,
                storage=make_storage(settings),
                remove_originals=make_originals(settings).remove,
                actor=COMMAND_LINE,
                read_days=None if named else lambda: read_settings().retention_days,
                show=lambda deleted: bars.update(bar, completed=deleted),
            )
