"""Making a cluster and starting the server on it: the settings, and the programs that are run."""

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from graphql_api.postgres.binaries import MAJOR
from graphql_api.postgres.failure import EmbeddedPostgresError
from graphql_api.postgres.owner import ENVIRONMENT, Owner, open_folder, read_plainly

# Written into postgresql.conf, where whoever runs the service may change them.
TUNABLE = {
    "listen_addresses": "",
    "max_connections": "150",
    "shared_buffers": "96MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "512MB",
    "jit": "off",
}
# Given at every start, where no file and no ALTER SYSTEM can undo them.
FIXED = {
    # A receipt is a promise.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # Nobody but the processes of this service.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # People's words must not reach a log: messages of failed statements quote values, and so do DETAIL and STATEMENT.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_duration": "off",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_autovacuum_min_duration": "-1",
    "log_lock_waits": "off",
    "log_temp_files": "-1",
    "log_checkpoints": "off",
    # One log for each day of the week, begun afresh after seven days.
    "logging_collector": "on",
    "log_destination": "stderr",
    "log_directory": "log",
    "log_filename": "postgres-%u.log",
    "log_file_mode": "0600",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Containers have 64 MB of /dev/shm, and systemd clears it when the user logs out.
    "dynamic_shared_memory_type": "mmap",
    "min_dynamic_shared_memory": "16MB",
    "io_method": "sync",
}
if sys.platform == "linux":
    # After a crash one call for the whole disk instead of one for each of a thousand files: seconds saved.
    FIXED["recovery_init_sync_method"] = "syncfs"
BIGGEST_LOG_BYTES = 16 << 20
SOCKET_NAME = ".s.PGSQL.5432"
# macOS allows 103 bytes, Linux 107.
LONGEST_SOCKET_BYTES = 103
# asyncpg and PostgreSQL both split a list of hosts at commas, and URLs have their own rules.
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True)
class Programs:
    """The programs of PostgreSQL and the user who runs them."""

    folder: Path
    owner: Owner

    def make_cluster(self, cluster: Path, lock: int) -> None:
        """A new cluster that appears whole or not at all, and clears what earlier attempts left.

        `lock` is held until the last program ends, even if we are killed meanwhile.
        """
        for left_over in cluster.parent.glob("initdb-*"):
            shutil.rmtree(left_over)
        draft = cluster.with_name(f"initdb-{secrets.token_hex(4)}")
        self.owner.make_folder(draft)
        self._initdb(draft, lock)
        draft.rename(cluster)
        sync_folder(cluster.parent)

    def launch(self, cluster: Path, sockets: Path, tag: str, lock: int) -> None:
        """Start the server as a stranger to this process: it outlives us, and Ctrl-C does not reach it.

        It holds `lock` for as long as any process of it lives.
        """
        for log in (cluster / "log").glob("postgres-*.log"):
            if log.stat().st_size > BIGGEST_LOG_BYTES:
                log.unlink()
        settings = FIXED | {"unix_socket_directories": str(sockets), "cluster_name": tag}
        with (
            _reachable(cluster, self.owner) as (path, descriptors),
            self._new_file(startup_log(cluster)) as log_file,
        ):
            command = [str(self.folder / "postgres"), "-D", path]
            command += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
            # The shell ends at once, so that the server becomes a child of the system's first process.
            detach = 'ulimit -c 0; umask 077; "$@" </dev/null &'
            subprocess.run(  # noqa: S603
                ["/bin/sh", "-c", detach, "sh", *command],
                cwd="/",
                env=ENVIRONMENT,
                stdout=log_file,
                stderr=log_file,
                pass_fds=(lock, *descriptors),
                start_new_session=True,
                check=True,
                **self.owner.identity(),
            )

    def _new_file(self, path: Path) -> IO[bytes]:
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self.owner.take(descriptor)
        return open(descriptor, "wb")

    def _initdb(self, draft: Path, lock: int) -> None:
        with _reachable(draft, self.owner) as (path, descriptors):
            command = [str(self.folder / "initdb"), "-D", path, "-U", "postgres", "-E", "UTF8"]
            # The socket lies in a folder that only the server's user and root can enter; TCP stays shut either way.
            command += ["--auth-local=trust", "--auth-host=reject"]
            command += ["--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8"]
            command += ["--data-checksums", "--no-instructions"]
            command += [word for name, value in TUNABLE.items() for word in ("-c", f"{name}={value}")]
            done = subprocess.run(  # noqa: S603
                command,
                cwd="/",
                env=ENVIRONMENT,
                capture_output=True,
                text=True,
                pass_fds=(lock, *descriptors),
                start_new_session=True,
                check=False,
                **self.owner.identity(),
            )
        if done.returncode != 0:
            raise EmbeddedPostgresError(f"initdb could not make {draft.parent}/cluster: {done.stderr.strip()[-400:]}")


