"""`reanalyzeFeedback`: by ids or by filter, in the background, with progress, and the old findings kept as history."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from graphql_api.analysis.analyze import analyze_feedback
from graphql_api.analysis.finding import Finding
from graphql_api.feedback import search
from graphql_api.feedback.reanalyze import BATCH, reanalyze
from graphql_api.postgres.connect import fetch
from graphql_api.tasks.reading import make_jobs
from graphql_api.worker import Worker
from models.enums import AnalysisMethod, Sentiment, Topic
from tests.client import ADMIN, Service
from tests.make import at, make_analysis, make_feedback
from tests.readers import NoReader

pytestmark = pytest.mark.asyncio(loop_scope="module")

REANALYZE = """
mutation ($ids: [ID!], $filter: FeedbackFilter) {
  reanalyzeFeedback(ids: $ids, filter: $filter) {
    __typename
    ... on ReanalyzeSuccess { reanalysis { id requested done unread finishedAt } }
    ... on InvalidInput { fields { path code } }
  }
}
"""
PROGRESS = "query ($id: ID!) { reanalysis(id: $id) { requested done unread finishedAt } }"
HISTORY = """
{ feedbacks(first: 100) { edges { node {
  id analysis { ... on Analysis { topic } } analysisHistory { topic method createdAt } } } } }
