"""A PostgreSQL of our own over TCP, that can be killed, stopped, frozen and crowded."""

import asyncio
import contextlib
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import asyncpg
import psutil

from graphql_api.postgres.binaries import find_programs
from graphql_api.postgres.owner import ENVIRONMENT, choose_owner

PASSWORD = "p@ss/word"
ADMIN, SERVICE = "people", "feedback"
START_SECONDS = 60.0
ORPHAN_SECONDS = 10.0
CROWDING_SECONDS = 15.0
AUTHENTICATION_SECONDS = 0.5
POLL_SECONDS = 0.02
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "40",
    "shared_buffers": "32MB",
    "io_method": "sync",
    "max_worker_processes": "2",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
}


class Database:
    """One server on one new cluster. The service uses it as a user without privileges, as it would elsewhere.

    Args:
        folder: an empty folder of our own, on whatever disk.
        options: settings of the server beyond ours.
    """

    def __init__(self, folder: Path, **options: str) -> None:
        self._cluster = folder / "cluster"
        self._log_path = folder / "postgres.log"
        self._owner = choose_owner(folder, self._cluster)
        self._programs = find_programs(self._owner)
        self._options = OPTIONS | options
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()

    def url(self, port: int | None = None) -> str:
        """The service's address, or the same by way of another port."""
        return self._url(SERVICE, SERVICE, port or self.port)

    @property
    def is_running(self) -> bool:
        """Whether the postmaster lives."""
        return self._process is not None and self._process.poll() is None

    async def create(self) -> None:
        """Make the cluster, start it, and make the service's user and database."""
        folder = self._cluster.parent
        folder.chmod(0o755)  # the user that the server runs as must reach it
        self._owner.make_folder(self._cluster)
        password = folder / "password"
        password.write_text(PASSWORD)
        await asyncio.to_thread(self._make_cluster, password)
        await self.start()
        # The service's user is no superuser. What is made from the template later has it as well.
        async with self.administering("template1") as connection:
            await connection.execute("CREATE EXTENSION vector")
        async with self.administering() as connection:
            await connection.execute(f"CREATE ROLE {SERVICE} LOGIN PASSWORD '{PASSWORD}'")
            await connection.execute(f"CREATE DATABASE {SERVICE} OWNER {SERVICE}")

    async def start(self) -> None:
        """Start the server and wait until it answers; does nothing when it runs."""
        if not self.is_running:
            self._process = self._launch()
        deadline = time.monotonic() + START_SECONDS
        while not await self._answers():
            if not self.is_running or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL does not start:\n{self._log_path.read_text()[-2000:]}")
            await asyncio.sleep(POLL_SECONDS)

    async def stop(self) -> None:
        """Shut down in order, breaking connections."""
        await self._end(signal.SIGINT)

    async def kill(self) -> None:
        """Kill every process of it with -9."""
        await self._end(signal.SIGKILL)

    async def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        family = self._family()
        self._process.send_signal(how)
        if how is signal.SIGKILL:
            send(family, how)
        # Reaped by polling: it is our child, and does not start again beside its own zombie.
        await until_gone(family, ORPHAN_SECONDS)
        self._process.wait(ORPHAN_SECONDS)
        self._process = None

    def freeze(self) -> None:
        """Let no process of it do anything, as a disk or a machine that hangs would."""
        stopped: set[int] = set()
        # Again until nobody is left who could have forked meanwhile.
        while new := [process for process in self._family() if process.pid not in stopped]:
            send(new, signal.SIGSTOP)
            stopped |= {process.pid for process in new}

    def thaw(self) -> None:
        """Undo `freeze`."""
        send(self._family(), signal.SIGCONT)

    @contextlib.asynccontextmanager
    async def crowded(self) -> AsyncIterator[None]:
        """While the block runs, others hold every connection that the service could have."""
        taken: list[asyncpg.Connection] = []
        try:
            async with self.administering() as admin:
                await self._crowd_out(admin, taken)
                yield
        finally:
            for connection in taken:
                connection.terminate()

    async def _crowd_out(self, admin: asyncpg.Connection, taken: list[asyncpg.Connection]) -> None:
        """Take what is free and end what the service holds, until it holds nothing at two looks in a row.

        Who is still being authenticated has a connection already, and shows for nobody's before PostgreSQL 18.
        """
        theirs = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND pid <> ALL($2)"
        deadline, was_empty = time.monotonic() + CROWDING_SECONDS, False
        while time.monotonic() < deadline:
            while new := await self._connections(4):
                taken += new
            ours = [connection.get_server_pid() for connection in taken]
            is_empty = not await admin.fetch(theirs, SERVICE, ours)
            if is_empty and was_empty:
                return
            was_empty = is_empty
            if is_empty:
                await asyncio.sleep(AUTHENTICATION_SECONDS)
        raise RuntimeError("the service's connections could not be taken from it")

    async def _connections(self, most: int) -> list[asyncpg.Connection]:
        """So many at once, faster than the service, or fewer where there is no room."""
        asked = (asyncpg.connect(self.url(), timeout=5) for _ in range(most))
        given = await asyncio.gather(*asked, return_exceptions=True)
        return [each for each in given if not isinstance(each, BaseException)]

    @contextlib.asynccontextmanager
    async def administering(self, database: str = "postgres") -> AsyncIterator[asyncpg.Connection]:
        """A superuser's connection, for as long as the block."""
        connection = await asyncpg.connect(self._url(ADMIN, database, self.port), timeout=10)
        try:
            yield connection
        finally:
            connection.terminate()

    def _url(self, user: str, database: str, port: int) -> str:
        return f"postgresql://{user}:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/{database}"

    def _make_cluster(self, password: Path) -> None:
        words = ["-U", ADMIN, "-A", "scram-sha-256", "-E", "UTF8", "-N", "--locale=C.UTF-8", "--wal-segsize=1"]
        command = [str(self._programs / "initdb"), "-D", str(self._cluster), *words, f"--pwfile={password}"]
        options = self._owner.identity()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", env=ENVIRONMENT, **options)

    def _launch(self) -> subprocess.Popen[bytes]:
        options = self._options | {"port": str(self.port), "unix_socket_directories": str(self._cluster)}
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with self._log_path.open("ab") as log:
            return subprocess.Popen(
                [self._programs / "postgres", "-D", self._cluster, *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=ENVIRONMENT,
                start_new_session=True,
                **self._owner.identity(),
            )

    async def _answers(self) -> bool:
        try:
            async with self.administering() as connection:
                await connection.execute("SELECT 1")
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        return True

    def _family(self) -> list[psutil.Process]:
        """The postmaster and its children, as far as they live."""
        assert self._process is not None, "it was not started"
        try:
            postmaster = psutil.Process(self._process.pid)
            return [postmaster, *postmaster.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


@contextlib.asynccontextmanager
async def serving(folder: Path, **options: str) -> AsyncIterator[Database]:
    """A new server, for as long as the block, whatever was done to it."""
    database = Database(folder, **options)
    try:
        await database.create()
        yield database
    finally:
        await database.kill()


def free_port() -> int:
    """A port of loopback that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def send(processes: list[psutil.Process], number: signal.Signals) -> None:
    """Send a signal to those that still live."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)


async def until_gone(processes: list[psutil.Process], seconds: float) -> None:
    """Wait until all have ended, and kill those that do not within so many seconds."""
    began = time.monotonic()
    while left := [process for process in processes if _lives(process)]:
        if time.monotonic() > began + 2 * seconds:
            raise RuntimeError(f"processes do not end: {left}")
        if time.monotonic() > began + seconds:
            send(left, signal.SIGKILL)
        await asyncio.sleep(POLL_SECONDS)


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
