"""Exporting, cleaning up and putting back, among 1,000,000 feedbacks.

    .venv/bin/python bench/retention.py [--rows 1000000] [--only export|cleanup] [--folder FOLDER]

Loads them into an embedded PostgreSQL of its own (with all that follows an hour and 10 GB, gone afterwards unless a
folder is named, where the next run finds what it loaded). Then

- exports all of it, CSV and JSON lines, by the command and by a worker, and tells the most memory that each held;
- cleans up the oldest fifth, whose every hundredth has a screenshot, while people submit. The cleanup's process is
  stopped and let go on in turn, so that receipts with and without it are measured side by side on a noisy machine. Then
  everything is counted and looked for, the archive is imported, and what came back is compared with what was there;
- does the same on a copy, where the cleanup is killed with -9 half-way and run again.

Prints figures, and exits with 1 if anything is not as promised.
"""

import argparse
import asyncio
import json
import os
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import psutil
from aiohttp import ClientSession

from bench.copies import NAMED, Place, copy, drop, prepare
from bench.rows import SPAN_DAYS
from graphql_api.postgres.embedded import EmbeddedPostgres
from graphql_api.retention.archive import unpack
from tests.client import ADMIN, SUBMIT
from tests.faults.programs import Program

MEMORY_MIB = 300
SHARE = 0.2
PER_SECOND = 20
# How long the cleanup is stopped and goes on in turn; what is sent right after a change belongs to neither.
TURN_SECONDS, SETTLE_SECONDS = 6.0, 1.0

# Also what gets old while the programs start.
OLD = """
SELECT created_at, feedback_id IS NOT NULL AS has_picture FROM feedback LEFT JOIN screenshot ON feedback_id = id
WHERE created_at < now() + interval '1 hour' - $1 * interval '1 day'
"""
# What was loaded, apart from what was sent meanwhile: how many rows, and a sum that changes with any of them. What was
# loaded is indexed by its message alone, as nothing real is; findings get new numbers.
SUM = "SELECT count(*), coalesce(sum(hashtextextended(({content})::text, 0)), 0) FROM {table} AS t WHERE {loaded}"
SUMS = {
    "feedback": SUM.format(
        content="to_jsonb(t) - 'search_vector'", table="feedback", loaded="session_id ~ '^session-'"
    ),
    "answer_rating": SUM.format(content="to_jsonb(t)", table="answer_rating", loaded="session_id ~ '^session-'"),
    "analysis": SUM.format(
        content="to_jsonb(t) - 'id'",
        table="analysis",
        loaded="created_at <= (SELECT max(created_at) FROM feedback WHERE session_id ~ '^session-')",
    ),
    "session": SUM.format(content="to_jsonb(t)", table="session", loaded="id ~ '^session-'"),
}
ASK_EXPORT = (
    "mutation ($format: ExportFormat!) { exportFeedback(format: $format) { ... on ExportPending { id }"
    " ... on ExportSuccess { id } } }"
)
FIND_EXPORT = "query ($id: ID!) { export(id: $id) { status rows sizeBytes } }"


class Report:
    """What was found, as lines of a table, and whether all of it is as promised."""

    def __init__(self) -> None:
        self.is_kept = True

    def say(self, what: str, figure: str, is_kept: bool = True) -> None:
        """One line."""
        self.is_kept &= is_kept
        print(f"| {what} | {figure}{'' if is_kept else ' **not as promised**'} |", flush=True)


