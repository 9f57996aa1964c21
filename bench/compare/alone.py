"""What only this service does: replaying, analysing, starting, and answering from a hundred times as much."""

import asyncio
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
from aiohttp import ClientError, ClientSession

from bench.analysis import MADE_UP
from bench.compare.databases import make_fresh, make_loaded
from bench.compare.usage import cpu_seconds, memory_mebibytes
from bench.million import compare, questions
from graphql_api.intake.draft import Draft, parse
from graphql_api.intake.entry import enter
from graphql_api.intake.identity import Identity
from graphql_api.intake.records import to_record
from graphql_api.postgres.embedded import EmbeddedPostgres
from graphql_api.spool.spool import Spool
from tests.client import SUBMIT, VISITOR
from tests.faults.programs import Program

POLL_SECONDS = 0.01
PATIENCE_SECONDS = 600.0
SPOOL_BYTES = 1 << 30
AT_ONCE = 1_000
FILL = """
SELECT count(submit_feedback(
    gen_random_uuid(), 'session-' || number % 2000, 'BUG',
    ($2::text[])[1 + number % cardinality($2::text[])] || ' Report ' || number, '{}'
)) FROM generate_series(1, $1) AS number
"""
EMPTY = "TRUNCATE feedback, session, pgqueuer, pgqueuer_log, tally, tally_change, alert CASCADE"
# Of what is asked of both sizes: one criterion of each table, several, words of each frequency, and all figures.
SCALED = (
    "list: category",
    "list: unread",
    "list: sentiment",
    "list: unread + sentiment",
    "list: sentiment + topic",
    "list: search frequent",
    "list: search medium",
    "list: search rare",
    "list: search medium + sentiment",
    "metrics storage",
    "metrics analysis",
    "metrics queue",
    "metrics daily",
)


@dataclass(frozen=True)
class Alone:
    """A figure of this service by itself, in its unit, over the rounds."""

    name: str
    unit: str
    figures: Sequence[float]

    @property
    def median(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.figures)

    @property
    def row(self) -> str:
        """A line of the table."""
        digits = 0 if self.median >= 100 else 2
        least, most = min(self.figures), max(self.figures)
        return f"| {self.name} | {self.median:,.{digits}f} ({least:,.{digits}f} to {most:,.{digits}f}) {self.unit} |"


async def replay(server: EmbeddedPostgres, feedback: Path, rounds: int, number: int) -> list[Alone]:
    """`feedback spool replay` of so many entries into an empty database, without the command's own start."""
    url = await make_fresh(server, "replayed")
    rates, cpus = [], []
    with tempfile.TemporaryDirectory(prefix="feedback-compare-", ignore_cleanup_errors=True) as folder:
        filled = Path(folder) / "filled"
        await _fill_spool(filled, number)
        for round_ in range(rounds):
            await _execute(url, EMPTY, "CHECKPOINT")
            data = Path(folder) / f"data-{round_}"
            await asyncio.to_thread(shutil.copytree, filled, data / "spool")
            kept, seconds, cpu = await _replayed(feedback, data, url)
            nothing, start_seconds, start_cpu = await _replayed(feedback, data, url)
            if (kept, nothing) != (number, 0):
                raise SystemExit(f"{kept:,} of {number:,} entries were replayed, then {nothing}")
            rates.append(number / (seconds - start_seconds))
            cpus.append((cpu - start_cpu) * 1000 / number)
    name = f"replay of {number:,} entries"
    return [Alone(name, "a second", rates), Alone(f"processor: {name}", "s for 1,000", cpus)]


async def _fill_spool(folder: Path, number: int) -> None:
    identity = Identity(b"for this bench only, of no secret")
    now = datetime.now(UTC)
    spool = Spool(folder, max_bytes=SPOOL_BYTES)
    for first in range(0, number, AT_ONCE):
        drafts = (
            Draft(session_id=f"session-{each % 20_000}", message=f"{MADE_UP[each % len(MADE_UP)]} Report {each}.")
            for each in range(first, min(first + AT_ONCE, number))
        )
        entries = [enter(parse(draft, now=now, allowed_tags=frozenset()).submission, identity, now) for draft in drafts]
        await asyncio.gather(*(spool.append(to_record(entry)) for entry in entries))
    await spool.close()


async def _replayed(feedback: Path, data: Path, url: str) -> tuple[int, float, float]:
    """How many were kept, and the command's seconds and seconds of processor."""
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": url, "FEEDBACK_DATA_DIR": str(data)}
    began, cpu_began = time.monotonic(), _cpu_of_ended()
    process = await asyncio.create_subprocess_exec(
        str(feedback), "spool", "replay", "--json", env=environment, cwd=data, stdout=subprocess.PIPE
    )
    printed, _ = await process.communicate()
    return json.loads(printed)["kept"], time.monotonic() - began, _cpu_of_ended() - cpu_began


