"""What is asked of the figures, and whether they reach it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.compare.alone import Alone
from bench.compare.rounds import Results
from bench.compare.table import best, median, ratio

SUBMIT, LIST = "submit, 64 connections", "list of 50, nested"


@dataclass(frozen=True)
class Target:
    """A bound: at least or at most so much."""

    name: str
    measured: float
    bound: float
    is_least: bool

    @property
    def row(self) -> str:
        """A line of the table."""
        is_met = self.measured >= self.bound if self.is_least else self.measured <= self.bound
        sign = "≥" if self.is_least else "≤"
        return f"| {self.name} | {sign} {self.bound:,g} | {self.measured:,.2f} | {'met' if is_met else '**missed**'} |"


def against_targets(results: Results, alone: Sequence[Alone]) -> str:
    """A table of those that something was measured for."""
    targets = [*_of_sides(results), *_of_service(results, alone)]
    return "\n".join(["| asked for | bound | measured | |\n|---|---|---|---|", *(target.row for target in targets)])


def _of_sides(results: Results) -> Iterator[Target]:
    for work, kind, bound in ((SUBMIT, "postgraphile", 3.0), (SUBMIT, "pgbench", 0.5), (LIST, "postgraphile", 1.5)):
        ours, other = best(results, work, "service"), best(results, work, kind)
        if ours and other:
            yield Target(f"{work}: {ours} to {other}", ratio(results, work, ours, other)[0], bound, is_least=True)
    ours, other = best(results, SUBMIT, "service"), best(results, SUBMIT, "postgraphile")
    if ours and other:
        slowest = [median(results[SUBMIT, side], lambda figures: figures.p99_ms) for side in (ours, other)]
        yield Target(f"{SUBMIT}: p99 of {ours} to that of {other}", slowest[0] / slowest[1], 1.0, is_least=False)


def _of_service(results: Results, alone: Sequence[Alone]) -> Iterator[Target]:
    held = [figures.memory for figures in results.get((SUBMIT, "service:1"), ()) if figures.memory]
    if held:
        yield Target("memory of a process without the model under load, MiB", max(held), 130, is_least=False)
    bounds: tuple[tuple[Callable[[str], bool], float, bool], ...] = (
        (lambda name: "rows to" in name, 1.5, False),
        (lambda name: name.startswith("replay"), 10_000, True),
        (lambda name: name.startswith("cold start"), 2.5, False),
    )
    for each in alone:
        for is_meant, bound, is_least in bounds:
            if is_meant(each.name):
                yield Target(f"{each.name}, {each.unit}", each.median, bound, is_least)
