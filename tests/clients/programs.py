"""Running the clients that are written in JavaScript. Node and npm must be there; what they need is installed here."""

import asyncio
import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROGRAMS = Path(__file__).parent / "javascript"
INSTALLED = PROGRAMS / "node_modules"
INSTALL_SECONDS, RUN_SECONDS = 300, 60

needs_node = pytest.mark.skipif(
    not (shutil.which("node") and shutil.which("npm")), reason="node and npm are not installed on this machine"
)


async def run_program(name: str, *arguments: str, stdin: str = "") -> str:
    """What one of the programs prints."""
    await asyncio.to_thread(_install)
    return await _run("node", str(PROGRAMS / name), *arguments, seconds=RUN_SECONDS, stdin=stdin)


async def _run(*command: str, seconds: int, stdin: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(seconds):
            said, complaints = await process.communicate(stdin.encode())
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    assert process.returncode == 0, complaints.decode()
    return said.decode()


def _install() -> None:
    """Bring node_modules to what package-lock.json says, once, whoever asks first."""
    with _alone():
        stamp = INSTALLED / "stamp"
        wanted = hashlib.sha256((PROGRAMS / "package-lock.json").read_bytes()).hexdigest()
        if not stamp.exists() or stamp.read_text() != wanted:
            asyncio.run(_run("npm", "ci", "--silent", "--prefix", str(PROGRAMS), seconds=INSTALL_SECONDS, stdin=""))
            stamp.write_text(wanted)


@contextmanager
def _alone() -> Iterator[None]:
    with (PROGRAMS / ".install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
