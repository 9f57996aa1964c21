"""`feedback evaluate`: figures for each file of labelled texts."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Alone = Callable[..., subprocess.CompletedProcess[str]]


def test_prints_figures_for_each_file(feedback_alone: Alone, tmp_path: Path) -> None:
    topics, recall = tmp_path / "topics.csv", tmp_path / "recall.csv"
    topics.write_text("text,label\nIt crashes on every start,bug\nThe invoice is wrong,billing\n")
    recall.write_text("text,label\nI was charged twice for one month,billing\n")
    done = feedback_alone("evaluate", "--json", str(topics), str(recall))
    assert (done.returncode, done.stderr) == (0, "")
    first, second = [json.loads(line) for line in done.stdout.splitlines()]
    assert (first["file"], first["count"], first["accuracy"], first["macroF1"]) == (str(topics), 2, 1.0, 1.0)
    assert first["confusion"]["BUG"] == {"BUG": 1, "BILLING": 0}
    assert (second["restricted"], second["macroF1"]) == (False, None)
    assert set(second["confidences"]) == {"HIGH", "MEDIUM", "LOW"}
    shown = feedback_alone("evaluate", str(topics)).stdout
    assert all(word in shown for word in ("topics.csv", "accuracy", "macro-F1", "BILLING", "HIGH", "100.0%"))


def test_refuses_a_file_by_line_without_its_words(feedback_alone: Alone, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("text,label\nmy secret words,wonderful\n")
    done = feedback_alone("evaluate", str(path))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(f"feedback: {path}: Line 2: ")
    assert "secret" not in done.stderr
