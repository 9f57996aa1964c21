"""What versions of the prompt have made of feedback, side by side."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graphql_api.analysis.prompts import PROMPTS
from graphql_api.context import AiTerms
from graphql_api.tallies import Amount, Subject, Tallies, first_day, percentile, read_tallies

# Findings that are history by now count too: the versions are compared by what they said, not by who came last.
FIGURES = (
    Subject.PROMPT_FINDING,
    Subject.PROMPT_LATENCY_MS,
    Amount.PROMPT_TOTAL_MS,
    Amount.PROMPT_INPUT_TOKENS,
    Amount.PROMPT_OUTPUT_TOKENS,
    Amount.PROMPT_COST_USD,
)


@dataclass(frozen=True)
class VersionTally:
    """One version, and what it made of feedback.

    Args:
        labels: how many findings have each value of a part: `sentiment`, `topic`, `confidence`, `alerted`.
        latencies: how many findings took so many milliseconds, to two significant digits.
        amounts: sums of all its findings.
    """

    version: str
    change: str | None
    is_active: bool
    is_canary: bool
    labels: Mapping[tuple[str, str], int]
    latencies: Mapping[int, int]
    amounts: Mapping[Amount, float]

    @property
    def count(self) -> int:
        """How many findings it made."""
        return sum(self.latencies.values())

    def count_of(self, label: StrEnum) -> int:
        """How many findings have the label."""
        return self.labels.get((type(label).__name__.lower(), label), 0)

    def each(self, number: float) -> float | None:
        """A finding's share of a number; None where there is none."""
        return number / self.count if self.count else None

    @property
    def alert_rate(self) -> float | None:
        """Share of its findings that say that someone should look; None where there is none."""
        return self.each(self.labels.get(("alerted", "true"), 0))

    @property
    def p95_latency_ms(self) -> float | None:
        """What 19 of 20 took at most, to two significant digits; None where there is none."""
        return percentile(self.latencies, 95) if self.latencies else None


async def compare_prompts(terms: AiTerms, *, days: int, now: datetime) -> list[VersionTally]:
    """The versions that read anything on the last days in UTC, today included, and those in use, by their names."""
    tallies = await read_tallies(*FIGURES, since=first_day(now, days))
    labels, latencies = _labels(tallies), _latencies(tallies)
    in_use = {terms.prompt_version, terms.canary_prompt_version}
    return [
        VersionTally(
            version=version,
            change=PROMPTS[version].change if version in PROMPTS else None,
            is_active=version == terms.prompt_version,
            is_canary=version == terms.canary_prompt_version,
            labels=labels.get(version, {}),
            latencies=latencies.get(version, {}),
            amounts={each: float(tallies.amount_by_value(each).get(version, 0)) for each in Amount},
        )
        for version in sorted(version for version in {*latencies, *in_use} if version is not None)
    ]


def _labels(tallies: Tallies) -> Mapping[str, Mapping[tuple[str, str], int]]:
    """By version."""
    found: dict[str, Counter[tuple[str, str]]] = {}
    for parts, number in tallies.by_part(Subject.PROMPT_FINDING):
        of_version = found.setdefault(parts["prompt_version"], Counter())
        for label in parts.items():
            of_version[label] += number
    return found


def _latencies(tallies: Tallies) -> Mapping[str, Mapping[int, int]]:
    """By version."""
    found: dict[str, dict[int, int]] = {}
    for parts, number in tallies.by_part(Subject.PROMPT_LATENCY_MS):
        found.setdefault(parts["prompt_version"], {})[int(parts["latency_ms"])] = number
    return found
