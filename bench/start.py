"""How long `./run.sh` takes to serve, and how much memory it holds.

    .venv/bin/python bench/start.py [--first] [--runs 5]

Starts the service again and again on a data folder of its own, and prints the median seconds until `/ready` answers
200, then the resident memory after the first analysis. `--first` also measures the first start of all: a fresh copy of
the project, with no environment and an empty package cache.
"""

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
PORT = 8765
BASE = f"http://127.0.0.1:{PORT}"
KEY = "a-key-only-for-this-bench"
SUBMIT = """mutation { submitFeedback(input: {sessionId: "bench", message: "The export crashes every single time."}) {
    ... on SubmitFeedbackSuccess { feedback { analysis { __typename } } } } }"""


def start(project: Path, data: Path, **more: str) -> tuple[float, subprocess.Popen[bytes]]:
    """Seconds from the command to the first 200 of /ready, and the process."""
    environment = os.environ | {"PORT": str(PORT), "FEEDBACK_DATA_DIR": str(data), "API_KEY": KEY} | more
    began = time.monotonic()
    process = subprocess.Popen([project / "run.sh"], env=environment, stdout=subprocess.DEVNULL, cwd=project)
    while time.monotonic() - began < 300:
        try:
            urllib.request.urlopen(f"{BASE}/ready", timeout=1)
        except (urllib.error.URLError, OSError):
            time.sleep(0.01)
        else:
            return time.monotonic() - began, process
    raise SystemExit("the service did not start within 300 s")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the service as Ctrl-C would."""
    process.send_signal(signal.SIGINT)
    process.wait(timeout=60)


def analyze_once() -> None:
    """Submit until an analysis comes back, so that the model is loaded and has worked."""
    for _ in range(100):
        request = urllib.request.Request(
            f"{BASE}/graphql",
            json.dumps({"query": SUBMIT}).encode(),
            {"Content-Type": "application/json", "X-API-Key": KEY},
        )
        answer = json.load(urllib.request.urlopen(request, timeout=30))
        if answer["data"]["submitFeedback"]["feedback"]["analysis"]["__typename"] == "Analysis":
            return
    raise SystemExit("no analysis came back")


def first_start() -> float:
    """The first start of all, in a fresh copy of the project."""
    # The admin page may still be being built when the service stops.
    with tempfile.TemporaryDirectory(dir="/tmp", ignore_cleanup_errors=True) as folder:
        project = Path(folder) / "project"
        ignored = shutil.ignore_patterns(
            ".venv", ".data", ".git", "__pycache__", ".*cache", "node_modules", "dist", "dist.*"
        )
        shutil.copytree(ROOT, project, ignore=ignored)
        caches = {"UV_CACHE_DIR": f"{folder}/uv", "PIP_CACHE_DIR": f"{folder}/pip"}
        seconds, process = start(project, Path(folder) / "data", **caches)
        stop(process)
        return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if options.first:
        print(f"first start         {first_start():6.1f} s")
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        data = Path(folder) / "data"
        stop(start(ROOT, data)[1])
        seconds = []
        for _ in range(options.runs):
            taken, process = start(ROOT, data)
            seconds.append(taken)
            analyze_once()
            memory = psutil.Process(process.pid).memory_info().rss / 2**20
            stop(process)
        print(f"second start        {statistics.median(seconds):6.2f} s  ({min(seconds):.2f} to {max(seconds):.2f})")
        print(f"memory of the server {memory:5.0f} MiB, with the embedded model")


if __name__ == "__main__":
    main()
