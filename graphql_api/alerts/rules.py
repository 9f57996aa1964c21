"""Which findings raise an alert, and how much each matters. docs/alerts.md has the same as tables."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from models.enums import Confidence, Danger, Sentiment, Severity, Topic

_GAP = r"\W{1,3}(?:[\w'-]{1,15}\W{1,3}){0,2}?"


def _patterns() -> dict[Danger, re.Pattern[str]]:
    languages = tomllib.loads(Path(__file__).with_name("dangers.toml").read_text()).values()
    phrases = {danger: "|".join(phrase for language in languages for phrase in language[danger]) for danger in Danger}
    return {
        danger: re.compile(rf"\b(?:{said.replace('~', _GAP)})\b", re.IGNORECASE) for danger, said in phrases.items()
    }


_DANGERS = _patterns()

_LEVELS = (Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)
_WORK_STOPS = frozenset({Topic.BUG, Topic.BILLING, Topic.PERFORMANCE})
_BY_DANGER = {Danger.SECURITY: 2, Danger.DATA_LOSS: 2, Danger.PAYMENT: 1, Danger.OUTAGE: 1, None: 0}
SEVERAL_PEOPLE, MANY_PEOPLE = 10, 100


@dataclass(frozen=True)
class Complaint:
    """What is known of a feedback when its alert is judged. `people` said it within the hour, this one included."""

    alert_triggered: bool
    sentiment: Sentiment
    topic: Topic
    confidence: Confidence
    danger: Danger | None
    people: int


def danger_in(text: str) -> Danger | None:
    """What the words mean at worst, by the phrases of dangers.toml; None for none of these."""
    straight = text.replace("\u2019", "'")
    return next((danger for danger, words in _DANGERS.items() if words.search(straight)), None)


def severity_of(complaint: Complaint) -> Severity | None:
    """How much it matters; None where nobody need look.

    Starts at LOW, and goes up one level for each of: surely negative; about something that stops people's work or
    takes their money; words of payment trouble or an outage (two for security and data loss); 10 people (two for 100).
    """
    if not complaint.alert_triggered:
        return None
    level = _BY_DANGER[complaint.danger]
    level += complaint.sentiment is Sentiment.NEGATIVE and complaint.confidence is Confidence.HIGH
    level += complaint.topic in _WORK_STOPS
    level += (complaint.people >= SEVERAL_PEOPLE) + (complaint.people >= MANY_PEOPLE)
    return _LEVELS[min(level, len(_LEVELS) - 1)]


def worse(one: Severity, other: Severity) -> Severity:
    """The one of two that matters more."""
    return max(one, other, key=_LEVELS.index)


def worst(one: Danger | None, other: Danger | None) -> Danger | None:
    """The worse of two dangers."""
    return next((danger for danger in Danger if danger in {one, other}), None)
