"""What prompts made of feedback is counted as a look at every finding would, whatever becomes of the feedback."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graphql_api.analysis.analyze import analyze_feedback
from graphql_api.analysis.comparison import compare_prompts
from graphql_api.analysis.finding import Finding
from graphql_api.assembly import make_keeper
from graphql_api.audit.record import COMMAND_LINE
from graphql_api.context import AiTerms
from graphql_api.feedback.reanalyze import ask_for_reanalysis, reanalyze
from graphql_api.postgres.connect import fetch
from graphql_api.retention.archive import ROOT
from graphql_api.retention.cleanup import clean_up
from graphql_api.retention.erase import Eraser
from graphql_api.settings import Settings
from graphql_api.storage.storage import Storage
from graphql_api.tallies import Amount
from graphql_api.tasks.picturing import make_originals
from models.enums import AnalysisMethod, Sentiment, Topic
from tests.cli.conftest import Run
from tests.make import make_feedback
from tests.retention.conftest import keys_under, no_originals

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=200)
THEIRS = "someone"
TERMS = AiTerms("v1", "v2", 100)
SLOWLY = """
SELECT prompt_version, count(*), count(*) FILTER (WHERE sentiment = 'NEGATIVE'), count(*) FILTER (WHERE topic = 'BUG'),
    avg(alert_triggered::int)::float8, avg(latency_ms)::float8, sum(input_tokens), sum(cost_usd)::float8
FROM analysis WHERE method = 'AI' AND NOT cached GROUP BY prompt_version ORDER BY prompt_version
"""


class Prompted:
    """The AI with a version of the prompt."""

    def __init__(self, version: str, sentiment: Sentiment) -> None:
        self.version, self.sentiment = version, sentiment

    async def analyze(self, text: str, **_more: object) -> Finding:
        return Finding(
            self.sentiment,
            Topic.BUG,
            ((Topic.BUG, 1.0),),
            0.9,
            AnalysisMethod.AI,
            prompt_version=self.version,
            input_tokens=100,
            cost_usd=0.25,
        )


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """The data folder that the command has."""
    return settings.model_copy(update={"feedback_data_dir": tmp_path / "data"})


async def counted() -> list[tuple[object, ...]]:
    """What is counted, having seen that a look at every finding says the same."""
    tallies = [each for each in await compare_prompts(TERMS, days=366, now=NOW) if each.count]
    said: list[tuple[object, ...]] = [
        (
            each.version,
            each.count,
            each.count_of(Sentiment.NEGATIVE),
            each.count_of(Topic.BUG),
            each.alert_rate,
            each.each(each.amounts[Amount.PROMPT_TOTAL_MS]),
            each.amounts[Amount.PROMPT_INPUT_TOKENS],
            each.amounts[Amount.PROMPT_COST_USD],
        )
        for each in tallies
    ]
    assert said == [tuple(row) for row in await fetch(SLOWLY)]
    return said


async def test_after_a_reanalysis_a_cleanup_an_import_and_an_erasure(
    feedback: Run, storage: Storage, settings: Settings, tmp_path: Path
) -> None:
    for session_id in (THEIRS, "another", "another"):
        feedback_id = await make_feedback(session_id=session_id, message="It is broken again.", created_at=OLD)
        await analyze_feedback(feedback_id, analyzer=Prompted("v1", Sentiment.NEGATIVE))
    await fetch("UPDATE analysis SET created_at = $1, latency_ms = id::int", OLD)
    assert [each[:4] for each in await counted()] == [("v1", 3, 3, 3)]
    ids = [row["id"] for row in await fetch("SELECT id FROM feedback")]
    wish = await ask_for_reanalysis(ids, actor=COMMAND_LINE, now=NOW)
    await reanalyze(wish["id"], analyzer=Prompted("v2", Sentiment.POSITIVE))
    before = await counted()
    assert [each[:4] for each in before] == [("v1", 3, 3, 3), ("v2", 3, 0, 3)]
    assert await compare_prompts(TERMS, days=100, now=NOW) != await compare_prompts(TERMS, days=366, now=NOW)
    await clean_up(90, storage=storage, remove_originals=no_originals, actor=COMMAND_LINE)
    assert await counted() == []
    for key in await keys_under(storage, ROOT):
        (tmp_path / "part.jsonl.gz").write_bytes(await storage.get(key))
        done = await feedback("import", "part.jsonl.gz", "--no-analysis", "--json")
        assert (done.returncode, done.stderr) == (0, "")
    assert await counted() == before
    keeper = make_keeper(settings)
    await Eraser(storage, keeper.spool, make_originals(settings), keeper.erased).erase(THEIRS, actor=COMMAND_LINE)
    assert [each[:4] for each in await counted()] == [("v1", 2, 2, 2), ("v2", 2, 0, 2)]
