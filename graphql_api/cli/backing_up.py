"""The commands backup and restore."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from graphql_api.backup.crypt import read_identity, read_public_key
from graphql_api.backup.database import asking
from graphql_api.backup.failure import BackupError
from graphql_api.backup.make import Backup, Say, Source, back_up
from graphql_api.backup.manifest import Manifest
from graphql_api.backup.objects import StorageObjects
from graphql_api.backup.restore import restore as bring_back
from graphql_api.cli.console import answers, print_json, remarks, set_up_quiet_logs
from graphql_api.cli.database import database, located_url
from graphql_api.cli.failures import fails_in_one_line
from graphql_api.settings import Settings, read_settings
from graphql_api.storage.storage import StorageUnavailable, open_storage
from graphql_api.upkeep import note_done
from models.enums import UpkeepKind

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Identity = Annotated[
    Path | None, typer.Option("--identity", help="The file with the age identity, for an encrypted archive.")
]


@fails_in_one_line
def backup(
    to: Annotated[Path | None, typer.Option("--to", help="The folder; else BACKUP_DIR.")] = None,
    as_json: AsJson = False,
) -> None:
    """Put everything that was acknowledged into one archive.

    The service goes on meanwhile. Database, pictures, spool, quarantine and the instance's secret, with checksums.
    Encrypted where BACKUP_PUBLIC_KEY is set. Of older backups in the folder the newest of seven days, four weeks and
    six months stay.
    """
    settings = _settings()
    key = read_public_key(settings.backup_public_key) if settings.backup_public_key else None
    folder = to or settings.backup_folder
    with database(settings) as located, progress() as say:
        try:
            made = asyncio.run(_back_up(located, folder, key, say))
        except StorageUnavailable as error:
            raise BackupError(str(error)) from error
    if as_json:
        print_json(_as_dict(made))
    else:
        out = answers()
        out.print(f"{made.path}  {made.size_bytes:,} bytes" + ("" if key else ", not encrypted: set BACKUP_PUBLIC_KEY"))
        _show(made.manifest)
        if made.removed:
            out.print(f"{len(made.removed)} older backups went")


@fails_in_one_line
def restore(
    archive: Annotated[Path, typer.Argument(help="A backup.")],
    force: Annotated[bool, typer.Option("--force", help="Drop what the database holds.")] = False,
    identity: Identity = None,
    as_json: AsJson = False,
) -> None:
    """Bring a backup back, and prove it.

    Into an empty database and data folder; what comes back is compared with the archive's manifest. Stop servers and
    workers first. An archive that is damaged, or cannot be read to its end, touches nothing.
    """
    settings = _settings()
    opened = read_identity(identity) if identity else None
    with database(settings) as located, progress() as say:
        target = source_of(located)
        try:
            manifest = asyncio.run(bring_back(archive, target, identity=opened, force=force, say=say))
        except OSError as error:
            raise BackupError(f"{error.filename or settings.feedback_data_dir}: {error.strerror}") from error
        except StorageUnavailable as error:
            raise BackupError(str(error)) from error
    if as_json:
        print_json(asdict(manifest))
    else:
        answers().print(f"restored and proved, as of {manifest.created_at:%Y-%m-%d %H:%M:%S} UTC")
        _show(manifest)


def source_of(settings: Settings) -> Source:
    """What a backup is made of, as the settings have it."""
    data_dir = settings.feedback_data_dir
    return Source(located_url(settings), data_dir, StorageObjects(open_storage(settings.storage_address)))


@contextmanager
def progress() -> Iterator[Say]:
    """Says on a terminal what is being done."""
    console = remarks()
    if not console.is_terminal:
        yield lambda _what: None
        return
    with console.status("") as status:
        yield status.update


async def _back_up(settings: Settings, folder: Path, key: object, say: Say) -> Backup:
    made = await back_up(
        source_of(settings), folder, now=datetime.now(UTC), version=version("feedback-service"), key=key, say=say
    )
    async with asking(located_url(settings)) as connection:
        feedback = made.manifest.tables["feedback"].rows
        detail = {"archive": made.path.name, "bytes": made.size_bytes, "feedback": feedback}
        await note_done(UpkeepKind.BACKUP, detail, ask=connection.fetch)
    return made


def _show(manifest: Manifest) -> None:
    out = answers()
    for name in ("feedback", "session", "answer_rating", "analysis"):
        out.print(f"{name:14} {manifest.tables[name].rows:>12,}")
    out.print(f"{'spool':14} {manifest.spool_records:>12,}")
    out.print(f"{'pictures':14} {manifest.groups['objects'].items:>12,}")


def _as_dict(made: Backup) -> dict[str, object]:
    return {
        "path": str(made.path),
        "bytes": made.size_bytes,
        "removed": [str(path) for path in made.removed],
        "manifest": asdict(made.manifest),
    }


def _settings() -> Settings:
    settings = read_settings()
    set_up_quiet_logs(settings)
    return settings
