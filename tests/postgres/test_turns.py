"""Whoever has waited longest for a connection is next, and none is lost on the way."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio

from graphql_api.postgres.turns import Turn, Turns


@pytest_asyncio.fixture
async def turns(database_url: str) -> AsyncIterator[Turns]:
    async with asyncpg.create_pool(database_url, min_size=0, max_size=2) as pool:
        yield Turns(pool)


async def backend(turns: Turns) -> int:
    async with Turn(turns) as connection:
        number: int = await connection.fetchval("SELECT pg_backend_pid()")
        return number


async def test_connections_come_in_the_order_of_asking(database_url: str) -> None:
    done: list[int] = []

    async def ask(turns: Turns, number: int) -> None:
        for _ in range(3):
            await backend(turns)
            done.append(number)

    async with asyncpg.create_pool(database_url, min_size=0, max_size=1) as pool:
        turns = Turns(pool)
        await asyncio.gather(*(ask(turns, number) for number in range(20)))
    assert done == [*range(20)] * 3


async def test_no_more_connections_than_the_pool_has(turns: Turns) -> None:
    assert len(set(await asyncio.gather(*(backend(turns) for _ in range(50))))) <= 2
    assert turns.pool.get_idle_size() == turns.pool.get_size()


async def test_one_who_stops_waiting_takes_none_along(turns: Turns) -> None:
    for patience in range(6):
        asking = [asyncio.create_task(backend(turns)) for _ in range(10)]
        for _ in range(patience):
            await asyncio.sleep(0)
        for task in asking[::2]:
            task.cancel()
        await asyncio.wait(asking, timeout=10)
        assert all(task.done() for task in asking)
    assert len(set(await asyncio.wait_for(asyncio.gather(*(backend(turns) for _ in range(50))), 10))) <= 2


async def test_a_statement_that_fails_ends_the_turn(turns: Turns) -> None:
    async def fail() -> None:
        async with Turn(turns) as connection:
            await connection.execute("SELECT 1 / 0")

    failed = await asyncio.gather(*(fail() for _ in range(10)), return_exceptions=True)
    assert {type(each) for each in failed} == {asyncpg.DivisionByZeroError}
    assert await backend(turns)


async def test_a_broken_connection_is_not_handed_on(turns: Turns) -> None:
    async def leave() -> None:
        async with Turn(turns) as connection:
            connection.terminate()

    await asyncio.gather(*(leave() for _ in range(3)), *(backend(turns) for _ in range(6)), leave())
    assert await backend(turns)


async def test_the_turn_goes_on_where_no_connection_can_be_made(database_url: str) -> None:
    async with asyncpg.create_pool(f"{database_url}&application_name=x", min_size=0, max_size=1) as pool:
        turns = Turns(pool)
        pool.set_connect_args(host="/nowhere")
        failed = await asyncio.gather(*(backend(turns) for _ in range(3)), return_exceptions=True)
        assert all(isinstance(each, OSError) for each in failed)
