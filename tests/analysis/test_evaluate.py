"""`evaluate` reads labelled files strictly and counts right."""

import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from graphql_api.analysis.embedded.model import EmbeddedModel, Prediction, TopicScore, joint_score
from graphql_api.analysis.evaluate import (
    LabelledFileError,
    Question,
    as_dict,
    as_tables,
    evaluate,
    read_labelled,
)
from models.enums import Confidence, Sentiment, Topic


class Oracle:
    """Answers `topic score sentiment score` as the text itself says."""

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> Prediction:
        topic, topic_score, sentiment, score = text.split()
        sentiments = {label: (1 - float(score)) / 3 for label in Sentiment} | {Sentiment(sentiment): float(score)}
        others = [TopicScore(label, (1 - float(topic_score)) / 5) for label in Topic if label != topic]
        topics = (TopicScore(Topic(topic), float(topic_score)), *others)
        return Prediction(
            Sentiment(sentiment),
            sentiments,
            Topic(topic),
            topics,
            joint_score(Sentiment(sentiment), float(score), float(topic_score)),
        )


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "labelled.csv"
    path.write_text("\n".join(["text,label", *lines]) + "\n", encoding="utf-8")
    return path


def test_counts_accuracy_macro_f1_confusion_and_confidence(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        "BUG 0.9 NEGATIVE 0.9,bug",
        "BUG 0.5 NEGATIVE 0.9,bug",
        "BUG 0.9 NEGATIVE 0.9,ux",
        "UX 0.9 NEUTRAL 0.4,UX",
    )
    result = evaluate(read_labelled(path), Oracle())
    assert result.question is Question.TOPIC
    assert result.restricted
    assert result.accuracy == 0.75
    assert result.macro_f1 == pytest.approx((2 * 2 / 5 + 2 * 1 / 3) / 2)
    assert result.confusion == {(Topic.BUG, Topic.BUG): 2, (Topic.UX, Topic.BUG): 1, (Topic.UX, Topic.UX): 1}
    assert [(step, judged.count, judged.right) for step, judged in result.confidences.items()] == [
        (Confidence.HIGH, 2, 1),
        (Confidence.MEDIUM, 1, 1),
        (Confidence.LOW, 1, 1),
    ]


def test_answers_only_the_labels_of_the_file_and_keeps_the_honest_confidence(tmp_path: Path) -> None:
    path = _file(tmp_path, "GENERAL 0.9 MIXED 0.7,positive", "GENERAL 0.9 NEGATIVE 0.85,negative")
    result = evaluate(read_labelled(path), Oracle())
    assert result.accuracy == 1.0
    assert result.confidences[Confidence.LOW].count == 1
    assert result.confidences[Confidence.HIGH].count == 1


def test_one_label_is_a_recall_probe_and_not_restricted(tmp_path: Path) -> None:
    path = _file(tmp_path, "BILLING 0.9 NEUTRAL 0.9,billing", "BUG 0.9 NEUTRAL 0.9,billing")
    result = evaluate(read_labelled(path), Oracle())
    assert not result.restricted
    assert result.accuracy == 0.5
    assert result.macro_f1 is None
    assert result.confusion[Topic.BILLING, Topic.BUG] == 1


@pytest.mark.parametrize(
    ("lines", "line", "reason"),
    [
        (["fine,bug", "secret words,nonsense"], 3, "the label is none of"),
        (["fine,bug", "secret words"], 3, "the label is none of"),
        (["fine,bug", '"  ",bug'], 3, "the text is empty"),
        (["fine,bug", "secret words,positive"], 3, "sentiments and topics in one file"),
        ([], 1, "no rows"),
    ],
)
def test_bad_rows_are_named_by_line_and_never_quoted(tmp_path: Path, lines: list[str], line: int, reason: str) -> None:
    with pytest.raises(LabelledFileError, match=reason) as caught:
        read_labelled(_file(tmp_path, *lines))
    assert caught.value.line == line
    assert "secret" not in str(caught.value)
    assert "nonsense" not in str(caught.value)


@pytest.mark.parametrize("content", [b"message,label\nx,bug\n", b"", b"text,label\n\xff\xfe,bug\n"])
def test_files_that_are_not_labelled_csv_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "labelled.csv"
    path.write_bytes(content)
    with pytest.raises(LabelledFileError):
        read_labelled(path)


def test_figures_come_as_tables_and_as_json(tmp_path: Path) -> None:
    path = _file(tmp_path, "BILLING 0.9 NEUTRAL 0.9,billing", "BUG 0.9 NEUTRAL 0.9,billing")
    result = evaluate(read_labelled(path), Oracle())
    figures = json.loads(json.dumps(as_dict(result)))
    assert figures["accuracy"] == 0.5
    assert figures["macroF1"] is None
    assert figures["confusion"] == {"BILLING": {"BILLING": 1, "BUG": 1}}
    assert figures["confidences"]["HIGH"] == {"count": 2, "share": 1.0, "right": 0.5}
    assert figures["confidences"]["LOW"] == {"count": 0, "share": 0.0, "right": None}
    screen = StringIO()
    Console(file=screen, width=120).print(as_tables(result))
    assert "recall" in screen.getvalue()
    assert "50.0%" in screen.getvalue()


def test_the_real_model_is_evaluated(tmp_path: Path, model: EmbeddedModel) -> None:
    path = _file(
        tmp_path,
        "I was invoiced twice and want a refund,billing",
        "It crashes whenever I press save,bug",
        "Please add an option to export the list,feature_request",
    )
    result = evaluate(read_labelled(path), model)
    assert result.accuracy == 1.0
    assert result.count == 3
