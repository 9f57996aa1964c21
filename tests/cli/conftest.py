"""The command as a user runs it: another process, its own data folder, a database of its own."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(sys.executable).parent
# What a developer has set must not reach the command under test.
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")

Run = Callable[..., Awaitable[subprocess.CompletedProcess[str]]]


def run_program(
    *command: str, environment: dict[str, str], folder: Path, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run one of our programs to its end."""
    inherited = {name: os.environ[name] for name in KEPT if name in os.environ}
    return subprocess.run(
        [str(PROGRAMS / command[0]), *command[1:]],
        env=inherited | environment,
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def feedback(database_url: str, tmp_path: Path) -> Run:
    """`feedback ARGS…` on the test's database."""
    its_own = database_url

    async def run(*arguments: str, stdin: str = "", database_url: str = its_own) -> subprocess.CompletedProcess[str]:
        environment = {"DATABASE_URL": database_url, "FEEDBACK_DATA_DIR": str(tmp_path / "data")}
        return await asyncio.to_thread(
            run_program, "feedback", *arguments, environment=environment, folder=tmp_path, stdin=stdin
        )

    return run


@pytest.fixture
def feedback_alone(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`feedback ARGS…` where there is no database at all."""
    environment = {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "FEEDBACK_DATA_DIR": str(tmp_path / "data"),
    }

    def run(*arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        return run_program("feedback", *arguments, environment=environment | settings, folder=tmp_path, stdin=stdin)

    return run
