"""The worker: takes jobs from the queue and does them, and does on schedule what is due."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
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
from pgqueuer.core.sm import SchedulerManager
from pgqueuer.domain.errors import FailingListenerError, RetryRequested
from pgqueuer.domain.models import Job, Schedule
from pgqueuer.domain.types import QueueExecutionMode

from graphql_api.jobs.queue import MOST_AT_ONCE, JobKind
from graphql_api.logs import describe_error
from graphql_api.postgres.breaker import within
from graphql_api.postgres.outage import is_outage

logger = structlog.get_logger(__name__)

Do = Callable[[UUID], Awaitable[None]]
"""Does a job, given the id that it was asked for with. Safe to run twice."""


@dataclass(frozen=True)
class Recurring:
    """What is done again and again, by one worker of all that share a database.

    Args:
        name: its own, and lasting: what is due is remembered under it.
        cron: when, in UTC: minute, hour, day of month, month, day of week.
    """

    name: str
    cron: str
    do: Callable[[], Awaitable[None]]


BATCH = 20
# How long a job of a killed worker stays with it before another worker takes it.
HEARTBEAT_TIMEOUT = timedelta(seconds=15)
# A retry sends no notification, so the queue is also looked at this often.
DEQUEUE_TIMEOUT = timedelta(seconds=1)
# Tries of a job, with 1 s, 2 s, 4 s … between them; then it is held for an operator.
MOST_ATTEMPTS = 5
STOP_PATIENCE_SECONDS = 15
RESTART_AFTER_SECONDS = 1.0
BEAT_EVERY_SECONDS = 5.0


class Worker:
    """Does jobs until it is stopped. Outages of the database only make it wait.

    Args:
        jobs: who does each kind of job; kinds that are not named wait for another worker.
        recurring: what is done on schedule, except while `run` goes on `until_empty`.
        beside: what goes on by itself for as long as `run` does; it is cancelled in the end.
        beat: a file whose time of change is renewed every few seconds while the worker lives; None for no file.
        note_beat: told as often, to remember it where others see it.
    """

    def __init__(
        self,
        url: str,
        *,
        jobs: Mapping[JobKind, Do],
        recurring: Sequence[Recurring] = (),
        beside: Sequence[Callable[[], Coroutine[None, None, None]]] = (),
        beat: Path | None = None,
        note_beat: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._url = url
        self._beside = beside
        self._beat = beat
        self._note_beat = note_beat
        self._jobs = jobs
        self._recurring = recurring
        self._stopped = asyncio.Event()
        self._manager: QueueManager | None = None

    async def run(self, *, until_empty: bool = False) -> None:
        """Do jobs as they come, or, with `until_empty`, until none is left.

        Jobs under way when the task is cancelled, or `stop` is called, get 15 s to end; what does not end in that
        time goes back to the queue when its heartbeat runs out.
        """
        async with asyncio.TaskGroup() as tasks:
            beside = [tasks.create_task(go_on()) for go_on in (self._keep_beating, *self._beside)]
            try:
                await self._run(until_empty)
            finally:
                for going_on in beside:
                    going_on.cancel()

    def stop(self) -> None:
        """Take no more jobs; `run` returns when those under way have ended."""
        self._stopped.set()
        if self._manager is not None:
            self._manager.shutdown.set()

    async def _keep_beating(self) -> None:
        while True:
            if self._beat is not None:
                self._beat.touch()
            if self._note_beat is not None:
                await self._note(self._note_beat)
            await asyncio.sleep(BEAT_EVERY_SECONDS)

    async def _note(self, note_beat: Callable[[], Awaitable[None]]) -> None:
        try:
            await within(BEAT_EVERY_SECONDS, note_beat())
        except Exception as error:
            if not is_outage(error):
                raise
            logger.debug("beat not noted", error=describe_error(error))

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
                concurrency_limit=MOST_AT_ONCE.get(kind, 0),
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
        scheduler = SchedulerManager(Queries(AsyncpgPoolDriver(pool)))
        scheduling = asyncio.create_task(_run_schedule(scheduler, () if until_empty else self._recurring))
        try:
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
            scheduler.shutdown.set()
            await asyncio.wait({running, scheduling}, timeout=STOP_PATIENCE_SECONDS)
        finally:
            for task in (stopping, running, scheduling):
                task.cancel()
            await asyncio.wait({stopping, running, scheduling})
        for task in (running, scheduling):
            if not task.cancelled():
                task.result()


async def _run_schedule(scheduler: SchedulerManager, recurring: Sequence[Recurring]) -> None:
    for work in recurring:
        scheduler.schedule(work.name, work.cron)(_scheduled(work))
    while recurring and not scheduler.shutdown.is_set():
        try:
            await scheduler.run()
        except Exception as error:
            if not is_outage(error):
                raise
            logger.warning("schedule waits for the database", error=describe_error(error))
            await asyncio.sleep(RESTART_AFTER_SECONDS)


def _scheduled(work: Recurring) -> Callable[[Schedule], Awaitable[None]]:
    async def run(_schedule: Schedule) -> None:
        try:
            await work.do()
        except Exception:
            # It is due again; raising would only log it a second time.
            logger.exception("recurring work failed", work=work.name)

    return run


def _entrypoint(do: Do) -> Callable[[Job], Awaitable[None]]:
    async def run(job: Job) -> None:
        try:
            await _through_outages(do, UUID(bytes=job.payload))
        except asyncio.CancelledError:
            # The queue takes a cancelled job for one that nobody wants any more.
            raise RetryRequested(reason="the worker was stopped") from None

    return run


async def _through_outages(do: Do, subject: UUID) -> None:
    """Do a job, however long the database is away: while it is, the queue could not take the job back."""
    while True:
        try:
            return await do(subject)
        except Exception as error:
            if not is_outage(error):
                raise
            logger.warning("job waits for the database", subject=str(subject), error=describe_error(error))
        await asyncio.sleep(RESTART_AFTER_SECONDS)
