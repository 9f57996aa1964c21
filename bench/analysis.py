"""How fast feedback is understood, and what submitting feels of it.

    .venv/bin/python bench/analysis.py [submit] [models] [reanalysis] [failures] [--texts reviews.csv] [--count 1000]

Each part prints its figures; without a name all run. `submit` sends texts at 10 a second to a service of its own, with
and without `analysis` selected, and prints the p95 of the whole round trip. `models` reads texts one by one and in
batches; the large model joins in where torch is installed, with random weights of roberta-large's size. `reanalysis`
has 20,000 feedbacks read again by a worker in a process of its own while submissions go on, until the last is read: by
a filter on their time, in ten parts, with as many submissions alone after each, for other programs disturb. `failures`
says how much longer than its timeout a reading takes when the AI hangs. `--texts` names a CSV file with a column
`text`; without it, made-up sentences are read.
"""

import argparse
import asyncio
import contextlib
import csv
import importlib.util
import itertools
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import psutil
from aiohttp import ClientSession

from graphql_api.analysis.ai import AiFailed
from graphql_api.analysis.batching import Batches
from graphql_api.analysis.embedded.model import EmbeddedModel, Prediction
from graphql_api.analysis.local_model import MODEL_FOLDER, LocalModel
from graphql_api.analysis.openai_reader import OpenAIReader
from graphql_api.analysis.prices import read_prices
from graphql_api.analysis.prompts import PROMPTS
from graphql_api.postgres.embedded import EmbeddedPostgres
from tests import openai_server as server_that

ROOT = Path(__file__).resolve().parents[1]
KEY = "a-key-only-for-this-bench"
PER_SECOND = 10
DAYS = 90
PARTS = 10
SUBMIT = """mutation ($input: SubmitFeedbackInput!) { submitFeedback(input: $input) {
    __typename ... on SubmitFeedbackSuccess { status %s } } }"""
ANALYSIS = "feedback { analysis { __typename ... on Analysis { sentiment topic method } } }"
REANALYZE = """mutation ($from: DateTime!, $to: DateTime!) {
    reanalyzeFeedback(filter: {createdAt: {from: $from, to: $to}}) {
    ... on ReanalyzeSuccess { reanalysis { id } } } }"""
PROGRESS = "query ($id: ID!) { reanalysis(id: $id) { requested done finishedAt } }"
FILL = """
WITH made AS (SELECT gen_random_uuid() AS id, number FROM generate_series(1, $1) AS number),
known AS (INSERT INTO session VALUES ('bench', now(), now(), $1) ON CONFLICT DO NOTHING),
stored AS (
    INSERT INTO feedback (id, submission_key, body_hash, session_id, category, message, tags, created_at, redactions,
        is_read, is_archived, search_vector)
    SELECT id, gen_random_uuid(), sha256('x'), 'bench', 'GENERAL', ($2::text[])[1 + number %% cardinality($2)], '{}',
        now() - number * interval '1 day' * $3 / $1, '{}', false, false, ''
    FROM made
)
INSERT INTO analysis (feedback_id, feedback_created_at, is_current, text_hash, sentiment, topic, topics, confidence,
    confidence_score, alert_triggered, method, cached, latency_ms, created_at)
SELECT id, now() - number * interval '1 day' * $3 / $1, true, sha256('x'), 'NEUTRAL', 'GENERAL', '[]', 'LOW', 0, false,
    'ML', false, 1, now() - interval '1 hour'
FROM made
""".replace("%%", "%")
MADE_UP = [
    f"{opening} {thing} {ending}"
    for opening, thing, ending in itertools.product(
        ("Since the last update", "On my old phone", "Every single morning", "For the third time this week"),
        ("the export", "the dashboard", "signing in", "the invoice page", "search"),
        ("fails with an error.", "takes forever to load!", "is a joy to use, thank you.", "looks different now."),
    )
]


def read_texts(path: Path | None) -> list[str]:
    """The texts of a file, or made-up ones."""
    if path is None:
        return MADE_UP
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["text"] for row in csv.DictReader(file) if row["text"].strip()]


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class Client:
    """Sends GraphQL requests to the service."""

    def __init__(self, session: ClientSession, url: str, pid: int) -> None:
        self._session = session
        self.url = url
        self.pid = pid

    async def ask(self, query: str, **variables: Any) -> Any:
        """The data of an answer."""
        body = {"query": query, "variables": variables}
        async with self._session.post(f"{self.url}/graphql", json=body, headers={"X-API-Key": KEY}) as response:
            answer = await response.json(content_type=None)
            if "errors" in answer:
                raise SystemExit(f"the service says {answer['errors']}")
            return answer["data"]

    async def submit_at_a_rate(self, texts: Iterable[str], selected: str) -> tuple[list[float], int]:
        """Seconds of each round trip, and how many answers brought a finding. A text is taken when its turn comes."""
        mutation, findings = SUBMIT % selected, 0

        async def submit(text: str) -> float:
            nonlocal findings
            began = time.perf_counter()
            data = await self.ask(mutation, input={"sessionId": "bench", "message": text[:5_000]})
            taken = time.perf_counter() - began
            feedback = data["submitFeedback"].get("feedback")
            findings += bool(feedback and feedback["analysis"]["__typename"] == "Analysis")
            return taken

        tasks = []
        start = time.perf_counter()
        for number, text in enumerate(texts):
            await asyncio.sleep(max(0.0, start + number / PER_SECOND - time.perf_counter()))
            tasks.append(asyncio.create_task(submit(text)))
        return list(await asyncio.gather(*tasks)), findings


