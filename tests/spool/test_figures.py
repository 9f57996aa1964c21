"""Figures, printed and not judged: how fast the spool takes and gives."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from graphql_api.spool.record import Record
from graphql_api.spool.spool import Fate
from tests.spool.make import make_record, make_spool

GIBIBYTE = 1024**3


@pytest.mark.parametrize(("waiting", "records"), [(1, 300), (64, 6_400), (1_000, 20_000)])
async def test_appends_with_fsync_and_replay(tmp_path: Path, waiting: int, records: int) -> None:
    spool = make_spool(tmp_path, max_bytes=GIBIBYTE)

    async def client() -> None:
        for _ in range(records // waiting):
            await spool.append(make_record(words="x" * 600))

    begun = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(waiting)))
    appended = time.perf_counter()

    async def commit(batch: Sequence[Record]) -> list[Fate]:
        return [Fate.KEPT] * len(batch)

    report = await spool.replay(commit, is_outage=lambda _error: False)
    replayed = time.perf_counter()
    await spool.close()
    assert report.kept == records // waiting * waiting
    print(
        f"\n{waiting} waiting: {records / (appended - begun):,.0f} appends/s; "
        f"replay {records / (replayed - appended):,.0f} records/s"
    )
