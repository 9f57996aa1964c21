"""The way in: from a draft to a receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from graphql_api.board import Board
from graphql_api.intake.commit import Fate, Outcome
from graphql_api.intake.draft import MOST_SCREENSHOT_BYTES, Draft, parse
from graphql_api.intake.entry import Entry, enter
from graphql_api.intake.figures import IntakeFigures
from graphql_api.intake.group import TooManyWaiting
from graphql_api.intake.identity import Identity
from graphql_api.intake.keeper import RETRY_AFTER_SECONDS, Keeper, NotConfirmed
from graphql_api.intake.originals import unneeded
from graphql_api.intake.submission import BrokenRule, InvalidSubmission, Screenshot, Sent
from graphql_api.intake.totals import TotalIntake
from graphql_api.intake.turns import Turns
from graphql_api.limits import Account, Bucket, Limiter
from graphql_api.postgres.outage import is_outage
from graphql_api.spool.originals import Originals
from graphql_api.spool.spool import SpoolUnavailable


class ReceiptStatus(StrEnum):
    """What a receipt promises."""

    SAVED = "SAVED"
    QUEUED = "QUEUED"
    DUPLICATE = "DUPLICATE"


@dataclass(frozen=True)
class Receipt:
    """The service's word on a submission; given only after what it says is true."""

    status: ReceiptStatus
    feedback_id: UUID
    submission_key: UUID


