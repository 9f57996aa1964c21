"""What one process's intake has done since it started."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class IntakeFigures:
    """Counts of submissions by what they were answered with. `refused` counts by reason: the broken rules' codes,
    and RATE_LIMITED; a submission that broke two rules counts under both.
    """

    saved: int = 0
    queued: int = 0
    duplicates: int = 0
    unconfirmed: int = 0
    refused: Counter[str] = field(default_factory=Counter)
