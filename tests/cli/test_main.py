"""What all commands share: quick help, a version, and failures in one line."""

import inspect
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version

import pytest

from graphql_api.cli.main import COMMANDS

Alone = Callable[..., subprocess.CompletedProcess[str]]
HEAVY = {"tortoise", "strawberry", "graphql", "numpy", "onnxruntime", "pydantic", "uvicorn", "graphql_api.app"}


def test_help_lists_every_command_and_version_says_which(feedback_alone: Alone) -> None:
    listed = feedback_alone("--help")
    assert listed.returncode == 0
    assert all(f" {name} " in listed.stdout for name in COMMANDS)
    assert feedback_alone("--version").stdout == f"feedback {version('feedback-service')}\n"


def test_listing_commands_loads_none_of_them() -> None:
    code = "import sys, graphql_api.cli.main; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not HEAVY & set(modules)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_the_first_line_of_its_docstring(name: str) -> None:
    place = COMMANDS[name]
    function = getattr(import_module(place.module), place.function)
    assert (inspect.getdoc(function) or "").splitlines()[0] == place.summary
    assert place.load(name).name == name


def test_unknown_commands_are_wrong_usage(feedback_alone: Alone) -> None:
    done = feedback_alone("submitt", "my words")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean 'submit'?" in done.stderr


@pytest.mark.parametrize(
    ("settings", "said"),
    [({}, "DATABASE_URL cannot be reached"), ({"PORT": "eighty"}, "PORT=eighty is wrong: it takes a whole number")],
)
def test_failures_with_a_name_are_one_line(feedback_alone: Alone, settings: dict[str, str], said: str) -> None:
    done = feedback_alone("submit", "my words", **settings)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(f"feedback: {said}")
    assert "my words" not in done.stderr
