"""Sentences with and without personal data. Every value is invented; check digits are right.

One sentence a line: `positives/` has a file for each kind with the values in «», `negatives/` has look-alikes. \\n is
a line break; ¦ is dropped, it keeps scanners for leaked keys from taking these inventions for real ones.
"""

import re
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Positive:
    """A sentence with marked values of one kind, and what should be left of it."""

    kind: str
    text: str
    values: tuple[str, ...]
    redacted: str


def positives() -> list[Positive]:
    """Every sentence that holds something."""
    return [_positive(path.stem, line) for path in sorted(_HERE.glob("positives/*.txt")) for line in _lines(path)]


def negatives() -> list[str]:
    """Every sentence that only looks as if."""
    return [line for path in sorted(_HERE.glob("negatives/*.txt")) for line in _lines(path)]


def _positive(kind: str, marked: str) -> Positive:
    values = tuple(re.findall("«([^»]*)»", marked))
    return Positive(kind, re.sub("[«»]", "", marked), values, re.sub("«[^»]*»", f"[{kind}]", marked))


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.replace("¦", "").replace("\\n", "\n") for line in lines if line]
