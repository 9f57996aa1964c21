"""How right the embedded model is on labelled texts."""

import csv
import enum
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rich.console import Group, RenderableType
from rich.table import Table

from graphql_api.analysis.confidence import confidence_of
from graphql_api.analysis.embedded.model import Prediction
from models.enums import Confidence, Sentiment, Topic

MAX_TEXT_CHARACTERS = 100_000
PREDICT_AT_ONCE = 256


class Question(enum.StrEnum):
    """What a file's labels ask."""

    SENTIMENT = "SENTIMENT"
    TOPIC = "TOPIC"


Label = Sentiment | Topic


class Predictor(Protocol):
    """Whatever predicts as the embedded model does."""

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """One prediction per text, in order."""
        ...


class LabelledFileError(Exception):
    """The file cannot be evaluated; `line` is the line of the file at fault, from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(f"Line {line}: {reason}")
        self.reason = reason
        self.line = line


@dataclass(frozen=True)
class Labelled:
    """A file's texts with their labels, all of one question, at least one."""

    question: Question
    rows: tuple[tuple[str, Label], ...]


@dataclass(frozen=True)
class Judged:
    """How many predictions had one confidence, and how many of those were right."""

    count: int
    right: int

    @property
    def accuracy(self) -> float | None:
        """Share of right ones, 0 to 1; None when there are none."""
        return self.right / self.count if self.count else None


@dataclass(frozen=True)
class Evaluation:
    """The figures of one file.

    `labels` are the file's, in the order of the enum; `restricted` says whether the model could answer only those. With
    one label the file is a recall probe: any label may be answered, `accuracy` is the recall, and `macro_f1` is None.
    `confusion` counts (true, answered) pairs.
    """

    question: Question
    labels: tuple[Label, ...]
    restricted: bool
    count: int
    accuracy: float
    macro_f1: float | None
    confusion: Mapping[tuple[Label, Label], int]
    confidences: Mapping[Confidence, Judged]


def read_labelled(path: Path) -> Labelled:
    """Reads a CSV file with the columns `text` and `label` (sentiments or topics, in any case).

    Raises LabelledFileError for a missing column, an empty text, an unknown label, labels of both questions, bad CSV,
    bytes that are not UTF-8, and a file without rows; OSError when it cannot be read. Messages never repeat a text.
    """
    rows: list[tuple[str, Label]] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        try:
            missing = {"text", "label"} - set(reader.fieldnames or ())
            if missing:
                raise LabelledFileError(f"no column {' and '.join(sorted(missing))}", 1)
            for row in reader:
                label = _label(row["label"], reader.line_num)
                if rows and type(label) is not type(rows[0][1]):
                    raise LabelledFileError("sentiments and topics in one file", reader.line_num)
                rows.append((_text(row["text"], reader.line_num), label))
        except (csv.Error, UnicodeDecodeError) as error:
            raise LabelledFileError("not CSV in UTF-8", reader.line_num + 1) from error
    if not rows:
        raise LabelledFileError("no rows", 1)
    question = Question.SENTIMENT if isinstance(rows[0][1], Sentiment) else Question.TOPIC
    return Labelled(question, tuple(rows))


def _text(value: str | None, line: int) -> str:
    if not value or not value.strip():
        raise LabelledFileError("the text is empty", line)
    if len(value) > MAX_TEXT_CHARACTERS:
        raise LabelledFileError(f"the text is longer than {MAX_TEXT_CHARACTERS:,} characters", line)
    return value


def _label(value: str | None, line: int) -> Label:
    name = (value or "").strip().upper()
    if name in Sentiment.__members__:
        return Sentiment[name]
    if name in Topic.__members__:
        return Topic[name]
    known = ", ".join([*Sentiment.__members__, *Topic.__members__])
    raise LabelledFileError(f"the label is none of {known}", line)


def evaluate(labelled: Labelled, model: Predictor) -> Evaluation:
    """Predicts every text and compares.

    With two labels or more, the answer is the likeliest of the file's labels. Its confidence is the one the service
    would have stored, which answers for both questions, so HIGH here is HIGH there; where the model would have answered
    something else, it is at most the probability of the answer among all labels.
    """
    present = {label for _, label in labelled.rows}
    labels = tuple(label for label in (*Sentiment, *Topic) if label in present)
    restricted = len(labels) > 1
    answers: list[tuple[Label, float]] = []
    for start in range(0, len(labelled.rows), PREDICT_AT_ONCE):
        batch = labelled.rows[start : start + PREDICT_AT_ONCE]
        answers += [
            _answer(prediction, labelled.question, labels if restricted else ())
            for prediction in model.predict([text for text, _ in batch])
        ]
    return _figures(labelled, labels, restricted, answers)


