"""Handing a file's rows to the intake, a batch at a time, and counting what becomes of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from graphql_api.cli.importing.drafts import read_draft
from graphql_api.cli.importing.exported import exported_line, is_exported
from graphql_api.cli.importing.keys import Keys
from graphql_api.cli.importing.rows import BadRow, Row, read_rows
from graphql_api.intake.checks import clean, in_utc
from graphql_api.intake.draft import Draft
from graphql_api.intake.intake import Intake, ReceiptStatus
from graphql_api.intake.submission import InvalidSubmission
from graphql_api.retention.restore import NotALine, Restorer
from graphql_api.tallies import EVER

BATCH = 128
MOST_REFUSALS_LISTED = 1_000
NOT_AS_EXPORTED = "NOT_AS_EXPORTED"


@dataclass(frozen=True)
class Refusal:
    """A row that was not kept: its line, and the rules it broke as `path CODE`. Never holds the words."""

    line: int
    rules: tuple[str, ...]

    def __str__(self) -> str:
        return f"line {self.line}: {', '.join(self.rules)}"


@dataclass
class Tally:
    """What became of the rows so far. All refusals are counted, the first thousand are listed too."""

    taken_in: int = 0
    duplicates: int = 0
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True)
class TakeIn:
    """Takes in one file, at one moment.

    Args:
        now: the moment at which all its rows count as accepted.
        restorer: takes the rows of our own exports and archives, which come back as they were.
        tell: is told each refusal as it happens.
    """

    intake: Intake
    keys: Keys
    now: datetime
    restorer: Restorer
    tell: Callable[[Refusal], None]
    tally: Tally = field(default_factory=Tally)

    async def run(self, file: BinaryIO, show: Callable[[], None]) -> Tally:
        """Hand in every row, in order; `show` is called after each commit.

        Raises:
            CommandError: the file holds no rows that can be told apart.
            NotConfirmed: the database cannot be reached; what came before is kept, and may be handed in again.
        """
        rows = read_rows(file)
        is_first = True
        while batch := list(islice(rows, BATCH)):
            ours, rows_left = self._sort(batch)
            drafts, refusals = self._read(rows_left)
            if is_first:
                await self.keys.recognise(list(drafts.values()))
                is_first = False
            refusals += await self._hand_in(drafts)
            refusals += await self._put_back(ours)
            self._note(sorted(refusals, key=lambda refusal: refusal.line))
            show()
        return self.tally

    def _sort(self, rows: list[Row | BadRow]) -> tuple[list[Row], list[Row | BadRow]]:
        """The rows of our own exports, and all others."""
        ours: list[Row] = []
        others: list[Row | BadRow] = []
        for row in rows:
            if isinstance(row, Row) and is_exported(row.values):
                ours.append(row)
            else:
                others.append(row)
        return ours, others

    async def _put_back(self, rows: list[Row]) -> list[Refusal]:
        lines: dict[int, dict[str, Any]] = {}
        refusals = []
        for row in rows:
            try:
                lines[row.line] = exported_line(row.values)
            except ValueError:
                refusals.append(Refusal(row.line, (NOT_AS_EXPORTED,)))
        restored = await self.restorer.restore(list(lines.values()))
        for line, outcome in zip(lines, restored, strict=True):
            if isinstance(outcome, NotALine):
                refusals.append(Refusal(line, (NOT_AS_EXPORTED,)))
            elif outcome:
                self.tally.taken_in += 1
            else:
                self.tally.duplicates += 1
        return refusals

    def _read(self, rows: list[Row | BadRow]) -> tuple[dict[int, Draft], list[Refusal]]:
        """The drafts of the rows by line, and the rows that are none."""
        drafts: dict[int, Draft] = {}
        refusals: list[Refusal] = []
        for row in rows:
            if isinstance(row, BadRow):
                refusals.append(Refusal(row.line, (row.code,)))
                continue
            try:
                drafts[row.line] = read_draft(row.values, self.keys, self.now)
            except InvalidSubmission as refused:
                refusals.append(_refusal(row.line, refused))
        return drafts, refusals

    async def _hand_in(self, drafts: dict[int, Draft]) -> list[Refusal]:
        """Hand in drafts, count what was kept, and return what was not."""
        complete = {line: self.keys.complete(draft) for line, draft in drafts.items()}
        left = await self._without_erased(complete)
        answers = await self.intake.submit_many(list(left.values()), now=self.now)
        self.tally.duplicates += len(complete) - len(left)
        refusals = []
        for line, answer in zip(left, answers, strict=True):
            if isinstance(answer, InvalidSubmission):
                refusals.append(_refusal(line, answer))
            elif answer.status is ReceiptStatus.DUPLICATE:
                self.tally.duplicates += 1
            else:
                self.tally.taken_in += 1
        return refusals

    async def _without_erased(self, drafts: dict[int, Draft]) -> dict[int, Draft]:
        """What no session said before it was erased; what has no time was said before."""
        said = [
            (clean(draft.session_id).strip(), in_utc(draft.occurred_at) if draft.occurred_at else EVER)
            for draft in drafts.values()
        ]
        are_erased = await self.restorer.sessions.are_erased(said)
        return {line: draft for (line, draft), gone in zip(drafts.items(), are_erased, strict=True) if not gone}

    def _note(self, refusals: list[Refusal]) -> None:
        self.tally.refused += len(refusals)
        self.tally.refusals += refusals[: MOST_REFUSALS_LISTED - len(self.tally.refusals)]
        for refusal in refusals:
            self.tell(refusal)


def _refusal(line: int, refused: InvalidSubmission) -> Refusal:
    return Refusal(line, tuple(f"{'.'.join(rule.path)} {rule.code}" for rule in refused.broken))
