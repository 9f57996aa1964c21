"""Originals of screenshots on disk: whole and durable, or not there."""

import asyncio
import errno
from pathlib import Path

import pytest

from graphql_api.spool.files import Files
from graphql_api.spool.originals import Originals
from graphql_api.spool.spool import SpoolFull, SpoolUnavailable

NAME = "0123456789abcdef" * 2


class Failing(Files):
    """A disk that fails at one step."""

    def __init__(self, step: str, number: int) -> None:
        self.error = OSError(number, "no")
        setattr(self, step, self._fail)

    def _fail(self, *_arguments: object) -> None:
        raise self.error


class Noting(Files):
    """Notes what is waited for."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def fsync(self, descriptor: int) -> None:
        super().fsync(descriptor)
        self.done.append("file")

    def fsync_folder(self, path: Path) -> None:
        super().fsync_folder(path)
        self.done.append(path.name)


async def test_what_is_kept_is_on_the_disk_with_its_name(tmp_path: Path) -> None:
    files = Noting()
    originals = Originals(tmp_path / "originals", max_bytes=100, files=files)
    await originals.keep(NAME, b"picture")
    assert originals.path(NAME).read_bytes() == b"picture"
    assert sorted(files.done[-2:]) == ["file", "originals"]
    assert files.done[0] == tmp_path.name, "the folder's own name"
    await originals.remove([NAME, "f" * 32])
    assert (await originals.usage()).count == 0


@pytest.mark.parametrize(
    ("step", "number"),
    [
        ("write", errno.ENOSPC),
        ("fsync", errno.EIO),
        ("fsync_folder", errno.EIO),
        ("create", errno.EROFS),
        ("make_folder", errno.EACCES),
    ],
)
async def test_what_the_disk_does_not_take_is_refused_and_leaves_nothing(
    tmp_path: Path, step: str, number: int
) -> None:
    originals = Originals(tmp_path / "originals", max_bytes=100, files=Failing(step, number))
    with pytest.raises(SpoolUnavailable):
        await originals.keep(NAME, b"picture")
    assert not originals.path(NAME).exists()


async def test_takes_no_more_than_its_share_and_leaves_the_disk_its_reserve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    originals = Originals(tmp_path / "originals", max_bytes=10)
    await originals.keep("a" * 32, b"123456")
    with pytest.raises(SpoolFull):
        await originals.keep("b" * 32, b"12345")
    monkeypatch.setattr("graphql_api.spool.originals.RESERVE_BYTES", 2**62)
    with pytest.raises(SpoolFull):
        await originals.keep("c" * 32, b"1")
    monkeypatch.setattr("graphql_api.spool.originals.MOST_WAITING_BYTES", 3)
    with pytest.raises(SpoolUnavailable):
        await originals.keep("d" * 32, b"1234")
    assert (await originals.usage()).bytes == 6


async def test_many_at_once_are_all_kept(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "originals", max_bytes=10**6)
    await asyncio.gather(*(originals.keep(f"{number:032x}", b"x" * number) for number in range(40)))
    assert (await originals.usage()).count == 40


@pytest.mark.parametrize("name", ["", "../secret.key", "a" * 31, "A" * 32, "a" * 32 + "\n", "a" * 16 + "/" + "a" * 15])
def test_takes_no_name_that_could_lead_elsewhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        Originals(tmp_path, max_bytes=1).path(name)
