"""What goes wrong, each for some seconds; when it returns, all is repaired again."""

import asyncio
import random
import time
from collections.abc import Sequence

from tests.faults.disk import empty, fill
from tests.faults.stage import Scenario, Stage


async def database_killed(stage: Stage, seconds: float) -> None:
    """PostgreSQL killed with -9, and started again at once, as often as there is time for."""
    deadline = time.monotonic() + seconds
    while True:
        with stage.database_down():
            await stage.database.kill()
            await stage.database.start()
        if time.monotonic() >= deadline:
            return
        await asyncio.sleep(1)


async def database_stopped(stage: Stage, seconds: float) -> None:
    """PostgreSQL shut down, and started again later."""
    with stage.database_down():
        await stage.database.stop()
        await asyncio.sleep(seconds)
    await stage.database.start()


async def database_frozen(stage: Stage, seconds: float) -> None:
    """PostgreSQL does not answer, and goes on where it was later."""
    stage.database.freeze()
    try:
        with stage.database_down():
            await asyncio.sleep(seconds)
    finally:
        stage.database.thaw()


async def connections_exhausted(stage: Stage, seconds: float) -> None:
    """Others hold all of PostgreSQL's connections."""
    async with stage.database.crowded():
        with stage.database_down():
            await asyncio.sleep(seconds)


async def disk_full(stage: Stage, seconds: float) -> None:
    """PostgreSQL's disk is full; somebody makes room, and starts it if it has ended over that."""
    assert stage.disk is not None, "it needs a small disk"
    try:
        with stage.database_down():
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                fill(stage.disk)  # again, should it have found something to delete
                await asyncio.sleep(0.2)
    finally:
        empty(stage.disk)
    await stage.database.start()


async def replies_dropped(stage: Stage, seconds: float) -> None:
    """PostgreSQL commits, and its word of it is lost, again and again."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        async with stage.wire.losing():
            await asyncio.sleep(0.3)
        await asyncio.sleep(0.3)


async def server_killed(stage: Stage, seconds: float) -> None:
    """The server killed with -9 and started again, as often as there is time for."""
    deadline = time.monotonic() + seconds
    while True:
        await stage.server.kill()
        await stage.server.start()
        if time.monotonic() >= deadline:
            return
        await asyncio.sleep(1)


async def server_killed_while_database_down(stage: Stage, seconds: float) -> None:
    """The server killed with -9 while what it acknowledged lies in the spool."""
    with stage.database_down():
        await stage.database.stop()
        await asyncio.sleep(seconds)
    await stage.server.kill()
    stage.server.launch()
    await asyncio.sleep(seconds)
    await stage.database.start()
    await stage.server.start()


async def worker_killed(stage: Stage, seconds: float) -> None:
    """The worker killed with -9 and started again, as often as there is time for."""
    deadline = time.monotonic() + seconds
    while True:
        await asyncio.sleep(1)
        await stage.worker.kill()
        stage.worker.launch()
        if time.monotonic() >= deadline:
            return


def everything(seed: int) -> Scenario:
    """All of these at random, those of the database one after the other, the others at the same time."""

    async def run(stage: Stage, seconds: float) -> None:
        chance = random.Random(seed)
        database = [database_killed, database_stopped, database_frozen, connections_exhausted]
        if stage.disk is not None:
            database.append(disk_full)
        deadline = time.monotonic() + seconds
        async with asyncio.TaskGroup() as troubles:
            for each in (database, [replies_dropped], [server_killed], [worker_killed]):
                troubles.create_task(_again(stage, each, random.Random(chance.random()), deadline))
        await stage.database.start()
        await stage.server.start()
        stage.worker.launch()

    return run


async def _again(stage: Stage, scenarios: Sequence[Scenario], chance: random.Random, deadline: float) -> None:
    while (left := deadline - time.monotonic()) > 0:
        await asyncio.sleep(chance.uniform(0, min(3, left)))
        await chance.choice(scenarios)(stage, chance.uniform(0, min(6, left)))