"""


class Fixed:
    """Finds the same topic in everything, and notes what it read."""

    def __init__(self, topic: Topic = Topic.BILLING) -> None:
        self.topic = topic
        self.subjects: list[UUID] = []

    async def analyze(self, text: str, *, subject: UUID, is_anew: bool = False) -> Finding:
        self.subjects.append(subject)
        await asyncio.sleep(0)
        return Finding(Sentiment.NEUTRAL, self.topic, ((self.topic, 1.0),), 0.9, AnalysisMethod.ML)


async def ask(service: Service, **wanted: Any) -> Any:
    return (await service.ask_as_admin(REANALYZE, **wanted)).data["reanalyzeFeedback"]


async def progress(service: Service, asked: Any) -> Any:
    reply = await service.ask_as_admin(PROGRESS, id=asked["reanalysis"]["id"])
    return reply.data["reanalysis"]


async def until(condition: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(30):
        while not await condition():
            await asyncio.sleep(0.02)


async def work_until_done(url: str, reader: Fixed | NoReader, service: Service, asked: Any) -> Any:
    worker = Worker(url, jobs=make_jobs(reader))
    task = asyncio.create_task(worker.run())

    async def is_done() -> bool:
        return (await progress(service, asked))["finishedAt"] is not None

    try:
        await until(is_done)
    finally:
        worker.stop()
        await task
    return await progress(service, asked)


async def test_by_filter_everything_that_met_it_is_read_again_once(
    emptied_service: Service, shared_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "COUNT_BOUND", 10)
    number = 2 * BATCH + 7
    meant = [await make_feedback(message=f"Number {minute} is slow", created_at=at(minute)) for minute in range(number)]
    for feedback_id in meant:
        await make_analysis(feedback_id, topic="UX")
    other = await make_feedback(message="something else entirely", created_at=at(7))
    await make_analysis(other, topic="BUG")
    asked = await ask(emptied_service, filter={"topics": ["UX"]})
    assert asked["reanalysis"] | {"id": ""} == {
        "id": "",
        "requested": number,
        "done": 0,
        "unread": 0,
        "finishedAt": None,
    }
    late = await make_feedback(message="this one came later", created_at=at(10**6))
    await make_analysis(late, topic="UX")
    reader = Fixed()
    done = await work_until_done(shared_database_url, reader, emptied_service, asked)
    assert (done["done"], done["unread"]) == (number, 0)
    assert sorted(reader.subjects) == sorted(meant)
    nodes = [edge["node"] for edge in (await emptied_service.ask_as_admin(HISTORY)).data["feedbacks"]["edges"]]
    history = {UUID(node["id"]): node for node in nodes}
    assert all(history[each]["analysis"]["topic"] == "BILLING" for each in meant)
    assert all([old["topic"] for old in history[each]["analysisHistory"]] == ["UX"] for each in meant)
    assert history[other]["analysisHistory"] == history[late]["analysisHistory"] == []


async def test_by_ids_only_those_that_are_somebodys(emptied_service: Service, shared_database_url: str) -> None:
    meant = [await make_feedback(message=f"Number {number} is slow") for number in range(3)]
    for feedback_id in meant:
        await make_analysis(feedback_id)
    ids = [str(each) for each in meant[:2]]
    asked = await ask(emptied_service, ids=[*ids, str(uuid4()), "not an id"])
    assert asked["reanalysis"]["requested"] == 2
    reader = Fixed()
    await work_until_done(shared_database_url, reader, emptied_service, asked)
    assert sorted(map(str, reader.subjects)) == sorted(ids)
    assert (await ask(emptied_service, ids=[]))["reanalysis"]["requested"] == 0


async def test_where_nobody_can_read_the_old_finding_stands(emptied_service: Service, shared_database_url: str) -> None:
    feedback_id = await make_feedback(message="The menu is confusing")
    await make_analysis(feedback_id, topic="UX")
    asked = await ask(emptied_service, filter={})
    done = await work_until_done(shared_database_url, NoReader("model_unavailable"), emptied_service, asked)
    assert (done["done"], done["unread"]) == (1, 1)
    rows = await fetch("SELECT topic, is_current FROM analysis WHERE feedback_id = $1", feedback_id)
    assert [tuple(row) for row in rows] == [("UX", True)]


async def test_a_batch_that_is_done_twice_counts_once_and_reads_once(emptied_service: Service) -> None:
    for minute in range(BATCH + 2):
        await make_analysis(await make_feedback(message=f"Number {minute} is slow", created_at=at(minute)))
    asked = await ask(emptied_service, filter={})
    wish = UUID(asked["reanalysis"]["id"])
    one, other = Fixed(), Fixed()
    await reanalyze(wish, analyzer=one)
    await fetch("UPDATE reanalysis SET place = NULL, done = 0 WHERE id = $1", wish)
    await reanalyze(wish, analyzer=other)
    assert (len(one.subjects), other.subjects) == (BATCH, [])
    await reanalyze(wish, analyzer=other)
    await reanalyze(wish, analyzer=other)
    assert (await progress(emptied_service, asked))["done"] == BATCH + 2


async def test_a_batch_that_two_workers_do_at_once_is_kept_once(emptied_service: Service) -> None:
    feedback_id = await make_feedback(message="The menu is confusing")
    await make_analysis(feedback_id, topic="UX")
    wish = UUID((await ask(emptied_service, filter={}))["reanalysis"]["id"])
    one, other = Fixed(), Fixed()
    await asyncio.gather(reanalyze(wish, analyzer=one), reanalyze(wish, analyzer=other))
    assert len(one.subjects) == len(other.subjects) == 1
    rows = await fetch("SELECT topic FROM analysis WHERE feedback_id = $1 ORDER BY is_current", feedback_id)
    assert [row["topic"] for row in rows] == ["UX", "BILLING"]


async def test_what_goes_or_changes_while_it_is_read_keeps_nothing_from_its_neighbours(
    emptied_service: Service,
) -> None:
    gone, changed, there = [await make_feedback(message=f"Number {number} is slow") for number in range(3)]
    for feedback_id in (gone, changed, there):
        await make_analysis(feedback_id, topic="UX")
    asked = await ask(emptied_service, filter={})

    class Slow(Fixed):
        async def analyze(self, text: str, *, subject: UUID, is_anew: bool = False) -> Finding:
            if subject == there:
                await fetch("DELETE FROM feedback WHERE id = $1", gone)
                await fetch("UPDATE feedback SET message = 'It is fast' WHERE id = $1", changed)
            return await super().analyze(text, subject=subject, is_anew=is_anew)

    await reanalyze(UUID(asked["reanalysis"]["id"]), analyzer=Slow())
    rows = await fetch("SELECT feedback_id, topic FROM analysis WHERE is_current")
    assert {row["feedback_id"]: row["topic"] for row in rows} == {changed: "UX", there: "BILLING"}
    assert (await progress(emptied_service, asked))["done"] == 3


async def test_new_submissions_go_before_it(emptied_service: Service) -> None:
    await make_analysis(await make_feedback(message="It is slow"))
    await ask(emptied_service, filter={})
    await emptied_service.submit()
    jobs = await fetch("SELECT entrypoint FROM pgqueuer ORDER BY priority DESC")
    assert [job["entrypoint"] for job in jobs] == ["ANALYZE", "REANALYZE"]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({}, "REQUIRED"),
        ({"ids": ["a"], "filter": {}}, "REQUIRED"),
        ({"ids": [str(uuid4()) for _ in range(1001)]}, "TOO_MANY"),
    ],
)
async def test_all_feedback_is_never_meant_by_accident(
    emptied_service: Service, wanted: dict[str, Any], code: str
) -> None:
    refused = await ask(emptied_service, **wanted)
    assert refused == {"__typename": "InvalidInput", "fields": [{"path": ["ids"], "code": code}]}
    assert not await fetch("SELECT FROM pgqueuer")


async def test_it_is_for_admins(emptied_service: Service) -> None:
    assert (await emptied_service.ask(REANALYZE, filter={})).codes == ["UNAUTHENTICATED"]
    assert (await emptied_service.ask(PROGRESS, ADMIN, id="x")).data["reanalysis"] is None


async def test_histories_load_in_one_query_for_a_page(
    emptied_service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        feedback_id = await make_feedback(message=f"Number {number} is slow")
        await make_analysis(feedback_id)
        await fetch("UPDATE analysis SET created_at = now() - interval '1 day'")
        await analyze_feedback(feedback_id, analyzer=Fixed(Topic.BUG))
    statements: list[str] = []

    async def noting(sql: str, *values: object) -> Any:
        statements.append(sql)
        return await fetch(sql, *values)

    monkeypatch.setattr("graphql_api.loaders.fetch", noting)
    await emptied_service.ask_as_admin(HISTORY)
    assert len([sql for sql in statements if "analysis" in sql and "pgqueuer" not in sql]) == 1
