"""Committing: all that belongs to one or nothing of it, also when many do it at once or are cut short."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from graphql_api.intake.commit import Fate, commit, find
from graphql_api.intake.draft import AnswerDraft, Draft
from graphql_api.intake.entry import Entry, enter
from graphql_api.intake.erased import ErasedSessions
from graphql_api.intake.identity import Identity
from graphql_api.intake.intake import Intake, ReceiptStatus
from graphql_api.intake.keeper import Keeper
from graphql_api.intake.ledger import Ledger
from graphql_api.intake.submission import Answer, InvalidSubmission, Submission
from graphql_api.jobs.queue import JobKind, enqueue
from graphql_api.limits import Account, Bucket, Limiter
from graphql_api.postgres.connect import connected, fetch, transaction
from graphql_api.spool.spool import Spool
from models.enums import Rating
from tests.conftest import empty_database
from tests.rows import count

pytestmark = pytest.mark.asyncio(loop_scope="module")

IDENTITY = Identity(b"s" * 32)
NOW = datetime.now(UTC)
ACCOUNT = Account(Bucket.REPORTS, "198.51.100.1")


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def database(shared_database_url: str) -> AsyncIterator[None]:
    async with connected(shared_database_url, pool_size=10):
        yield


@pytest_asyncio.fixture(loop_scope="module", autouse=True)
async def emptied(database: None) -> None:
    await empty_database()


def entry(key: UUID | None = None, *, message: str = "m", session_id: str = "session-1") -> Entry:
    return enter(Submission(key or uuid4(), session_id, message=message), IDENTITY, NOW)


def rating(message_id: UUID, thumb: Rating, key: UUID | None = None) -> Entry:
    answer = Answer(message_id, "q", "a", thumb)
    return enter(Submission(key or uuid4(), "session-1", answer=answer), IDENTITY, NOW)


async def fates(entries: list[Entry]) -> list[Fate]:
    return [outcome.fate for outcome in await commit(entries)]


async def is_whole() -> bool:
    """Whether every feedback has its session, counted right, and its job, and nothing is left over."""
    (row,) = await fetch(
        "SELECT (SELECT count(*) FROM feedback) = (SELECT coalesce(sum(feedback_count), 0) FROM session)"
        " AND (SELECT count(*) FROM feedback) = (SELECT count(DISTINCT payload) FROM pgqueuer) AS whole"
    )
    return bool(row["whole"])


async def test_one_entry_by_50_transactions_at_once_is_kept_once() -> None:
    one = entry()
    outcomes = await asyncio.gather(*(commit([one]) for _ in range(50)))
    assert sorted(outcome.fate for (outcome,) in outcomes) == [Fate.DUPLICATE] * 49 + [Fate.SAVED]
    assert (await count("feedback"), await is_whole()) == (1, True)


async def test_batches_that_overlap_in_every_order_never_wait_for_each_other() -> None:
    entries = [entry(session_id=f"session-{number % 3}") for number in range(20)]
    batches = [entries, entries[::-1], entries[5:] + entries[:5], entries[::2], entries[1::2]] * 4
    outcomes = await asyncio.gather(*(commit(batch) for batch in batches))
    assert sum(outcome.fate is Fate.SAVED for batch in outcomes for outcome in batch) == 20
    assert (await count("feedback"), await is_whole()) == (20, True)


async def test_batches_of_changed_ratings_in_every_order_never_wait_for_each_other() -> None:
    answers = [uuid4() for _ in range(8)]
    await commit([rating(answer, Rating.UP) for answer in answers])
    ups = [rating(answer, Rating.UP) for answer in answers]
    downs = [rating(answer, Rating.DOWN) for answer in answers]
    for _ in range(5):
        await asyncio.gather(*(commit(batch) for batch in (downs, ups[::-1], downs[::-1], ups) for _ in range(2)))
    assert (await count("answer_rating"), await count("feedback")) == (8, 8)


async def test_outcomes_come_in_the_order_given() -> None:
    old, reused = entry(), entry()
    await commit([old, reused])
    other = entry(reused.submission.submission_key, message="other")
    batch = [entry(), old, other, entry(), old]
    outcomes = await commit(batch)
    assert [outcome.fate for outcome in outcomes] == [
        Fate.SAVED,
        Fate.DUPLICATE,
        Fate.KEY_REUSED,
        Fate.SAVED,
        Fate.DUPLICATE,
    ]
    assert [outcome.feedback_id for outcome in outcomes] == [each.id for each in batch]


async def test_within_one_batch_the_first_of_a_key_is_kept() -> None:
    key, answer = uuid4(), uuid4()
    assert await fates([entry(key), entry(key), entry(key, message="other")]) == [
        Fate.SAVED,
        Fate.DUPLICATE,
        Fate.KEY_REUSED,
    ]
    assert await fates([rating(answer, Rating.UP), rating(answer, Rating.DOWN), rating(answer, Rating.DOWN)]) == [
        Fate.SAVED,
        Fate.SAVED,
        Fate.DUPLICATE,
    ]
    assert await count("answer_rating_change WHERE is_change") == 1


async def test_an_older_rating_out_of_the_spool_does_not_replace_a_newer_one() -> None:
    answer = uuid4()
    late = replace(rating(answer, Rating.UP), received_at=NOW - timedelta(minutes=1))
    await commit([rating(answer, Rating.DOWN)])
    (outcome,) = await commit([late], is_replay=True)
    (standing,) = await fetch("SELECT rating FROM answer_rating")
    assert (outcome.fate, standing["rating"]) == (Fate.DUPLICATE, "DOWN")
    newer = replace(rating(answer, Rating.UP), received_at=NOW + timedelta(minutes=1))
    assert [each.fate for each in await commit([newer], is_replay=True)] == [Fate.SAVED]


async def test_a_report_and_a_rating_under_one_key_in_one_batch_are_one_kept_and_one_refused() -> None:
    key = uuid4()
    assert sorted(await fates([entry(key), rating(uuid4(), Rating.UP, key)])) == [Fate.KEY_REUSED, Fate.SAVED]
    assert await count("feedback") == 1


async def test_nothing_is_committed_without_entries() -> None:
    assert await commit([]) == []


async def test_a_key_that_the_database_has_not_seen_is_not_found() -> None:
    assert await find(uuid4()) is None
    one = entry()
    await commit([one])
    seen = await find(one.submission.submission_key)
    assert seen is not None
    assert (seen.feedback_id, seen.outcome(one).fate) == (one.id, Fate.DUPLICATE)


async def test_a_session_is_first_and_last_seen_by_what_was_received_when() -> None:
    early, late = NOW.replace(year=2025), NOW.replace(year=2027)
    for moment in (NOW, late, early):
        await commit([replace(entry(), received_at=moment)])
    (session,) = await fetch("SELECT * FROM session")
    assert (session["first_seen_at"], session["last_seen_at"], session["feedback_count"]) == (early, late, 3)


def make_keeper(folder: Path) -> Keeper:
    return Keeper(
        spool=Spool(folder / "spool", max_bytes=1_000_000),
        ledger=Ledger(folder / "accepted"),
        probe=partial(asyncio.sleep, 0),
        erased=ErasedSessions(lambda: b"s" * 32),
    )


async def test_an_entry_that_cannot_be_stored_leaves_nothing_behind() -> None:
    with pytest.raises(Exception, match="value too long"):
        await commit([entry(), entry(session_id="x" * 201)])
    assert (await count("feedback"), await is_whole()) == (0, True)


async def test_a_submission_cut_short_at_any_moment_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    limiter = Limiter(reports_per_hour=10_000, answer_ratings_per_hour=1, requests_per_minute=1)
    intake = Intake(identity=IDENTITY, allowed_tags=frozenset(), limiter=limiter, keeper=make_keeper(tmp_path))
    saved = 0
    for number in range(60):
        draft = Draft(session_id=f"session-{number}", message="m", submission_key=uuid4())
        submitting = asyncio.create_task(intake.submit(draft, account=ACCOUNT, now=NOW))
        await asyncio.sleep(number % 30 * 0.0004)
        submitting.cancel()
        (outcome,) = await asyncio.gather(submitting, return_exceptions=True)
        # The same draft again, as a client whose connection broke would send it.
        again = await intake.submit(draft, account=ACCOUNT, now=NOW)
        assert again.status in ReceiptStatus
        saved += not isinstance(outcome, BaseException)
    assert (await count("feedback"), await is_whole()) == (60, True)
    assert saved < 60, "nothing was cut short"


async def test_many_are_checked_and_kept_together_and_one_that_is_refused_costs_no_other(tmp_path: Path) -> None:
    limiter = Limiter(reports_per_hour=1, answer_ratings_per_hour=1, requests_per_minute=1)
    intake = Intake(identity=IDENTITY, allowed_tags=frozenset(), limiter=limiter, keeper=make_keeper(tmp_path))
    key = uuid4()
    drafts = [
        Draft(session_id="s", message="one", submission_key=key),
        Draft(session_id="s", message=""),
        Draft(session_id="s", message="other", submission_key=key),
        Draft(session_id="s", message="one", submission_key=key),
        Draft(session_id="s", answer=AnswerDraft(uuid4(), "q", "a", Rating.UP)),
    ]
    results = await intake.submit_many(drafts, now=NOW)
    assert [result if isinstance(result, InvalidSubmission) else result.status for result in results][::3] == [
        ReceiptStatus.SAVED,
        ReceiptStatus.DUPLICATE,
    ]
    broken = [result.broken[0].code for result in results if isinstance(result, InvalidSubmission)]
    assert (broken, await count("feedback"), await is_whole()) == (["REQUIRED", "KEY_REUSED"], 2, True)


QUEUED = """
SELECT job.entrypoint, job.priority, job.status, job.dedupe_key, job.headers, job.attempts, job.queue_manager_id,
    job.slot, job.execute_after = job.created AS is_due, length(job.payload) AS payload_bytes, log.status AS logged,
    log.priority AS logged_priority, log.entrypoint AS logged_entrypoint, log.traceback, log.aggregated
FROM pgqueuer AS job JOIN pgqueuer_log AS log ON log.job_id = job.id
"""


async def test_a_submissions_job_is_the_row_that_the_queue_itself_would_make() -> None:
    await commit([one := entry()])
    (ours,) = await fetch(QUEUED)
    (payload,) = await fetch("DELETE FROM pgqueuer RETURNING payload")
    async with transaction() as connection:
        await enqueue(connection, JobKind.ANALYZE, [one.id])
    assert [dict(row) for row in await fetch(QUEUED)] == [dict(ours)]
    assert (await fetch("SELECT payload FROM pgqueuer"))[0]["payload"] == payload["payload"]
