"""What programs that the service starts get to know of it."""

import ast
import resource
from pathlib import Path

import psutil
import pytest

from graphql_api.programs import environment_of
from tests.cli.test_serving import start

ROOT = Path(__file__).parents[2] / "graphql_api"
STARTERS = {
    "asyncio.create_subprocess_exec",
    "asyncio.create_subprocess_shell",
    "subprocess.run",
    "subprocess.Popen",
    "subprocess.check_output",
}
# The service itself, which needs its settings.
ITSELF = "assembly.py"


def starts() -> list[tuple[str, ast.Call]]:
    """Every place where a program is started."""
    return [
        (path.name, node)
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in STARTERS
    ]


def test_every_program_is_given_an_environment_of_its_own() -> None:
    places = starts()
    assert len(places) >= 8
    for name, call in places:
        given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        assert "env" in given, f"{name}, line {call.lineno}"
        assert name == ITSELF or "os.environ" not in given["env"], f"{name}, line {call.lineno}"


def test_an_environment_holds_what_is_named_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("PATH", "/bin")
    monkeypatch.delenv("LANG", raising=False)
    assert environment_of("PATH", "LANG") == {"PATH": "/bin"}


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_servers_and_workers_leave_no_memory_on_disk(command: str, database_url: str, tmp_path: Path) -> None:
    running = start(command, folder=tmp_path, DATABASE_URL=database_url, PORT="0")
    try:
        process = psutil.Process(running.pid)
        while process.rlimit(resource.RLIMIT_CORE)[0] != 0:
            assert running.poll() is None
    finally:
        running.kill()
        running.communicate()
