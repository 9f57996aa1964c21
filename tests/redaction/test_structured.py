"""JSON values and URLs."""

import pytest

from graphql_api.redaction.redact import JsonValue, redact_json, redact_url


def test_redacts_keys_and_strings_at_any_depth_and_keeps_the_shape() -> None:
    state: JsonValue = {
        "user": {"contact": ["jane@example.com", {"note": "call +49 30 1234567"}]},
        "jane@example.com": True,
        "count": 3,
        "ratio": 0.5,
        "none": None,
    }
    redacted = redact_json(state)
    assert redacted.value == {
        "user": {"contact": ["[email]", {"note": "call [phone]"}]},
        "[email]": True,
        "count": 3,
        "ratio": 0.5,
        "none": None,
    }
    assert redacted.counts == {"email": 2, "phone": 1}


def test_keys_that_become_the_same_keep_their_values() -> None:
    assert redact_json({"a@x.de": 1, "b@x.de": 2}).value == {"[email]": 1, "[email] (2)": 2}


@pytest.mark.parametrize(
    "key",
    [
        "password",
        "apiKey",
        "access_token",
        "X-Api-Key",
        "clientSecret",
        "Authorization",
        "Set-Cookie",
        "jwt",
        "sessionId",
    ],
)
def test_a_secret_key_hides_its_value(key: str) -> None:
    assert redact_json({key: "plainword"}).value == {key: "[secret]"}
    assert redact_json({key: 1234}).value == {key: "[secret]"}
    assert redact_json({key: ["plainword", None, True, ""]}).value == {key: ["[secret]", None, True, ""]}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("token_count", 512),
        ("key", "row-1"),
        ("code", "E42"),
        ("passwordVisible", True),
        ("userId", 9876543210),
        ("timestamp", 1715509815123),
        ("orderNumber", "4155552671"),
        ("version", "10.4.2.1"),
        ("requestId", "550e8400-e29b-41d4-a716-446655440000"),
        pytest.param("big", 10**5000, id="5,001 digits"),
    ],
)
def test_other_values_stay(key: str, value: str | int) -> None:
    redacted = redact_json({key: value})
    assert redacted.value == {key: value}
    assert redacted.counts == {}


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("phoneNumber", "5551234567", "phone"),
        ("mobile", 4915123456789, "phone"),
        ("ssn", "123456789", "national-id"),
        ("ip", "10.4.2.1", "ip"),
        ("cardNumber", 4111111111111111, "card"),
        ("anything", "4111111111111111", "card"),
    ],
)
def test_a_key_is_the_context_of_its_value(key: str, value: str | int, kind: str) -> None:
    assert redact_json({key: value}).value == {key: f"[{kind}]"}


def test_redacting_json_twice_changes_nothing() -> None:
    once = redact_json({"a@x.de": {"password": "x", "p": "tel 5551234567"}, "b@x.de": [4111111111111111]})
    twice = redact_json(once.value)
    assert twice.value == once.value
    assert twice.counts == {}


@pytest.mark.parametrize(
    ("url", "redacted"),
    [
        ("https://example.com/a/b?tab=2&sort=asc#top", "https://example.com/a/b?tab=2&sort=asc#top"),
        ("https://bob:pw@example.com/", "https://[secret]@example.com/"),
        ("https://token@example.com/", "https://[secret]@example.com/"),
        ("https://x.y/?token=abc&page=2", "https://x.y/?token=[secret]&page=2"),
        ("https://x.y/?page=2&API_KEY=abc", "https://x.y/?page=2&API_KEY=[secret]"),
        ("https://x.y/cb?code=4%2F0AX&state=1", "https://x.y/cb?code=[secret]&state=1"),
        ("https://x.y/?sig=a%26b&x=1", "https://x.y/?sig=[secret]&x=1"),
        ("https://x.y/#access_token=abc&type=1", "https://x.y/#access_token=[secret]&type=1"),
        ("https://x.y/users/jane%40example.com/edit", "https://x.y/users/[email]/edit"),
        ("https://x.y/?mail=jane+news@example.com", "https://x.y/?mail=[email]"),
        ("https://x.y/?mail=jane%2Bnews%40example.com", "https://x.y/?mail=[email]"),
        ("https://x.y/?tel=%2B49+30+1234567&a=1", "https://x.y/?tel=[phone]&a=1"),
        ("https://x.y/?q=call%20me%20%2B49%2030%201234567", "https://x.y/?q=call%20me%20[phone]"),
        ("https://203.0.113.9:8080/path", "https://[ip]:8080/path"),
        ("https://x.y/reset-password/Zk3mQ8xW2nR7tY5uP1aS", "https://x.y/reset-password/[secret]"),
        ("https://x.y/orders/4155552671?ref=1234567890", "https://x.y/orders/4155552671?ref=1234567890"),
        ("https://x.y/?card=4111%201111%201111%201111", "https://x.y/?card=[card]"),
        ("not a url, jane@example.com", "not a url, [email]"),
        ("https://x.y/%zz?a=%", "https://x.y/%zz?a=%"),
    ],
)
def test_redacts_urls_and_keeps_the_rest(url: str, redacted: str) -> None:
    assert redact_url(url).text == redacted
    assert redact_url(redacted).text == redacted
