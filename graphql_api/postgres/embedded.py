"""A PostgreSQL of our own, for when no DATABASE_URL is given.

Several processes may use one data folder at the same time. Each holds a shared lock for its life, so that the last
one out knows that it is the last and stops the server; the kernel drops the lock of a process that is killed, and the
server stays up for the next one. The server itself and all its children hold a second lock, so that a new one never
starts beside a remainder of the old, whatever stands in pidfiles.
"""

import hashlib
import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from graphql_api.postgres.binaries import find_programs
from graphql_api.postgres.failure import EmbeddedPostgresError
from graphql_api.postgres.locks import POLL_SECONDS, alone, is_free, let_go, open_lock, try_lock
from graphql_api.postgres.owner import Owner, choose_owner
from graphql_api.postgres.postmaster import Cluster, end, reap_dead_servers
from graphql_api.postgres.probe import NO_SUCH_DATABASE, Answer, ask
from graphql_api.postgres.server import (
    SOCKET_NAME,
    Programs,
    clear_socket,
    last_words,
    refuse_other_version,
    remove_socket_folder,
    socket_folder,
)

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]

DATABASE = "feedback"
START_SECONDS = 90.0  # replaying the log after a crash takes its time
ORPHAN_GRACE_SECONDS = 3.0
FAST_STOP_SECONDS = 30.0
IMMEDIATE_STOP_SECONDS = 5.0

logger = logging.getLogger(__name__)


