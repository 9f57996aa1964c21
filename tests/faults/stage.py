"""One service under load while something goes wrong, and what came of it."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from tests.faults.audit import Audit, audit, left_in_spool
from tests.faults.database import Database
from tests.faults.load import Attempt, Load
from tests.faults.programs import Program
from tests.faults.wire import Wire

SETTLE_SECONDS = 60.0
WARM_UP_SECONDS = 1.0
AFTERWARDS_SECONDS = 1.5


@dataclass
class Stage:
    """All that a scenario may do something to. `downs` are the times in which the database was away."""

    database: Database
    server: Program
    worker: Program
    wire: Wire
    data_folder: Path
    disk: Path | None = None
    downs: list[tuple[float, float]] = field(default_factory=list)

    @contextlib.contextmanager
    def database_down(self) -> Iterator[None]:
        """Note the time that the block takes as one in which nothing could be stored."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.downs.append((began, time.monotonic()))

    async def until_read(self) -> int:
        """Wait until the worker has done what it was asked to; how many jobs it gave up, and holds for an operator.

        Raises:
            TimeoutError: some of it is left after a minute.
        """
        async with asyncio.timeout(SETTLE_SECONDS), self.database.administering("feedback") as connection:
            while await connection.fetchval("SELECT count(*) FROM pgqueuer WHERE status <> 'failed'"):
                await asyncio.sleep(0.2)
            held: int = await connection.fetchval("SELECT count(*) FROM pgqueuer")
            return held


Scenario = Callable[[Stage, float], Awaitable[None]]


@dataclass(frozen=True)
class Figures:
    """What a run came to.

    `down_p95_ms` is None where nothing was sent while submissions were queued; `settle_seconds` is how long after the
    last receipt the spool was empty.
    """

    scenario: str
    submissions: int
    answers: Counter[str]
    retried: int
    audit: Audit
    down_p95_ms: float | None
    down_attempts: int
    slowest_seconds: float
    settle_seconds: float

    @property
    def row(self) -> str:
        """One line of the table."""
        p95 = "-" if self.down_p95_ms is None else f"{self.down_p95_ms:.0f} ms"
        lost = len(self.audit.lost) + len(self.audit.without_job)
        doubled = len(self.audit.doubled) + len(self.audit.miscounted)
        counts = (self.submissions, self.answers["SAVED"], self.answers["QUEUED"], self.retried, lost, doubled)
        return f"| {self.scenario} | " + " | ".join(f"{count:,}" for count in counts) + f" | {p95} |"


HEADER = """\
| scenario | submissions | SAVED | QUEUED | retried | lost | doubled | p95 while down |
|---|---:|---:|---:|---:|---:|---:|---:|"""


@contextlib.asynccontextmanager
async def staged(
    database: Database, folder: Path, *, by_wire: bool = False, with_worker: bool = False, disk: Path | None = None
) -> AsyncIterator[Stage]:
    """A running service on a database, for as long as the block."""
    wire = Wire(database.port)
    async with wire.taking_connections():
        url = database.url(wire.port if by_wire else None)
        server, worker = Program("serve", folder, url), Program("worker", folder, url)
        try:
            await server.start()
            if with_worker:
                worker.launch()
            yield Stage(database, server, worker, wire, folder / "data", disk)
        finally:
            await asyncio.gather(worker.kill(), server.stop())


async def burst(stage: Stage, name: str, *, number: int, rounds: int, seed: int = 1) -> Figures:
    """So many at once, again and again; nothing goes wrong but that."""
    load = Load(stage.server.url, name, seed=seed, resends=0, patience_seconds=30)
    for _ in range(rounds):
        await load.at_once(number)
    return await _figures(stage, name, load)


async def under_load(
    stage: Stage, name: str, scenario: Scenario, *, seconds: float, per_second: float, seed: int = 1
) -> Figures:
    """A steady load, in the middle of which a scenario runs for so many seconds; then what came of it."""
    stage.downs.clear()
    load = Load(stage.server.url, name, seed=seed)
    over = asyncio.Event()
    loading = asyncio.create_task(load.keep_on(per_second, over.is_set))
    try:
        await asyncio.sleep(WARM_UP_SECONDS)
        await scenario(stage, seconds)
        await asyncio.sleep(AFTERWARDS_SECONDS)
    finally:
        over.set()
        await loading
    return await _figures(stage, name, load)


async def _figures(stage: Stage, name: str, load: Load) -> Figures:
    began = time.monotonic()
    await until(lambda: not left_in_spool(stage.data_folder), SETTLE_SECONDS)
    settle_seconds = time.monotonic() - began
    async with stage.database.administering("feedback") as connection:
        found = await audit(connection, load.sent, stage.data_folder)
    down = sorted(attempt.seconds * 1000 for attempt in _while_open(load, stage.downs))
    return Figures(
        scenario=name,
        submissions=len(load.sent),
        answers=Counter(sent.receipts[0].answer for sent in load.sent if sent.receipts),
        retried=sum(not sent.attempts[0].is_receipt for sent in load.sent),
        audit=found,
        down_p95_ms=quantiles(down, n=20)[-1] if len(down) > 1 else None,
        down_attempts=len(down),
        slowest_seconds=max(attempt.seconds for attempt in load.attempts),
        settle_seconds=settle_seconds,
    )


def _while_open(load: Load, downs: list[tuple[float, float]]) -> Iterator[Attempt]:
    """What was sent while the database was down and the first had been queued for that."""
    for began, ended in downs:
        queued = [each for each in load.attempts if each.answer == "QUEUED" and began < each.sent_at < ended]
        opened = min((each.sent_at + each.seconds for each in queued), default=ended)
        yield from (each for each in load.attempts if opened < each.sent_at < ended)


async def until(is_true: Callable[[], bool], seconds: float) -> bool:
    """Wait for something, at most so long; whether it came."""
    deadline = time.monotonic() + seconds
    while not (came := is_true()) and time.monotonic() < deadline:
        await asyncio.sleep(0.05)
    return came
