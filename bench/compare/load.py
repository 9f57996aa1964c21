"""Loading one side with one piece of work, and what came of it."""

import asyncio
import contextlib
import json
import random
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
from aiohttp import ClientSession

from bench.compare.install import HERE, RIVALS, Programs
from bench.compare.requests import Work
from bench.compare.sides import Running
from bench.compare.usage import Usage, settled, watched
from tests.client import ADMIN_KEY

EMPTY = "TRUNCATE feedback, session, pgqueuer, pgqueuer_log, tally, tally_change CASCADE"
MOST_TRIES = 10
COUNTED = "SELECT count(*) FROM {}"


@dataclass(frozen=True)
class Figures:
    """One measurement: a second's requests, milliseconds, seconds of processor for 1,000 requests, mebibytes."""

    per_second: float
    p50_ms: float
    p99_ms: float
    cpu: float
    database_cpu: float
    memory: float | None
    refused: float


@dataclass(frozen=True)
class Loaded:
    """Loads sides.

    Args:
        seconds: how long each time.
        postmaster: the process of the database.
    """

    programs: Programs
    seconds: int
    postmaster: int

    async def by_http(self, work: Work, kind: str, running: Running, database_url: str) -> Figures:
        """What a side does under wrk. Raises SystemExit when its answers are not what they should be."""
        request = work.requests[kind]
        await _emptied(work, database_url)
        with tempfile.NamedTemporaryFile("w", suffix=".json") as body:
            body.write(request.body)
            body.flush()
            command = [self.programs.wrk, "-t1", f"-c{work.connections}", f"-d{self.seconds}s", "--timeout", "20s"]
            script = ["-s", str(HERE / "wrk.lua"), running.url + request.path, "--", body.name]
            given = [str(random.randrange(2**31)), ",".join(work.words)]
            key = [ADMIN_KEY] if request.is_admin else []
            async with watched(running.pid, self.postmaster) as usage:
                printed = await _run(*command, *script, *given, *key)
        await settled(running.pid)
        came = json.loads(printed.strip().splitlines()[-1])
        if came["broken"] > came["requests"] / 100:
            raise SystemExit(f"{work.name}: {came}")
        good = came["requests"] - came["refused"]
        if work.stored:
            good = min(good, await _counted(work.stored, database_url))
        return _figures(good, came["requests"], came["seconds"], (came["p50_ms"], came["p99_ms"]), usage)

    async def by_pgbench(self, work: Work, database_url: str) -> Figures:
        """What the database itself does, by as many clients with one transaction each."""
        assert self.programs.pgbench, "asked only where it is installed"
        assert work.statement, "asked only where it takes part"
        await _emptied(work, database_url)
        address = urlsplit(database_url)
        host = parse_qs(address.query)["host"][0]
        with tempfile.TemporaryDirectory() as folder:
            command = [self.programs.pgbench, "-h", host, "-U", "postgres", "-n", "-M", "prepared", "-j", "1"]
            command += ["-c", str(work.connections), "-T", str(self.seconds)]
            command += ["-f", str(RIVALS / "pgbench" / work.statement), "--log", "--log-prefix", f"{folder}/each"]
            async with watched(None, self.postmaster) as usage:
                printed = await _run(*command, address.path.lstrip("/"))
            milliseconds = await asyncio.to_thread(_logged_milliseconds, Path(folder))
        per_second = next(float(line.split()[2]) for line in printed.splitlines() if line.startswith("tps"))
        cut = statistics.quantiles(milliseconds, n=100)
        done = len(milliseconds)
        return _figures(done, done, done / per_second, (cut[49], cut[98]), usage)


def _logged_milliseconds(folder: Path) -> list[float]:
    lines = (line for file in folder.iterdir() for line in file.read_text().splitlines())
    return [int(line.split()[2]) / 1000 for line in lines]


async def checked(work: Work, kind: str, running: Running) -> None:
    """Ask once by hand. Raises SystemExit unless the answer is what the work is about."""
    request = work.requests[kind]
    body = request.body
    for name, made in {"KEY": _uuid(), "MESSAGE_ID": _uuid(), "SESSION": "abcd", "SHORT": "12345678"}.items():
        body = body.replace(f"@{name}@", made)
    body = body.replace("@WORD@", work.words[0] if work.words else "")
    headers = {"Content-Type": "application/json"} | ({"X-API-Key": ADMIN_KEY} if request.is_admin else {})
    async with (
        ClientSession() as session,
        session.post(running.url + request.path, data=body, headers=headers) as response,
    ):
        text = await response.text()
    shown = text.count('"session_id"' if kind == "fastapi" else '"sessionId"')
    is_right = shown == work.rows and (not work.stored or '"id"' in text or '"result"' in text)
    if response.status != 200 or not is_right or '"errors"' in text:
        raise SystemExit(f"{work.name}, {kind}: {response.status} {text[:1000]}")


def _uuid() -> str:
    digits = f"{random.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def _figures(good: int, asked: int, seconds: float, percentiles: tuple[float, float], usage: Usage) -> Figures:
    thousands = max(good, 1) / 1000
    return Figures(
        per_second=good / seconds,
        p50_ms=percentiles[0],
        p99_ms=percentiles[1],
        cpu=usage.cpu_seconds / thousands,
        database_cpu=usage.database_cpu_seconds / thousands,
        memory=usage.memory_mebibytes or None,
        refused=1 - good / max(asked, 1),
    )


async def _emptied(work: Work, database_url: str) -> None:
    """Every measurement of what stores begins with nothing stored."""
    if work.stored is None:
        return
    connection = await asyncpg.connect(database_url)
    try:
        for _ in range(MOST_TRIES):
            # On a crowded machine a side may still be storing what nobody waits for.
            with contextlib.suppress(asyncpg.DeadlockDetectedError):
                await connection.execute(EMPTY)
                await connection.execute("CHECKPOINT")
                return
    finally:
        await connection.close()
    raise SystemExit(f"{work.name}: a side does not stop storing")


async def _counted(table: str, database_url: str) -> int:
    connection = await asyncpg.connect(database_url)
    try:
        number: int = await connection.fetchval(COUNTED.format(table))
        return number
    finally:
        await connection.close()


async def _run(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    printed, complaint = await process.communicate()
    if process.returncode != 0:
        raise SystemExit(f"{command[0]}: {(complaint + printed).decode()[-1000:]}")
    return printed.decode()
