"""The command verify."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from graphql_api.assembly import make_keeper
from graphql_api.backup.crypt import read_identity
from graphql_api.backup.database import asking
from graphql_api.backup.failure import BackupError
from graphql_api.backup.restore import restore_copy
from graphql_api.backup.rotation import backups
from graphql_api.cli.backing_up import AsJson, Identity, progress
from graphql_api.cli.console import answers, print_json, set_up_quiet_logs
from graphql_api.cli.database import database, located_url
from graphql_api.cli.failures import fails_in_one_line
from graphql_api.errors import StartupError
from graphql_api.settings import Settings, read_settings
from graphql_api.spool.spool import Spool
from graphql_api.tasks.picturing import make_originals, make_storage
from graphql_api.upkeep import note_done
from graphql_api.verify import (
    Check,
    archive_check,
    database_checks,
    machine_checks,
    name_check,
    picture_check,
    spool_checks,
)
from models.enums import UpkeepKind


@fails_in_one_line
def verify(
    archive: Annotated[Path | None, typer.Argument(help="A backup; else the newest in BACKUP_DIR.")] = None,
    with_copy: Annotated[
        bool, typer.Option("--restore-copy", help="Restore it into a scratch database, and prove it.")
    ] = False,
    identity: Identity = None,
    as_json: AsJson = False,
) -> None:
    """Look whether the service is kept well; exits with 1 if not.

    Folders, disk, clock, names, database, queue, spool, pictures and backups. Says of each what it found and what
    mends it.
    """
    settings = read_settings()
    set_up_quiet_logs(settings)
    checks = [*machine_checks(settings), asyncio.run(name_check(settings))]
    try:
        with database(settings) as located:
            checks += asyncio.run(_with_database(located, archive, identity, with_copy=with_copy))
    except StartupError as error:
        checks.append(Check("database", is_well=False, message=str(error)))
    checks.append(archive_check(settings.backup_folder))
    _show(checks, as_json=as_json)
    if not all(check.is_well for check in checks):
        raise typer.Exit(1)


async def _with_database(
    settings: Settings, archive: Path | None, identity: Path | None, *, with_copy: bool
) -> list[Check]:
    checks = await database_checks(located_url(settings))
    with suppress(OSError):  # the folder's check says it
        async with make_keeper(settings).running(replays=False) as keeper:
            checks += spool_checks(await keeper.spool.status())
            if all(check.is_well for check in checks if check.name in {"database", "migrations"}):
                checks.append(await _picture_check(settings, keeper.spool))
    if with_copy:
        checks.append(
            await _copy_check(settings, archive or next(iter(backups(settings.backup_folder)), None), identity)
        )
    return checks


async def _picture_check(settings: Settings, spool: Spool) -> Check:
    try:
        storage = make_storage(settings)
    except StartupError as error:
        return Check("pictures", is_well=False, message=str(error))
    return await picture_check(located_url(settings), storage, make_originals(settings), spool)


async def _copy_check(settings: Settings, archive: Path | None, identity: Path | None) -> Check:
    if archive is None:
        return Check(
            "restored copy", is_well=False, message="there is no backup to restore: `feedback backup` makes one"
        )
    url = located_url(settings)
    try:
        with progress() as say:
            opened = read_identity(identity) if identity else None
            manifest = await restore_copy(archive, url, identity=opened, say=say)
        async with asking(url) as connection:
            await note_done(UpkeepKind.RESTORE_TEST, {"archive": archive.name}, ask=connection.fetch)
    except BackupError as error:
        return Check("restored copy", is_well=False, message=str(error))
    rows = sum(table.rows for table in manifest.tables.values())
    message = f"{archive.name}: {len(manifest.tables)} tables, {rows:,} rows, all as they were"
    return Check("restored copy", is_well=True, message=message)


def _show(checks: list[Check], *, as_json: bool) -> None:
    if as_json:
        shown = [{"name": check.name, "isWell": check.is_well, "message": check.message} for check in checks]
        print_json({"isWell": all(check.is_well for check in checks), "checks": shown})
        return
    out = answers()
    for check in checks:
        out.print(f"{'ok  ' if check.is_well else 'LOOK'}  {check.name:14} {check.message}")
