"""A disk that remembers what would survive a power cut, and that can fail or stop at any step."""

import errno
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from graphql_api.spool.files import Files


class Killed(BaseException):
    """Stands for kill -9: nothing of the process runs after it."""


@dataclass
class Node:
    """A file's bytes, as a reader sees them and as a power cut leaves them.

    `dropped` are ranges that a failed fsync left in memory only: no later fsync writes them.
    """

    written: bytearray = field(default_factory=bytearray)
    durable: bytes = b""
    dropped: list[range] = field(default_factory=list)

    def sync(self) -> None:
        durable = self.written[:]
        for gap in self.dropped:
            durable[gap.start : gap.stop] = bytes(len(gap))
        self.durable = bytes(durable)

    def fail_to_sync(self) -> None:
        self.dropped.append(range(len(self.durable), len(self.written)))

    def cut(self, size: int) -> None:
        del self.written[size:]
        self.dropped = [range(gap.start, min(gap.stop, size)) for gap in self.dropped if gap.start < size]


@dataclass
class Names:
    """A folder's names, likewise; None stands for a folder."""

    seen: dict[str, Node | None] = field(default_factory=dict)
    durable: dict[str, Node | None] = field(default_factory=dict)


class Disk(Files):
    """Does everything for real but fsync, and keeps a model of what is durable beside it.

    Args:
        root: an existing folder that is durable itself.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folders = {root: Names()}
        self.open: dict[int, Node] = {}
        self.steps: list[str] = []
        self.before: Callable[[str], None] = lambda _step: None
        self.free_bytes: int | None = None
        self.is_dead = False

    def adopt(self, folder: Path) -> None:
        """Take what lies in the folder as durable."""
        names: dict[str, Node | None] = {}
        for path in folder.iterdir():
            if path.is_dir():
                self.adopt(path)
                names[path.name] = None
            else:
                names[path.name] = Node(bytearray(path.read_bytes()), path.read_bytes())
        self.folders[folder] = Names(names, dict(names))

    def _step(self, name: str, path: Path | None = None) -> None:
        if self.is_dead:
            raise Killed
        self.before(name)
        self.steps.append(f"{name} {path.name.split('.')[-1]}" if path else name)

    def kill_at(self, step: int) -> None:
        """Be killed just before the step of that number, counted from here."""
        left = iter(range(step, -1, -1))

        def count(_step: str) -> None:
            if next(left, 0) == 0:
                self.is_dead = True
                raise Killed

        self.before = count

    def fail(self, step: str, code: int, times: int = 1) -> None:
        """Let the next steps of that name fail."""
        left = iter(range(times))

        def refuse(name: str) -> None:
            if name == step and next(left, None) is not None:
                raise OSError(code, os.strerror(code))

        self.before = refuse

    def create(self, path: Path) -> int:
        self._step("create", path)
        descriptor = super().create(path)
        self.open[descriptor] = Node()
        self.folders[path.parent].seen[path.name] = self.open[descriptor]
        return descriptor

    def replace(self, path: Path) -> int:
        self._step("replace", path)
        descriptor = super().replace(path)
        node = self.folders[path.parent].seen.setdefault(path.name, Node())
        assert node is not None
        node.cut(0)
        self.open[descriptor] = node
        return descriptor

    def reopen(self, path: Path) -> int:
        self._step("reopen", path)
        descriptor = super().reopen(path)
        self._opened(descriptor, path)
        return descriptor

    def read(self, path: Path) -> int:
        descriptor = super().read(path)
        self._opened(descriptor, path)
        return descriptor

    def _opened(self, descriptor: int, path: Path) -> None:
        node = self.folders[path.parent].seen[path.name]
        assert node is not None
        self.open[descriptor] = node

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        self._step("write")
        if self.free_bytes is not None:
            data = data[: self.free_bytes]
            if not data:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self.free_bytes -= len(data)
        self.open[descriptor].written += data
        assert super().write(descriptor, data) == len(data)
        return len(data)

    def fsync(self, descriptor: int) -> None:
        try:
            self._step("fsync")
        except OSError:
            self.open[descriptor].fail_to_sync()
            raise
        self.open[descriptor].sync()

    def truncate(self, descriptor: int, size: int) -> None:
        self._step("truncate")
        if self.free_bytes is not None:
            self.free_bytes += len(self.open[descriptor].written) - size
        self.open[descriptor].cut(size)
        super().truncate(descriptor, size)

    def unlink(self, path: Path) -> None:
        self._step("unlink", path)
        super().unlink(path)
        del self.folders[path.parent].seen[path.name]

    def make_folder(self, path: Path) -> None:
        self._step("make_folder", path)
        super().make_folder(path)
        self.folders[path.parent].seen[path.name] = None
        self.folders[path] = Names()

    def fsync_folder(self, path: Path) -> None:
        self._step("fsync_folder", path)
        self.folders[path].durable = dict(self.folders[path].seen)

    def close(self, descriptor: int) -> None:
        self.open.pop(descriptor, None)
        super().close(descriptor)

    def power_cut(self, target: Path, chance: random.Random | None = None) -> None:
        """Put what survives into an empty folder.

        Args:
            chance: without it, all that was not fsynced is gone; with it, any part of that may have survived.
        """
        self._restore(self.root, target, chance)

    def _restore(self, folder: Path, target: Path, chance: random.Random | None) -> None:
        names = self.folders[folder]
        for name in sorted({*names.durable, *names.seen}):
            either = names.seen if chance and chance.random() < 0.5 else names.durable
            if name not in either:
                continue
            node = either[name]
            if node is None:
                (target / name).mkdir()
                self._restore(folder / name, target / name, chance)
            else:
                (target / name).write_bytes(_survived(node, chance))

    def die(self) -> None:
        """Let the kernel close what a killed process had open."""
        self.is_dead = True
        for descriptor in list(self.open):
            self.close(descriptor)


def _survived(node: Node, chance: random.Random | None) -> bytes:
    if chance is None or not bytes(node.written).startswith(node.durable):
        return node.durable
    return bytes(node.written[: chance.randint(len(node.durable), len(node.written))])


class WithoutFsync(Disk):
    """As if nobody had asked for the files' bytes to be durable."""

    def fsync(self, descriptor: int) -> None:
        self._step("fsync")


class WithoutFolderFsync(Disk):
    """As if nobody had asked for the names to be durable."""

    def fsync_folder(self, path: Path) -> None:
        self._step("fsync_folder", path)
