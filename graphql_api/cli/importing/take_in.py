"""Handing a file's rows to the intake, a batch at a time, and counting what becomes of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from graphql_api.cli.importing.drafts import read_draft
from graphql_api.cli.importing.keys import Keys
from graphql_api.cli.importing.rows import BadRow, Row, read_rows
from graphql_api.intake.draft import Draft
from graphql_api.intake.intake import Intake, Receipt, ReceiptStatus
from graphql_api.intake.submission import InvalidSubmission

BATCH = 128
MOST_REFUSALS_LISTED = 1_000


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
        tell: is told each refusal as it happens.
    """

    intake: Intake
    keys: Keys
    now: datetime
    tell: Callable[[Refusal], None]
    tally: Tally = field(default_factory=Tally)

    async def run(self, file: BinaryIO, show: Callable[[], None]) -> Tally:
        """Hand in every row, in order; `show` is called after each commit.

        Raises:
            CommandError: the file holds no rows that can be told apart.
            NotConfirmed: the database cannot be reached; what came before is kept, and may be handed in again.
        """
        rows = read_rows(file)
        while batch := list(islice(rows, BATCH)):
            await self._hand_in(batch)
            show()
        return self.tally

    async def _hand_in(self, rows: list[Row | BadRow]) -> None:
        drafts = dict(self._drafts(rows))
        answers = await self.intake.submit_many(list(drafts.values()), now=self.now)
        for line, answer in zip(drafts, answers, strict=True):
            if isinstance(answer, InvalidSubmission):
                self._refuse(line, answer)
            else:
                self._count(answer)

    def _drafts(self, rows: list[Row | BadRow]) -> Iterator[tuple[int, Draft]]:
        """The drafts of the rows that can be read, by line."""
        for row in rows:
            if isinstance(row, BadRow):
                self._note(Refusal(row.line, (row.code,)))
                continue
            try:
                yield row.line, read_draft(row.values, self.keys, self.now)
            except InvalidSubmission as refused:
                self._refuse(row.line, refused)

    def _count(self, receipt: Receipt) -> None:
        if receipt.status is ReceiptStatus.DUPLICATE:
            self.tally.duplicates += 1
        else:
            self.tally.taken_in += 1

    def _refuse(self, line: int, refused: InvalidSubmission) -> None:
        self._note(Refusal(line, tuple(f"{'.'.join(rule.path)} {rule.code}" for rule in refused.broken)))

    def _note(self, refusal: Refusal) -> None:
        self.tally.refused += 1
        if len(self.tally.refusals) < MOST_REFUSALS_LISTED:
            self.tally.refusals.append(refusal)
        self.tell(refusal)
