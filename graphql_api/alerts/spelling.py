"""Words as they were meant: a slip of the finger moves a short text's vector further than another word would."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from string import ascii_lowercase

_WORD = re.compile(r"[a-z]{4,}")
# What fewer sentences have may be a slip itself.
FEWEST = 3
# Characters of a text: a word takes up to 0.4 ms, and the encoder reads no more than these words anyway.
MENDED = 500


class Spelling:
    """Mends English words that nobody knows and that one slip makes of a common one.

    Args:
        texts: sentences as people write them; what is common in these is what slips are mended to.
        is_known: tells words that are no slips beside those of the texts.
    """

    def __init__(self, texts: Iterable[str], is_known: Callable[[str], bool]) -> None:
        self._counts = Counter(word for text in texts for word in _WORD.findall(text.lower()))
        self._is_known = is_known

    def mended(self, text: str) -> str:
        """The text, in lower case, with the slips in its beginning mended; words of less than four letters stay."""
        return _WORD.sub(lambda found: self._mended(found[0]), text[:MENDED]) + text[MENDED:]

    def _mended(self, word: str) -> str:
        if word in self._counts or len(word) > 30 or self._is_known(word):
            return word
        meant = max(_one_slip_from(word), key=lambda other: self._counts.get(other, 0))
        return meant if self._counts.get(meant, 0) >= FEWEST else word


def _one_slip_from(word: str) -> Iterator[str]:
    """All that one letter left out, put in, changed or swapped with its neighbour makes of a word."""
    for at in range(len(word) + 1):
        left, right = word[:at], word[at:]
        yield from (left + letter + right for letter in ascii_lowercase)
        if right:
            yield left + right[1:]
            yield from (left + letter + right[1:] for letter in ascii_lowercase)
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
