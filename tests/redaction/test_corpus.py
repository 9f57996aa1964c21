"""How much is found, and how much is taken by mistake."""

from graphql_api.redaction.redact import Kind, redact

from .corpus import Positive, negatives, positives


def _is_found(case: Positive) -> bool:
    redacted = redact(case.text)
    return not any(value in redacted.text for value in case.values) and case.kind in redacted.counts


def test_the_corpus_is_large_and_has_every_kind() -> None:
    assert len(positives()) >= 250
    assert len(negatives()) >= 250
    assert {case.kind for case in positives()} == {kind.value for kind in Kind}


def test_finds_at_least_99_of_100() -> None:
    missed = [case.text for case in positives() if not _is_found(case)]
    assert len(missed) <= 0.01 * len(positives()), missed


def test_leaves_the_rest_of_the_sentence_exactly_as_it_was() -> None:
    inexact = [redact(case.text).text for case in positives() if redact(case.text).text != case.redacted]
    assert len(inexact) <= 0.01 * len(positives()), inexact


def test_takes_at_most_1_of_100_look_alikes() -> None:
    taken = [redact(text).text for text in negatives() if redact(text).text != text]
    assert len(taken) <= 0.01 * len(negatives()), taken


def test_redacting_the_corpus_twice_changes_nothing() -> None:
    for text in [case.text for case in positives()] + negatives():
        once = redact(text)
        twice = redact(once.text)
        assert twice.text == once.text
        assert twice.counts == {}
