# ruff: noqa: RUF001 - full-width signs are what some of these are about
"""What a caller of `redact` and `add_counts` may rely on."""

import pickle

import pytest

from graphql_api.redaction.redact import Redacted, add_counts, redact


def test_returns_untouched_text_exactly_as_it_came() -> None:
    text = "ｆｕｌｌ width, zero\u200bwidth, café, e\u0301, 10 × 20…\u00a0«no»\r\n\t"
    assert redact(text) == Redacted(text, {})


def test_keeps_disguised_characters_around_what_it_takes() -> None:
    assert redact("ｔｅｌ： ０３０－１２３４５６７ …ok").text == "ｔｅｌ： [phone] …ok"


def test_counts_by_kind_and_never_holds_a_value() -> None:
    redacted = redact("a@example.com b@example.com, card 4111 1111 1111 1111")
    assert redacted.text == "[email] [email], card [card]"
    assert redacted.counts == {"email": 2, "card": 1}
    assert b"4111" not in pickle.dumps(redacted)


@pytest.mark.parametrize("kind", ["email", "phone", "card", "iban", "ip", "national-id", "secret", "crypto-address"])
@pytest.mark.parametrize(
    "sentence", ["call {}", "password={}", "ssn {}", "{}@example", "https://{}@x.y/?token={}", "{}"]
)
def test_never_changes_a_placeholder(kind: str, sentence: str) -> None:
    text = sentence.format(f"[{kind}]", f"[{kind}]")
    assert redact(text) == Redacted(text, {})


def test_takes_a_value_next_to_a_placeholder() -> None:
    assert redact("[email] jane@example.com [phone]").text == "[email] [email] [phone]"


def test_keeps_the_label_and_the_rest_of_a_url() -> None:
    text = "see https://jane:pw@example.com/a?page=2&access_token=abc123#top, password: hunter2."
    assert redact(text).text == (
        "see https://[secret]@example.com/a?page=2&access_token=[secret]#top, password: [secret]."
    )


def test_a_number_may_go_on_in_the_next_line() -> None:
    assert redact("4111 1111\r\n1111 1111 / +49 30\n1234567 / DE89 3704 0044\n0532 0130 00").text == (
        "[card] / [phone] / [iban]"
    )


def test_four_numbers_are_a_version_or_an_address_by_the_words_around() -> None:
    assert redact("version 10.4.2.1 on server 10.4.2.1").text == "version 10.4.2.1 on server [ip]"
    assert redact("since 10.4.2.1 my ip 10.4.2.1 is blocked").text == "since 10.4.2.1 my ip [ip] is blocked"


def test_keeps_addresses_that_are_everybodys() -> None:
    text = "server 127.0.0.1, host ::1, bind 0.0.0.0 and ::, mask 255.255.255.0"
    assert redact(text).text == text


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "a\ud800@b.com", "\udfff" * 10, "4111\x001111", "\ue000", "[", "[[[]", "\u202e"]
)
def test_takes_any_text(text: str) -> None:
    once = redact(text)
    assert redact(once.text).text == once.text


def test_adds_the_counts_of_several_texts() -> None:
    assert add_counts({"phone": 1}, {}, {"email": 2, "phone": 3}) == {"email": 2, "phone": 4}
    assert add_counts() == {}
