"""All sides doing the same work in turn, round after round, so that a noisy machine is noisy for all."""

import contextlib
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.compare.load import Figures, Loaded, checked
from bench.compare.requests import Work
from bench.compare.sides import Running, Side, started

WARM_UP_SECONDS = 3

Results = dict[tuple[str, str], list[Figures]]


@dataclass(frozen=True)
class Place:
    """Where works are done: the address for this service, and the one for its rivals."""

    ours: str
    rivals: str

    def url(self, side: Side) -> str:
        """The database of a side."""
        return self.ours if side.kind == "service" else self.rivals


async def compare_all(
    results: Results,
    works: Sequence[Work],
    sides: Sequence[Side],
    place: Place,
    loaded: Loaded,
    *,
    rounds: int,
    folder: Path,
    settings: Mapping[str, str],
) -> None:
    """Add the figures of every work and side to the results, by round.

    Raises:
        SystemExit: a side does not start, or does not answer as it should.
    """
    async with _running(sides, place, loaded, folder, settings) as running:
        for work in works:
            brief = replace(loaded, seconds=min(WARM_UP_SECONDS, loaded.seconds))
            for side in _of(work, sides):
                if side in running:
                    await checked(work, side.kind, running[side])
                await _one(work, side, place, brief, running)
        for number in range(rounds):
            for work in works:
                taking_part = _of(work, sides)
                # The one that begins is another one in each round.
                first = number % len(taking_part)
                for side in [*taking_part[first:], *taking_part[:first]]:
                    figures = await _one(work, side, place, loaded, running)
                    results.setdefault((work.name, str(side)), []).append(figures)
                    print(f"{number + 1}/{rounds} {work.name:32} {side!s:15} {_brief(figures)}", file=sys.stderr)


def _brief(figures: Figures) -> str:
    return f"{figures.per_second:8.0f}/s  p50 {figures.p50_ms:7.1f}  p99 {figures.p99_ms:7.1f} ms"


def _of(work: Work, sides: Sequence[Side]) -> list[Side]:
    return [side for side in sides if side.kind in work.requests or (side.kind == "pgbench" and work.statement)]


async def _one(work: Work, side: Side, place: Place, loaded: Loaded, running: Mapping[Side, Running]) -> Figures:
    if side.kind == "pgbench":
        return await loaded.by_pgbench(work, place.url(side))
    return await loaded.by_http(work, side.kind, running[side], place.url(side))


@contextlib.asynccontextmanager
async def _running(
    sides: Sequence[Side], place: Place, loaded: Loaded, folder: Path, settings: Mapping[str, str]
) -> AsyncIterator[dict[Side, Running]]:
    running: dict[Side, Running] = {}
    try:
        for side in sides:
            if side.kind != "pgbench":
                own = folder / f"{side.kind}-{side.processes}"
                own.mkdir(parents=True)
                running[side] = await started(side, loaded.programs, place.url(side), own, settings)
        yield running
    finally:
        for each in running.values():
            await each.stop()