def _answer(prediction: Prediction, question: Question, among: Sequence[Label]) -> tuple[Label, float]:
    answer: Label
    if question is Question.SENTIMENT:
        answer, score = prediction.best_sentiment({label for label in Sentiment if not among or label in among})
        own = answer is prediction.sentiment
    else:
        answer, score = prediction.best_topic({label for label in Topic if not among or label in among})
        own = answer is prediction.topic
    return answer, prediction.confidence_score if own else min(score, prediction.confidence_score)


def _figures(
    labelled: Labelled, labels: tuple[Label, ...], restricted: bool, answers: Sequence[tuple[Label, float]]
) -> Evaluation:
    confusion: Counter[tuple[Label, Label]] = Counter()
    counts: Counter[Confidence] = Counter()
    rights: Counter[Confidence] = Counter()
    for (_, truth), (answer, score) in zip(labelled.rows, answers, strict=True):
        confusion[truth, answer] += 1
        counts[confidence_of(score)] += 1
        rights[confidence_of(score)] += truth is answer
    return Evaluation(
        question=labelled.question,
        labels=labels,
        restricted=restricted,
        count=len(answers),
        accuracy=sum(rights.values()) / len(answers),
        macro_f1=sum(_f1(confusion, label) for label in labels) / len(labels) if restricted else None,
        confusion=dict(confusion),
        confidences={step: Judged(counts[step], rights[step]) for step in Confidence},
    )


def _f1(confusion: Mapping[tuple[Label, Label], int], label: Label) -> float:
    """2 x hits / (true + answered); 0 for a label neither true nor answered."""
    hits = confusion.get((label, label), 0)
    truly = sum(count for (truth, _), count in confusion.items() if truth is label)
    answered = sum(count for (_, answer), count in confusion.items() if answer is label)
    return 2 * hits / (truly + answered) if truly + answered else 0.0


def _answered(evaluation: Evaluation) -> list[Label]:
    """The columns of the confusion matrix: the file's labels, then others that were answered."""
    others = {answer for _, answer in evaluation.confusion} - set(evaluation.labels)
    return [*evaluation.labels, *(label for label in (*Sentiment, *Topic) if label in others)]


def as_tables(evaluation: Evaluation) -> RenderableType:
    """The figures for a terminal: summary, confusion matrix (rows true, columns answered), confidence."""
    summary = Table(title=f"{evaluation.question.title()}: {evaluation.count:,} texts", title_justify="left")
    summary.add_column("accuracy" if evaluation.restricted else "recall", justify="right")
    summary.add_column("macro-F1", justify="right")
    macro = "-" if evaluation.macro_f1 is None else f"{evaluation.macro_f1:.3f}"
    summary.add_row(f"{evaluation.accuracy:.1%}", macro)
    columns = _answered(evaluation)
    matrix = Table(title="True (rows) against answered (columns)", title_justify="left")
    matrix.add_column("")
    for label in columns:
        matrix.add_column(label.value, justify="right")
    for truth in evaluation.labels:
        matrix.add_row(truth.value, *(str(evaluation.confusion.get((truth, answer), 0)) for answer in columns))
    steps = Table(title="How often each confidence is right", title_justify="left")
    for heading in ("confidence", "texts", "share", "right"):
        steps.add_column(heading, justify="left" if heading == "confidence" else "right")
    for step, judged in evaluation.confidences.items():
        right = "-" if judged.accuracy is None else f"{judged.accuracy:.1%}"
        steps.add_row(step.value, str(judged.count), f"{judged.count / evaluation.count:.1%}", right)
    return Group(summary, matrix, steps)


def as_dict(evaluation: Evaluation) -> dict[str, object]:
    """The figures as plain JSON values; shares and accuracies from 0 to 1, null where there is nothing to divide by."""
    columns = _answered(evaluation)
    return {
        "question": evaluation.question.value,
        "labels": [label.value for label in evaluation.labels],
        "restricted": evaluation.restricted,
        "count": evaluation.count,
        "accuracy": evaluation.accuracy,
        "macroF1": evaluation.macro_f1,
        "confusion": {
            truth.value: {answer.value: evaluation.confusion.get((truth, answer), 0) for answer in columns}
            for truth in evaluation.labels
        },
        "confidences": {
            step.value: {
                "count": judged.count,
                "share": judged.count / evaluation.count,
                "right": judged.accuracy,
            }
            for step, judged in evaluation.confidences.items()
        },
    }