class EmbeddedPostgres:
    """The PostgreSQL of one data folder. Its methods block, and may be called from several threads.

    Every failure that an operator can act on is an EmbeddedPostgresError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.expanduser().resolve()
        self._membership: int | None = None
        self._member_pid = 0
        self._owner: Owner | None = None
        self._tag = ""
        self._sockets: Path | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> str:
        """Use the running server or start one, join its users, and return the URL of the database `feedback`."""
        with self._os_errors_named():
            self._prepare()
            with self._alone():
                self._join()
                try:
                    self._bring_up()
                    self._ensure_database()
                except BaseException:
                    self._abandon()
                    raise
        return self.dsn(DATABASE)

    def ensure_running(self) -> None:
        """Bring the server back if it is gone. Cheap when it is there. Only between `start` and `stop`."""
        if self._membership is None:
            raise EmbeddedPostgresError(f"the PostgreSQL of {self._folder} was not started by this process: call start")
        if self._is_up():
            return
        with self._os_errors_named(), self._alone():
            self._bring_up()

    def stop(self) -> None:
        """Leave; when nobody else uses the server, stop it. Does nothing when not started, or in a forked child."""
        if self._membership is None or self._member_pid != os.getpid():
            return
        with self._os_errors_named(), self._alone():
            try:
                if try_lock(self._membership):
                    self._shut_down()
            finally:
                self._leave()

    def dsn(self, database: str) -> str:
        """The URL of a database on this server, for asyncpg and Tortoise."""
        # With the port, so that PGPORT in the environment of a caller does not count.
        return f"postgresql://postgres@/{quote(database, safe='')}?host={self._socket_folder}&port=5432"

    def _prepare(self) -> None:
        cluster = self._folder / "cluster"
        self._owner = choose_owner(self._folder, cluster)
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            self._owner.make_folder(self._folder)
        # The path alone would not do: two containers on one machine both say /data.
        place = self._folder.stat()
        name = b"%d:%d:%s" % (place.st_dev, place.st_ino, os.fsencode(self._folder))
        self._tag = f"feedback-pg-{hashlib.sha256(name).hexdigest()[:12]}"
        refuse_other_version(cluster)

    @contextmanager
    def _os_errors_named(self) -> Iterator[None]:
        try:
            yield
        except PermissionError as error:
            raise EmbeddedPostgresError(
                f"no permission for {error.filename or self._folder}: give {self._folder} to the user who runs this, "
                "or set FEEDBACK_DATA_DIR"
            ) from error
        except OSError as error:
            raise EmbeddedPostgresError(
                f"cannot run PostgreSQL in {self._folder} ({error}): see to the disk, or set FEEDBACK_DATA_DIR"
            ) from error

    @property
    def _owned(self) -> Owner:
        assert self._owner is not None, "start comes first"
        return self._owner

    @property
    def _socket_folder(self) -> Path:
        assert self._sockets is not None, "start comes first"
        return self._sockets

    @property
    def _cluster(self) -> Cluster:
        return Cluster(self._folder / "cluster", self._tag, self._owned)

    @property
    def _server_lock(self) -> Path:
        return self._folder / "server.lock"

    def _alone(self) -> AbstractContextManager[None]:
        return alone(self._folder / "start.lock", self._owned, within_seconds=START_SECONDS + FAST_STOP_SECONDS)

    def _join(self) -> None:
        if self._membership is not None:
            if self._member_pid == os.getpid():
                return
            os.close(self._membership)  # the copy of a forked child, which joins for itself
        self._membership = open_lock(self._folder / "users.lock", self._owned)
        self._member_pid = os.getpid()
        # At once: whoever asks for this lock exclusively holds the start lock, and that is ours now.
        if not try_lock(self._membership, shared=True):
            self._leave()
            raise EmbeddedPostgresError(f"a program that is not ours has locked {self._folder}/users.lock: end it")

    def _abandon(self) -> None:
        """Leave after a start that failed, without a server that nobody would stop, and without waiting for it."""
        assert self._membership is not None
        postmaster = self._cluster.postmaster()
        if try_lock(self._membership) and postmaster is not None:
            end(postmaster, signal.SIGINT)
        self._leave()

    def _leave(self) -> None:
        if self._membership is not None:
            let_go(self._membership)
        self._membership = None

    def _ask(self, database: str, statement: str | None = None) -> Answer | None:
        return ask(str(self._socket_folder / SOCKET_NAME), database, statement)

    def _is_up(self) -> bool:
        answer = self._ask(DATABASE)
        return answer is not None and answer.is_up

    def _is_ours(self) -> bool:
        """Whether a server runs on this folder; the one that answers may serve files since deleted."""
        return self._cluster.postmaster() is not None or not is_free(self._server_lock, self._owned)

    def _bring_up(self) -> None:
        """Adopt the server, wait for one that is starting or ending, or start one. Called alone."""
        self._sockets = socket_folder(self._folder, self._tag, self._owned)
        began = time.monotonic()
        launched = False
        while not (self._is_up() and self._is_ours()):
            if time.monotonic() > began + START_SECONDS:
                raise EmbeddedPostgresError(f"PostgreSQL in {self._folder} does not answer: {self._who_runs()}")
            if self._cluster.postmaster() is None:
                launched = self._advance(launched, waited_seconds=time.monotonic() - began)
            time.sleep(POLL_SECONDS)

    def _advance(self, launched: bool, *, waited_seconds: float) -> bool:
        """One step towards a running server when none is to be seen; returns whether we have launched one."""
        lock = open_lock(self._server_lock, self._owned)
        try:
            is_dead = try_lock(lock)
            if launched:
                if is_dead:
                    raise EmbeddedPostgresError(f"PostgreSQL did not start: {last_words(self._cluster.folder)}")
                return True
            if self._remains(is_dead=is_dead):
                if waited_seconds > ORPHAN_GRACE_SECONDS:
                    for orphan in self._cluster.orphans():
                        end(orphan, signal.SIGKILL)
                return False
            self._launch(lock)
            return True
        finally:
            os.close(lock)

    def _remains(self, *, is_dead: bool) -> bool:
        """Whether processes of the old server may still write: the lock says so, except of one started by hand."""
        return not is_dead or (self._cluster.pidfile.exists() and bool(self._cluster.orphans()))

    def _launch(self, lock: int) -> None:
        cluster = self._cluster.folder
        programs = Programs(find_programs(self._owned), self._owned)
        if not cluster.exists():
            programs.make_cluster(cluster, lock)
        if self._cluster.pidfile.exists():
            reap_dead_servers()
            self._cluster.disarm_pidfile()
        clear_socket(self._socket_folder)
        programs.launch(cluster, self._socket_folder, self._tag, lock)

    def _ensure_database(self) -> None:
        answer = self._ask(DATABASE)
        if answer is not None and answer.sqlstate == NO_SUCH_DATABASE:
            answer = self._ask("postgres", f'CREATE DATABASE "{DATABASE}"')
        if answer is None or answer.sqlstate is not None:
            reason = answer.message if answer else "no answer"
            raise EmbeddedPostgresError(f"cannot use the database {DATABASE} of {self._folder}: {reason}")

    def _shut_down(self) -> None:
        """Stop the server: in order, or if that takes too long at once, which the next start repairs from the log."""
        postmaster = self._cluster.postmaster()
        if postmaster is None:
            if self._is_up():
                logger.warning("PostgreSQL runs where this process cannot see it, and is left running")
            return
        for how, seconds in ((signal.SIGINT, FAST_STOP_SECONDS), (signal.SIGQUIT, IMMEDIATE_STOP_SECONDS)):
            end(postmaster, how)
            if self._is_gone(within_seconds=seconds):
                remove_socket_folder(self._socket_folder)
                return
        raise EmbeddedPostgresError(f"PostgreSQL in {self._folder} does not stop: end process {postmaster.pid} by hand")

    def _is_gone(self, *, within_seconds: float) -> bool:
        deadline = time.monotonic() + within_seconds
        while self._is_ours():
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def _who_runs(self) -> str:
        postmaster = self._cluster.postmaster()
        if postmaster is not None:
            return f"process {postmaster.pid} has it, and its log is in {self._cluster.folder / 'log'}"
        return f"processes that this one cannot see hold {self._server_lock} (another container?): end them"
