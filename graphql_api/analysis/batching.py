"""Reading several waiting texts in one run of a model, without making a lone one wait for company."""

import asyncio
import os
import sys
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

Said = TypeVar("Said")

LARGEST_BATCH = 32
LONGEST_QUEUE = 512
NICE = 5
"""Of the threads that read, against 0 of those that take receipts: where both want the processor, receipts get it."""


def reading_thread() -> ThreadPoolExecutor:
    """A thread for a model. It and those that it starts wait for others who want the processor; on Linux, since
    elsewhere threads have no priority of their own."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="local-model", initializer=_give_way)


def _give_way() -> None:
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, 0, max(NICE, os.getpriority(os.PRIO_PROCESS, 0)))


class Batches(Generic[Said]):
    """One thread that reads. A text that comes while it is idle is read at once; those that come meanwhile are read
    together next. Belongs to one event loop.

    Args:
        predict: reads texts, one answer for each, in order.
        thread: where it runs; by default one of its own, see `reading_thread`.
        longest_queue: how many may wait; who comes then waits for a place.
    """

    def __init__(
        self,
        predict: Callable[[Sequence[str]], Sequence[Said]],
        *,
        thread: ThreadPoolExecutor | None = None,
        largest_batch: int = LARGEST_BATCH,
        longest_queue: int = LONGEST_QUEUE,
    ) -> None:
        self._predict = predict
        self._largest_batch = largest_batch
        self._places = asyncio.Semaphore(longest_queue)
        self._thread = thread or reading_thread()
        self._waiting: deque[tuple[str, asyncio.Future[Said]]] = deque()
        self._reading: asyncio.Task[None] | None = None

    async def read(self, text: str) -> Said:
        """What the model says of a text. Raises what the model raised for its batch."""
        async with self._places:
            answer: asyncio.Future[Said] = asyncio.get_running_loop().create_future()
            self._waiting.append((text, answer))
            if self._reading is None or self._reading.done():
                self._reading = asyncio.create_task(self._read_all())
            return await answer

    async def _read_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(self._largest_batch, len(self._waiting)))]
            # Who has given up need not be read for.
            batch = [(text, answer) for text, answer in batch if not answer.done()]
            if not batch:
                continue
            try:
                said = await loop.run_in_executor(self._thread, self._predict, [text for text, _ in batch])
            except Exception as error:  # noqa: BLE001 - whoever waits for the batch is told, whatever it is
                for _, answer in batch:
                    if not answer.done():
                        answer.set_exception(error)
                continue
            for (_, answer), one in zip(batch, said, strict=True):
                if not answer.done():
                    answer.set_result(one)
