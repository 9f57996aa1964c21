"""When to try again, and when to give up."""

import random
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class RetryPolicy:
    """How deliveries are tried again.

    Args:
        first_delay: after the first failure; it doubles with each further one.
        longest_delay: what it doubles up to.
        give_up_after: from when on a delivery that did not arrive has failed.
        pause_after: how many failures in a row pause a channel.
        probe_every: how often a paused channel is tried with one delivery.
    """

    first_delay: timedelta = timedelta(seconds=2)
    longest_delay: timedelta = timedelta(minutes=15)
    give_up_after: timedelta = timedelta(hours=24)
    pause_after: int = 50
    probe_every: timedelta = timedelta(hours=1)

    def delay(self, failures: int, retry_after: timedelta | None = None) -> timedelta:
        """How long to wait after so many failures (1 or more): up to a quarter longer by chance, so that not all come
        at once, and never less than the service asked for."""
        doubled: timedelta = self.first_delay * 2 ** min(failures - 1, 30)
        backoff = min(doubled, self.longest_delay) * random.uniform(1, 1.25)  # noqa: S311 - no secret
        return max(backoff, retry_after or timedelta(0))
