"""What was measured, as tables of medians and ratios."""

import statistics
from collections.abc import Callable, Sequence

from bench.compare.load import Figures
from bench.compare.rounds import Results

HEADER = (
    "| {} | a second (least to most) | p50 ms | p99 ms | CPU s for 1,000: its own + PostgreSQL's | memory MiB "
    "| refused | {} to it |\n|---|---|---|---|---|---|---|---|"
)


def median(each: Sequence[Figures], figure: Callable[[Figures], float]) -> float:
    """The median of a figure over the rounds."""
    return statistics.median(figure(figures) for figures in each)


def best(results: Results, work: str, kind: str) -> str | None:
    """The side of a kind that does most a second, on as many processes as it does it best with."""
    rates = {
        side: median(each, lambda figures: figures.per_second)
        for (of_work, side), each in results.items()
        if of_work == work and side.partition(":")[0] == kind
    }
    return max(rates, key=lambda side: rates[side]) if rates else None


def ratio(results: Results, work: str, ours: str, other: str) -> tuple[float, float, float]:
    """The median, least and most of the rounds' ratios of one side's rate to another's."""
    # The last round may have been broken off.
    pairs = zip(results[work, ours], results[work, other], strict=False)
    ratios = sorted(mine.per_second / theirs.per_second for mine, theirs in pairs)
    return statistics.median(ratios), ratios[0], ratios[-1]


def table(results: Results) -> str:
    """A table for each piece of work."""
    pages = []
    for work in dict.fromkeys(work for work, _ in results):
        ours = best(results, work, "service")
        lines = [HEADER.format(work, ours or "-")]
        for (of_work, side), each in results.items():
            if of_work == work:
                lines.append(_line(results, work, side, each, ours))
        pages.append("\n".join(lines))
    return "\n\n".join(pages)


def _line(results: Results, work: str, side: str, each: Sequence[Figures], ours: str | None) -> str:
    rates = sorted(figures.per_second for figures in each)
    memories = [figures.memory for figures in each if figures.memory is not None]
    compared = "-"
    if ours is not None and side != ours:
        middle, least, most = ratio(results, work, ours, side)
        compared = f"**{middle:.2f}** ({least:.2f} to {most:.2f})"
    cells = (
        side,
        f"{statistics.median(rates):,.0f} ({rates[0]:,.0f} to {rates[-1]:,.0f})",
        f"{median(each, lambda figures: figures.p50_ms):.1f}",
        f"{median(each, lambda figures: figures.p99_ms):.1f}",
        f"{median(each, lambda f: f.cpu):.2f} + {median(each, lambda f: f.database_cpu):.2f}",
        f"{max(memories):.0f}" if memories else "-",
        f"{median(each, lambda figures: figures.refused):.1%}",
        compared,
    )
    return f"| {' | '.join(cells)} |"
