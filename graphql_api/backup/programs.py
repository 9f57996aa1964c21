"""PostgreSQL's own pg_dump and pg_restore: which ones fit a server, and running them as streams."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import IO

from graphql_api.backup.failure import BackupError
from graphql_api.postgres.address import password_of, without_password
from graphql_api.postgres.binaries import find_programs
from graphql_api.postgres.failure import EmbeddedPostgresError
from graphql_api.postgres.owner import ENVIRONMENT, Owner

CHUNK = 1 << 20
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
# What pg_dump leaves out: who owns what is the new place's affair, and only a superuser may say what pgvector is for.
PLAIN = ("--no-owner", "--no-privileges", "--no-comments", "--no-password")


def fitting(program: str, server: int) -> Path:
    """The program for a server of a major version: of that version if there is one, else of a newer one.

    Raises:
        BackupError: there is none.
    """
    found = {path: _major(path) for path in _candidates(program)}
    fit = [path for path, major in found.items() if major == server] or [
        path for path, major in found.items() if major > server
    ]
    if not fit:
        versions = ", ".join(str(major) for major in found.values()) or "none"
        raise BackupError(
            f"PostgreSQL {server} needs {program} {server} or newer, and here is {versions}: "
            f"install postgresql-client-{server}, or run this where it is"
        )
    return fit[0]


def dump(url: str, *, server: int, snapshot: str) -> Iterator[bytes]:
    """The database as pg_dump's custom format has it, of an exported snapshot.

    Raises:
        BackupError: pg_dump failed.
    """
    command: list[Path | str] = [fitting("pg_dump", server), "--format=custom", f"--snapshot={snapshot}", *PLAIN]
    command.append(f"--dbname={without_password(url)}")
    with tempfile.TemporaryFile() as complaints:
        process = _started(command, url, complaints.fileno())
        assert process.stdout is not None
        try:
            while data := process.stdout.read(CHUNK):
                yield data
        finally:
            # One that is not read to its end stops at its next write.
            process.stdout.close()
            code = process.wait()
        if code != 0:
            raise BackupError(f"pg_dump failed: {_complaint(complaints)}")


def load(url: str, chunks: Iterable[bytes], *, server: int) -> None:
    """Bring what `dump` gave into an empty database, all or nothing.

    Raises:
        BackupError: pg_restore failed.
    """
    command: list[Path | str] = [fitting("pg_restore", server), "--single-transaction", "--exit-on-error", *PLAIN]
    command.append(f"--dbname={without_password(url)}")
    with tempfile.TemporaryFile() as complaints:
        process = _started(command, url, complaints.fileno())
        assert process.stdin is not None
        try:
            for data in chunks:
                process.stdin.write(data)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it says why
        except BaseException:
            process.kill()
            raise
        finally:
            code = process.wait()
        if code != 0:
            raise BackupError(f"pg_restore failed: {_complaint(complaints)}")


@cache
def _candidates(program: str) -> tuple[Path, ...]:
    places: list[Path] = []
    with contextlib.suppress(EmbeddedPostgresError):  # this platform has none of ours
        places.append(find_programs(Owner(os.geteuid(), os.getegid(), "")) / program)
    if (on_path := shutil.which(program)) is not None:
        places.append(Path(on_path))
    return tuple(path for path in places if path.exists())


@cache
def _major(path: Path) -> int:
    done = subprocess.run([path, "--version"], env=ENVIRONMENT, capture_output=True, text=True, check=False)  # noqa: S603
    match = VERSION.search(done.stdout)
    return int(match[1]) if match else 0


def _started(command: list[Path | str], url: str, complaints: int) -> subprocess.Popen[bytes]:
    # Neither arguments nor a file of ours show the password.
    password = password_of(url)
    environment = ENVIRONMENT | ({"PGPASSWORD": password} if password else {})
    is_dump = Path(command[0]).name == "pg_dump"
    return subprocess.Popen(  # noqa: S603
        command,
        env=environment,
        stdin=subprocess.DEVNULL if is_dump else subprocess.PIPE,
        stdout=subprocess.PIPE if is_dump else subprocess.DEVNULL,
        stderr=complaints,
        bufsize=0 if is_dump else -1,
    )


def _complaint(complaints: IO[bytes]) -> str:
    """The first error; other lines may hold values."""
    complaints.seek(0)
    lines = complaints.read(4096).decode(errors="replace").splitlines()
    return next((line for line in lines if "error" in line), "it did not say why")
