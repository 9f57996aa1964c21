"""Settings: what is documented is what is read, and a wrong value says what would be right."""

from pathlib import Path

import pytest
from dotenv import dotenv_values

from graphql_api.errors import StartupError
from graphql_api.settings import Settings, read_settings

EXAMPLE = Path(__file__).parents[1] / ".env.example"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_example_lists_every_setting() -> None:
    assert list(dotenv_values(EXAMPLE)) == [name.upper() for name in Settings.model_fields]


def test_the_example_has_the_defaults() -> None:
    assert read_settings(_env_file=EXAMPLE) == read_settings(_env_file=None)


@pytest.mark.parametrize(
    ("name", "value", "takes"),
    [
        ("PORT", "abc", "a whole number from 1 to 65535"),
        ("PORT", "70000", "a whole number from 1 to 65535"),
        ("WORKER_IN_PROCESS", "maybe", "true or false"),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING or ERROR"),
        ("PUBLIC_URL", "feedback", "an address like https://feedback.example.com; empty: http://HOST:PORT"),
        ("SILENCE_ALERT_HOURS", "200", "whole hours, from 0 \\(off\\) to 168"),
        ("TRUSTED_PROXY_HOPS", "-1", "how many proxies are yours, from 0 to 10"),
        ("CANARY_PERCENT", "101", "a percentage from 0 to 100"),
        ("AI_TIMEOUT_SECONDS", "0", "seconds, above 0 and up to 120"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_right(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, takes: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(StartupError, match=f"^{name}={value} is wrong: it takes {takes}.$"):
        read_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_KEY", "short"),
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://u:hidden@h/d"),
        ("SLACK_WEBHOOK_URL", "hidden"),
        ("ALERT_URLS", "hidden https://h/p"),
        ("ALERT_SIGNING_SECRET", "hidden"),
        ("OPENAI_BASE_URL", "ftp://u:hidden@h/v1"),
    ],
)
def test_a_wrong_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(StartupError, match=f"^{name} is wrong: it takes ") as raised:
        read_settings()
    assert value not in str(raised.value)


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=9001\nHOST=0.0.0.0\n")
    monkeypatch.setenv("PORT", "9002")
    assert (read_settings().port, read_settings().host) == (9002, "0.0.0.0")


def test_every_setting_says_what_it_takes() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_a_value_out_of_a_file_counts_for_more_than_the_env_file_and_less_than_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("API_KEY=from-the-env-file\nPORT=9001\n")
    (tmp_path / "key").write_text("from-a-secret-file\n")
    (tmp_path / "port").write_text("9003")
    monkeypatch.setenv("API_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("PORT_FILE", str(tmp_path / "port"))
    monkeypatch.setenv("PORT", "9002")
    settings = read_settings()
    assert settings.api_key is not None
    assert (settings.api_key.get_secret_value(), settings.port) == ("from-a-secret-file", 9002)


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "gone"))
    with pytest.raises(StartupError, match=r"^DATABASE_URL_FILE=.*gone cannot be read \(No such file or directory\)"):
        read_settings()
