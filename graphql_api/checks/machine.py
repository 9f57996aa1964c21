"""Disk, folders, clock and names. Each function answers with a trouble, or None when all is well."""

import asyncio
import errno
import os
import shutil
import socket
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from graphql_api.postgres.address import host_of
from graphql_api.settings import Settings
from graphql_api.spool.files import Files

# Half of what a full disk takes along is noticed too late: from here on somebody should look.
MOST_USED = 0.8
MOST_SKEW = timedelta(seconds=60)
LOOKUP_SECONDS = 2.0
SPOOL_MODE, RECORD_MODE = 0o775, 0o664
PROBE = ".write-probe"


@dataclass(frozen=True)
class Disk:
    """A file system as `df` shows it to people without privileges. `used_ratio` is from 0 to 1."""

    used_ratio: float
    free_bytes: int


def existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there already."""
    folder = folder.absolute()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def disk_of(folder: Path) -> Disk:
    """The file system that a folder is on, or will be. Raises OSError."""
    usage = shutil.disk_usage(existing(folder))
    return Disk(usage.used / max(1, usage.used + usage.free), usage.free)


def disk_trouble(folder: Path) -> str | None:
    """Whether there is room for what comes."""
    try:
        disk = disk_of(folder)
    except OSError as error:
        return f"{folder} cannot be looked at ({error.strerror}): mount it, or set FEEDBACK_DATA_DIR"
    if disk.used_ratio <= MOST_USED:
        return None
    free = f"{disk.free_bytes / 2**20:,.0f} MiB"
    return f"the disk of {folder} is {disk.used_ratio:.0%} full ({free} left): make room or give it a larger one"


def folder_trouble(data_dir: Path) -> str | None:
    """Whether the data folder can be written, and its spool is as open and as closed as it should be."""
    owner = f"chown -R {os.geteuid()}:{os.getegid()} {data_dir}"
    try:
        _write_and_sync(existing(data_dir) if not data_dir.exists() else data_dir)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EPERM}:
            return f"{data_dir} cannot be written by user {os.geteuid()}: {owner}"
        if error.errno == errno.EROFS:
            return f"{data_dir} is mounted read-only: mount it for writing"
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return f"{data_dir} cannot be written (no space left): make room"
        return f"{data_dir} cannot be written ({error.strerror}): look at the disk"
    return _wrong_mode(data_dir)


def clock_trouble(database_now: datetime, machine_now: datetime) -> str | None:
    """Whether the two clocks agree. Retention deletes by the database's, and refuses while they do not."""
    skew = machine_now - database_now
    if abs(skew) <= MOST_SKEW:
        return None
    side = "ahead of" if skew > timedelta(0) else "behind"
    return f"this machine's clock is {abs(skew).total_seconds():,.0f} s {side} the database's: set both by NTP"


def volume_trouble(data_dir: Path, *, is_container: bool) -> str | None:
    """Whether the data folder outlives the container that this runs in."""
    if not is_container or existing(data_dir).stat().st_dev != Path("/").stat().st_dev:
        return None
    return f"{data_dir} is inside the container and goes away with it: mount a volume there"


def addresses_of(settings: Settings) -> list[str]:
    """The addresses of all machines that the service cannot do without as it is set up."""
    storage = dict(parse_qsl(urlsplit(settings.storage_address).query)).get("endpoint")
    ai = settings.openai_base_url if settings.openai_api_key and settings.ai_provider_enabled else None
    given = (settings.database_url, settings.redis_url, storage, ai, settings.otel_exporter_otlp_endpoint)
    return [address for address in given if address]


async def name_trouble(urls: Iterable[str]) -> str | None:
    """Whether the machines named in addresses have IP addresses; those named by IP or socket are not asked for."""
    for host in filter(None, (host_of(url) for url in urls)):
        looking = asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
        try:
            await asyncio.wait_for(looking, LOOKUP_SECONDS)
        except (OSError, TimeoutError):
            return f"the name {host} cannot be resolved: look at DNS (/etc/resolv.conf), or use its IP address"
    return None


def _write_and_sync(folder: Path) -> None:
    files, probe = Files(), folder / f"{PROBE}.{os.getpid()}"
    descriptor = files.replace(probe)
    try:
        files.write(descriptor, b"\n")
        files.fsync(descriptor)
    finally:
        files.close(descriptor)
        files.unlink(probe)


def _wrong_mode(data_dir: Path) -> str | None:
    spool = data_dir / "spool"
    for path in [spool, spool / "quarantine", *spool.glob("feedback_*.jsonl")]:
        try:
            found = path.stat()
        except FileNotFoundError:
            continue  # not made yet, or replayed since
        mode, expected = stat.S_IMODE(found.st_mode), SPOOL_MODE if stat.S_ISDIR(found.st_mode) else RECORD_MODE
        if mode != expected:
            return f"{path} has the mode {mode:o}: chmod {expected:o} {path}"
        if found.st_uid != os.geteuid() and os.geteuid() != 0:
            return f"{path} belongs to user {found.st_uid}, and this is {os.geteuid()}: chown it"
    return None
