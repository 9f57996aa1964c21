"""The PostgreSQL process of a cluster: finding it, telling it from strangers, ending it."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

import psutil

from graphql_api.postgres.owner import Owner, read_plainly

# No process has it, and kill(2) says so: PostgreSQL then takes its pidfile for a dead server's.
NOBODY_PID = 2**31 - 2


@dataclass(frozen=True)
class Cluster:
    """What tells the server processes of one cluster from everybody else's."""

    folder: Path
    tag: str
    owner: Owner

    @property
    def pidfile(self) -> Path:
        return self.folder / "postmaster.pid"

    def postmaster(self) -> psutil.Process | None:
        """The living server of this cluster, if this process can see it. Never a stranger with a recycled pid."""
        pid = self._written_pid()
        if pid is None:
            return None
        try:
            process = psutil.Process(pid)
        except psutil.NoSuchProcess:
            return None
        return process if self._has(process) else None

    def orphans(self) -> list[psutil.Process]:
        """Every living server process of this cluster, as its dead postmaster may have left them."""
        return [process for process in psutil.process_iter() if self._has(process)]

    def disarm_pidfile(self) -> None:
        """Make PostgreSQL take its pidfile for stale. Only for who knows that its server is dead.

        PostgreSQL itself only asks whether some process has the pid: a zombie or a stranger would block it for ever.
        The rest of the file stays, so that its own check for surviving backends still works.
        """
        if self._written_pid() is None:
            self.pidfile.unlink(missing_ok=True)
            return
        rest = read_plainly(self.pidfile).partition(b"\n")[2]
        fresh = self.pidfile.with_name("postmaster.pid.stale")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        try:
            self.owner.take(descriptor)
            os.write(descriptor, b"%d\n%s" % (NOBODY_PID, rest))
        finally:
            os.close(descriptor)
        fresh.rename(self.pidfile)

    def _written_pid(self) -> int | None:
        try:
            first = read_plainly(self.pidfile).partition(b"\n")[0]
        except FileNotFoundError:
            return None
        return int(first) if first.isdigit() and 0 < int(first) < NOBODY_PID else None

    def _has(self, process: psutil.Process) -> bool:
        try:
            if process.status() == psutil.STATUS_ZOMBIE or process.name() != "postgres":
                return False
            if process.uids().effective != self.owner.uid:
                return False
            return self.tag in " ".join(process.cmdline()) or self._is_home_of(process)
        except psutil.Error:
            return False

    def _is_home_of(self, process: psutil.Process) -> bool:
        """A server started by hand does not bear our tag, but every server works inside its cluster."""
        try:
            return Path(process.cwd()).samefile(self.folder)
        except (OSError, psutil.Error):
            return False


def end(process: psutil.Process, how: signal.Signals) -> None:
    """Send the signal, unless the process is gone already; a recycled pid is not hit."""
    try:
        process.send_signal(how)
    except psutil.NoSuchProcess:
        return


def reap_dead_servers() -> None:
    """Bury dead servers whose parent we became (as the first process of a container does)."""
    for child in psutil.Process().children():
        try:
            if child.name() == "postgres" and child.status() == psutil.STATUS_ZOMBIE:
                os.waitpid(child.pid, os.WNOHANG)
        except (psutil.NoSuchProcess, ChildProcessError):
            continue