class LimitReached(Exception):  # noqa: N818 - it is named for what the caller reads
    """Too much from one place; nothing was kept."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"limit reached for {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


class Intake:
    """Takes submissions in, whoever sends them.

    Args:
        originals: keeps the bytes of screenshots; without it, `submit` takes no submission that has one.
        max_screenshot_bytes: the largest screenshot.
        board: where its figures are added to those of other processes; None for a process alone.
    """

    def __init__(
        self,
        *,
        identity: Identity,
        allowed_tags: frozenset[str],
        limiter: Limiter,
        keeper: Keeper,
        originals: Originals | None = None,
        max_screenshot_bytes: int = MOST_SCREENSHOT_BYTES,
        board: Board | None = None,
    ) -> None:
        self.keeper = keeper
        self.figures = IntakeFigures()
        self.totals = TotalIntake(board or Board(None), self.figures, keeper)
        self._identity = identity
        self._allowed_tags = allowed_tags
        self._limiter = limiter
        self._originals = originals
        self._max_screenshot_bytes = max_screenshot_bytes
        self._turns = Turns()

    async def submit(self, draft: Draft, *, account: Account | None, now: datetime) -> Receipt:
        """Check, redact and keep one submission.

        Args:
            account: who is charged for it; None for those without a limit. What is not kept is not charged.

        Raises:
            InvalidSubmission: it broke rules, all of which are named, or its key was used for another body.
            LimitReached: `account` has used up its limit, and the submission had not been kept before.
            NotConfirmed: neither the database nor the spool could take it, or too much waits for the database.
        """
        try:
            receipt = await self._submit(draft, account, now)
        except InvalidSubmission as invalid:
            self.figures.refused.update({rule.code for rule in invalid.broken})
            raise
        except LimitReached:
            self.figures.refused["RATE_LIMITED"] += 1
            raise
        except NotConfirmed:
            self.figures.unconfirmed += 1
            raise
        self._count(receipt)
        return receipt

    async def _submit(self, draft: Draft, account: Account | None, now: datetime) -> Receipt:
        sent = parse(draft, now=now, allowed_tags=self._allowed_tags, max_screenshot_bytes=self._max_screenshot_bytes)
        # Copies that come at once take turns: each after the first meets what the first has stored, not its limit.
        try:
            async with self._turns.of(sent.submission.submission_key):
                return await self._keep(sent, account, now)
        except Exception as error:
            if is_outage(error):
                raise NotConfirmed(RETRY_AFTER_SECONDS) from error
            raise

    async def submit_many(self, drafts: Sequence[Draft], *, now: datetime) -> list[Receipt | InvalidSubmission]:
        """Check, redact and keep many submissions, none of them with a screenshot, in one transaction and no limit.

        Returns:
            For each draft, in the order given, its receipt or the rules it broke. A refused one costs no other.

        Raises:
            NotConfirmed: as `submit` does, for all of them. Handing in the same again is safe where all have keys.
        """
        checked = [self._checked(draft, now) for draft in drafts]
        outcomes = iter(await self.keeper.keep_many([entry for entry in checked if isinstance(entry, Entry)]))
        answers = [_answer(each, next(outcomes)) if isinstance(each, Entry) else each for each in checked]
        for answer in answers:
            if isinstance(answer, Receipt):
                self._count(answer)
            else:
                self.figures.refused.update({rule.code for rule in answer.broken})
        return answers

    def _count(self, receipt: Receipt) -> None:
        self.figures.saved += receipt.status is ReceiptStatus.SAVED
        self.figures.queued += receipt.status is ReceiptStatus.QUEUED
        self.figures.duplicates += receipt.status is ReceiptStatus.DUPLICATE

    def _checked(self, draft: Draft, now: datetime) -> Entry | InvalidSubmission:
        try:
            return self._enter(parse(draft, now=now, allowed_tags=self._allowed_tags), now)
        except InvalidSubmission as refused:
            return refused

    def _enter(self, sent: Sent, now: datetime) -> Entry:
        return enter(sent.submission, self._identity, now, sent.screenshot)

    async def _keep(self, sent: Sent, account: Account | None, now: datetime) -> Receipt:
        charged = _charged(sent, account)
        if (wait := await self._limiter.charge(*charged)) is not None:
            if (known := await self._known(sent, now)) is None:
                raise LimitReached(wait)
            return known
        kept = False
        try:
            entry = self._enter(sent, now)
            outcome = await self._keep_whole(entry, sent.screenshot)
            kept = outcome.fate in {Fate.SAVED, Fate.QUEUED}
            return _receipt(entry, outcome)
        finally:
            if not kept:
                await self._limiter.refund(*charged)

    async def _keep_whole(self, entry: Entry, screenshot: Screenshot | None) -> Outcome:
        """Keep an entry, and before it the picture that it names: there is never a row without its file."""
        if entry.original is None or screenshot is None:
            return await self.keeper.keep(entry)
        if self._originals is None:
            raise ValueError("an intake without a place for originals takes no screenshots")
        try:
            await self._originals.keep(entry.original, screenshot.content)
        except SpoolUnavailable as error:
            raise NotConfirmed(RETRY_AFTER_SECONDS) from error
        try:
            outcome = await self.keeper.keep(entry)
        except NotConfirmed as unconfirmed:
            # Anything else may have been stored all the same, or be so later.
            if isinstance(unconfirmed.__cause__, TooManyWaiting):
                await self._originals.remove([entry.original])
            raise
        if outcome.fate in {Fate.DUPLICATE, Fate.KEY_REUSED} and not self.keeper.breaker.is_open:
            await self._originals.remove(await unneeded([entry.original], spool=self.keeper.spool))
        return outcome

    async def _known(self, sent: Sent, now: datetime) -> Receipt | None:
        """The receipt of a submission whose key was used before; None for a new one, which costs no redaction."""
        seen = await self.keeper.find(sent.submission.submission_key)
        if seen is None and not self.keeper.breaker.is_open:
            return None
        entry = self._enter(sent, now)
        outcome = seen.outcome(entry) if seen else await self.keeper.find_spooled(entry)
        return _receipt(entry, outcome) if outcome else None


def _charged(sent: Sent, account: Account | None) -> list[Account]:
    """What is counted: one submission; and, of those without a key, the bytes that go to the disk."""
    if account is None:
        return []
    picture = sent.screenshot
    if account.bucket is Bucket.KEY_REQUESTS or picture is None or picture.refusal is not None:
        return [account]
    kibibytes = -(-len(picture.content) // 1024)
    return [account, Account(Bucket.SCREENSHOT_KIBIBYTES, account.holder, kibibytes)]


def _answer(entry: Entry, outcome: Outcome) -> Receipt | InvalidSubmission:
    try:
        return _receipt(entry, outcome)
    except InvalidSubmission as refused:
        return refused


def _receipt(entry: Entry, outcome: Outcome) -> Receipt:
    if outcome.fate is Fate.KEY_REUSED:
        message = "Was used before for another submission. Make a new key for each."
        raise InvalidSubmission([BrokenRule(("submissionKey",), "KEY_REUSED", message)])
    return Receipt(ReceiptStatus(outcome.fate), outcome.feedback_id, entry.submission.submission_key)
