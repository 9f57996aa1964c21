"""The lines of a file, a bounded piece of it in memory at a time."""

from collections import deque
from typing import BinaryIO

LONGEST_LINE_BYTES = 8 * 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Lines:
    """Lines as text, counted from 1; bytes that are not UTF-8 come as lone surrogates (see `is_utf8`).

    Of a line over 8 MiB only the beginning is handed out. Lines taken since `mark` can be handed out again.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._is_first = True
        self.number = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        self._taken.append(line)
        return line

    def mark(self) -> None:
        """Forget what was taken: from here on lines can be handed out again."""
        self._taken.clear()

    def hand_out_again(self) -> None:
        """Go back to the second of the lines taken since `mark`."""
        self._again.extendleft(reversed(self._taken[1:]))
        self.number -= len(self._taken[1:])
        self._taken.clear()

    def _read(self) -> str:
        line = self._file.readline(LONGEST_LINE_BYTES)
        piece = line
        while len(piece) == LONGEST_LINE_BYTES and not piece.endswith(b"\n"):
            piece = self._file.readline(LONGEST_LINE_BYTES)
        if self._is_first:
            self._is_first = False
            line = line.removeprefix(BYTE_ORDER_MARK)
        return line.decode("utf-8", "surrogateescape")


def is_utf8(text: str) -> bool:
    """Whether a text of `Lines` was UTF-8 in the file."""
    return text.isascii() or not any("\udc80" <= character <= "\udcff" for character in text)
