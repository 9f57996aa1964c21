"""What single words say before any training: polarity read with negation, strength and clauses; topic vocabulary.

The idea of the rules (valence shifted by negation, scaled by intensifiers, weighed after "but") is that of VADER
(Hutto and Gilbert 2014); the words, the numbers and the code are ours.
"""

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log1p, tanh

from graphql_api.analysis.embedded.words import normalise, words


@cache
def _lexicon() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text("utf-8"))


def _group(name: str) -> frozenset[str]:
    return frozenset(_lexicon()["rules"][name])


LONGEST_PHRASE = 5
SHORTEST_STEM = 3
LONGEST_STEM = 24
NEGATION_REACH = 3
"""Words between a negation and what it turns around ("not really all that good")."""

POLARITY = {"strong_positive": 2.0, "positive": 1.0, "negative": -1.0, "strong_negative": -2.0}
TOPIC_GROUPS = ("billing", "performance", "ux", "bug", "feature_request", "general")
NEGATIONS = _group("negations")
STRONGER = _group("stronger")
WEAKER = _group("weaker")
CLAUSE_WORDS = _group("clauses")
CLAUSE_MARKS = frozenset(".!?;,")
FEATURES = 22 + len(TOPIC_GROUPS)


@dataclass(frozen=True)
class Vocabulary:
    """One section of the lexicon: groups by whole phrase, groups by stem, most words of a phrase by its first word."""

    phrases: dict[str, tuple[str, ...]]
    stems: dict[str, tuple[str, ...]]
    longest: dict[str, int]

    def match(self, tokens: Sequence[str], start: int) -> tuple[int, tuple[str, ...]]:
        """Words taken and groups of the longest phrase at `start`; one word and no group where there is none."""
        for length in range(min(self.longest.get(tokens[start], 1), len(tokens) - start), 0, -1):
            groups = self.phrases.get(" ".join(tokens[start : start + length]))
            if groups:
                return length, groups
        word = tokens[start][:LONGEST_STEM]
        for end in range(len(word), SHORTEST_STEM - 1, -1):
            groups = self.stems.get(word[:end])
            if groups:
                return 1, groups
        return 1, ()


@dataclass(frozen=True)
class Reading:
    """Polarity by clause (0 where nothing is said), and how many phrases of each unpolar group the text has."""

    clauses: list[float]
    counts: Counter[str]


@cache
def _vocabulary(section: str) -> Vocabulary:
    vocabulary = Vocabulary({}, {}, {})
    for group, entries in _lexicon()[section].items():
        for entry in entries:
            if entry.endswith("*"):
                stem = entry.removesuffix("*")
                vocabulary.stems[stem] = (*vocabulary.stems.get(stem, ()), group)
                continue
            parts = words(normalise(entry))
            phrase = " ".join(parts)
            vocabulary.phrases[phrase] = (*vocabulary.phrases.get(phrase, ()), group)
            known = vocabulary.longest.get(parts[0], 1)
            vocabulary.longest[parts[0]] = min(max(known, len(parts)), LONGEST_PHRASE)
    return vocabulary


def _shifted(value: float, before: Sequence[str]) -> float:
    """The polarity after the words before it: times 1.4 for "very", 0.6 for "a bit", -0.6 for "not"."""
    for word in before:
        if word in STRONGER:
            value *= 1.4
        elif word in WEAKER:
            value *= 0.6
    if any(word in NEGATIONS or word.endswith("n't") for word in before):
        value *= -0.6
    return value


def read(tokens: Sequence[str]) -> Reading:
    """Reads `words` output once for sentiment and once for topics, longest phrases first."""
    clauses = [0.0]
    counts: Counter[str] = Counter()
    position = clause_start = 0
    while position < len(tokens):
        token = tokens[position]
        if token in CLAUSE_MARKS or token in CLAUSE_WORDS:
            clauses.append(0.0)
            clause_start = position + 1
        length, groups = _vocabulary("sentiment").match(tokens, position)
        for group in groups:
            if group in POLARITY:
                before = tokens[max(clause_start, position - NEGATION_REACH) : position]
                clauses[-1] += _shifted(POLARITY[group], before)
            else:
                counts[group] += 1
        position += length
    position = 0
    while position < len(tokens):
        length, groups = _vocabulary("topic").match(tokens, position)
        counts.update(groups)
        position += length
    return Reading(clauses, counts)


def lexicon_features(text: str, tokens: Sequence[str]) -> list[float]:
    """`FEATURES` numbers, each about -1 to 1: what the words say by clause, and the shape of the text."""
    reading = read(tokens)
    said = [value for value in reading.clauses if value]
    good = sum(value for value in said if value > 0)
    bad = -sum(value for value in said if value < 0)
    best, worst = max(said, default=0.0), min(said, default=0.0)
    both = min(max(best, 0.0), max(-worst, 0.0))
    contrast = float(reading.counts["contrast"] > 0)
    letters = [character for character in text if character.isalpha()]
    shouting = sum(character.isupper() for character in letters) / max(1, len(letters))
    code = sum(text.count(mark) for mark in ("()", "_", "<", "{", "::", "->", "=", "`", "/"))
    sentiment = [
        tanh(good / 2),
        tanh(bad / 2),
        tanh((good - bad) / 2),
        tanh(best / 2),
        tanh(worst / 2),
        tanh(both),
        contrast,
        contrast * tanh(both),
        float(not said),
        tanh(said[-1] / 2) if said else 0.0,
        tanh(said[0] / 2) if said else 0.0,
        (good - bad) / (good + bad + 0.5),
        float(good > 0 and bad > 0),
        tanh(reading.counts["request"]),
        tanh(reading.counts["plain"]),
    ]
    shape = [
        float(text.rstrip().endswith("?")),
        tanh(text.count("?")),
        tanh(text.count("!")),
        float(shouting > 0.5 and len(letters) > 6),
        tanh(code / 3),
        log1p(len(tokens)) / 5,
        float(len(tokens) <= 4),
    ]
    return sentiment + shape + [tanh(reading.counts[group] / 2) for group in TOPIC_GROUPS]
