"""The service's own programs, as an operator would start them."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.client import ADMIN_KEY
from tests.faults.database import POLL_SECONDS, free_port

FEEDBACK = Path(sys.executable).with_name("feedback")
START_SECONDS = 60.0
STOP_SECONDS = 30.0


class Program:
    """`feedback serve` or `feedback worker` in a process of its own, which can be killed and started again.

    Args:
        command: what stands after `feedback`.
        folder: the data folder; several programs share it.
        program: what `feedback` is.
    """

    def __init__(
        self,
        command: str,
        folder: Path,
        database_url: str,
        *,
        program: Sequence[str] = (str(FEEDBACK),),
        **settings: str,
    ) -> None:
        self._command = command
        self._program = program
        self._folder = folder
        self._port = free_port()
        self._log = folder / f"{command}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {
            "PATH": os.environ["PATH"],
            "TMPDIR": str(folder),
            "PORT": str(self._port),
            "DATABASE_URL": database_url,
            "FEEDBACK_DATA_DIR": str(folder / "data"),
            "API_KEY": ADMIN_KEY,
            "WORKER_IN_PROCESS": "false",
            "ANALYSIS_WAIT_MS": "0",
            "SUBMISSIONS_PER_HOUR": "1000000",
            "ANSWER_RATINGS_PER_HOUR": "1000000",
            "REQUESTS_PER_MINUTE_PER_KEY": "1000000",
            **settings,
        }

    @property
    def url(self) -> str:
        """Where the server is."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """Its process, while it is running."""
        assert self._process is not None, "it was not started"
        return self._process.pid

    @property
    def log(self) -> str:
        """All that it wrote."""
        return self._log.read_text(errors="replace")

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def launch(self) -> None:
        """Start it, without waiting."""
        if self.is_running:
            return
        # Not in the project's folder: a developer's `.env` is none of ours.
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._program, self._command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                env=self._environment,
                start_new_session=True,
            )

    async def start(self) -> None:
        """Start the server and wait until it answers, as a supervisor would: again when it ends by itself."""
        deadline = time.monotonic() + START_SECONDS
        async with ClientSession(timeout=ClientTimeout(total=5)) as session:
            self.launch()
            while not await self._answers(session):
                if time.monotonic() > deadline:
                    raise RuntimeError(f"the server does not start:\n{self.log[-2000:]}")
                await asyncio.sleep(POLL_SECONDS)
                self.launch()

    async def kill(self) -> None:
        """End it with -9."""
        if self._process is not None:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)
            self._process = None

    def signal_to_stop(self) -> None:
        """Send SIGTERM, as a supervisor would, and wait for nothing."""
        assert self._process is not None, "it was not started"
        self._process.terminate()

    async def ended(self) -> None:
        """Wait until it has ended by itself. Raises TimeoutExpired."""
        assert self._process is not None, "it was not started"
        await asyncio.to_thread(self._process.wait, STOP_SECONDS)

    async def stop(self) -> None:
        """End it as Ctrl-C would; with -9 what does not end then."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            await asyncio.to_thread(self._process.wait, STOP_SECONDS)
        except subprocess.TimeoutExpired:
            await self.kill()

    async def _answers(self, session: ClientSession) -> bool:
        try:
            async with session.get(f"{self.url}/health"):
                return True
        except (ClientError, OSError, TimeoutError):
            return False
