"""What must hold after every run."""

from tests.faults.stage import Figures, Scenario, Stage, under_load

SECONDS = 2.5
PER_SECOND = 40.0
# The promise is 100 ms, which bench/faults.py shows; a machine that is busy with other things is given more.
DOWN_P95_MS = 1000.0


async def run(stage: Stage, name: str, scenario: Scenario, seconds: float = SECONDS) -> Figures:
    """A short run of a scenario, after which nothing is lost or doubled."""
    figures = await under_load(stage, name, scenario, seconds=seconds, per_second=PER_SECOND)
    assert_kept(figures)
    return figures


def assert_kept(figures: Figures) -> None:
    """Everybody has a receipt, every receipt is in the database exactly once, and nothing is left elsewhere."""
    assert figures.audit.broken == {}, figures.audit.broken
    assert sum(figures.answers.values()) == figures.submissions > 0, figures.answers


def assert_queued_quickly(figures: Figures) -> None:
    """While the database was down there were receipts, and soon."""
    assert figures.answers["QUEUED"] > 0, figures.answers
    assert figures.down_p95_ms is not None
    assert figures.down_p95_ms < DOWN_P95_MS, figures.down_p95_ms
