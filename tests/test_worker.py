"""The worker: what is asked of it gets done, through crashes of the database and of itself."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import pytest

from graphql_api.analysis.chain import Analyzer
from graphql_api.analysis.embedded.model import EmbeddedModel
from graphql_api.analysis.finding import Finding, nothing_could_read
from graphql_api.analysis.local_model import MODEL_FOLDER
from graphql_api.postgres.connect import fetch
from graphql_api.postgres.embedded import EmbeddedPostgres
from graphql_api.postgres.migrate import migrate
from graphql_api.tasks.reading import make_jobs
from graphql_api.worker import Recurring, Worker
from tests.client import Service
from tests.conftest import make_settings, running
from tests.readers import NoReader, chain_with
from tests.relay import relay

ANALYSIS = """
query ($id: ID!) {
  feedback(id: $id) {
    analysis {
      __typename
      ... on Analysis { sentiment topic confidence confidenceScore method model fallbackReason alertTriggered
                        latencyMs topics { topic score } }
    }
  }
}
"""


@pytest.fixture(scope="module")
def model() -> EmbeddedModel:
    return EmbeddedModel.load(MODEL_FOLDER)


@asynccontextmanager
async def working(url: str, analyzer: Analyzer, beat: Path | None = None) -> AsyncIterator[Worker]:
    worker = Worker(url, jobs=make_jobs(analyzer), beat=beat)
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        worker.stop()
        await task


async def until(condition: Callable[[], Awaitable[object]], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.05)


async def analysis_of(service: Service, receipt: dict[str, str]) -> dict[str, object]:
    reply = await service.ask_as_admin(ANALYSIS, id=receipt["id"])
    answer: dict[str, object] = reply.data["feedback"]["analysis"]
    return answer


async def is_read(count: int = 1) -> bool:
    return len(await fetch("SELECT FROM analysis WHERE is_current")) == count


async def test_reads_a_submission_with_the_embedded_model(
    service: Service, database_url: str, model: EmbeddedModel
) -> None:
    receipt = await service.submit(message="The app crashes every time I open the camera. Terrible!")
    assert await analysis_of(service, receipt) == {"__typename": "AnalysisPending"}
    async with working(database_url, await chain_with(model)):
        await until(is_read)
    analysis = await analysis_of(service, receipt)
    assert (analysis["sentiment"], analysis["topic"], analysis["method"]) == ("NEGATIVE", "BUG", "ML")
    assert (analysis["model"], analysis["fallbackReason"]) == (model.name, "disabled")
    assert analysis["alertTriggered"] is True
    topics = analysis["topics"]
    assert isinstance(topics, list)
    assert sum(topic["score"] for topic in topics) == pytest.approx(1, abs=0.01)


async def test_a_text_under_ten_characters_is_not_read(
    service: Service, database_url: str, model: EmbeddedModel
) -> None:
    receipt = await service.submit(message="bad app!!")
    async with working(database_url, await chain_with(model)):
        await until(is_read)
    analysis = await analysis_of(service, receipt)
    assert [analysis[name] for name in ("sentiment", "topic", "confidence", "method")] == [
        "NEUTRAL",
        "GENERAL",
        "LOW",
        "VALIDATION",
    ]


async def test_without_a_model_the_finding_says_that_nothing_read_it(service: Service, database_url: str) -> None:
    receipt = await service.submit()
    async with working(database_url, NoReader("model_unavailable")):
        await until(is_read)
    analysis = await analysis_of(service, receipt)
    assert (analysis["method"], analysis["fallbackReason"]) == ("NONE", "model_unavailable")
    assert (analysis["sentiment"], analysis["confidence"], analysis["alertTriggered"]) == ("NEUTRAL", "LOW", False)


class Broken:
    async def analyze(self, text: str, *, subject: UUID, is_anew: bool = False) -> Finding:
        raise ZeroDivisionError


async def test_a_job_that_always_fails_is_held_and_shown_as_failed(
    service: Service, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphql_api.worker.MOST_ATTEMPTS", 1)
    receipt = await service.submit()
    async with working(database_url, Broken()):
        await until(lambda: fetch("SELECT FROM pgqueuer WHERE status = 'failed'"))
    assert (await analysis_of(service, receipt))["__typename"] == "AnalysisFailed"
    assert not await fetch("SELECT FROM analysis")


class Slow:
    def __init__(self) -> None:
        self.began = asyncio.Event()
        self.go_on = asyncio.Event()

    async def analyze(self, text: str, *, subject: UUID, is_anew: bool = False) -> Finding:
        self.began.set()
        await self.go_on.wait()
        return nothing_could_read(text[:20])


async def test_a_finding_for_words_that_changed_meanwhile_is_dropped(service: Service, database_url: str) -> None:
    rating = {
        "messageId": "5bf0a3d4-5b3a-4a43-8a4b-3f0a3c9f7a11",
        "question": "How do I export?",
        "answer": "Press export.",
        "rating": "UP",
    }
    await service.submit(message=None, answer=rating | {"explanation": "first explanation"})
    slow = Slow()
    async with working(database_url, slow):
        await slow.began.wait()
        await service.submit(message=None, answer=rating | {"rating": "DOWN", "explanation": "second explanation"})
        slow.go_on.set()
        await until(is_read)
        await until(is_empty)
    (kept,) = await fetch("SELECT fallback_reason FROM analysis")
    assert kept["fallback_reason"] == "second explanation"


async def is_empty() -> bool:
    return not await fetch("SELECT FROM pgqueuer")


async def test_a_stopped_worker_ends_its_job_and_takes_no_other(service: Service, database_url: str) -> None:
    await service.submit()
    slow = Slow()
    worker = Worker(database_url, jobs=make_jobs(slow))
    task = asyncio.create_task(worker.run())
    await slow.began.wait()
    worker.stop()
    await service.submit(message="another one comes in now")
    slow.go_on.set()
    await task
    assert await is_read(1)
    assert len(await fetch("SELECT FROM pgqueuer WHERE status = 'queued'")) == 1


async def test_a_job_that_does_not_end_in_time_goes_back_to_the_queue(
    service: Service, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphql_api.worker.STOP_PATIENCE_SECONDS", 0.1)
    await service.submit()
    slow = Slow()
    worker = Worker(database_url, jobs=make_jobs(slow))
    task = asyncio.create_task(worker.run())
    await slow.began.wait()
    worker.stop()
    await task
    (job,) = await fetch("SELECT status FROM pgqueuer")
    assert job["status"] == "queued"


async def test_a_job_waits_while_the_database_is_away_and_is_not_held_for_it(database_url: str, tmp_path: Path) -> None:
    async with relay(database_url) as wire, running(make_settings(wire.url, tmp_path)) as service:
        await service.submit()
        slow = Slow()
        async with working(wire.url, slow):
            await slow.began.wait()
            await wire.cut()
            slow.go_on.set()
            await asyncio.sleep(0.3)
            await wire.mend()
            await until(is_read, 40)
            await until(is_empty, 40)
        assert not await fetch("SELECT FROM pgqueuer WHERE status = 'failed'")


async def test_the_beat_shows_that_the_worker_lives(database_url: str, tmp_path: Path) -> None:
    beat = tmp_path / "beat"
    async with working(database_url, NoReader("none"), beat):
        await until(lambda: asyncio.to_thread(beat.exists))


async def test_survives_a_killed_database(tmp_path: Path, model: EmbeddedModel) -> None:
    with EmbeddedPostgres(tmp_path / "postgres") as postgres:
        url = postgres.dsn("feedback")
        await migrate(url)
        async with running(make_settings(url, tmp_path)) as service, working(url, await chain_with(model)):
            await service.submit()
            await until(is_read)
            (row,) = await fetch("SELECT pg_backend_pid()")
            postmaster = int(
                (await fetch("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS pid"))[0]["pid"]
            )
            assert row["pg_backend_pid"] != postmaster
            os.kill(postmaster, signal.SIGKILL)
            await asyncio.to_thread(postgres.ensure_running)
            await until(lambda: _submitted(service))
            await until(lambda: is_read(2))


async def _submitted(service: Service) -> bool:
    receipt = await service.submit(
        submissionKey="0b0e3d1c-6f0f-4f6e-9a63-0d8a37a0b6c1", message="It came back and keeps on working."
    )
    return bool(receipt["__typename"] == "SubmitFeedbackSuccess")


async def test_the_job_of_a_killed_worker_is_done_by_another(service: Service, database_url: str) -> None:
    code = (
        "import asyncio, sys\nfrom graphql_api.postgres.connect import connected\n"
        "from tests.test_worker import Slow, working\n"
        "async def main():\n"
        "    slow = Slow()\n"
        "    async with connected(sys.argv[1]), working(sys.argv[1], slow):\n"
        "        await slow.began.wait(); print('began', flush=True); await asyncio.sleep(60)\n"
        "asyncio.run(main())"
    )
    await service.submit()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, database_url, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"began\n"
    process.kill()
    await process.wait()
    await fetch("UPDATE pgqueuer SET heartbeat = now() - interval '1 hour'")
    async with working(database_url, NoReader("second worker")):
        await until(is_read)
    assert isinstance((await fetch("SELECT feedback_id FROM analysis"))[0]["feedback_id"], UUID)


async def test_what_recurs_is_done_by_one_of_all_workers_also_after_a_failure(
    database_url: str, tmp_path: Path
) -> None:
    done: list[str] = []

    def noting(name: str) -> Callable[[], Awaitable[None]]:
        async def note() -> None:
            done.append(name)
            raise ValueError("this one fails")

        return note

    async with running(make_settings(database_url, tmp_path)):
        workers = [
            Worker(database_url, jobs={}, recurring=[Recurring("sweep", "* * * * * */1", noting(name))])
            for name in ("one", "other")
        ]
        tasks = [asyncio.create_task(worker.run()) for worker in workers]
        async with asyncio.timeout(20):
            while len(done) < 3:
                await asyncio.sleep(0.05)
        seconds = await fetch("SELECT count(*) FROM pgqueuer_schedules")
        for worker in workers:
            worker.stop()
        await asyncio.gather(*tasks)
    assert seconds[0]["count"] == 1
