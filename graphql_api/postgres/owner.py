"""The operating system user that PostgreSQL runs as: PostgreSQL refuses to be root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from graphql_api.postgres.failure import EmbeddedPostgresError

FALLBACK_NAMES = ("postgres", "nobody")
# No settings and no secrets of ours: other programs of the same user can read a server's environment.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Owner:
    """Who owns the cluster and runs its server; ourselves unless we are root."""

    uid: int
    gid: int
    name: str

    @property
    def is_us(self) -> bool:
        return self.uid == os.geteuid()

    def identity(self) -> _Identity:
        """The arguments of `subprocess` that start a program as this user."""
        if self.is_us:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": os.getgrouplist(self.name, self.gid)}

    def take(self, descriptor: int) -> None:
        """Give a file or folder that we just made to this user."""
        if not self.is_us:
            os.fchown(descriptor, self.uid, self.gid)

    def make_folder(self, path: Path) -> None:
        """A new folder that only this user and root can enter."""
        path.mkdir(mode=0o700)
        descriptor = open_folder(path)
        try:
            self.take(descriptor)
        finally:
            os.close(descriptor)

    def can(self, *conditions: str, on: Path) -> bool:
        """Whether `test -x` and the like hold for this user; as ourselves parents count as well."""
        program = " && ".join(f'test {condition} "$1"' for condition in conditions)
        return self.succeeds("/bin/sh", "-c", program, "sh", str(on))

    def succeeds(self, *command: str) -> bool:
        """Whether this user can run the command and it ends well."""
        try:
            done = subprocess.run(  # noqa: S603
                command, cwd="/", env=ENVIRONMENT, capture_output=True, check=False, timeout=30, **self.identity()
            )
        except OSError:
            return False
        return done.returncode == 0


def open_folder(path: Path) -> int:
    """A descriptor of the folder itself. Links are refused: to root, names in somebody's folder may be traps."""
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)


def read_plainly(path: Path) -> bytes:
    """What is in the file; links are refused."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as file:
        return file.read()


def choose_owner(folder: Path, cluster: Path) -> Owner:
    """Whoever owns the cluster or the folder; when that is root, the first of postgres and nobody that exists."""
    uid = os.geteuid()
    if uid != 0:
        if cluster.exists() and cluster.stat().st_uid != uid:
            raise EmbeddedPostgresError(
                f"{cluster} belongs to {_name(cluster.stat().st_uid)}: run as that user or as root"
            )
        return _known(uid)
    if cluster.exists():
        if cluster.stat().st_uid == 0:
            raise EmbeddedPostgresError(
                f"{cluster} belongs to root, which PostgreSQL refuses: chown -R it to postgres or nobody"
            )
        return _known(cluster.stat().st_uid)
    if folder.exists() and folder.stat().st_uid != 0:
        return _known(folder.stat().st_uid)
    return _fallback()


def _known(uid: int) -> Owner:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedPostgresError(
            f"user id {uid} has no name on this machine, as PostgreSQL wants: add it to /etc/passwd or set DATABASE_URL"
        ) from None
    return Owner(uid, entry.pw_gid, entry.pw_name)


def _fallback() -> Owner:
    for name in FALLBACK_NAMES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(entry.pw_uid, entry.pw_gid, name)
    raise EmbeddedPostgresError("PostgreSQL refuses to run as root and there is no user postgres or nobody: add one")


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user id {uid}"
