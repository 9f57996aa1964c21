"""A worker inside the server, where the settings want one."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import structlog

from graphql_api.analysis.chain import Chain
from graphql_api.logs import describe_error
from graphql_api.settings import Settings
from graphql_api.tasks.worker import make_worker
from graphql_api.tracing import Traces
from graphql_api.worker import Worker

logger = structlog.get_logger(__name__)


@contextlib.asynccontextmanager
async def worker_inside(
    url: str, settings: Settings, chain: Chain, traces: Traces | None
) -> AsyncIterator[Callable[[], None]]:
    """A worker runs in the block, if the settings say so; yields how to stop it. Its model loads meanwhile."""
    if not settings.worker_in_process:
        yield lambda: None
        return
    workers: list[Worker] = []

    async def work() -> None:
        workers.append(await make_worker(url, settings, chain, traces=traces))
        await workers[0].run()

    def stop() -> None:
        for worker in workers:
            worker.stop()

    working = asyncio.create_task(work())
    working.add_done_callback(_log_death)
    try:
        yield stop
    finally:
        stop()
        if not workers:
            working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working


def _log_death(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        logger.error("worker died", error=describe_error(error))
