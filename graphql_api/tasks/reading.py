"""Reading feedback, and reading it again."""

from collections.abc import Mapping
from functools import partial

from graphql_api.analysis.again import analyze_again, ask_again
from graphql_api.analysis.analyze import analyze_feedback
from graphql_api.analysis.chain import Analyzer, Chain
from graphql_api.feedback.reanalyze import reanalyze
from graphql_api.jobs.queue import JobKind
from graphql_api.tasks.part import Part
from graphql_api.worker import Do, Recurring


def make_reading(chain: Chain) -> Part:
    """Whoever has the chain's model or its AI, reads."""
    recurring = [Recurring("analysis-again", "* * * * * */5", partial(ask_again, chain.ai))]
    return Part(make_jobs(chain), recurring)


def make_jobs(analyzer: Analyzer) -> Mapping[JobKind, Do]:
    """Who reads."""
    return {
        JobKind.ANALYZE: partial(analyze_feedback, analyzer=analyzer),
        JobKind.ANALYZE_AGAIN: partial(analyze_again, analyzer=analyzer),
        JobKind.REANALYZE: partial(reanalyze, analyzer=analyzer),
    }
