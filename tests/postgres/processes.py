"""Processes of ours and of PostgreSQL, as the tests of the embedded PostgreSQL see them."""

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest


@dataclass
class Client:
    """A process that uses a data folder."""

    process: subprocess.Popen[str]

    def say(self, command: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def do(self, command: str) -> str:
        self.say(command)
        return self.hear()

    def kill(self) -> None:
        self.process.kill()
        self.close()

    def close(self) -> None:
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None and not stream.closed:
                stream.close()
        self.process.wait(timeout=60)


NewClient = Callable[..., Client]


def server(folder: Path) -> psutil.Process | None:
    """The postmaster of the data folder, found without the code under test."""
    pidfile = folder / "cluster" / "postmaster.pid"
    if not pidfile.exists():
        return None
    try:
        process = psutil.Process(int(pidfile.read_text().split("\n")[0]))
        is_server = process.name() == "postgres" and Path(process.cwd()).samefile(folder / "cluster")
    except (psutil.Error, ValueError, OSError):
        return None
    return process if is_server and process.status() != psutil.STATUS_ZOMBIE else None


def servers(folder: Path) -> list[psutil.Process]:
    """Every process without a postgres for a parent that works in the cluster."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.name() != "postgres" or process.cwd() != str(folder / "cluster"):
                continue
            parent = process.parent()
            if parent is None or parent.name() != "postgres":
                found.append(process)
        except psutil.Error:
            continue
    return found


def end_server(folder: Path) -> None:
    process = server(folder)
    if process is not None:
        process.send_signal(signal.SIGQUIT)
        until(lambda: not lives(process))


def lives(process: psutil.Process) -> bool:
    """Whether the process still does something; the dead may wait for a slow parent to be buried."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def until(is_so: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def user_to_drop_to() -> str:
    """A normal user whom root can become; skips the test when we are not root."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    return pwd.getpwnam("nobody").pw_name
