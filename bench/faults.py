"""What becomes of receipts while things go wrong, at the length that the promise names.

    .venv/bin/python bench/faults.py [--full] [--only NAME ...] [--seed 1] [--per-second 50]

Starts the real service against a real PostgreSQL of its own, submits to it, breaks one thing after the other, and
compares every receipt with the database afterwards. Prints a table, and what went wrong; exits with 1 if anything did.
With `--full` it takes seven minutes. Full disks are only made as root.
"""

import argparse
import asyncio
import contextlib
import signal
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults import scenarios
from tests.faults.database import serving
from tests.faults.disk import NoSmallDisk, small_disk
from tests.faults.stage import HEADER, Figures, Scenario, Stage, burst, staged, under_load


@dataclass(frozen=True)
class Run:
    """One line of the table: a scenario and what it needs."""

    name: str
    scenario: Scenario
    by_wire: bool = False
    with_worker: bool = False
    disk_mebibytes: int | None = None


def runs(seed: int) -> list[Run]:
    """All of them but the one in which nothing goes wrong."""
    return [
        Run("PostgreSQL killed with -9, again and again", scenarios.database_killed),
        Run("PostgreSQL stopped", scenarios.database_stopped),
        Run("PostgreSQL frozen", scenarios.database_frozen),
        Run("its connections exhausted", scenarios.connections_exhausted),
        Run("its disk full", scenarios.disk_full, disk_mebibytes=160),
        Run("its replies dropped after the commit", scenarios.replies_dropped, by_wire=True),
        Run("server killed with -9, again and again", scenarios.server_killed),
        Run("server killed while PostgreSQL is stopped", scenarios.server_killed_while_database_down),
        Run("worker killed with -9, again and again", scenarios.worker_killed, with_worker=True),
        Run("all at random", scenarios.everything(seed), by_wire=True, with_worker=True, disk_mebibytes=400),
    ]


@contextlib.asynccontextmanager
async def prepared(run: Run) -> AsyncIterator[Stage]:
    """A new database and a new service."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="feedback-bench-")))
        disk = stack.enter_context(small_disk(run.disk_mebibytes)) if run.disk_mebibytes else None
        place = disk or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="feedback-bench-")))
        options = {"max_wal_size": "16MB", "min_wal_size": "2MB"} if disk else {}
        async with (
            serving(place, **options) as database,
            staged(database, folder, by_wire=run.by_wire, with_worker=run.with_worker, disk=disk) as stage,
        ):
            yield stage


async def at_once(rounds: int) -> Figures:
    """A thousand at once, without anything going wrong."""
    async with prepared(Run("", scenarios.database_killed)) as stage:
        return await burst(stage, f"1,000 at once, {rounds} rounds", number=1000, rounds=rounds)


async def under(run: Run, seconds: float, options: argparse.Namespace) -> tuple[Figures, int]:
    """One scenario under load, and how many jobs a worker that was part of it gave up."""
    name = f"{run.name}, {seconds:.0f} s"
    async with prepared(run) as stage:
        figures = await under_load(
            stage, name, run.scenario, seconds=seconds, per_second=options.per_second, seed=options.seed
        )
        return figures, await stage.until_read() if run.with_worker else 0


def show(figures: Figures, held: int = 0) -> bool:
    """Print a line of the table, and what was wrong; whether nothing was."""
    print(figures.row, flush=True)
    for kind, names in figures.audit.broken.items():
        print(f"    {len(names)} {kind}: {names[:5]}", flush=True)
    if held:
        print(f"    {held} jobs held", flush=True)
    return not figures.audit.broken and not held


async def measure(options: argparse.Namespace) -> bool:
    """Run all that was asked for; whether the promise was kept."""
    # Everything that was started is ended again, also when this is ended.
    measuring = asyncio.current_task()
    assert measuring is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, measuring.cancel)
    is_kept = True
    print(HEADER, flush=True)
    if not options.only or "at once" in options.only:
        is_kept &= show(await at_once(10 if options.full else 2))
    for run in runs(options.seed):
        if options.only and not any(word in run.name for word in options.only):
            continue
        usual, random = (20.0, 120.0) if options.full else (4.0, 15.0)
        try:
            is_kept &= show(*await under(run, random if run.name == "all at random" else usual, options))
        except NoSmallDisk:
            print(f"| {run.name}: skipped, only root may mount a small disk |")
    return is_kept


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--quick", action="store_true", help="a few seconds each, as is usual")
    length.add_argument("--full", action="store_true", help="the lengths that the promise names")
    parser.add_argument("--only", nargs="*", help="parts of names: `frozen`, `random`, `at once`")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-second", type=float, default=50)
    raise SystemExit(not asyncio.run(measure(parser.parse_args())))


if __name__ == "__main__":
    main()
