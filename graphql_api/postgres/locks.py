"""Locks on files, which the kernel lets go of when their holder dies, however it dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graphql_api.postgres.failure import EmbeddedPostgresError
from graphql_api.postgres.owner import Owner

POLL_SECONDS = 0.01


def open_lock(path: Path, owner: Owner) -> int:
    """A new descriptor of the lock file, made for `owner` when missing. Programs started later do not get it."""
    flags = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        descriptor = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return os.open(path, flags)
    owner.take(descriptor)
    return descriptor


def try_lock(descriptor: int, *, shared: bool = False) -> bool:
    """Whether the lock could be had at once."""
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_free(path: Path, owner: Owner) -> bool:
    """Whether nobody holds the lock."""
    descriptor = open_lock(path, owner)
    try:
        return try_lock(descriptor)
    finally:
        os.close(descriptor)


def let_go(descriptor: int) -> None:
    """Give the lock up, also where a forked child has kept a copy of the descriptor."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)


@contextmanager
def alone(path: Path, owner: Owner, *, within_seconds: float) -> Iterator[None]:
    """Hold the lock exclusively, against other processes and against other threads of this one."""
    descriptor = open_lock(path, owner)
    try:
        deadline = time.monotonic() + within_seconds
        while not try_lock(descriptor):
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"{path} has been locked for {within_seconds:.0f} s: end the process that hangs and start again"
                )
            time.sleep(POLL_SECONDS)
        yield
    finally:
        let_go(descriptor)
