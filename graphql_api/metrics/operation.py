"""What the person on call wants to know of the machine, the database, the queue and the upkeep."""

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil
from prometheus_client.core import GaugeMetricFamily, Metric
from tortoise.connection import get_connection

from graphql_api.board import Board
from graphql_api.checks.machine import disk_of
from graphql_api.metrics.prometheus import FigureSource
from graphql_api.metrics.queue import JobCount, count_by_kind
from graphql_api.postgres.breaker import PROBE_PATIENCE_SECONDS, within
from graphql_api.postgres.connect import INTAKE, fetch
from graphql_api.postgres.outage import is_outage
from graphql_api.upkeep import ages
from models.enums import UpkeepKind

PROCESS, POOL = "process", "pool"


def operation_figures(board: Board, data_dir: Path) -> list[FigureSource]:
    """The sources of all of it. Those of each process are posted on the board."""
    process = psutil.Process()
    board.add(PROCESS, lambda: _process(process), is_lasting=False)
    board.add(POOL, _pools, is_lasting=False)

    async def processes() -> Iterable[Metric]:
        return [*_build(), *_processes(board.totals(PROCESS)), *_connections(board.totals(POOL))]

    async def disk() -> Iterable[Metric]:
        return await asyncio.to_thread(lambda: list(_disk(data_dir)))

    return [processes, disk, _database]


async def _database() -> Iterable[Metric]:
    """Queue and upkeep; only that it is down while the database does not answer."""
    up = GaugeMetricFamily("feedback_database_up", "1 while the database answers this process, else 0.", 1)
    try:
        jobs = await within(PROBE_PATIENCE_SECONDS, count_by_kind(fetch, datetime.now(UTC)))
        upkeep = await within(PROBE_PATIENCE_SECONDS, ages())
    except Exception as error:
        if not is_outage(error):
            raise
        up.samples.clear()
        up.add_metric([], 0)
        return [up]
    return [up, *_queue(jobs), *_upkeep(upkeep)]


def _queue(counts: Iterable[JobCount]) -> Iterator[Metric]:
    jobs = GaugeMetricFamily("feedback_jobs", "Jobs in the queue, by kind and state.", labels=["kind", "state"])
    oldest = GaugeMetricFamily(
        "feedback_job_oldest_seconds", "How long the job that waits longest has been due.", labels=["kind"]
    )
    for count in counts:
        for state, number in (("waiting", count.depth), ("running", count.running), ("failed", count.failed)):
            jobs.add_metric([count.kind, state], number)
        oldest.add_metric([count.kind], count.oldest_seconds or 0)
    yield jobs
    yield oldest


def _upkeep(since: Mapping[UpkeepKind, float]) -> Iterator[Metric]:
    age = GaugeMetricFamily(
        "feedback_upkeep_age_seconds",
        "Seconds since a backup, a proven restore, a cleanup or a worker's beat; a kind never done is missing.",
        labels=["kind"],
    )
    for kind, seconds in sorted(since.items()):
        age.add_metric([kind.lower()], seconds)
    yield age


def _disk(data_dir: Path) -> Iterator[Metric]:
    ratio = GaugeMetricFamily("feedback_disk_used_ratio", "How full the disk of the data folder is, from 0 to 1.")
    free = GaugeMetricFamily("feedback_disk_free_bytes", "Bytes left on the disk of the data folder.")
    try:
        disk = disk_of(data_dir)
    except OSError:
        return  # health says what is wrong with it
    ratio.add_metric([], disk.used_ratio)
    free.add_metric([], disk.free_bytes)
    yield ratio
    yield free


def _process(process: psutil.Process) -> Mapping[str, float]:
    with process.oneshot():
        times = process.cpu_times()
        return {
            "count": 1,
            "memory": process.memory_info().rss,
            "cpu": times.user + times.system,
            "files": process.num_fds(),
            "age": time.time() - process.create_time(),
        }


def _processes(totals: Mapping[str, float]) -> Iterator[Metric]:
    yield GaugeMetricFamily("feedback_processes", "Processes that serve together.", totals["count"])
    yield GaugeMetricFamily("feedback_process_memory_bytes", "Resident memory of all of them.", totals["memory"])
    yield GaugeMetricFamily("feedback_process_cpu_seconds", "Processor time of those that live.", totals["cpu"])
    yield GaugeMetricFamily("feedback_process_open_files", "Open files of all of them.", totals["files"])
    average = totals["age"] / max(1.0, totals["count"])
    yield GaugeMetricFamily("feedback_process_age_seconds", "How long they live, on average.", average)


def _pools() -> Mapping[str, float]:
    figures: dict[str, float] = {}
    for name in ("default", INTAKE):
        pool = getattr(get_connection(name), "_pool", None)
        if pool is not None:
            figures |= {f"{name} idle": pool.get_idle_size(), f"{name} most": pool.get_max_size()}
            figures[f"{name} busy"] = pool.get_size() - pool.get_idle_size()
    return figures


def _connections(totals: Mapping[str, float]) -> Iterator[Metric]:
    family = GaugeMetricFamily(
        "feedback_database_connections",
        "Connections by pool and state: busy, idle, and most, which is what there may be.",
        labels=["pool", "state"],
    )
    for name, value in sorted(totals.items()):
        family.add_metric(name.split(" "), value)
    yield family


def _build() -> Iterator[Metric]:
    family = GaugeMetricFamily("feedback_build_info", "1, with the version as its label.", labels=["version"])
    family.add_metric([version("feedback-service")], 1)
    yield family
