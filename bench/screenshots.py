"""What a screenshot costs: the receipt with and without one, side by side, and what the worker does with it.

    .venv/bin/python bench/screenshots.py [--mib 1] [--rounds 300]

Starts `feedback serve` and a `feedback worker` on an embedded PostgreSQL, and sends, in turns over one connection: a
submission; one with a screenshot; the same number of bytes with a document that is not valid, which are received,
parsed and refused, and so tell what receiving them costs. Prints a table for the docs.
"""

import argparse
import asyncio
import os
import tempfile
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median, quantiles
from uuid import uuid4

import orjson
import psutil
from aiohttp import BytesPayload, ClientSession
from PIL import Image

from graphql_api.postgres.connect import connected, fetch
from graphql_api.postgres.embedded import EmbeddedPostgres
from graphql_api.postgres.migrate import migrate
from tests.client import SUBMIT, VISITOR
from tests.faults.programs import Program
from tests.screenshots.pictures import encoded, screen

JSON = {"Content-Type": "application/json"}
WARM_UP = 30


def screenshot(mib: float) -> bytes:
    """A PNG of a full screen of so many mebibytes: a screen above, and below it noise that does not shrink."""
    image, rows = screen(1920, 1080), 0
    while len(content := encoded(image, compress_level=1)) < mib * 2**20:
        rows += 20
        image.paste(Image.merge("RGB", [Image.effect_noise((1920, rows), 80)] * 3), (0, 1080 - rows))
    return content


async def main(mib: float, rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with EmbeddedPostgres(folder / "postgres") as postgres:
            url = postgres.dsn("feedback")
            await migrate(url)
            server, worker = Program("serve", folder, url), Program("worker", folder, url)
            await server.start()
            try:
                await compare(server, screenshot(mib), rounds)
                await watch(worker, url)
            finally:
                await asyncio.gather(server.stop(), worker.stop())


async def compare(server: Program, picture: bytes, rounds: int) -> None:
    """The receipts' times, taken in turns so that what disturbs one disturbs all."""
    data = b64encode(picture).decode()
    seconds: dict[str, list[float]] = {"without": [], "with": [], "bytes alone": []}
    async with ClientSession() as session:

        async def send(query: str, **more: object) -> float:
            variables = {"input": VISITOR | {"submissionKey": str(uuid4())} | more}
            body = orjson.dumps({"query": query, "variables": variables})
            began = time.perf_counter()
            async with session.post(f"{server.url}/graphql", data=BytesPayload(body), headers=JSON) as answer:
                await answer.read()
            return time.perf_counter() - began

        kinds: dict[str, Callable[[], Awaitable[float]]] = {
            "without": lambda: send(SUBMIT),
            "with": lambda: send(SUBMIT, screenshot={"data": data}),
            "bytes alone": lambda: send("{ nothing }", screenshot={"data": data}),
        }
        for number in range(WARM_UP + rounds):
            for kind, take in kinds.items():
                taken = await take()
                if number >= WARM_UP:
                    seconds[kind].append(taken * 1000)
    print(f"{len(picture) / 2**20:.2f} MiB, {rounds} rounds, {os.cpu_count()} cores\n")
    print("| | p50 | p95 |\n|---|---:|---:|")
    for kind, times in seconds.items():
        print(f"| {kind} | {median(times):.1f} ms | {quantiles(times, n=20)[-1]:.1f} ms |")
    plain, pictured, alone = (median(times) for times in seconds.values())
    allowed = 1.5 * plain + alone
    print(f"\nallowed: 1.5 x {plain:.1f} + {alone:.1f} = {allowed:.1f} ms; taken: {pictured:.1f} ms")


async def watch(worker: Program, url: str) -> None:
    """How long the worker takes for a picture, and the most memory that it and its decoder hold."""
    worker.launch()
    most: dict[str, int] = {}
    began = time.perf_counter()
    async with connected(url):
        (row,) = await fetch("SELECT count(*) FROM screenshot")
        while (await fetch("SELECT count(*) FROM screenshot WHERE status = 'PENDING'"))[0]["count"]:
            held = resident_bytes()
            for name, size in (held | {"both": sum(held.values())}).items():
                most[name] = max(most.get(name, 0), size)
            await asyncio.sleep(0.01)
        settled = await fetch("SELECT status, reason, count(*) FROM screenshot GROUP BY 1, 2")
    each = (time.perf_counter() - began) / row["count"] * 1000
    sizes = ", ".join(f"{name} {size / 2**20:.0f} MiB" for name, size in most.items())
    print(f"a picture takes the worker {each:.0f} ms; at most: {sizes}; {[tuple(row) for row in settled]}")


def resident_bytes() -> dict[str, int]:
    """What the worker and its decoder hold now."""
    held = {}
    for process in psutil.Process().children(recursive=True):
        try:
            command = process.cmdline()
            for name, mark in (("worker", "worker"), ("decoder", "graphql_api.screenshots.decoder")):
                if mark in command:
                    held[name] = process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return held


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mib", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=300)
    chosen = parser.parse_args()
    asyncio.run(main(chosen.mib, chosen.rounds))
