"""Cutting people's words where people see the end of a character."""

from uuid import UUID

import pytest

from graphql_api.alerts.channels.apprise import body
from graphql_api.alerts.message import Message, cut
from models.enums import NoticeKind, Severity

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


@pytest.mark.parametrize("character", ["x", "e\u0301", FAMILY, "\U0001f1e9\U0001f1ea", "\U0001f44d\U0001f3fd", "각"])
def test_a_text_is_cut_between_characters(character: str) -> None:
    text = cut(character * 600)
    assert len(text) <= 500
    assert text.endswith("…")
    assert text[:-1].removesuffix(character) + character == text[:-1]
    assert len(text) > 500 - len(character) - 1


def test_a_character_with_a_thousand_marks_is_cut_all_the_same() -> None:
    assert len(cut("a" + "\u0301" * 1000)) == 500


def test_control_characters_and_turned_text_are_left_out() -> None:
    assert cut("one\x00\x1b[31m\ntwo\u202e\u2066") == "one[31m\ntwo"


def test_words_mention_nobody_and_link_to_nothing_in_any_service() -> None:
    message = Message(
        UUID(int=1),
        NoticeKind.RAISED,
        Severity.LOW,
        "title",
        None,
        None,
        (),
        "@everyone <@1> https://evil.example",
        None,
        1,
    )
    for sign in ("@e", "<@", "://e"):
        assert sign not in body(message)
