"""./run.sh and the admin page: built once, beside the server, and never in its way."""

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = ("bash", "cat", "cksum", "dirname", "env", "find", "flock", "mkdir", "mv", "rm", "sort")
NODE = "#!/bin/sh\nexit 0\n"
OLD_NODE = "#!/bin/sh\nexit 1\n"
# Its two calls: `npm ci …` and `npm run build -- --outDir dist.new`.
NPM = """#!/bin/sh
echo "npm $*" >>"$CALLS"
mkdir -p node_modules
if [ "$1" = run ]; then mkdir -p dist.new && echo page >dist.new/index.html; fi
"""
FAILING_NPM = '#!/bin/sh\necho "npm $*" >>"$CALLS"\necho "no network" >&2\nexit 1\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose environment is up to date, and whose command only says how it was called."""
    project = tmp_path / "project"
    (project / "web/src").mkdir(parents=True)
    (project / "requirements").mkdir()
    for name in ("run.sh", "pyproject.toml", "requirements/run.lock", "requirements/model.lock"):
        shutil.copy(ROOT / name, project / name)
    for name in ("index.html", "package-lock.json", "vite.config.ts"):
        shutil.copy(ROOT / "web" / name, project / "web" / name)
    shutil.copytree(ROOT / "queries", project / "queries")
    add_program(project / ".venv/bin/feedback", '#!/bin/sh\necho "feedback $*"\n')
    stamp = "cat requirements/run.lock pyproject.toml | cksum >.venv/run.stamp; cksum <requirements/model.lock"
    ran = subprocess.run(["bash", "-c", stamp], cwd=project, check=True, capture_output=True)
    (project / ".venv/model.stamp").write_bytes(ran.stdout.rstrip())
    for tool in TOOLS:
        (tmp_path / "tools").mkdir(exist_ok=True)
        (tmp_path / "tools" / tool).symlink_to(shutil.which(tool) or tool)
    return project


def add_program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def start(project: Path, **programs: str) -> str:
    """What the service says when it is started where these programs are on PATH."""
    tools = project.parent / "tools"
    for name, text in programs.items():
        add_program(tools / name, text)
    ran = subprocess.run(
        [str(project / "run.sh")],
        env={"PATH": str(tools), "CALLS": str(project / "calls")},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return ran.stdout


def wait_until(is_so: Callable[[], bool]) -> None:
    """Until the build beside the server has come so far."""
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def says(path: Path, text: str) -> Callable[[], bool]:
    return lambda: path.is_file() and text in path.read_text()


@pytest.mark.parametrize("programs", [{}, {"npm": NPM, "node": OLD_NODE}], ids=["no npm", "an old Node.js"])
def test_without_npm_and_a_new_node_it_serves_and_says_what_is_missing(project: Path, programs: dict[str, str]) -> None:
    assert start(project, **programs) == "feedback serve\n"
    wait_until(says(project / "web/dist.state", "npm is missing, or Node.js 20.19."))
    assert not (project / "calls").exists()


def test_without_a_network_it_serves_and_says_where_to_look(project: Path) -> None:
    assert start(project, npm=FAILING_NPM, node=NODE) == "feedback serve\n"
    wait_until(says(project / "web/dist.state", "web/build.log says why"))
    assert "no network" in (project / "web/build.log").read_text()
    assert not (project / "web/dist").exists()


def test_the_page_is_built_once_and_again_when_its_source_changes(project: Path) -> None:
    calls = project / "calls"
    assert start(project, npm=NPM, node=NODE) == "feedback serve\n"
    wait_until(says(project / "web/dist/index.html", "page"))
    wait_until(says(calls, "npm run build"))
    assert calls.read_text().splitlines()[0].startswith("npm ci --omit=dev")
    calls.unlink()
    start(project)
    (project / "queries/mine.graphql").write_text("# Mine.\nquery Mine { viewer { name } }\n")
    start(project)
    wait_until(says(calls, "npm run build"))
    # The packages were there already, and the start in between had nothing to do.
    assert calls.read_text().splitlines() == ["npm run build -- --outDir dist.new"]
    wait_until(lambda: not (project / "web/dist.state").exists())
