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
        ("Mein Konto wurde gehackt!", Danger.SECURITY),
        ("Ich sehe die Rechnungen fremder Kunden, eine fremde Rechnung", Danger.SECURITY),
        ("Nach dem Update sind alle Daten weg", Danger.DATA_LOSS),
        ("Mir wurde der Betrag doppelt abgebucht", Danger.PAYMENT),
        ("Die Seite ist nicht erreichbar", Danger.OUTAGE),
        ("Ich kann mich nicht anmelden", Danger.OUTAGE),
        ("Mon compte a été piraté", Danger.SECURITY),
        ("Tous mes fichiers ont disparu, mes photos sont effacées", Danger.DATA_LOSS),
        ("J'ai été débité deux fois", Danger.PAYMENT),
        ("Impossible de me connecter depuis ce matin", Danger.OUTAGE),
        ("Veo los datos de otro cliente", Danger.SECURITY),
        ("He perdido todas mis notas", Danger.DATA_LOSS),
        ("Me han cobrado dos veces", Danger.PAYMENT),
        ("No puedo iniciar sesión", Danger.OUTAGE),
        ("Il mio account è stato hackerato", Danger.SECURITY),
        ("Sono spariti i file: tutti i file sono spariti", Danger.DATA_LOSS),
        ("Mi è stato addebitato due volte", Danger.PAYMENT),
        ("Non riesco ad accedere", Danger.OUTAGE),
        ("Minha conta foi invadida", Danger.SECURITY),
        ("Perdi tudo depois da atualização", Danger.DATA_LOSS),
        ("Fui cobrado duas vezes", Danger.PAYMENT),
        ("O site está fora do ar", Danger.OUTAGE),
        ("Mijn account is gehackt", Danger.SECURITY),
        ("Al mijn bestanden zijn verdwenen", Danger.DATA_LOSS),
        ("Er is twee keer afgeschreven", Danger.PAYMENT),
        ("Ik kan niet inloggen", Danger.OUTAGE),
        ("Der Knopf ist hässlich und die Schrift zu klein", None),
        ("Le menu est moche et la recherche est lente", None),
        ("El botón es feo", None),
        ("De knop is lelijk", None),
        ("The button is ugly", None),
        ("I scrolled down and downloaded the file", None),
        ("Please add a dark mode", None),
    ],
)
def test_words_of_danger_are_told(text: str, danger: Danger | None) -> None:
    assert danger_in(text) is danger


@pytest.mark.parametrize(
    "piece",
    [
        "data ",
        "lost all my ",
        "leak ",
        "charged a ",
        "x' - ",
        "nobody a b ",
        "aaaaaaaaaaaaaaaa",
        "daten ",
        "cuenta de otra ",
        "no puedo ",
    ],
)
def test_hostile_words_are_read_in_no_time(piece: str) -> None:
    began = time.process_time()
    danger_in(piece * (10_000 // len(piece)))
    assert time.process_time() - began < 0.5
