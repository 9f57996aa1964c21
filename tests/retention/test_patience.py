"""What is read in the background is not cut off by the limit of those who wait for a page, and has one of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from graphql_api.audit.record import COMMAND_LINE
from graphql_api.errors import CallerError
from graphql_api.feedback.criteria import Criteria
from graphql_api.feedback.reanalyze import ask_for_reanalysis, reanalyze
from graphql_api.feedback.search import FeedbackOrder, find_feedback
from graphql_api.pagination import PageRequest
from graphql_api.postgres import connect
from graphql_api.postgres.connect import fetch
from graphql_api.retention.export import ask_for_export, write_export
from graphql_api.settings import Settings
from graphql_api.storage.storage import Storage
from models.enums import ExportFormat, FeedbackCategory
from tests.client import Service
from tests.make import make_feedback
from tests.readers import NoReader

LIMIT_MS = 100
REANALYZE = """
mutation ($filter: FeedbackFilter) {
  reanalyzeFeedback(filter: $filter) { ... on ReanalyzeSuccess { reanalysis { requested } } }
}
"""
BUGS = Criteria(categories=[FeedbackCategory.BUG])


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """As usual, with a short limit on the connections that a test names."""
    monkeypatch.setitem(getattr(connect, request.param), "statement_timeout", str(LIMIT_MS))
    return settings


@asynccontextmanager
async def busy_database(settings: Settings) -> AsyncIterator[None]:
    """Inside, whoever reads feedback waits."""
    connection = await asyncpg.connect(settings.database_url)
    await connection.execute("BEGIN; LOCK TABLE feedback IN ACCESS EXCLUSIVE MODE")
    try:
        yield
    finally:
        await connection.close()


@pytest.mark.parametrize("settings", ["SEARCHES_SETTINGS"], indirect=True)
async def test_an_export_and_a_reanalysis_outlast_what_a_caller_is_refused(
    storage: Storage, settings: Settings
) -> None:
    now = datetime.now(UTC)
    await make_feedback(category="BUG", created_at=now - timedelta(hours=1))
    export_id = await ask_for_export(BUGS, ExportFormat.JSONL, actor=COMMAND_LINE, now=now)
    wish = await ask_for_reanalysis(BUGS, actor=COMMAND_LINE, now=now)
    async with busy_database(settings):
        with pytest.raises(CallerError, match="longer than"):
            await find_feedback(BUGS, FeedbackOrder.CREATED_AT_ASC, PageRequest(10))
        exporting = asyncio.create_task(write_export(export_id, storage=storage))
        reading = asyncio.create_task(reanalyze(wish["id"], analyzer=NoReader("model_unavailable")))
        await asyncio.sleep(4 * LIMIT_MS / 1000)
    await asyncio.gather(exporting, reading)
    assert await fetch("SELECT status, row_count FROM export") == [("READY", 1)]
    assert await fetch("SELECT done FROM reanalysis") == [(1,)]


@pytest.mark.parametrize("settings", ["BACKGROUND_SETTINGS"], indirect=True)
async def test_what_would_never_end_fails_and_is_not_taken_for_an_outage(storage: Storage, settings: Settings) -> None:
    await make_feedback(category="BUG")
    export_id = await ask_for_export(BUGS, ExportFormat.CSV, actor=COMMAND_LINE, now=datetime.now(UTC))
    async with busy_database(settings):
        await write_export(export_id, storage=storage)
    assert await fetch("SELECT status FROM export") == [("FAILED",)]


@pytest.mark.parametrize("settings", ["BACKGROUND_SETTINGS"], indirect=True)
async def test_a_reanalysis_that_cannot_be_counted_is_refused_as_too_much(service: Service, settings: Settings) -> None:
    await make_feedback(category="BUG")
    async with busy_database(settings):
        reply = await service.ask_as_admin(REANALYZE, filter={"categories": ["BUG"]})
    assert reply.codes == ["LIMITED"]
    assert await fetch("SELECT FROM reanalysis") == []
    again = await service.ask_as_admin(REANALYZE, filter={"categories": ["BUG"]})
    assert again.data["reanalyzeFeedback"]["reanalysis"]["requested"] == 1
