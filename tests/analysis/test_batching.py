"""Micro-batches: a lone text goes at once, those that wait go together, and nobody gets another's answer."""

import asyncio
import os
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from graphql_api.analysis.batching import NICE, Batches, reading_thread


class Model:
    """Says a text backwards; the first batch waits until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.go_on = threading.Event()
        self.began = threading.Event()

    def predict(self, texts: Sequence[str]) -> list[str]:
        self.batches.append(list(texts))
        self.began.set()
        assert self.go_on.wait(20)
        if "bad" in texts:
            raise ValueError("bad")
        return [text[::-1] for text in texts]


async def test_a_lone_text_is_read_alone_and_those_that_come_meanwhile_together() -> None:
    model = Model()
    batches = Batches(model.predict, largest_batch=4)
    first = asyncio.create_task(batches.read("ab"))
    await asyncio.to_thread(model.began.wait, 20)
    others = [asyncio.create_task(batches.read(f"{number}x")) for number in range(6)]
    await asyncio.sleep(0)
    model.go_on.set()
    assert await first == "ba"
    assert await asyncio.gather(*others) == [f"x{number}" for number in range(6)]
    assert model.batches == [["ab"], ["0x", "1x", "2x", "3x"], ["4x", "5x"]]


async def test_a_full_queue_makes_the_next_one_wait() -> None:
    model = Model()
    batches = Batches(model.predict, longest_queue=2)
    tasks = [asyncio.create_task(batches.read(str(number))) for number in range(5)]
    await asyncio.to_thread(model.began.wait, 20)
    await asyncio.sleep(0)
    assert len(batches._waiting) <= 1
    model.go_on.set()
    assert await asyncio.gather(*tasks) == ["0", "1", "2", "3", "4"]


async def test_who_gave_up_is_not_read_for_and_an_error_reaches_its_batch_alone() -> None:
    model = Model()
    batches = Batches(model.predict)
    first = asyncio.create_task(batches.read("ab"))
    await asyncio.to_thread(model.began.wait, 20)
    gone = asyncio.create_task(batches.read("gone"))
    bad = asyncio.create_task(batches.read("bad"))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait({gone})
    model.go_on.set()
    assert await first == "ba"
    with pytest.raises(ValueError, match="bad"):
        await bad
    assert model.batches == [["ab"], ["bad"]]
    assert await batches.read("cd") == "dc"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere threads have no priority of their own")
async def test_who_reads_and_the_threads_that_it_starts_give_way_to_receipts() -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)

    def priorities() -> tuple[int, int]:
        with ThreadPoolExecutor(max_workers=1) as started:
            return os.getpriority(os.PRIO_PROCESS, 0), started.submit(os.getpriority, os.PRIO_PROCESS, 0).result()

    with reading_thread() as thread:
        assert thread.submit(priorities).result() == (max(own, NICE), max(own, NICE))
    assert os.getpriority(os.PRIO_PROCESS, 0) == own