def _cpu_of_ended() -> float:
    times = os.times()
    return times.children_user + times.children_system


async def analysis(server: EmbeddedPostgres, feedback: Path, rounds: int, number: int) -> list[Alone]:
    """One `feedback worker` reading so many different texts with the embedded model, its start included."""
    url = await make_fresh(server, "analysed", with_functions=True)
    rates, cpus, memories = [], [], []
    with tempfile.TemporaryDirectory(prefix="feedback-compare-", ignore_cleanup_errors=True) as folder:
        for round_ in range(rounds):
            await _execute(url, EMPTY)
            await _fill(url, number)
            place = Path(folder) / str(round_)
            place.mkdir()
            worker = Program("worker", place, url, program=(str(feedback),), LOG_LEVEL="WARNING")
            began = time.monotonic()
            worker.launch()
            try:
                await _until(url, "SELECT count(*) FROM analysis", number)
                rates.append(number / (time.monotonic() - began))
                cpus.append(cpu_seconds(worker.pid) * 1000 / number)
                memories.append(memory_mebibytes(worker.pid))
            finally:
                await worker.stop()
    name = f"analysis of {number:,} texts"
    return [
        Alone(name, "a second", rates),
        Alone(f"processor: {name}", "s for 1,000", cpus),
        Alone("memory of the worker with the model", "MiB", memories),
    ]


async def cold_start(feedback: Path, rounds: int) -> list[Alone]:
    """From the command to the first receipt, with the embedded PostgreSQL, on a data folder that was used before."""
    seconds, cpus, memories = [], [], []
    with tempfile.TemporaryDirectory(prefix="feedback-compare-", ignore_cleanup_errors=True) as folder:
        for round_ in range(rounds + 1):
            # An empty address is the embedded one's.
            settings = {"DRAIN_SECONDS": "0", "LOG_LEVEL": "WARNING"}
            program = Program("serve", Path(folder), "", program=(str(feedback),), **settings)
            began = time.monotonic()
            program.launch()
            try:
                await _first_receipt(program.url)
                if round_:
                    seconds.append(time.monotonic() - began)
                    cpus.append(cpu_seconds(program.pid))
                    memories.append(memory_mebibytes(program.pid))
            finally:
                await program.stop()
    return [
        Alone("cold start to the first receipt", "s", seconds),
        Alone("processor: cold start", "s", cpus),
        Alone("memory of the server after it", "MiB", memories),
    ]


async def _first_receipt(url: str) -> None:
    body = {"query": SUBMIT, "variables": {"input": VISITOR}}
    deadline = time.monotonic() + PATIENCE_SECONDS
    async with ClientSession() as session:
        while time.monotonic() < deadline:
            try:
                async with session.post(f"{url}/graphql", json=body) as response:
                    receipt = (await response.json(content_type=None))["data"]["submitFeedback"]
                    if receipt.get("status") in {"SAVED", "QUEUED"}:
                        return
            except (ClientError, OSError):
                await asyncio.sleep(POLL_SECONDS)
    raise SystemExit("no receipt came")


async def scale(server: EmbeddedPostgres, feedback: Path, large_rows: int, rounds: int) -> list[Alone]:
    """How much longer answers take from the larger database: the ratio of medians, asked in turn."""
    urls = [await make_loaded(server, place, large_rows) for place in ("small", "large")]
    ratios = []
    with tempfile.TemporaryDirectory(prefix="feedback-compare-", ignore_cleanup_errors=True) as folder:
        programs = []
        for place, url in enumerate(urls):
            (Path(folder) / str(place)).mkdir()
            own = Path(folder) / str(place)
            programs.append(Program("serve", own, url, program=(str(feedback),), LOG_LEVEL="WARNING"))
        try:
            for program in programs:
                await program.start()
            for question in questions():
                if question.name in SCALED:
                    small, large = await compare(question, (programs[0].url, programs[1].url), rounds)
                    ratio = statistics.median(large) / statistics.median(small)
                    ratios.append(Alone(f"{question.name}: {large_rows:,} rows to 10,000", "times as long", [ratio]))
        finally:
            for program in programs:
                await program.stop()
    return ratios


async def _fill(url: str, number: int) -> None:
    connection = await asyncpg.connect(url, command_timeout=None)
    try:
        await connection.execute("SET statement_timeout = 0")
        await connection.fetch(FILL, number, MADE_UP)
    finally:
        await connection.close()


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def _until(url: str, count: str, number: int) -> None:
    connection = await asyncpg.connect(url)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await connection.fetchval(count) < number:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.1)
    finally:
        await connection.close()
