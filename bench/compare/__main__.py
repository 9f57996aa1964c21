"""This service, PostGraphile, FastAPI with SQLAlchemy, and pgbench, doing the same work in turn.

    .venv/bin/python -m bench.compare [--quick] [--only submit list] [--rounds 5] [--sides service:2 postgraphile:2]

Makes what it needs (a PostgreSQL of its own with fsync on, the rivals' programs at pinned versions; `wrk` and `pgbench`
come from the system's packages), starts every side, loads them in turn and prints tables of medians, and of the ratios
of rounds. A side's number is of its processes. `--folder` keeps the loaded databases for another run.
"""

import argparse
import asyncio
import os
import platform
import signal
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.compare.alone import Alone, analysis, cold_start, replay, scale
from bench.compare.databases import database_server, facts, make_empty, make_loaded, postmaster
from bench.compare.install import FASTAPI, POSTGRAPHILE, Programs, installed
from bench.compare.load import Loaded
from bench.compare.requests import Work, works
from bench.compare.rounds import Place, Results, compare_all
from bench.compare.sides import Side
from bench.compare.table import table
from bench.compare.targets import against_targets
from graphql_api.postgres.embedded import EmbeddedPostgres
from tests.faults.programs import FEEDBACK

SIDES = ("service:1", "service:2", "postgraphile:1", "postgraphile:2", "fastapi:2", "pgbench")


def wanted(options: argparse.Namespace) -> list[Work]:
    """The pieces of work that were asked for."""
    every = works(f"{options.rows:,}")
    if not options.only:
        return every
    return [work for work in every if any(word in work.name for word in options.only)]


async def measure(
    results: Results, options: argparse.Namespace, folder: Path, server: EmbeddedPostgres, programs: Programs
) -> None:
    """Add the figures of all that was asked for, place by place."""
    loaded = Loaded(programs, options.seconds, postmaster(folder / "postgres"))
    sides = [side for side in options.sides if side.kind != "pgbench" or programs.pgbench]
    settings = dict(setting.split("=", 1) for setting in options.setting)
    for name in ("empty", "small", "large"):
        here = [work for work in wanted(options) if work.place == name]
        if not here:
            continue
        if name == "empty":
            place = Place(*await make_empty(server, same_triggers=options.same_triggers))
        else:
            url = await make_loaded(server, name, options.rows)
            place = Place(url, url)
        with tempfile.TemporaryDirectory(prefix="feedback-compare-", ignore_cleanup_errors=True) as own:
            await compare_all(
                results, here, sides, place, loaded, rounds=options.rounds, folder=Path(own), settings=settings
            )


async def measured_alone(options: argparse.Namespace, server: EmbeddedPostgres) -> list[Alone]:
    """The figures of what only this service does, of all that was asked for."""
    texts, entries = (1_000, 10_000) if options.quick else (10_000, 100_000)
    parts: dict[str, Callable[[], Awaitable[list[Alone]]]] = {
        "scale": lambda: scale(server, options.program, options.rows, options.rounds * 5),
        "replay": lambda: replay(server, options.program, options.rounds, entries),
        "analysis": lambda: analysis(server, options.program, options.rounds, texts),
        "cold start": lambda: cold_start(options.program, options.rounds),
    }
    alone: list[Alone] = []
    for name, part in parts.items():
        if not options.only or any(word in name for word in options.only):
            found = await part()
            print(*(each.row for each in found), sep="\n", file=sys.stderr)
            alone += found
    return alone


def versions(programs: Programs) -> str:
    """What ran, and on what."""
    node = subprocess.run([programs.node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    models = {line.partition(":")[2].strip() for line in _cpu_info() if line.startswith("model name")}
    return ", ".join(
        [
            *(f"{name} {pinned}" for name, pinned in _pinned()),
            f"Node {node}",
            f"strawberry-graphql {version('strawberry-graphql')}",
            f"Python {platform.python_version()}",
            f"{os.cpu_count()} cores of {', '.join(sorted(models)) or platform.processor()}",
            platform.platform(),
        ]
    )


def _cpu_info() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def _pinned() -> list[tuple[str, str]]:
    lock = (FASTAPI / "requirements.lock").read_text().splitlines()
    pins = [line.split(" ")[0].partition("==")[::2] for line in lock if "==" in line]
    wanted_names = {"fastapi": "FastAPI", "sqlalchemy": "SQLAlchemy", "uvicorn": "uvicorn"}
    package = (POSTGRAPHILE / "package.json").read_text()
    postgraphile = package.partition('"postgraphile": "')[2].partition('"')[0]
    named = [
        (wanted_names[name.partition("[")[0]], pin) for name, pin in pins if name.partition("[")[0] in wanted_names
    ]
    return [("PostGraphile", postgraphile), *named]


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    made = argparse.ArgumentParser(prog="python -m bench.compare")
    made.add_argument("--only", nargs="*", help="parts of names: `submit`, `list`, `metrics`, `scale`, `replay`")
    made.add_argument("--sides", nargs="*", type=Side.read, default=[Side.read(text) for text in SIDES])
    made.add_argument("--rounds", type=int, default=5)
    made.add_argument("--seconds", type=int, default=8, help="of each measurement")
    made.add_argument("--rows", type=int, default=1_000_000, help="of the larger database")
    made.add_argument("--quick", action="store_true", help="3 rounds of 3 seconds and 50,000 rows, unless named")
    made.add_argument("--same-triggers", action="store_true", help="rivals also pay for this service's triggers")
    made.add_argument("--setting", nargs="*", default=[], metavar="NAME=VALUE", help="of this service")
    made.add_argument("--program", type=Path, default=FEEDBACK, help="the service's command, if of another install")
    made.add_argument("--folder", type=Path, help="where loaded databases are kept for another run")
    return made


def main() -> None:
    """Measure and print."""
    made = parser()
    if made.parse_known_args()[0].quick:
        made.set_defaults(rounds=3, seconds=3, rows=50_000)
    options = made.parse_args()
    # Everything that was started is ended again, also when this is ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    programs = installed(options.program)
    with tempfile.TemporaryDirectory(prefix="feedback-compare-", ignore_cleanup_errors=True) as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        with database_server(folder / "postgres") as server:
            asked = " ".join(sys.argv[1:])
            print(f"`python -m bench.compare {asked}`, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {os.getloadavg()}")
            print(f"\n{versions(programs)}\n\nPostgreSQL: {asyncio.run(facts(server))}\n", flush=True)
            results: Results = {}
            try:
                asyncio.run(measure(results, options, folder, server, programs))
            finally:
                print(table(results), flush=True)
            alone = asyncio.run(measured_alone(options, server))
            print("\n| this service alone | median (least to most) |\n|---|---|")
            print(*(each.row for each in alone), sep="\n")
            print(f"\n{against_targets(results, alone)}")


if __name__ == "__main__":
    main()
