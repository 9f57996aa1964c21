"""The worker: takes jobs from the queue and does them. Wires each kind of job to what it needs."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import asyncpg
import structlog
from pgqueuer.adapters.drivers.asyncpg import AsyncpgPoolDriver
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import FailingListenerError, RetryRequested
from pgqueuer.domain.models import Job
from pgqueuer.domain.types import QueueExecutionMode

from graphql_api.analysis.analyze import analyze_feedback
from graphql_api.analysis.analyzer import Analyzer
from graphql_api.jobs.queue import JobKind
from graphql_api.logs import describe_error
from graphql_api.postgres.outage import is_outage

logger = structlog.get_logger(__name__)

Do = Callable[[UUID], Awaitable[None]]

BATCH = 20
# How long a job of a killed worker stays with it before another worker takes it.
HEARTBEAT_TIMEOUT = timedelta(seconds=15)
# A retry sends no notification, so the queue is also looked at this often.
DEQUEUE_TIMEOUT = timedelta(seconds=1)
# Tries of a job, with 1 s, 2 s, 4 s … between them; then it is held for an operator.
MOST_ATTEMPTS = 5
STOP_PATIENCE_SECONDS = 20
RESTART_AFTER_SECONDS = 1.0
BEAT_EVERY_SECONDS = 5.0


class Worker:
    """Does jobs until it is stopped. Outages of the database only make it wait.

    Args:
        beat: a file whose time of change is renewed every few seconds while the worker lives; None for no file.
    """

    def __init__(self, url: str, *, analyzer: Analyzer, beat: Path | None = None) -> None:
        self._url = url
        self._beat = beat
        self._jobs: Mapping[JobKind, Do] = {JobKind.ANALYZE: partial(analyze_feedback, analyzer=analyzer)}
        self._stopped = asyncio.Event()
        self._manager: QueueManager | None = None

    async def run(self, *, until_empty: bool = False) -> None:
        """Do jobs as they come, or, with `until_empty`, until none is left.

        Jobs under way when the task is cancelled, or `stop` is called, get 20 s to end; what does not end in that
        time goes back to the queue when its heartbeat runs out.
        """
        async with asyncio.TaskGroup() as tasks:
            beating = tasks.create_task(self._keep_beating())
            try:
                await self._run(until_empty)
            finally:
                beating.cancel()

    def stop(self) -> None:
        """Take no more jobs; `run` returns when those under way have ended."""
        self._stopped.set()
        if self._manager is not None:
            self._manager.shutdown.set()

    async def _keep_beating(self) -> None:
        while self._beat is not None:
            self._beat.touch()
            await asyncio.sleep(BEAT_EVERY_SECONDS)

    async def _run(self, until_empty: bool) -> None:
        while not self._stopped.is_set():
            try:
                async with asyncpg.create_pool(self._url, min_size=2, max_size=4) as pool:
                    await self._serve(pool, until_empty)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, FailingListenerError) as error:
                if not is_outage(error) and not isinstance(error, FailingListenerError):
                    raise
                logger.warning("worker lost the database", error=describe_error(error))
                await asyncio.sleep(RESTART_AFTER_SECONDS)
            else:
                return

    async def _serve(self, pool: asyncpg.Pool, until_empty: bool) -> None:
        self._manager = manager = QueueManager(Queries(AsyncpgPoolDriver(pool)))
        if self._stopped.is_set():
            return
        for kind, do in self._jobs.items():
            manager.entrypoint(
                kind.value,
                on_failure="hold",
                executor_factory=partial(DatabaseRetryEntrypointExecutor, max_attempts=MOST_ATTEMPTS),
            )(_entrypoint(do))
        running = asyncio.create_task(
            manager.run(
                dequeue_timeout=DEQUEUE_TIMEOUT,
                batch_size=BATCH,
                max_concurrent_tasks=2 * BATCH,
                mode=QueueExecutionMode.drain if until_empty else QueueExecutionMode.continuous,
                heartbeat_timeout=HEARTBEAT_TIMEOUT,
                shutdown_on_listener_failure=True,
            )
        )
        stopping = asyncio.create_task(manager.shutdown.wait())
        try:
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({running}, timeout=STOP_PATIENCE_SECONDS)
        finally:
            stopping.cancel()
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running


def _entrypoint(do: Do) -> Callable[[Job], Awaitable[None]]:
    async def run(job: Job) -> None:
        try:
            await _through_outages(do, UUID(bytes=job.payload))
        except asyncio.CancelledError:
            # The queue takes a cancelled job for one that nobody wants any more.
            raise RetryRequested(reason="the worker was stopped") from None

    return run


async def _through_outages(do: Do, feedback_id: UUID) -> None:
    """Do a job, however long the database is away: while it is, the queue could not take the job back."""
    while True:
        try:
            return await do(feedback_id)
        except Exception as error:
            if not is_outage(error):
                raise
            logger.warning("job waits for the database", feedback_id=str(feedback_id), error=describe_error(error))
        await asyncio.sleep(RESTART_AFTER_SECONDS)
