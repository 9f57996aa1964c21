"""Sentences with and without personal data. Every value is invented; check digits are right."""

from dataclasses import dataclass
from pathlib import Path
from re import sub

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Positive:
    """A sentence with marked values of one kind."""

    kind: str
    text: str
    values: tuple[str, ...]
    redacted: str


def positives() -> list[Positive]:
    """Every sentence that holds something."""
    return [_positive(*line.split("|", 1)) for line in _lines("positives.txt")]


def negatives() -> list[str]:
    """Every sentence that only looks as if."""
    return _lines("negatives.txt")


def _positive(kind: str, marked: str) -> Positive:
    parts = marked.replace("»", "«").split("«")
    return Positive(kind, "".join(parts), tuple(parts[1::2]), sub("«[^»]*»", f"[{kind}]", marked))


def _lines(name: str) -> list[str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("¦", "").replace("\\n", "\n") for line in lines if line and not line.startswith("# ")]
