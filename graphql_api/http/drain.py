"""Stopping without losing a request: first say so, then serve on for a moment, then stop."""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Handler = Callable[[int, FrameType | None], object]


class Draining:
    """Whether this process was told to stop."""

    def __init__(self) -> None:
        self.is_set = False

    @contextmanager
    def at_sigterm(self, seconds: float, also: Callable[[], None]) -> Iterator[None]:
        """While the block runs, SIGTERM is handed on to whoever handled it before only after so many seconds.

        A second SIGTERM, and any other signal, is handed on at once. Outside the main thread this does nothing.

        Args:
            also: called at the first SIGTERM, to let go of what takes its time.
        """
        before = signal.getsignal(signal.SIGTERM)
        loop = asyncio.get_running_loop()

        def begin(hand_on: Handler, number: int) -> None:
            also()
            loop.call_later(seconds, hand_on, number, None)

        def handle(number: int, frame: FrameType | None) -> None:
            assert callable(before)
            is_first, self.is_set = not self.is_set, True
            if is_first:
                loop.call_soon_threadsafe(begin, before, number)
            else:
                before(number, frame)

        if threading.current_thread() is not threading.main_thread() or not callable(before):
            yield
            return
        signal.signal(signal.SIGTERM, handle)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, before)
