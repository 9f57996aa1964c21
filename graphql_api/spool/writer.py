"""Making records durable, many with one write and one fsync. For one thread only."""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import structlog

from graphql_api.logs import describe_error
from graphql_api.spool.failure import SpoolFull, SpoolUnavailable
from graphql_api.spool.folder import Folder
from graphql_api.spool.index import Index
from graphql_api.spool.quarantine import Quarantine
from graphql_api.spool.record import Record
from graphql_api.spool.segment import Segment

logger = structlog.get_logger(__name__)

# A new segment is begun here, so that replay frees the disk as it goes and erasing rewrites little.
SEGMENT_BYTES = 8 * 1024 * 1024
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Fate(StrEnum):
    """What became of a record: kept now, kept before, or another body came under its key before."""

    KEPT = "KEPT"
    DUPLICATE = "DUPLICATE"
    KEY_REUSED = "KEY_REUSED"


@dataclass(frozen=True)
class Outcome:
    """A record's fate and the id of the one that its key stands for. What it stands for is durable."""

    fate: Fate
    id: UUID


@dataclass(frozen=True)
class Request:
    """A record with its line; with `only_if_known` it is not kept where its key is new."""

    record: Record
    line: bytes
    only_if_known: bool = False


Answer = Outcome | SpoolUnavailable | None


class Writer:
    """Appends to this process's own segment, of which at most one is open at a time."""

    def __init__(self, folder: Folder, index: Index, quarantine: Quarantine, *, max_bytes: int) -> None:
        self._folder = folder
        self._index = index
        self._quarantine = quarantine
        self._max_bytes = max_bytes
        self._open: Segment | None = None
        self._left: Segment | None = None

    def answer(self, requests: Sequence[Request]) -> list[Answer]:
        """Make what is new durable, and say what became of each.

        Returns:
            For each request its outcome, the reason why it was not kept, or None where it was not to be.
        """
        try:
            self._index.refresh()
        except OSError as error:
            return [_unavailable("the spool cannot be read", error) for _ in requests]
        answers: dict[int, Answer] = {}
        leaders: dict[str, int] = {}  # places of records to be written, by key
        followers: list[tuple[int, int]] = []
        for place, request in enumerate(requests):
            if (outcome := self._known(request.record)) is not None:
                answers[place] = outcome
            elif (leader := leaders.get(request.record.key)) is not None:
                followers.append((place, leader))
            elif request.only_if_known and self._index.find(request.record.key) is None:
                answers[place] = None
            else:
                leaders[request.record.key] = place
        chosen = list(leaders.values())
        answers |= dict(zip(chosen, self._keep([requests[place] for place in chosen]), strict=True))
        for place, leader in followers:
            answers[place] = _following(requests[place].record, requests[leader].record, answers[leader])
        return [answers[place] for place in range(len(requests))]

    def seal(self) -> None:
        """Let others replay what this process wrote. It may go on with the same segment while nobody has."""
        if self._open is not None:
            segment, self._open = self._open, None
            self._left = segment if segment.is_sound and segment.size else None
            segment.close()

    def room(self) -> int:
        """How many bytes may still be kept, as of the last refresh."""
        return self._max_bytes - self._index.segment_bytes - self._quarantine.size_bytes()

    def _known(self, record: Record) -> Outcome | None:
        """What is sure without writing anything."""
        known = self._index.find(record.key)
        if known is None:
            return None
        if known.body_hash != record.body_hash:
            return Outcome(Fate.KEY_REUSED, known.id)
        # Another process's line may be gone after a power cut, so a copy is made before it counts.
        return Outcome(Fate.DUPLICATE, known.id) if known.is_ours else None

    def _keep(self, requests: Sequence[Request]) -> list[Answer]:
        answers: dict[int, Answer] = {}
        months: dict[str, list[int]] = {}
        room = self.room() if requests else 0
        for place, request in enumerate(requests):
            room -= len(request.line)
            if room < 0:
                answers[place] = SpoolFull("the spool holds as many bytes as it may")
                room += len(request.line)
            else:
                months.setdefault(request.record.month, []).append(place)
        for month, places in sorted(months.items()):
            kept = self._keep_month(month, [requests[place] for place in places])
            answers |= dict(zip(places, kept, strict=True))
        return [answers[place] for place in range(len(requests))]

    def _keep_month(self, month: str, requests: Sequence[Request]) -> list[Answer]:
        known = [self._index.find(request.record.key) for request in requests]
        try:
            segment = self._append(month, b"".join(request.line for request in requests))
            self._index.add(segment, (request.record for request in requests))
        except OSError as error:
            logger.exception("spool cannot be written", month=month, records=len(requests), errno=error.errno)
            return [_unavailable("the spool cannot be written", error) for _ in requests]
        return [
            Outcome(Fate.DUPLICATE, earlier.id) if earlier else Outcome(Fate.KEPT, request.record.id)
            for earlier, request in zip(known, requests, strict=True)
        ]

    def _append(self, month: str, lines: bytes) -> Segment:
        """Append to the open segment or, where that fails and there is space, to a new one. Raises OSError."""
        segment = self._segment(month)
        try:
            segment.append(lines)
        except OSError as error:
            if error.errno in NO_SPACE:
                raise
            logger.warning("spool segment failed", segment=segment.path.name, error=describe_error(error))
            self.seal()
            self._left = None
            segment = self._open = self._folder.new_segment(month)
            segment.append(lines)
        return segment

    def _segment(self, month: str) -> Segment:
        if self._open is not None and (
            self._open.month != month or self._open.size >= SEGMENT_BYTES or not self._open.is_sound
        ):
            self.seal()
        if self._open is None:
            self._open = self._left_open(month) or self._folder.new_segment(month)
        return self._open

    def _left_open(self, month: str) -> Segment | None:
        left, self._left = self._left, None
        if left is None or left.month != month or left.size >= SEGMENT_BYTES:
            return None
        return self._folder.reopen(left)


def _following(record: Record, leader: Record, answer: Answer) -> Answer:
    """What becomes of a record whose key came in the same batch before it."""
    if not isinstance(answer, Outcome):
        return answer
    return Outcome(Fate.DUPLICATE if record.body_hash == leader.body_hash else Fate.KEY_REUSED, answer.id)


def _unavailable(message: str, error: OSError) -> SpoolUnavailable:
    unavailable = SpoolUnavailable(f"{message} ({error.strerror})")
    unavailable.__cause__ = error
    return unavailable