def data_version(cluster: Path) -> int | None:
    """The major version that wrote the cluster; None when there is no cluster."""
    if not cluster.exists():
        return None
    try:
        return int((cluster / "PG_VERSION").read_text())
    except (FileNotFoundError, ValueError):
        raise EmbeddedPostgresError(f"{cluster} is no PostgreSQL data folder: move it away and start again") from None


def refuse_other_version(cluster: Path) -> None:
    """Raise when another major version wrote the cluster: this one would not read it."""
    version = data_version(cluster)
    if version not in {None, MAJOR}:
        raise EmbeddedPostgresError(
            f"{cluster} was written by PostgreSQL {version} and this is {MAJOR}: dump it there with pg_dump "
            f"and load it into a new data folder, or run {version} and set DATABASE_URL"
        )


def socket_folder(folder: Path, tag: str, owner: Owner) -> Path:
    """A folder for the socket that only `owner` and root can enter: inside the data folder, else under /tmp.

    The same one for every process on the data folder, as the URL of the database contains it.
    """
    inside = folder / "run"
    fits = len(os.fsencode(inside / SOCKET_NAME)) <= LONGEST_SOCKET_BYTES and PLAIN_PATH.fullmatch(str(inside))
    chosen = inside if fits and (owner.is_us or owner.can("-x", on=folder)) else Path(f"/tmp/{tag}-{owner.uid}")  # noqa: S108
    with suppress(FileExistsError):
        owner.make_folder(chosen)
    descriptor = open_folder(chosen)
    try:
        if os.fstat(descriptor).st_uid not in {owner.uid, os.geteuid()}:
            raise EmbeddedPostgresError(f"{chosen} belongs to somebody else: remove it and start again")
        owner.take(descriptor)
        os.fchmod(descriptor, 0o700)
    finally:
        os.close(descriptor)
    return chosen


def clear_socket(sockets: Path) -> None:
    """Remove what a dead server left; only for who knows that it is dead."""
    for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        (sockets / name).unlink(missing_ok=True)


def remove_socket_folder(sockets: Path) -> None:
    """Leave nothing under /tmp after the server has ended."""
    clear_socket(sockets)
    with suppress(OSError):  # somebody else's file in it is no reason to fail
        sockets.rmdir()


def startup_log(cluster: Path) -> Path:
    """Where the server writes until its own log is open."""
    return cluster.parent / "startup.log"


def last_words(cluster: Path) -> str:
    """The last complaint of a server that did not start."""
    logs = sorted((cluster / "log").glob("postgres-*.log"), key=lambda log: log.lstat().st_mtime)[-1:]
    for log in (startup_log(cluster), *logs):
        lines = read_plainly(log).decode(errors="replace").splitlines()[-50:] if log.exists() else []
        complaints = [line for line in lines if "FATAL" in line or "PANIC" in line] or lines[-1:]
        if complaints and "redirecting log output" not in complaints[-1] and "Future log output" not in complaints[-1]:
            return complaints[-1]
    return f"see {startup_log(cluster)} and {cluster / 'log'}"


def sync_folder(folder: Path) -> None:
    """Make names in the folder last through a power cut."""
    descriptor = open_folder(folder)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _reachable(folder: Path, owner: Owner) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A path by which `owner` reaches the folder, and the descriptors that it needs for that.

    Below a parent that the owner may not pass (data of root in /root) that is an open descriptor: the data stay where
    they were asked for, and the parent keeps its mode.
    """
    if owner.is_us or owner.can("-x", on=folder):
        yield str(folder), ()
        return
    if sys.platform != "linux":
        raise EmbeddedPostgresError(f"user {owner.name} cannot enter {folder}: move the data to where that user can")
    descriptor = open_folder(folder)
    try:
        yield f"/proc/self/fd/{descriptor}", (descriptor,)
    finally:
        os.close(descriptor)
