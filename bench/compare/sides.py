"""The programs that are compared, each started as it would be installed."""

import asyncio
import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession

from bench.compare.install import FASTAPI, POSTGRAPHILE, Programs
from tests.faults.database import free_port
from tests.faults.programs import Program

# None of the sides may refuse for its limits, and none writes a line for each request.
UNLIMITED = {
    "SUBMISSIONS_PER_HOUR": "1000000000",
    "ANSWER_RATINGS_PER_HOUR": "1000000000",
    "REQUESTS_PER_MINUTE_PER_KEY": "1000000000",
    "LOG_LEVEL": "WARNING",
}
KINDS = ("service", "postgraphile", "fastapi", "pgbench")
POOL_SIZE = 10
START_SECONDS = 60.0


@dataclass(frozen=True, order=True)
class Side:
    """A kind of program on a number of processes; pgbench has none of its own."""

    kind: str
    processes: int = 1

    @classmethod
    def read(cls, text: str) -> "Side":
        """`fastapi:2` is FastAPI on two processes. Raises ValueError."""
        kind, _, processes = text.partition(":")
        if kind not in KINDS:
            raise ValueError(f"{kind} is none of {', '.join(KINDS)}")
        return cls(kind, int(processes or 1))

    def __str__(self) -> str:
        return self.kind if self.kind == "pgbench" else f"{self.kind}:{self.processes}"


@dataclass
class Running:
    """A side that serves."""

    url: str
    pid: int
    _stop: Program | subprocess.Popen[bytes] = field(repr=False)

    async def stop(self) -> None:
        """End it."""
        if isinstance(self._stop, Program):
            await self._stop.stop()
            return
        self._stop.terminate()
        await asyncio.to_thread(self._stop.wait, 30)


async def started(
    side: Side, programs: Programs, database_url: str, folder: Path, settings: Mapping[str, str]
) -> Running:
    """Start a side on a database, and wait until it answers.

    Args:
        folder: an empty one of its own.
        settings: of this service, beyond those that lift its limits.
    """
    if side.kind == "service":
        given = UNLIMITED | {"WORKERS": str(side.processes), **settings}
        program = Program("serve", folder, database_url, program=(str(programs.feedback),), **given)
        await program.start()
        return Running(program.url, program.pid, program)
    return await (_postgraphile if side.kind == "postgraphile" else _fastapi)(side, programs, database_url, folder)


async def _postgraphile(side: Side, programs: Programs, database_url: str, folder: Path) -> Running:
    port = free_port()
    environment = {
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "PROCESSES": str(side.processes),
        "POOL_SIZE": str(POOL_SIZE),
        "NODE_ENV": "production",
    }
    process = _launched([str(programs.node), "server.js"], POSTGRAPHILE, environment, folder / "log")
    return await _answering(process, f"http://127.0.0.1:{port}", "/graphql", folder / "log")


async def _fastapi(side: Side, programs: Programs, database_url: str, folder: Path) -> Running:
    port = free_port()
    environment = {
        "DATABASE_URL": urlsplit(database_url)._replace(scheme="postgresql+asyncpg").geturl(),
        "POOL_SIZE": str(POOL_SIZE),
    }
    command = [str(programs.uvicorn), "service:app", "--port", str(port), "--workers", str(side.processes)]
    quiet = ["--no-access-log", "--log-level", "warning"]
    process = _launched([*command, *quiet], FASTAPI, environment, folder / "log")
    return await _answering(process, f"http://127.0.0.1:{port}", "/openapi.json", folder / "log")


def _launched(command: list[str], place: Path, environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as written:
        return subprocess.Popen(
            command,
            cwd=place,
            env={"PATH": os.environ["PATH"], **environment},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )


async def _answering(process: subprocess.Popen[bytes], url: str, path: str, log: Path) -> Running:
    deadline = time.monotonic() + START_SECONDS
    async with ClientSession() as session:
        while True:
            try:
                async with session.get(url + path):
                    return Running(url, process.pid, process)
            except (ClientError, OSError):
                if time.monotonic() > deadline or process.poll() is not None:
                    process.kill()
                    raise SystemExit(f"it does not start: see {log}") from None
                await asyncio.sleep(0.1)
