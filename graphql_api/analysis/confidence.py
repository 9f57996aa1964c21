"""Confidence in three steps, the same for every method."""

from models.enums import Confidence

HIGH_ABOVE = 0.8
MEDIUM_FROM = 0.5


def confidence_of(score: float) -> Confidence:
    """The step that a probability from 0 to 1 falls in: HIGH above 0.8, MEDIUM from 0.5, LOW below."""
    if score > HIGH_ABOVE:
        return Confidence.HIGH
    return Confidence.MEDIUM if score >= MEDIUM_FROM else Confidence.LOW
