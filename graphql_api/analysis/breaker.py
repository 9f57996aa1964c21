"""Not asking an AI that does not answer: who comes next falls back at once instead of waiting for a timeout."""

import time
from collections.abc import Callable

OPENS_AFTER = 5
"""Failures in a row after which the breaker opens."""

FIRST_PAUSE_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 300.0
LONGEST_RETRY_AFTER_SECONDS = 3_600.0


class Breaker:
    """Closed while the AI answers; open after failures in a row, or for as long as a Retry-After says.

    When the pause is over, one call is let through to look whether the AI is back, and the others wait for what becomes
    of it. Each failed look doubles the pause, from 10 s up to 5 minutes. Belongs to one event loop.

    Args:
        now: a monotonic clock, in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures = 0
        self._pause = FIRST_PAUSE_SECONDS
        self._open_until: float | None = None
        self._is_probing = False
        self.last_reason: str | None = None
        self.has_succeeded = False

    @property
    def is_open(self) -> bool:
        """Whether calls are kept from the AI, or all but the one that looks whether it is back."""
        return self._open_until is not None

    @property
    def is_failing(self) -> bool:
        """Whether the last call failed."""
        return self.last_reason is not None

    @property
    def seconds_left(self) -> float:
        """Until the next look; 0 when closed or due."""
        return 0.0 if self._open_until is None else max(0.0, self._open_until - self._now())

    def admit(self) -> bool:
        """Whether a call may go out. Who is let through must report `succeed`, `fail` or `leave`."""
        if self._open_until is None:
            return True
        if self._is_probing or self._now() < self._open_until:
            return False
        self._is_probing = True
        return True

    def succeed(self) -> None:
        """The AI answered, whatever it said."""
        self._failures = 0
        self._pause = FIRST_PAUSE_SECONDS
        self._open_until = None
        self._is_probing = False
        self.last_reason = None
        self.has_succeeded = True

    def fail(self, reason: str, retry_after_seconds: float | None = None) -> None:
        """The AI did not answer. `retry_after_seconds` is what it asked for, and opens the breaker by itself."""
        self.last_reason = reason
        self._failures += 1
        if retry_after_seconds is not None:
            self._open(min(retry_after_seconds, LONGEST_RETRY_AFTER_SECONDS))
        elif self._is_probing:
            self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)
            self._open(self._pause)
        elif self._failures >= OPENS_AFTER:
            self._open(self._pause)

    def leave(self) -> None:
        """The call was given up for a reason of our own: nothing is known of the AI."""
        self._is_probing = False

    def _open(self, seconds: float) -> None:
        self._open_until = max(self._open_until or 0.0, self._now() + seconds)
        self._is_probing = False
