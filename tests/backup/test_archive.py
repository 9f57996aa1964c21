"""One file that is whole, or known not to be."""

import os
import random
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest
from pyrage import x25519

from graphql_api.backup.archive import check_bytes, reading, writing
from graphql_api.backup.crypt import read_identity, read_public_key
from graphql_api.backup.failure import BackupError
from graphql_api.backup.manifest import Manifest, TableSum
from tests.faults.disk import NoSmallDisk, small_disk

BIG = bytes(range(256)) * 4096


def make(path: Path, key: x25519.Recipient | None = None, content: bytes = BIG) -> None:
    with writing(path, key) as archive:
        archive.add("data", "spool/a.jsonl", 3, [b"a", b"bc"])
        archive.add_stream(
            "database", "dump", (content[start : start + 1000] for start in range(0, len(content), 1000))
        )
        moment = datetime(2026, 11, 21, tzinfo=UTC)
        archive.finish(Manifest(moment, "1", (), {"feedback": TableSum(1, "2")}, archive.sums, 0))


def read(path: Path, identity: x25519.Identity | None = None) -> dict[str, bytes]:
    with reading(path, identity) as archive:
        found = {f"{item.group}/{item.name}": b"".join(item.chunks()) for item in archive.items()}
        assert archive.manifest().tables == {"feedback": TableSum(1, "2")}
    return found


@pytest.fixture(params=["plain", "encrypted"])
def pair(request: pytest.FixtureRequest) -> tuple[x25519.Recipient | None, x25519.Identity | None]:
    identity = x25519.Identity.generate() if request.param == "encrypted" else None
    return (identity.to_public() if identity else None), identity


Pair = tuple[x25519.Recipient | None, x25519.Identity | None]


def test_what_went_in_comes_out(tmp_path: Path, pair: Pair) -> None:
    path = tmp_path / "an.archive"
    make(path, pair[0])
    assert read(path, pair[1]) == {"data/spool/a.jsonl": b"abc", "database/dump.000000": BIG}
    assert check_bytes(path) == path.stat().st_size
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["an.archive"]


def test_a_flipped_byte_anywhere_is_found_without_the_identity(tmp_path: Path, pair: Pair) -> None:
    path = tmp_path / "an.archive"
    make(path, pair[0], content=b"x" * 5000)
    whole = path.read_bytes()
    chance = random.Random(1)
    places = {0, len(whole) - 1, *range(len(whole) - 100, len(whole)), *chance.sample(range(len(whole)), 300)}
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(BackupError):
            check_bytes(path)
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(BackupError):
            check_bytes(path)


def test_another_identity_opens_nothing(tmp_path: Path) -> None:
    path = tmp_path / "an.archive"
    make(path, x25519.Identity.generate().to_public())
    with pytest.raises(BackupError, match="for another key"):
        read(path, x25519.Identity.generate())
    with pytest.raises(BackupError, match="--identity"):
        read(path)
    assert BIG[:64] not in path.read_bytes()


def test_the_standard_tool_reads_an_encrypted_one(tmp_path: Path) -> None:
    path, identity = tmp_path / "an.archive", x25519.Identity.generate()
    make(path, identity.to_public())
    # The last line is ours: `head -c -91`.
    assert b"spool/a.jsonl" in pyrage.decrypt(path.read_bytes()[:-91], [identity])


@pytest.mark.parametrize("key", [None, x25519.Identity.generate().to_public()], ids=["plain", "encrypted"])
def test_a_full_disk_leaves_what_was_there_and_nothing_else(key: x25519.Recipient | None) -> None:
    try:
        with small_disk(1) as disk:
            make(disk / "old.archive", content=b"x" * 1000)
            with pytest.raises(OSError, match="No space left"):
                make(disk / "new.archive", key, content=BIG * 2)
            assert os.listdir(disk) == ["old.archive"]
            check_bytes(disk / "old.archive")
    except NoSmallDisk:
        pytest.skip("only root may mount a small disk")


def test_keys_that_are_none_are_named(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="BACKUP_PUBLIC_KEY"):
        read_public_key("age1nonsense")
    (tmp_path / "identity").write_text("# a comment\n")
    with pytest.raises(BackupError, match="holds no age identity"):
        read_identity(tmp_path / "identity")
    made = x25519.Identity.generate()
    (tmp_path / "identity").write_text(f"# public key: {made.to_public()}\n{made}\n")
    assert str(read_identity(tmp_path / "identity")) == str(made)
