"""What the service is made of is what was looked at, and nothing that opens a door lies in the repository."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PINNED = re.compile(r"[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==[\w.!+-]+( ; .+)?")
# Forms that secrets have and examples do not: tests and documents shorten or misspell theirs.
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AGE-SECRET-KEY-1[0-9A-Z]{58}|\bfbk_[0-9a-f]{12}_[\w-]{43}\b"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bsk-(?:proj-)?[A-Za-z0-9_-]{40,}|\bxox[abprs]-[0-9A-Za-z-]{20,}"
    r"|hooks\.slack\.com/services/T[0-9A-Z]{8,}/B[0-9A-Z]{8,}/\w{24}|\bAIza[\w-]{35}\b"
)
# Where made-up ones are taken out of texts.
MADE_UP = ("tests/redaction/",)


def requirements(lock: Path) -> list[str]:
    """Each requirement with its hashes, on one line."""
    lines = [line for line in lock.read_text().splitlines() if line and not line.lstrip().startswith("#")]
    return "\n".join(lines).replace("\\\n", " ").splitlines()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_an_exact_version_with_hashes_and_from_no_place_of_its_own(lock: Path) -> None:
    found = requirements(lock)
    assert found
    for line in found:
        what, *hashes = re.split(r"\s+--hash=", line.strip())
        assert PINNED.fullmatch(what.strip()), what
        assert hashes, what
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest.strip()) for digest in hashes), what


@pytest.mark.parametrize("place", ["run.sh", "Dockerfile"])
def test_every_way_to_install_checks_the_hashes(place: str) -> None:
    installs = re.findall(r"^.*\binstall\b.* -r .*$", (ROOT / place).read_text(), re.MULTILINE)
    assert len(installs) == 2
    assert [line for line in installs if "--require-hashes" not in line] == []


def test_no_secret_lies_in_the_repository() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is no git checkout")
    found = [
        name
        for name in listed.stdout.splitlines()
        if not name.startswith(MADE_UP)
        and (ROOT / name).is_file()
        and SECRETS.search((ROOT / name).read_bytes().decode("utf-8", "replace"))
    ]
    assert found == []