@contextlib.asynccontextmanager
async def serving(*, worker_in_process: bool = True) -> AsyncIterator[tuple[Client, str]]:
    """A service with a worker and a PostgreSQL of its own; a client of it and the database's address."""
    with (
        tempfile.TemporaryDirectory(prefix="feedback-bench-", dir="/tmp") as folder,
        EmbeddedPostgres(Path(folder) / "postgres") as postgres,
    ):
        async with _serving(postgres.dsn("feedback"), folder, worker_in_process) as client:
            yield client, postgres.dsn("feedback")


@contextlib.contextmanager
def _running(command: str, settings: Mapping[str, str]) -> Iterator[int]:
    """A command of ours in a process of its own; its id."""
    program = Path(sys.executable).with_name("feedback")
    process = subprocess.Popen([program, command], env=os.environ | settings, stdout=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextlib.asynccontextmanager
async def _serving(url: str, folder: str, worker_in_process: bool) -> AsyncIterator[Client]:
    port = free_port()
    settings = {
        "DATABASE_URL": url,
        "FEEDBACK_DATA_DIR": f"{folder}/data",
        "PORT": str(port),
        "API_KEY": KEY,
        "LOG_LEVEL": "ERROR",
        "REQUESTS_PER_MINUTE_PER_KEY": "1000000",
        "CACHE_MAX_SIZE": "0",
        "OPENAI_API_KEY": "",
        "WORKER_IN_PROCESS": str(worker_in_process).lower(),
    }
    with contextlib.ExitStack() as running:
        pid = running.enter_context(_running("serve", settings))
        async with ClientSession() as session:
            client = Client(session, f"http://127.0.0.1:{port}", pid)
            await _until_it_serves(client)
            if not worker_in_process:
                running.enter_context(_running("worker", settings))
            await _until_it_reads(client)
            yield client


async def _until_it_serves(client: Client) -> None:
    async with asyncio.timeout(60):
        while True:
            with contextlib.suppress(OSError):
                await client.submit_at_a_rate(MADE_UP[:1], "id")
                return
            await asyncio.sleep(0.1)


async def _until_it_reads(client: Client) -> None:
    async with asyncio.timeout(60):
        findings = 0
        while not findings:
            _, findings = await client.submit_at_a_rate(MADE_UP[:PER_SECOND], ANALYSIS)


def p95_ms(seconds: Sequence[float]) -> float:
    """The 95th percentile, in milliseconds."""
    return statistics.quantiles(seconds, n=20)[-1] * 1000


async def measure_submit(texts: Sequence[str], count: int) -> None:
    """The round trip of submitting, with and without the analysis."""
    sent = list(itertools.islice(itertools.cycle(texts), count))
    async with serving() as (client, _):
        for name, selected in (("without analysis", "id"), ("with analysis", ANALYSIS)):
            seconds, findings = await client.submit_at_a_rate(sent, selected)
            brought = f", {findings} of {count} brought the finding" if selected == ANALYSIS else ""
            print(
                f"submit at {PER_SECOND}/s, {name:17} median {statistics.median(seconds) * 1000:4.0f} ms, "
                f"p95 {p95_ms(seconds):4.0f} ms, longest {max(seconds) * 1000:4.0f} ms{brought}"
            )
        memory = psutil.Process(client.pid).memory_info().rss / 2**20
        print(f"memory of the server with worker and embedded model {memory:.0f} MiB")


@dataclass(frozen=True)
class Speed:
    """Texts a second by the clock, and the processor's milliseconds a text, which other programs do not lengthen."""

    per_second: float
    cpu_ms: float


async def _measured(work: Awaitable[object], number: int) -> Speed:
    began, cpu_began = time.perf_counter(), time.process_time()
    await work
    return Speed(number / (time.perf_counter() - began), (time.process_time() - cpu_began) * 1000 / number)


async def _one_by_one(batches: Batches[Prediction], texts: Sequence[str]) -> None:
    for text in texts:
        await batches.read(text)


async def measure_models(texts: Sequence[str], count: int) -> None:
    """Texts a second of each model, one by one and batched, and the memory that it adds."""
    before = psutil.Process().memory_info().rss
    embedded = EmbeddedModel.load(MODEL_FOLDER)
    await _print_speed("embedded", embedded, list(itertools.islice(itertools.cycle(texts), count)), before)
    if importlib.util.find_spec("torch") is None:
        print("roberta-large       not measured: torch is not installed")
        return
    from tests.analysis.test_transformers_model import Form, load, make_roberta  # noqa: PLC0415 - only where torch is

    with tempfile.TemporaryDirectory(prefix="feedback-bench-", dir="/tmp") as folder:
        path = make_roberta(Path(folder), "NEGATIVE", "POSITIVE", width=1024, layers=24, heads=16)
        # Its tokenizer makes a token of each byte: so many bytes are as long as a short text is for a real one.
        short = [text.encode("ascii", "ignore").decode()[:30] for text in itertools.islice(texts, 8)]
        for form in Form:
            before = psutil.Process().memory_info().rss
            await _print_speed(f"roberta-large {form}", load(str(path), path, embedded, form), short, before)


async def _print_speed(name: str, model: LocalModel, texts: Sequence[str], before: int) -> None:
    batches = Batches(model.predict)
    await batches.read(texts[0])
    alone = await _measured(_one_by_one(batches, texts), len(texts))
    together = await _measured(asyncio.gather(*(batches.read(text) for text in texts)), len(texts))
    added = (psutil.Process().memory_info().rss - before) / 2**20
    print(
        f"{name:22} one by one {alone.per_second:6.1f}/s ({alone.cpu_ms:.1f} ms of processor), "
        f"batched {together.per_second:6.1f}/s ({together.cpu_ms:.1f} ms), adds {added:.0f} MiB"
    )


async def measure_reanalysis(texts: Sequence[str], number: int) -> None:
    """The p95 of submitting while everything is read again, from the first to the last, and without that."""
    sent, read, taken = itertools.cycle(texts), 0, 0.0
    during: list[float] = []
    alone: list[float] = []
    async with serving(worker_in_process=False) as (client, url):
        await _fill(url, number, texts)
        end = datetime.now(UTC)
        part = timedelta(days=DAYS) / PARTS
        for nth in range(PARTS, 0, -1):
            began = time.perf_counter()
            when = {"from": (end - nth * part).isoformat(), "to": (end - (nth - 1) * part).isoformat()}
            asked = (await client.ask(REANALYZE, **when))["reanalyzeFeedback"]["reanalysis"]
            finished = asyncio.create_task(_until_finished(client, asked["id"]))
            round_trips, _ = await client.submit_at_a_rate(_while_going_on(finished, sent), "id")
            during += round_trips
            read += (await finished)["done"]
            taken += time.perf_counter() - began
            alone += (await client.submit_at_a_rate(itertools.islice(sent, len(round_trips)), "id"))[0]
    print(f"reanalysis of {read:,} took {taken:.0f} s ({read / taken:.0f}/s)")
    for name, round_trips in (("alone", alone), ("during", during)):
        print(
            f"submit at {PER_SECOND}/s, {name:6} {len(round_trips):,} times, "
            f"median {statistics.median(round_trips) * 1000:.1f} ms, p95 {p95_ms(round_trips):.1f} ms"
        )
    print(f"p95 during against alone: x{p95_ms(during) / p95_ms(alone):.2f}")


async def _fill(url: str, number: int, texts: Sequence[str]) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("SET statement_timeout = 0")
    await connection.fetch(FILL, number, list(texts), DAYS)
    await connection.execute("ANALYZE")
    await connection.close()


def _while_going_on(task: asyncio.Task[Any], texts: Iterator[str]) -> Iterator[str]:
    while not task.done():
        yield next(texts)


async def _until_finished(client: Client, reanalysis_id: str) -> Any:
    while True:
        progress = (await client.ask(PROGRESS, id=reanalysis_id))["reanalysis"]
        if progress["finishedAt"]:
            return progress
        await asyncio.sleep(1)


def _hostile() -> Iterator[tuple[str, server_that.Answering]]:
    yield "hangs", server_that.hangs
    yield "drips", server_that.drips
    yield "answers late", server_that.after(30, server_that.finds())
    yield "resets", server_that.resets
    yield "503", server_that.fails(503)


async def measure_failures(timeout_seconds: float, tries: int = 20) -> None:
    """How long a reading takes when the AI does not answer as it should."""
    async with server_that.openai_server() as server:
        reader = OpenAIReader(
            api_key="k",
            base_url=server.url,
            model="gpt-4.1-mini",
            timeout_seconds=timeout_seconds,
            prices=read_prices(""),
        )
        for name, answering in _hostile():
            server.answering = answering
            taken = []
            for _ in range(tries):
                began = time.perf_counter()
                with contextlib.suppress(AiFailed):
                    await reader.read("I was charged twice.", PROMPTS["v2"])
                taken.append((time.perf_counter() - began) * 1000)
            over = max(taken) - timeout_seconds * 1000
            print(f"AI {name:13} longest of {tries}: {max(taken):5.0f} ms, {over:+.0f} ms against the timeout")
        await reader.aclose()


async def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", choices=["submit", "models", "reanalysis", "failures", []])
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--reanalyze", type=int, default=20_000)
    options = parser.parse_args()
    texts = read_texts(options.texts)
    parts = options.parts or ["failures", "models", "submit", "reanalysis"]
    if "failures" in parts:
        await measure_failures(1.0)
    if "models" in parts:
        await measure_models(texts, options.count)
    if "submit" in parts:
        await measure_submit(texts, options.count)
    if "reanalysis" in parts:
        await measure_reanalysis(texts, options.reanalyze)


if __name__ == "__main__":
    asyncio.run(main())
