"""What versions of the prompt have made of feedback, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import asyncpg

from graphql_api.analysis.prompts import PROMPTS
from graphql_api.context import AiTerms
from graphql_api.postgres.connect import fetch
from models.enums import Confidence, Sentiment, Topic

# Findings that are history by now count too: the versions are compared by what they said, not by who came last.
COMPARE = """
SELECT prompt_version AS version, count(*) AS count, avg(alert_triggered::int)::float8 AS alert_rate,
    avg(latency_ms)::float8 AS average_latency_ms,
    percentile_cont(0.95) WITHIN GROUP (ORDER BY latency_ms) AS p95_latency_ms,
    coalesce(sum(input_tokens), 0)::bigint AS input_tokens, coalesce(sum(output_tokens), 0)::bigint AS output_tokens,
    coalesce(sum(cost_usd), 0)::float8 AS cost_usd, {counts}
FROM analysis
WHERE method = 'AI' AND NOT cached AND created_at >= $1
GROUP BY prompt_version
"""


def _counts() -> str:
    return ", ".join(
        f"count(*) FILTER (WHERE {column} = '{label}') AS {column}_{label}"
        for column, labels in (("sentiment", Sentiment), ("topic", Topic), ("confidence", Confidence))
        for label in labels
    )


@dataclass(frozen=True)
class VersionTally:
    """One version, and what it made of feedback; `row` is None where it made nothing."""

    version: str
    change: str | None
    is_active: bool
    is_canary: bool
    row: asyncpg.Record | None

    def count_of(self, label: StrEnum) -> int:
        """How many findings have the label."""
        column = type(label).__name__.lower()
        number: int = self.row[f"{column}_{label}".lower()] if self.row else 0
        return number


async def compare_prompts(terms: AiTerms, *, days: int, now: datetime) -> list[VersionTally]:
    """The versions that read anything in the last days, and those in use, in the order of their names."""
    rows = await fetch(COMPARE.format(counts=_counts()), now - timedelta(days=days))
    by_version: Mapping[str, asyncpg.Record] = {row["version"]: row for row in rows}
    in_use = {terms.prompt_version, terms.canary_prompt_version}
    return [
        VersionTally(
            version=version,
            change=PROMPTS[version].change if version in PROMPTS else None,
            is_active=version == terms.prompt_version,
            is_canary=version == terms.canary_prompt_version,
            row=by_version.get(version),
        )
        for version in sorted(version for version in {*by_version, *in_use} if version is not None)
    ]
