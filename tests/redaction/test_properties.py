"""Promises that hold for any text, on texts made at random from a fixed seed."""

import random
import re
from collections.abc import Iterator

import pytest

from graphql_api.redaction.engine import PLACEHOLDER, RULES
from graphql_api.redaction.matching_copy import matching_copy
from graphql_api.redaction.redact import redact, redact_url

from .corpus import negatives, positives

_GLUE = [
    *("", " ", "\n", ". ", ", ", "-", "/", ":", '"', "(", ")", "@", "+", "=", "&", "?", "[", "]", "1", " is "),
    *("\u200b", "\ud800", "\x00", "\ue000", "é", "。", "\uff1a", "[email]", "[secret]", "password=", "token: ", "%40"),
]


def _any_unicode(chance: random.Random) -> str:
    tops = (0x7F, 0x2FFF, 0x10FFFF)
    return "".join(chr(chance.randint(0, chance.choice(tops))) for _ in range(chance.randint(0, 200)))


def _pieces(chance: random.Random, sentences: list[str]) -> str:
    parts: list[str] = []
    for _ in range(chance.randint(1, 5)):
        sentence = chance.choice(sentences)
        start = chance.randint(0, len(sentence)) if chance.random() < 0.5 else 0
        parts += (sentence[start : start + chance.randint(0, 80)], chance.choice(_GLUE))
    return "".join(parts)


def _texts(seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    sentences = [case.text for case in positives()] + negatives()
    for _ in range(500):
        yield _any_unicode(chance) if chance.random() < 0.25 else _pieces(chance, sentences)


@pytest.mark.parametrize("seed", range(4))
def test_redacting_twice_changes_nothing(seed: int) -> None:
    for text in _texts(seed):
        for each in (redact, redact_url):
            once = each(text)
            assert each(once.text).text == once.text, ascii(text)


@pytest.mark.parametrize("seed", range(4, 6))
def test_only_placeholders_are_added_and_all_are_counted(seed: int) -> None:
    for text in _texts(seed):
        redacted = redact(text)
        added = len(PLACEHOLDER.findall(redacted.text)) - len(PLACEHOLDER.findall(text))
        assert sum(redacted.counts.values()) == added
        kept = PLACEHOLDER.split(redacted.text)
        assert re.fullmatch(r"[\s\S]*?".join(map(re.escape, kept)), text), ascii(text)


def test_what_a_rule_needs_stands_in_every_text_in_which_it_finds_something() -> None:
    found = set[str]()
    choosy = {rule.pattern.pattern: rule for rule in RULES if rule.needs}
    for text in [*(case.text for case in positives()), *negatives(), *_texts(6)]:
        copy = matching_copy(text).text
        for name, rule in choosy.items():
            if any(span for match in rule.pattern.finditer(copy) for span in rule.spans(match)):
                assert rule.needs, name
                assert rule.needs.search(copy), (name, ascii(text))
                found.add(name)
    assert found == choosy.keys()
