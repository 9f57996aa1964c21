"""./run.sh on machines that lack something."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_without_python_it_says_what_is_needed(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "requirements").mkdir(parents=True)
    for name in ("run.sh", "pyproject.toml", "requirements/run.lock", "requirements/model.lock"):
        shutil.copy(ROOT / name, project / name)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "dirname", "cat", "cksum", "env"):
        (tools / name).symlink_to(shutil.which(name) or name)
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tools / "python3").chmod(0o755)
    ran = subprocess.run(
        [str(project / "run.sh")], env={"PATH": str(tools)}, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == (
        "Python 3.11 or newer is needed, and none is on PATH: install it, then run this again."
    )


def test_a_started_service_finds_everything_it_needs_without_installing() -> None:
    ran = subprocess.run(
        [str(ROOT / "run.sh"), "--help"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PATH": "/usr/bin:/bin"},
    )
    assert "serve" in ran.stdout
    assert "Installing" not in ran.stderr
