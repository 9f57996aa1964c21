"""Bringing an archive back, and proving that what came back is what went in."""

from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from uuid import uuid4

from pyrage import x25519

from graphql_api.backup.archive import Item, Summing, check_bytes, reading
from graphql_api.backup.data import DataFile, waiting, write
from graphql_api.backup.database import asking, clear, filled_tables, is_served, scratch, server_major, sums
from graphql_api.backup.failure import BackupError
from graphql_api.backup.graves import bury_again, keep_graves
from graphql_api.backup.make import DATA, DATABASE, LATER_DATA, OBJECTS, Say, Source
from graphql_api.backup.manifest import Manifest
from graphql_api.backup.programs import fitting, load
from graphql_api.postgres.address import with_database
from graphql_api.postgres.migrate import MIGRATIONS


async def restore(
    archive: Path, target: Source, *, identity: x25519.Identity | None, force: bool, say: Say
) -> Manifest:
    """Put everything back into an empty database and data folder, and prove it against the manifest.

    With `force` what the database holds is dropped, once the archive has been found whole. What waits in the data
    folder's spool stays in any case, because it was acknowledged and is nowhere else: it is replayed on top. What had
    been erased since the archive was made is erased again, in archives of cleanups and the spool too. Killed in the
    middle, it can be done again with `force`.

    Raises:
        BackupError: nothing was touched where the archive is damaged, the target is not empty or a server is
            connected to it; else it says what could not be brought back or came back different.
    """
    say("checking the archive")
    check_archive(archive, identity)
    await _refuse_what_is_there(target, force=force)
    major = await server_major(target.url)
    fitting("pg_restore", major)
    graves = await keep_graves(target)
    with reading(archive, identity) as reader:
        await clear(target.url)
        read_back: dict[str, Summing] = {}
        for group, items in groupby(reader.items(), key=lambda item: item.group):
            say(f"the {group.replace('-', ' ')}")
            if group == DATABASE:
                load(target.url, _joined(items), server=major)
            elif group in {DATA, LATER_DATA, OBJECTS}:
                await _put_back(items, target, read_back.setdefault(group, Summing()))
        manifest = reader.manifest()
    _prove_files(read_back, manifest)
    await _prove_tables(target.url, manifest)
    say("what was erased since")
    await bury_again(target, graves)
    return manifest


def check_archive(archive: Path, identity: x25519.Identity | None) -> Manifest:
    """Read all of an archive and hold it against its checksums; writes nothing.

    Raises:
        BackupError: it is damaged, cannot be decrypted, or was made by a newer version of the service.
    """
    check_bytes(archive)
    with reading(archive, identity) as reader:
        _drain(reader.items())
        manifest = reader.manifest()
    unknown = set(manifest.migrations) - {path.name for path in (MIGRATIONS / "models").glob("[0-9]*.py")}
    if unknown:
        raise BackupError(f"the archive was made by version {manifest.version}, which is newer: restore with that")
    return manifest


async def restore_copy(archive: Path, url: str, *, identity: x25519.Identity | None, say: Say) -> Manifest:
    """Restore the archive's database beside the one of `url`, prove it, and drop it again. Data folder and pictures are
    read and held against the manifest, and written nowhere.

    Raises:
        BackupError: it could not be restored, or came back different.
    """
    check_archive(archive, identity)
    name = f"feedback_restore_test_{uuid4().hex[:12]}"
    major = await server_major(url)
    async with scratch(url, name):
        copy = with_database(url, name)
        with reading(archive, identity) as reader:
            for group, items in groupby(reader.items(), key=lambda item: item.group):
                say(f"the {group.replace('-', ' ')}")
                if group == DATABASE:
                    load(copy, _joined(items), server=major)
                else:
                    _drain(items)
            manifest = reader.manifest()
        await _prove_tables(copy, manifest)
    return manifest


async def _refuse_what_is_there(target: Source, *, force: bool) -> None:
    if await is_served(target.url):
        raise BackupError("a server or worker is connected to this database: stop it first, then restore")
    if force:
        return
    if filled := await filled_tables(target.url):
        raise BackupError(f"the database is not empty ({', '.join(filled[:5])}): --force drops all it holds")
    if number := waiting(target.data_dir):
        raise BackupError(f"{number} files wait in {target.data_dir}/spool: --force restores, and they are replayed")


async def _put_back(items: Iterable[Item], target: Source, read_back: Summing) -> None:
    for item in items:
        read_back.begin(item.name)
        if item.group == OBJECTS:
            await target.objects.write(item.name, _asynchronous(item.chunks()))
            async for chunk in target.objects.read(item.name):
                read_back.add(chunk)
        else:
            read_back.add(write(target.data_dir, DataFile(item.name, b"".join(item.chunks()))))


def _prove_files(read_back: dict[str, Summing], manifest: Manifest) -> None:
    for group, summing in read_back.items():
        if summing.sum != manifest.groups[group]:
            raise BackupError(f"what was written of the {group} is not what the manifest says: look at the disk")


async def _prove_tables(url: str, manifest: Manifest) -> None:
    async with asking(url) as connection:
        found = await sums(connection)
    wrong = sorted(
        name for name in found.keys() | manifest.tables.keys() if found.get(name) != manifest.tables.get(name)
    )
    if wrong:
        raise BackupError(f"tables came back different from the manifest: {', '.join(wrong)}")


def _joined(items: Iterable[Item]) -> Iterator[bytes]:
    for item in items:
        yield from item.chunks()


def _drain(items: Iterable[Item]) -> None:
    for item in items:
        for _ in item.chunks():
            pass


async def _asynchronous(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk
