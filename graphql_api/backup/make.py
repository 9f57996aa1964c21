"""Making a backup: everything that was acknowledged, in one archive."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile

from pyrage import x25519

from graphql_api.backup.archive import CHUNK, PART_BYTES, ArchiveWriter, check_bytes, writing
from graphql_api.backup.data import DataFile, DataFolder
from graphql_api.backup.database import State, snapshot
from graphql_api.backup.failure import BackupError
from graphql_api.backup.manifest import Manifest
from graphql_api.backup.objects import ObjectStore
from graphql_api.backup.programs import dump
from graphql_api.backup.rotation import backups, kept, name_for

DATABASE, DATA, LATER_DATA, OBJECTS = "database", "data", "later-data", "objects"
GROUPS = (DATA, DATABASE, LATER_DATA, OBJECTS)
DUMP = "postgres.dump"

Say = Callable[[str], None]
"""Told what is being done, for a progress bar."""


@dataclass(frozen=True)
class Backup:
    """An archive that was made, and the older ones that went for it."""

    path: Path
    size_bytes: int
    manifest: Manifest
    removed: tuple[Path, ...]


@dataclass(frozen=True)
class Source:
    """What a backup is made of: the database's address, the data folder and the pictures."""

    url: str
    data_dir: Path
    objects: ObjectStore


async def back_up(
    source: Source, folder: Path, *, now: datetime, version: str, key: x25519.Recipient | None, say: Say
) -> Backup:
    """Make an archive in the folder, look whether it reads as it was written, then let go of those not kept any more.

    Every receipt given before this began is in it, whatever goes on meanwhile.

    Args:
        now: names the archive.
        key: whom it is encrypted to; None leaves it readable for whoever can read the file.

    Raises:
        BackupError: it could not be made; the folder is as it was.
    """
    path = folder / name_for(now)
    try:
        _make_folder(folder)
        with writing(path, key) as archive:
            manifest = await _fill(archive, source, version, say)
        say("reading it again")
        size_bytes = check_bytes(path)
        return Backup(path, size_bytes, manifest, _rotate(folder))
    except OSError as error:
        where = error.filename or folder
        raise BackupError(
            f"the backup could not be written ({error.strerror}: {where}): make room or mend the permissions; "
            "the older ones are untouched"
        ) from error


async def _fill(archive: ArchiveWriter, source: Source, version: str, say: Say) -> Manifest:
    for group in GROUPS:
        archive.begin_group(group)
    data = DataFolder(source.data_dir)
    say("the data folder")
    for file in data.before_the_snapshot():
        _add(archive, DATA, file)
    async with snapshot(source.url) as state:
        say("the database")
        archive.add_stream(DATABASE, DUMP, dump(source.url, server=state.server, snapshot=state.snapshot))
    for file in data.after_the_snapshot():
        _add(archive, LATER_DATA, file)
    say("pictures")
    await _add_objects(archive, source.objects)
    manifest = _manifest(archive, state, version, data.spool_records)
    archive.finish(manifest)
    return manifest


async def _add_objects(archive: ArchiveWriter, objects: ObjectStore) -> None:
    async for name, _ in objects.names():
        with SpooledTemporaryFile(max_size=PART_BYTES) as held:
            try:
                async for chunk in objects.read(name):
                    held.write(chunk)
            except FileNotFoundError:
                continue  # deleted since, and its row with it
            size = held.tell()
            held.seek(0)
            archive.add(OBJECTS, name, size, iter(partial(held.read, CHUNK), b""))


def _add(archive: ArchiveWriter, group: str, file: DataFile) -> None:
    archive.add(group, file.name, len(file.content), [file.content])


def _manifest(archive: ArchiveWriter, state: State, version: str, spool_records: int) -> Manifest:
    return Manifest(
        created_at=state.at,
        version=version,
        migrations=state.migrations,
        tables=state.tables,
        groups=archive.sums,
        spool_records=spool_records,
    )


def _rotate(folder: Path) -> tuple[Path, ...]:
    found = backups(folder)
    stay = kept(found.values())
    gone = tuple(path for path, moment in found.items() if moment not in stay)
    for path in gone:
        path.unlink()
    return gone


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o775, parents=True, exist_ok=True)
