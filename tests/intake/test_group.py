"""Committing together: one transaction for all who wait, and nobody falls with another."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest

from graphql_api.intake.commit import Fate, Outcome, commit
from graphql_api.intake.entry import Entry, enter
from graphql_api.intake.group import GroupCommit, TooManyWaiting
from graphql_api.intake.identity import Identity
from graphql_api.intake.submission import Submission
from graphql_api.postgres.connect import connected, fetch


def entry(message: str = "a message", session: str = "s") -> Entry:
    submission = Submission(submission_key=uuid4(), session_id=session, message=message)
    return enter(submission, Identity(b"secret" * 6), datetime.now(UTC))


class Slowly:
    """Stores nothing, one group at a time, when told to."""

    def __init__(self) -> None:
        self.groups: list[int] = []
        self.go_on = asyncio.Event()

    async def __call__(self, entries: Sequence[Entry]) -> list[Outcome]:
        self.groups.append(len(entries))
        await self.go_on.wait()
        return [Outcome(Fate.SAVED, entry.id) for entry in entries]


async def test_a_lone_entry_waits_for_nobody() -> None:
    slowly = Slowly()
    keeping = asyncio.create_task(GroupCommit(slowly).keep(entry()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert slowly.groups == [1]
    slowly.go_on.set()
    await keeping


async def test_those_who_come_meanwhile_share_a_transaction() -> None:
    slowly = Slowly()
    group = GroupCommit(slowly)
    keeping = [asyncio.create_task(group.keep(entry())) for _ in range(2)]
    await asyncio.sleep(0.01)
    keeping += [asyncio.create_task(group.keep(entry())) for _ in range(50)]
    await asyncio.sleep(0.01)
    slowly.go_on.set()
    outcomes = await asyncio.gather(*keeping)
    assert len({outcome.feedback_id for outcome in outcomes}) == 52
    assert len(slowly.groups) <= 4


async def test_the_next_transaction_waits_until_it_is_no_smaller_or_the_first_takes_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slowly = Slowly()
    group = GroupCommit(slowly)

    async def come(number: int) -> None:
        keeping.extend(asyncio.create_task(group.keep(entry())) for _ in range(number))
        await asyncio.sleep(0.01)

    keeping: list[asyncio.Task[Outcome]] = []
    await come(10)
    await come(9)
    assert slowly.groups == [10]
    await come(1)
    assert slowly.groups == [10, 10]
    await come(30)
    assert slowly.groups == [10, 10], "there are two at most"
    slowly.go_on.set()
    await asyncio.gather(*keeping)
    assert slowly.groups == [10, 10, 30]
    slowly.go_on.clear()
    monkeypatch.setattr("graphql_api.intake.group.LONG_SECONDS", -1)
    await come(10)
    await come(1)
    assert slowly.groups[3:] == [10, 1]
    slowly.go_on.set()
    await asyncio.gather(*keeping)


async def test_a_refused_entry_falls_alone(database_url: str) -> None:
    async with connected(database_url):
        group = GroupCommit(commit)
        # The database takes at most 10,000 characters; the checks at the door would not have let it come so far.
        entries = [entry(), entry("x" * 10_001), entry(), entry()]
        results = await asyncio.gather(*(group.keep(each) for each in entries), return_exceptions=True)
        assert isinstance(results[1], asyncpg.CheckViolationError)
        kept = {row["id"] for row in await fetch("SELECT id FROM feedback")}
        assert kept == {entries[0].id, entries[2].id, entries[3].id}


async def test_an_outage_is_told_to_all_who_waited() -> None:
    async def fails(_entries: Sequence[Entry]) -> list[Outcome]:
        raise ConnectionResetError

    group = GroupCommit(fails)
    results = await asyncio.gather(*(group.keep(entry()) for _ in range(5)), return_exceptions=True)
    assert [type(result) for result in results] == [ConnectionResetError] * 5


async def test_more_than_can_be_served_in_two_seconds_are_turned_away_at_once() -> None:
    slowly = Slowly()
    group = GroupCommit(slowly)
    keeping = [asyncio.create_task(group.keep(entry())) for _ in range(1_500)]
    await asyncio.sleep(0.05)
    turned_away_at_once = sum(task.done() for task in keeping)
    slowly.go_on.set()
    results = await asyncio.gather(*keeping, return_exceptions=True)
    turned_away = [result for result in results if isinstance(result, TooManyWaiting)]
    assert turned_away_at_once == len(turned_away) > 0
    assert len(turned_away) + sum(slowly.groups) == 1_500


async def test_a_caller_who_goes_away_costs_no_other(database_url: str) -> None:
    async with connected(database_url):
        group = GroupCommit(commit)
        keeping = [asyncio.create_task(group.keep(entry())) for _ in range(20)]
        await asyncio.sleep(0)
        for leaving in keeping[::2]:
            leaving.cancel()
        results = await asyncio.gather(*keeping, return_exceptions=True)
        assert all(isinstance(result, Outcome) for result in results[1::2])


async def test_a_thousand_at_once_are_all_kept_and_counted(database_url: str) -> None:
    async with connected(database_url):
        group = GroupCommit(commit)
        outcomes = await asyncio.gather(*(group.keep(entry(session=f"s{n % 7}")) for n in range(1_000)))
        assert {outcome.fate for outcome in outcomes} == {Fate.SAVED}
        (row,) = await fetch("SELECT count(*) AS rows FROM feedback")
        (sessions,) = await fetch("SELECT sum(feedback_count) AS counted FROM session")
        assert (row["rows"], sessions["counted"]) == (1_000, 1_000)