def peak_mib(pid: int) -> float:
    """The most memory that a living process ever held."""
    (line,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


async def export_by_command(place: Place, format_: str, rows: int, report: Report) -> None:
    """`feedback export`, and the memory that it took."""
    file = place.folder / f"all.{format_}"
    began = time.monotonic()
    running = place.command("export", "--format", format_, "--output", str(file))
    _, status, used = await asyncio.to_thread(os.wait4, running.pid, 0)
    seconds, peak = time.monotonic() - began, used.ru_maxrss / 1024
    with file.open("rb") as written:
        number = sum(b'"session-' in line for line in written)
    size = file.stat().st_size / 2**20
    file.unlink()
    report.say(
        f"`feedback export --format {format_}`: {number:,} rows, {size:,.0f} MiB, {seconds:.0f} s",
        f"at most {peak:.0f} MiB of memory",
        status == 0 and number == rows and peak < MEMORY_MIB,
    )


async def export_by_worker(place: Place, rows: int, report: Report) -> None:
    """`exportFeedback` in both formats, and the memory of the worker that wrote them."""
    server, worker = Program("serve", place.folder, place.url), Program("worker", place.folder, place.url)
    await server.start()
    try:
        for format_ in ("CSV", "JSONL"):
            worker.launch()
            (process,) = (each for each in psutil.Process().children() if each.cmdline()[-1] == "worker")
            await asyncio.sleep(20)
            idle = peak_mib(process.pid)
            began = time.monotonic()
            export = await exported(server, format_)
            peak = peak_mib(process.pid)
            await worker.stop()
            report.say(
                f"`exportFeedback(format: {format_})`: {export['rows']:,} rows, {time.monotonic() - began:.0f} s",
                f"the worker at most {peak:.0f} MiB of memory, {idle:.0f} before it began",
                export["rows"] == rows and peak < MEMORY_MIB,
            )
    finally:
        await asyncio.gather(server.stop(), worker.stop())


async def exported(server: Program, format_: str) -> Mapping[str, Any]:
    """An export, as soon as it is settled."""
    async with ClientSession(headers=ADMIN) as session:

        async def ask(query: str, **variables: str) -> Any:
            async with session.post(f"{server.url}/graphql", json={"query": query, "variables": variables}) as reply:
                return (await reply.json(content_type=None))["data"]

        export_id = (await ask(ASK_EXPORT, format=format_))["exportFeedback"]["id"]
        while True:
            found: Mapping[str, Any] = (await ask(FIND_EXPORT, id=export_id))["export"]
            if found["status"] != "PENDING":
                return found
            await asyncio.sleep(1)


@dataclass
class Receipts:
    """How long receipts took, in milliseconds, by what went on meanwhile; and what was accepted."""

    taken: dict[str, list[float]]
    accepted: int = 0
    meanwhile: str | None = None

    async def submit(self, server: Program, is_over: asyncio.Event) -> None:
        """So many a second, however long each takes."""
        async with ClientSession(headers=ADMIN) as session, asyncio.TaskGroup() as people:
            due = time.monotonic()
            while not is_over.is_set():
                people.create_task(self._submit(session, server))
                due += 1 / PER_SECOND
                await asyncio.sleep(due - time.monotonic())

    async def _submit(self, session: ClientSession, server: Program) -> None:
        key, meanwhile = str(uuid4()), self.meanwhile
        given = {"sessionId": f"visitor-{key[:2]}", "submissionKey": key, "message": "The export did nothing at all."}
        began = time.perf_counter()
        body = {"query": SUBMIT, "variables": {"input": given}}
        async with session.post(f"{server.url}/graphql", json=body) as reply:
            answer = await reply.json(content_type=None)
        self.accepted += answer["data"]["submitFeedback"].get("status") in {"SAVED", "QUEUED"}
        if meanwhile is not None and meanwhile == self.meanwhile:
            self.taken[meanwhile].append((time.perf_counter() - began) * 1000)


async def take_turns(running: subprocess.Popen[bytes], receipts: Receipts) -> None:
    """Stop the process and let it go on until it has ended."""
    while running.poll() is None:
        for meanwhile, what in (("with", signal.SIGCONT), ("without", signal.SIGSTOP)):
            receipts.meanwhile = None
            running.send_signal(what)
            await asyncio.sleep(SETTLE_SECONDS)
            receipts.meanwhile = meanwhile
            await asyncio.sleep(TURN_SECONDS - SETTLE_SECONDS)
        running.send_signal(signal.SIGCONT)
    receipts.meanwhile = None


async def kill_half_way(place: Place, running: subprocess.Popen[bytes], due: int) -> None:
    """Kill with -9 when half of what is due is gone."""
    while (await place.ask("SELECT coalesce(max(submissions_deleted), 0) FROM cleanup_run"))[0][0] < due / 2:
        assert running.poll() is None, "it ended before it was killed"
        await asyncio.sleep(0.2)
    running.kill()
    await asyncio.to_thread(running.communicate)


async def clean(place: Place, days: int, due: int, receipts: Receipts, *, is_killed: bool) -> dict[str, Any]:
    """Clean up while people submit; what it said in the end."""
    is_over = asyncio.Event()
    server, worker = Program("serve", place.folder, place.url), Program("worker", place.folder, place.url)
    await server.start()
    worker.launch()
    try:
        async with asyncio.TaskGroup() as all_:
            all_.create_task(receipts.submit(server, is_over))
            await asyncio.sleep(5)
            if is_killed:
                await kill_half_way(place, place.command("cleanup", "--days", str(days), "--json"), due)
            running = place.command("cleanup", "--days", str(days), "--json")
            if is_killed:
                await asyncio.to_thread(running.wait)
            else:
                await take_turns(running, receipts)
            is_over.set()
        said, _ = running.communicate()
        return dict(json.loads(said))
    finally:
        await asyncio.gather(server.stop(), worker.stop())


async def sums(place: Place) -> dict[str, tuple[object, ...]]:
    """What was loaded and is there, by table."""
    return {table: tuple((await place.ask(sql))[0]) for table, sql in SUMS.items()}


async def look(place: Place, said: Mapping[str, Any], due: tuple[int, int], receipts: Receipts, report: Report) -> None:
    """Whether statistics, database and storage agree about what was cleaned up."""
    counted = (said["submissionsDeleted"], said["screenshotsDeleted"])
    report.say(
        "deleted as it says, screenshots", f"{counted[0]:,}, {counted[1]:,} of {due[0]:,}, {due[1]:,}", counted == due
    )
    archived = [orjson.loads(line)["id"] for file in archive(place) for line in unpack(file.read_bytes())]
    report.say(
        "lines archived, different ones", f"{len(archived):,}, {len(set(archived)):,}", len(set(archived)) == due[0]
    )
    named = {key for row in await place.ask(NAMED) for key in row}
    kept = {str(file.relative_to(place.storage)) for file in place.storage.glob("screenshots/**/*") if file.is_file()}
    report.say("screenshots left behind, lost", f"{len(kept - named)}, {len(named - kept)}", kept == named)
    (row,) = await place.ask("SELECT count(*) FROM feedback WHERE session_id LIKE 'visitor-%'")
    report.say("accepted meanwhile, stored", f"{receipts.accepted:,}, {row[0]:,}", receipts.accepted == row[0])


def archive(place: Place) -> list[Path]:
    """The parts of the archive."""
    return sorted(place.storage.glob("archives/**/*.jsonl.gz"))


async def put_back(place: Place, before: Mapping[str, tuple[object, ...]], report: Report) -> None:
    """Import the archive, and compare."""
    whole = place.folder / "archive.jsonl.gz"
    with whole.open("wb") as file:
        for part in archive(place):
            file.write(part.read_bytes())
    began = time.monotonic()
    running = place.command("import", str(whole), "--no-analysis", "--json")
    said, _ = await asyncio.to_thread(running.communicate)
    summary = json.loads(said)
    report.say(
        f"put back from the archive in {time.monotonic() - began:.0f} s",
        f"{summary['takenIn']:,}, {summary['duplicates']:,} of them twice, {summary['refused']:,} refused",
        summary["refused"] == 0,
    )
    after = await sums(place)
    differing = [table for table in before if before[table] != after[table]]
    report.say("tables that differ from before the cleanup", ", ".join(differing) or "none", not differing)


def compare(receipts: Receipts, report: Report) -> None:
    """The receipts with and without the cleanup, side by side."""
    p50, p95 = (
        {name: statistics.quantiles(taken, n=20)[place] for name, taken in receipts.taken.items()} for place in (9, 18)
    )
    sizes = ", ".join(f"{len(taken):,} {name}" for name, taken in receipts.taken.items())
    ratio = p95["with"] / p95["without"]
    report.say(f"receipts ({sizes}), p50 ms", f"{p50['with']:.1f} with, {p50['without']:.1f} without")
    report.say("p95 ms", f"{p95['with']:.1f} with, {p95['without']:.1f} without, {ratio:.2f} times as much", ratio <= 2)


async def clean_and_look(place: Place, report: Report, *, is_killed: bool) -> None:
    """One cleanup, from what is due to what came back."""
    days = round(SPAN_DAYS * (1 - SHARE))
    old = await place.ask(OLD, days)
    report.say(f"**cleanup{', killed half-way and run again' if is_killed else ''}**", f"about {len(old):,} due")
    before = await sums(place)
    receipts = Receipts({"with": [], "without": []})
    began = time.monotonic()
    said = await clean(place, days, len(old), receipts, is_killed=is_killed)
    report.say("seconds, the time it was stopped included", f"{time.monotonic() - began:.0f}")
    cutoff = datetime.fromisoformat(said["cutoffDate"])
    pictured = [row["has_picture"] for row in old if row["created_at"] < cutoff]
    await look(place, said, (len(pictured), sum(pictured)), receipts, report)
    await put_back(place, before, report)
    if not is_killed:
        compare(receipts, report)


async def measure(options: argparse.Namespace, folder: Path) -> bool:
    """Load, and do all that was asked for; whether everything is as promised."""
    report = Report()
    with EmbeddedPostgres(folder / "postgres") as server:
        template = await prepare(server, folder, options.rows)
        print("| | |\n|---|---|")
        if options.only in (None, "export"):
            place = await copy(server, template, "exporting", folder)
            for format_ in ("csv", "jsonl"):
                await export_by_command(place, format_, options.rows, report)
            await export_by_worker(place, options.rows, report)
            await drop(server, place)
        for is_killed in (False, True):
            if options.only in (None, "cleanup"):
                place = await copy(server, template, "cleaning", folder)
                await clean_and_look(place, report, is_killed=is_killed)
                await drop(server, place)
    return report.is_kept


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", choices=["export", "cleanup"])
    parser.add_argument("--folder", type=Path, help="where what is loaded is kept for another run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="feedback-retention-", ignore_cleanup_errors=True) as folder:
        raise SystemExit(not asyncio.run(measure(options, options.folder or Path(folder))))


if __name__ == "__main__":
    main()
