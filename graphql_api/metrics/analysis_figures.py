"""Figures of the analysis for Prometheus, of all workers together: they are counted in the database."""

from collections.abc import Iterable, Iterator, Mapping

import asyncpg
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from graphql_api.analysis.states import AI_BREAKER, AI_PROVIDER, ML_MODEL, told_states
from graphql_api.postgres.breaker import PROBE_PATIENCE_SECONDS, within
from graphql_api.postgres.connect import fetch
from graphql_api.postgres.outage import is_outage

FINDINGS = """
SELECT method, reason, cached, sum(findings)::bigint AS findings, sum(latency_ms)::bigint AS latency_ms
FROM analysis_tally GROUP BY method, reason, cached ORDER BY method, reason, cached
"""
SPENT = """
SELECT model, sum(answers)::bigint AS answers, sum(input_tokens)::bigint AS input_tokens,
    sum(output_tokens)::bigint AS output_tokens, sum(cost_usd)::float8 AS cost_usd
FROM ai_spend GROUP BY model ORDER BY model
"""
WAITING = "SELECT kind, count(*) FROM analysis_retry GROUP BY kind ORDER BY kind"


async def analysis_figures() -> Iterable[Metric]:
    """What was read by whom, for how much, and what waits; nothing while the database is away."""
    try:
        return await within(PROBE_PATIENCE_SECONDS, _figures())
    except Exception as error:
        if not is_outage(error):
            raise
        return []


async def _figures() -> list[Metric]:
    return [
        *_findings(await fetch(FINDINGS)),
        *_spend(await fetch(SPENT)),
        _waiting(await fetch(WAITING)),
        *_parts(await told_states()),
    ]


def _findings(rows: list[asyncpg.Record]) -> Iterator[Metric]:
    findings = CounterMetricFamily(
        "feedback_analyses",
        "Findings by what produced them and why nothing better did; `none` where nothing better is wanted.",
        labels=["method", "reason", "cached"],
    )
    seconds = CounterMetricFamily(
        "feedback_analysis_seconds", "Seconds that findings took, together.", labels=["method", "cached"]
    )
    taken: dict[tuple[str, str], float] = {}
    for row in rows:
        cached = "yes" if row["cached"] else "no"
        findings.add_metric([row["method"], row["reason"] or "none", cached], row["findings"])
        taken[row["method"], cached] = taken.get((row["method"], cached), 0.0) + row["latency_ms"] / 1000
    for labels, sum_of in taken.items():
        seconds.add_metric(labels, sum_of)
    yield findings
    yield seconds


def _spend(rows: list[asyncpg.Record]) -> Iterator[Metric]:
    answers = CounterMetricFamily("feedback_ai_answers", "Answers of the AI, by model.", labels=["model"])
    tokens = CounterMetricFamily("feedback_ai_tokens", "Tokens, by model.", labels=["model", "direction"])
    usd = CounterMetricFamily("feedback_ai_spend_usd", "US dollars, by model.", labels=["model"])
    for row in rows:
        answers.add_metric([row["model"]], row["answers"])
        tokens.add_metric([row["model"], "in"], row["input_tokens"])
        tokens.add_metric([row["model"], "out"], row["output_tokens"])
        usd.add_metric([row["model"]], row["cost_usd"])
    yield answers
    yield tokens
    yield usd


def _waiting(rows: list[asyncpg.Record]) -> Metric:
    waiting = GaugeMetricFamily("feedback_analysis_waiting", "Feedback to be read again, by why.", labels=["kind"])
    for row in rows:
        waiting.add_metric([row["kind"]], row["count"])
    return waiting


def _parts(told: Mapping[str, list[str]]) -> Iterator[Metric]:
    parts = GaugeMetricFamily(
        "feedback_analysis_part", "Workers whose part of the analysis is in a state.", labels=["part", "state"]
    )
    for part in (AI_PROVIDER, AI_BREAKER, ML_MODEL):
        states = [state.partition(":")[0] for state in told.get(part, [])]
        for state in sorted(set(states)):
            parts.add_metric([part, state], states.count(state))
    yield parts
