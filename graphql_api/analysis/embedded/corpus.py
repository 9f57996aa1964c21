"""The sentences the heads learn from: written for this project, in `corpus.csv` beside this file."""

import csv
from dataclasses import dataclass
from pathlib import Path

from models.enums import Sentiment, Topic

FAMILIES = {
    "app-review": "apps",
    "app-store": "apps",
    "appstore": "apps",
    "play": "apps",
    "long-reviews": "apps",
    "long-praise": "apps",
    "long-complaints": "apps",
    "laptop": "things and travel",
    "airline": "things and travel",
    "travel-hardware": "things and travel",
    "issues": "developers",
    "tracker": "developers",
    "programmers": "developers",
    "dev": "developers",
}
"""Origins that are alike, for cross-validation: what is judged has seen nothing of its family. All others are one."""

CORPUS_PATH = Path(__file__).with_name("corpus.csv")


@dataclass(frozen=True)
class Example:
    """One sentence and what it says. `origin` names the kind of place it imitates; see `train` for why that matters."""

    topic: Topic
    sentiment: Sentiment
    origin: str
    text: str

    @property
    def family(self) -> str:
        """The family of its origin."""
        return FAMILIES.get(self.origin, "others")


def read_corpus(path: Path = CORPUS_PATH) -> list[Example]:
    """Every row in file order. Raises ValueError for a label that is none, KeyError for a missing column."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Example(Topic(row["topic"].upper()), Sentiment(row["sentiment"].upper()), row["origin"], row["text"])
            for row in csv.DictReader(file)
        ]
