"""`feedback analyze`: what is understood of a text, with no database anywhere."""

import asyncio
import importlib.util
import json
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import PROGRAMS
from tests.openai_server import fails, finds, openai_server

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


async def test_asks_the_ai_and_shows_what_it_cost_and_that_the_same_is_remembered(feedback_alone: Alone) -> None:
    async with openai_server(finds("MIXED", "UX", 0.81)) as ai:
        environment = {"OPENAI_API_KEY": "sk-x", "OPENAI_BASE_URL": ai.url, "DATABASE_URL": ""}
        texts = ["It is lovely, but where is the menu? jo@example.com"] * 2
        done = await asyncio.to_thread(feedback_alone, "analyze", *texts, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    first, again = done.stdout.strip().split("\n\n")
    facts = dict(line.split(maxsplit=1) for line in first.splitlines()[1:])
    assert (facts["sentiment"], facts["topic"], facts["confidence"]) == ("MIXED", "UX", "HIGH (0.81)")
    assert (facts["method"], facts["prompt"], facts["tokens"]) == ("AI", "v2", "200 in, 30 out, 0.000128 USD")
    assert "0 in, 0 out" in again
    assert len(ai.asked) == 1
    assert "jo@" not in ai.asked[0].words


async def test_falls_back_with_the_reason_also_where_no_database_answers(feedback_alone: Alone) -> None:
    async with openai_server(fails(503)) as ai:
        environment = {"OPENAI_API_KEY": "sk-x", "OPENAI_BASE_URL": ai.url}
        done = await asyncio.to_thread(feedback_alone, "analyze", "--json", ANGRY, **environment)
    finding = json.loads(done.stdout)
    assert (finding["method"], finding["fallbackReason"], finding["language"]) == ("ML", "http_503", "en")


def test_wrong_prompt_versions_end_in_one_line(feedback_alone: Alone) -> None:
    done = feedback_alone("analyze", ANGRY, ACTIVE_PROMPT_VERSION="v77")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "feedback: ACTIVE_PROMPT_VERSION=v77 is wrong: it takes one of v1, v2.\n"


def test_downloading_a_model_without_torch_says_what_to_install(feedback_alone: Alone) -> None:
    if importlib.util.find_spec("torch") is not None:
        pytest.skip("torch is installed here")
    done = feedback_alone("download-model")
    assert done.returncode == 1
    assert "pip install 'feedback-service[ml]'" in done.stderr
