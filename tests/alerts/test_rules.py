"""Severity is a pure function of what is known of a complaint."""

import time
from dataclasses import replace

import pytest

from graphql_api.alerts.rules import Complaint, danger_in, severity_of
from models.enums import Confidence, Danger, Sentiment, Severity, Topic

MILD = Complaint(True, Sentiment.MIXED, Topic.UX, Confidence.MEDIUM, None, 1)
SURE = replace(MILD, sentiment=Sentiment.NEGATIVE, confidence=Confidence.HIGH)


@pytest.mark.parametrize(
    ("complaint", "severity"),
    [
        (MILD, Severity.LOW),
        (replace(MILD, confidence=Confidence.HIGH), Severity.LOW),
        (replace(MILD, sentiment=Sentiment.NEGATIVE), Severity.LOW),
        (SURE, Severity.MEDIUM),
        (replace(MILD, topic=Topic.BUG), Severity.MEDIUM),
        (replace(SURE, topic=Topic.BILLING), Severity.HIGH),
        (replace(SURE, topic=Topic.PERFORMANCE), Severity.HIGH),
        (replace(SURE, topic=Topic.FEATURE_REQUEST), Severity.MEDIUM),
        (replace(MILD, danger=Danger.OUTAGE), Severity.MEDIUM),
        (replace(MILD, danger=Danger.PAYMENT), Severity.MEDIUM),
        (replace(MILD, danger=Danger.SECURITY), Severity.HIGH),
        (replace(MILD, danger=Danger.DATA_LOSS), Severity.HIGH),
        (replace(SURE, danger=Danger.SECURITY), Severity.CRITICAL),
        (replace(SURE, topic=Topic.BUG, danger=Danger.SECURITY, people=1000), Severity.CRITICAL),
        (replace(SURE, people=9), Severity.MEDIUM),
        (replace(SURE, people=10), Severity.HIGH),
        (replace(SURE, people=100), Severity.CRITICAL),
    ],
)
def test_severity_is_what_the_table_says(complaint: Complaint, severity: Severity) -> None:
    assert severity_of(complaint) is severity


@pytest.mark.parametrize("danger", [None, *Danger])
def test_nothing_makes_an_alert_of_what_needs_nobody(danger: Danger | None) -> None:
    quiet = replace(SURE, alert_triggered=False, topic=Topic.BUG, danger=danger, people=1000)
    assert severity_of(quiet) is None


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("I think my account was hacked", Danger.SECURITY),
        ("I can see another customer's invoices", Danger.SECURITY),
        ("your site leaked my password", Danger.SECURITY),
        ("All my notes are gone after the update", Danger.DATA_LOSS),
        ("We lost all the data of last week", Danger.DATA_LOSS),
        ("it deleted everything and someone else\u2019s order is shown", Danger.SECURITY),
        ("I was charged twice", Danger.PAYMENT),
        ("the payment keeps failing", Danger.PAYMENT),
        ("I can't pay with my card", Danger.PAYMENT),
        ("the whole site is down", Danger.OUTAGE),
        ("I get a 503 error", Danger.OUTAGE),
        ("I cannot log in", Danger.OUTAGE),
        ("The button is ugly", None),
        ("I scrolled down and downloaded the file", None),
        ("Please add a dark mode", None),
    ],
)
def test_words_of_danger_are_told(text: str, danger: Danger | None) -> None:
    assert danger_in(text) is danger


@pytest.mark.parametrize(
    "piece", ["data ", "lost all my ", "leak ", "charged a ", "x' - ", "nobody a b ", "aaaaaaaaaaaaaaaa"]
)
def test_hostile_words_are_read_in_no_time(piece: str) -> None:
    began = time.process_time()
    danger_in(piece * (10_000 // len(piece)))
    assert time.process_time() - began < 0.5
