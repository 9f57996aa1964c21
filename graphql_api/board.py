"""Figures of all processes that serve together: each posts its own once a second, and whoever is asked adds them up."""

import asyncio
import contextlib
import fcntl
import os
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import orjson
import structlog

from graphql_api.logs import describe_error

logger = structlog.get_logger(__name__)

# In the environment of processes that serve together: the folder of their board, made by the one that started them.
VARIABLE = "FEEDBACK_BOARD_DIR"
POST_EVERY_SECONDS = 1.0
LOCK = ".lock"

Source = Callable[[], Mapping[str, float]]
"""This process's figures by name, as of now. Cheap: it is asked every second."""


class Board:
    """One process's place among those that serve together.

    Args:
        folder: where all of them post; None for a process that serves alone.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._sources: dict[str, tuple[Source, bool]] = {}
        self._name = f"{os.getpid()}.{secrets.token_hex(4)}"
        self._lock = -1
        self._is_failing = False

    def add(self, part: str, source: Source, *, is_lasting: bool) -> None:
        """Post a part of the figures.

        Args:
            is_lasting: what a process that has died did still counts, as for sums; else only what lives counts.
        """
        self._sources[part] = (source, is_lasting)

    def totals(self, part: str) -> dict[str, float]:
        """A part's figures, added up over all processes: this one's as of now, the others' at most a second old."""
        source, is_lasting = self._sources[part]
        total: Counter[str] = Counter()
        for figures in (source(), *self._posted(part, is_lasting=is_lasting)):
            for name, value in figures.items():
                total[name] += value  # type: ignore[assignment]  # a Counter of floats adds up as well
        return dict(total)

    @contextlib.asynccontextmanager
    async def posting(self) -> AsyncIterator[None]:
        """Post every second while the block runs, and once more at its end."""
        if self._folder is None:
            yield
            return
        self._lock = os.open(self._folder / f"{self._name}{LOCK}", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        posting = asyncio.create_task(self._post_regularly(self._folder))
        try:
            yield
        finally:
            posting.cancel()
            await asyncio.wait({posting})
            self._post(self._folder)
            os.close(self._lock)

    async def _post_regularly(self, folder: Path) -> None:
        while True:
            self._post(folder)
            await asyncio.sleep(POST_EVERY_SECONDS)

    def _post(self, folder: Path) -> None:
        draft = folder / f"{self._name}.draft"
        try:
            draft.write_bytes(orjson.dumps({part: dict(source()) for part, (source, _) in self._sources.items()}))
            draft.replace(folder / f"{self._name}.json")
        except OSError as error:
            if not self._is_failing:
                logger.warning("figures cannot be posted for the other processes", error=describe_error(error))
            self._is_failing = True
        else:
            self._is_failing = False

    def _posted(self, part: str, *, is_lasting: bool) -> Iterator[Mapping[str, float]]:
        if self._folder is None:
            return
        for path in self._folder.glob("*.json"):
            if path.stem != self._name and (is_lasting or _lives(path.with_suffix(LOCK))):
                with contextlib.suppress(FileNotFoundError):
                    yield orjson.loads(path.read_bytes()).get(part, {})


def _lives(lock: Path) -> bool:
    """Whether the process whose lock it is still holds it: the kernel lets go of a dead one's."""
    try:
        descriptor = os.open(lock, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)
