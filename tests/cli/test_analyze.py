"""`feedback analyze`: what is understood of a text, with no database anywhere."""

import json
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import PROGRAMS

Alone = Callable[..., subprocess.CompletedProcess[str]]
ANGRY = "The export crashes every single time and I lost my work, call +49 170 1234567"


def test_prints_what_is_understood_of_each_text(feedback_alone: Alone) -> None:
    done = feedback_alone("analyze", ANGRY, "short")
    assert (done.returncode, done.stderr) == (0, "")
    angry, short = done.stdout.strip().split("\n\n")
    facts = dict(line.split(maxsplit=1) for line in angry.splitlines()[1:])
    assert list(facts) == ["sentiment", "topic", "confidence", "alert", "method", "model", "reason", "language"]
    assert (facts["sentiment"], facts["topic"], facts["alert"], facts["method"]) == ("NEGATIVE", "BUG", "yes", "ML")
    assert "[phone]" in angry
    assert "1234567" not in done.stdout
    assert "VALIDATION" in short


def test_reads_a_line_of_a_pipe_as_a_text_until_quit(feedback_alone: Alone) -> None:
    done = feedback_alone("analyze", "--json", stdin=f"{ANGRY}\n\nI really love the new design\r\nquit\nnot this\n")
    findings = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["sentiment"], each["method"]) for each in findings] == [("NEGATIVE", "ML"), ("POSITIVE", "ML")]
    assert findings[0]["alertTriggered"]
    assert 0 < findings[1]["confidenceScore"] <= 1


def test_asks_at_a_terminal_until_an_empty_line(tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    command = [str(PROGRAMS / "feedback"), "analyze", "--json"]
    with subprocess.Popen(
        command, stdin=follower, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, text=True
    ) as asking:
        os.write(leader, b"The invoice is wrong again\n\nnever read\n")
        said, prompts = asking.communicate(timeout=30)
    os.close(leader)
    os.close(follower)
    assert asking.returncode == 0
    assert [json.loads(line)["topic"] for line in said.splitlines()] == ["BILLING"]
    assert prompts.count("text>") == 2


def test_says_that_nothing_could_read_it(feedback_alone: Alone) -> None:
    finding = json.loads(feedback_alone("analyze", "The invoice is wrong", "--json", ML_ENABLED="false").stdout)
    assert (finding["method"], finding["model"], finding["fallbackReason"]) == ("NONE", None, "disabled")
