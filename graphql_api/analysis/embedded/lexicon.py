"""What single words say before any training: polarity read with negation, strength and clauses; topic vocabulary.

The idea of the rules (valence shifted by negation, scaled by intensifiers, weighed after "but") is that of VADER
(Hutto and Gilbert 2014); the words, the numbers and the code are ours.
"""

import tomllib
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
class Reading:
    """Polarity by clause (0 where nothing is said), and how many phrases of each unpolar group the text has."""

    clauses: list[float]
    counts: dict[str, int]


@cache
def _entries() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Groups by whole phrase and groups by stem; a phrase may be in several groups."""
    phrases: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    for section in ("sentiment", "topic"):
        for group, entries in _lexicon()[section].items():
            for entry in entries:
                stem = entry.endswith("*")
                key = entry.removesuffix("*") if stem else " ".join(words(normalise(entry)))
                kept = stems if stem else phrases
                kept[key] = (*kept.get(key, ()), group)
    return phrases, stems


@cache
def _longest() -> dict[str, int]:
    """First word of each phrase to the most words any phrase beginning with it has."""
    longest: dict[str, int] = {}
    for phrase in _entries()[0]:
        parts = phrase.split(" ")
        longest[parts[0]] = min(max(longest.get(parts[0], 1), len(parts)), LONGEST_PHRASE)
    return longest


def _match(tokens: Sequence[str], start: int) -> tuple[int, tuple[str, ...]]:
    """Words taken and groups of the longest phrase at `start`; one word and no group where there is none."""
    phrases, stems = _entries()
    for length in range(min(_longest().get(tokens[start], 1), len(tokens) - start), 0, -1):
        groups = phrases.get(" ".join(tokens[start : start + length]))
        if groups:
            return length, groups
    word = tokens[start]
    for end in range(len(word), SHORTEST_STEM - 1, -1):
        groups = stems.get(word[:end])
        if groups:
            return 1, groups
    return 1, ()


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
    """One pass over `words` output, longest phrases first."""
    clauses = [0.0]
    counts: dict[str, int] = {}
    position = clause_start = 0
    while position < len(tokens):
        token = tokens[position]
        if token in CLAUSE_MARKS or token in CLAUSE_WORDS:
            clauses.append(0.0)
            clause_start = position + 1
        length, groups = _match(tokens, position)
        for group in groups:
            if group in POLARITY:
                before = tokens[max(clause_start, position - NEGATION_REACH) : position]
                clauses[-1] += _shifted(POLARITY[group], before)
            else:
                counts[group] = counts.get(group, 0) + 1
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
    contrast = float(reading.counts.get("contrast", 0) > 0)
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
        tanh(reading.counts.get("request", 0)),
        tanh(reading.counts.get("plain", 0)),
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
    return sentiment + shape + [tanh(reading.counts.get(group, 0) / 2) for group in TOPIC_GROUPS]
