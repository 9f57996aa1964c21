"""What a tree of processes takes: seconds of processor, and memory at its highest."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import psutil

SAMPLE_SECONDS = 0.5
IDLE_SAMPLES = 3
SETTLE_SECONDS = 60.0
# Of one core: clocks and probes take some of it always.
IDLE_SHARE = 0.15


def _tree(pid: int) -> list[psutil.Process]:
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def cpu_seconds(pid: int) -> float:
    """All that the process and its descendants have taken so far, with those that have ended and were waited for."""
    taken = 0.0
    for process in _tree(pid):
        with contextlib.suppress(psutil.NoSuchProcess):
            taken += sum(process.cpu_times()[:4])
    return taken


def memory_mebibytes(pid: int) -> float:
    """Proportional memory of the tree: pages that several share are counted once between them."""
    held = 0
    for process in _tree(pid):
        with contextlib.suppress(psutil.NoSuchProcess):
            held += process.memory_full_info().pss
    return held / 2**20


@dataclass
class Usage:
    """What was taken while it was watched."""

    cpu_seconds: float = 0.0
    database_cpu_seconds: float = 0.0
    memory_mebibytes: float = 0.0
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def _sample(self, pid: int) -> None:
        while not self._stopped.is_set():
            self.memory_mebibytes = max(self.memory_mebibytes, await asyncio.to_thread(memory_mebibytes, pid))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), SAMPLE_SECONDS)


@contextlib.asynccontextmanager
async def watched(pid: int | None, postmaster: int) -> AsyncIterator[Usage]:
    """The usage of a side's processes, and of the database, during the block."""
    usage = Usage()
    before, database_before = cpu_seconds(pid) if pid else 0.0, cpu_seconds(postmaster)
    sampling = asyncio.create_task(usage._sample(pid)) if pid else None  # noqa: SLF001 - its own
    try:
        yield usage
    finally:
        usage.cpu_seconds = (cpu_seconds(pid) if pid else 0.0) - before
        usage.database_cpu_seconds = cpu_seconds(postmaster) - database_before
        usage._stopped.set()  # noqa: SLF001 - its own
        if sampling:
            await sampling


async def settled(pid: int) -> None:
    """Wait until a tree of processes has done what its clients no longer wait for, a minute at most."""
    deadline = asyncio.get_running_loop().time() + SETTLE_SECONDS
    before, idle = cpu_seconds(pid), 0
    while idle < IDLE_SAMPLES and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(SAMPLE_SECONDS / IDLE_SAMPLES)
        now = cpu_seconds(pid)
        idle = idle + 1 if now - before < SAMPLE_SECONDS / IDLE_SAMPLES * IDLE_SHARE else 0
        before = now
