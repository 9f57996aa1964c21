"""Languages: what is certain is said, and English is not taken for anything else."""

import pytest

from graphql_api.analysis.embedded.corpus import read_corpus
from graphql_api.analysis.language import Languages, is_foreign


@pytest.fixture(scope="module")
def languages() -> Languages:
    return Languages()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The export crashes every single time and I lost my work.", "en"),
        ("Die App stürzt ständig ab und ich verliere meine Daten.", "de"),
        ("J'adore le nouveau design, mais c'est beaucoup trop lent.", "fr"),
        ("Me encanta el nuevo diseño, pero la factura está mal.", "es"),
        ("Приложение постоянно падает, верните деньги.", "ru"),
        ("アプリがいつも落ちます", "ja"),
        ("应用程序总是崩溃请修复", "zh"),
    ],
)
def test_whole_sentences_are_recognised(languages: Languages, text: str, language: str) -> None:
    assert languages.detect(text) == language
    assert is_foreign(language) == (language != "en")


@pytest.mark.parametrize("text", ["", "12345 67890 !!!", "lone \ud800 surrogate", "ok ok ok"])
def test_what_is_not_certain_is_not_said(languages: Languages, text: str) -> None:
    assert not is_foreign(languages.detect(text))


def test_english_is_hardly_ever_taken_for_another_language(languages: Languages) -> None:
    texts = [example.text for example in read_corpus()]
    assert sum(is_foreign(languages.detect(text)) for text in texts) <= len(texts) / 500
