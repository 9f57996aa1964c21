"""Replay hands everything over exactly once; what is odd goes to quarantine and holds nothing up."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from graphql_api.spool import replay as replaying
from graphql_api.spool.record import Record
from graphql_api.spool.spool import BadRecord, Ended, Fate
from tests.spool.make import (
    DECEMBER,
    NOVEMBER,
    Database,
    RefusalError,
    keys_on,
    make_record,
    make_spool,
    quarantined,
    reasons,
    segments,
)


async def spooled(folder: Path, *records: Record) -> Path:
    """Spool the records in one segment and end the process; the segment."""
    before = set(segments(folder))
    spool = make_spool(folder)
    for record in records:
        assert (await spool.append(record)).fate is Fate.KEPT
    await spool.close()
    (segment,) = set(segments(folder)) - before
    return segment


async def test_everything_is_handed_over_and_the_folder_is_empty_after(tmp_path: Path) -> None:
    records = [make_record() for _ in range(20)]
    await spooled(tmp_path, *records)
    spool, database = make_spool(tmp_path), Database()
    report = await database.replay(spool)
    assert (report.ended, report.kept, report.segments_removed) == (Ended.DONE, 20, 1)
    assert list(database.rows.values()) == records
    assert not segments(tmp_path)
    assert (await database.replay(spool)).kept == 0
    await spool.close()


async def test_batches_are_bounded(tmp_path: Path) -> None:
    spool, database = make_spool(tmp_path, max_bytes=10**9), Database()
    await asyncio.gather(*(spool.append(make_record()) for _ in range(1_203)))
    await database.replay(spool)
    assert database.batches == [500, 500, 203]
    await spool.close()


async def test_an_outage_stops_the_replay_and_leaves_everything(tmp_path: Path) -> None:
    records = [make_record() for _ in range(3)]
    await spooled(tmp_path, *records)
    spool, database = make_spool(tmp_path), Database()
    database.is_down = True
    assert (await database.replay(spool)).ended is Ended.OUTAGE
    assert database.batches == [3]
    assert keys_on(tmp_path).keys() == {record.key for record in records}
    database.is_down = False
    assert (await database.replay(spool)).kept == 3
    await spool.close()


async def test_a_lost_reply_doubles_nothing(tmp_path: Path) -> None:
    await spooled(tmp_path, *(make_record() for _ in range(3)))
    spool, database = make_spool(tmp_path), Database()

    def lose(step: str) -> None:
        if step == "committed":
            raise ConnectionError

    database.step = lose
    assert (await database.replay(spool)).ended is Ended.OUTAGE
    assert len(database.rows) == 3
    database.step = lambda _step: None
    report = await database.replay(spool)
    assert (report.kept, report.duplicates, len(database.rows)) == (0, 3, 3)
    await spool.close()


async def test_a_torn_line_and_flipped_bytes_go_to_quarantine_and_the_rest_is_replayed(tmp_path: Path) -> None:
    good, flipped, odd, torn = (make_record(f"key-{place}") for place in range(4))
    segment = await spooled(tmp_path, good, flipped, odd, torn)
    kept = segment.read_bytes().splitlines(keepends=True)
    kept[1] = kept[1].replace(b"slow", b"slew")
    kept[2] = b"[1, 2]\n"
    kept[3] = kept[3][:-20]
    segment.write_bytes(kept[1] + kept[0] + kept[2] + b"\xff\x00\n" + b"\n" + kept[3])
    spool, database = make_spool(tmp_path), Database()
    report = await database.replay(spool)
    assert database.rows.keys() == {good.key}
    assert (report.quarantined, report.segments_removed) == (5, 1)
    assert reasons(tmp_path) == {"checksum": 1, "not_a_record": 3, "torn": 1}
    assert (await database.replay(spool)).quarantined == 0
    await spool.close()


async def test_a_segment_without_line_ends_is_quarantined_in_pieces(tmp_path: Path) -> None:
    segment = await spooled(tmp_path, make_record())
    segment.write_bytes(bytes(2_500_000))
    spool, database = make_spool(tmp_path), Database()
    assert (await database.replay(spool)).quarantined == 3
    assert not segments(tmp_path)
    await spool.close()


@pytest.mark.parametrize("error", [RefusalError("words"), BadRecord("no such category")])
async def test_a_refused_record_goes_to_quarantine_and_its_neighbours_commit(tmp_path: Path, error: Exception) -> None:
    records = [make_record() for _ in range(40)]
    await spooled(tmp_path, *records)
    spool, database = make_spool(tmp_path), Database()
    bad = {records[0].key, records[17].key, records[39].key}
    wrapped = ValueError("words")
    wrapped.__cause__ = error
    database.errors = dict.fromkeys(bad, wrapped)
    report = await database.replay(spool)
    assert (report.kept, report.quarantined, report.segments_removed) == (37, 3, 1)
    assert database.rows.keys() == {record.key for record in records} - bad
    assert {each["detail"] for each in quarantined(tmp_path)} == {
        "SQLSTATE 22P05" if isinstance(error, RefusalError) else "no such category"
    }
    await spool.close()


async def test_a_key_that_another_body_has_goes_to_quarantine(tmp_path: Path) -> None:
    database = Database()
    await database.commit([make_record("key", body="aa")])
    await spooled(tmp_path, make_record("key", body="bb"), make_record())
    spool = make_spool(tmp_path)
    report = await database.replay(spool)
    assert (report.kept, report.quarantined) == (1, 1)
    assert reasons(tmp_path) == {"key_reused": 1}
    assert database.rows["key"].body_hash.startswith("aa")
    await spool.close()


async def test_an_error_without_a_name_holds_nothing_up_and_loses_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [make_record(words="secret words") for _ in range(9)]
    await spooled(tmp_path, *records)
    await spooled(tmp_path, make_record("other"))
    spool, database = make_spool(tmp_path), Database()
    database.errors = {records[4].key: LookupError("secret words")}
    with caplog.at_level(logging.DEBUG):
        report = await database.replay(spool)
    assert (report.kept, report.records_failed, report.quarantined) == (9, 1, 0)
    assert (await spool.status()).depth == 1
    assert (report.ended, report.segments_removed) == (Ended.DONE, 1)
    assert records[4].key in keys_on(tmp_path)
    output = "".join(capsys.readouterr()) + caplog.text
    assert str(records[4].id) in output
    assert "secret words" not in output
    database.errors = {}
    assert (await database.replay(spool)).kept == 1
    assert not segments(tmp_path)
    await spool.close()


async def test_a_database_that_fails_for_everything_is_not_asked_for_each_record(tmp_path: Path) -> None:
    records = [make_record() for _ in range(200)]
    await spooled(tmp_path, *records)
    spool, database = make_spool(tmp_path), Database()
    database.errors = {record.key: LookupError() for record in records}
    report = await database.replay(spool)
    assert (report.ended, report.records_failed) == (Ended.FAILURES, replaying.MOST_FAILURES)
    assert len(keys_on(tmp_path)) == 200
    await spool.close()


async def test_a_clock_that_goes_back_and_forth_a_month_is_harmless(tmp_path: Path) -> None:
    spool, database = make_spool(tmp_path), Database()
    moments = [NOVEMBER, DECEMBER, NOVEMBER - timedelta(days=31), DECEMBER, NOVEMBER]
    records = [make_record(at=moment) for moment in moments]
    for record in records:
        await spool.append(record)
    assert {segment.name[:16] for segment in segments(tmp_path)} == {
        "feedback_2026-10",
        "feedback_2026-11",
        "feedback_2026-12",
    }
    await database.replay(spool)
    assert database.rows == {record.key: record for record in records}
    assert not segments(tmp_path)
    await spool.close()


async def test_appending_goes_on_during_a_replay(tmp_path: Path) -> None:
    spool, database = make_spool(tmp_path), Database()
    early, late = make_record(), make_record()
    await spool.append(early)

    async def slow(records: list[Record]) -> list[Fate]:
        await spool.append(late)
        return await database.commit(records)

    report = await spool.replay(slow, is_outage=lambda _error: False)  # type: ignore[arg-type]
    assert report.kept == 1
    assert keys_on(tmp_path) == {late.key: 1}
    assert (await database.replay(spool)).kept == 1
    await spool.close()


async def test_a_wrong_number_of_fates_removes_nothing(tmp_path: Path) -> None:
    await spooled(tmp_path, make_record(), make_record())
    spool = make_spool(tmp_path)

    async def short(_records: object) -> list[Fate]:
        return [Fate.KEPT]

    with pytest.raises(ValueError, match="zip"):
        await spool.replay(short, is_outage=lambda _error: False)
    assert len(keys_on(tmp_path)) == 2
    await spool.close()


async def test_a_cancelled_replay_lets_go_and_leaves_everything(tmp_path: Path) -> None:
    await spooled(tmp_path, make_record())
    spool, database, begun = make_spool(tmp_path), Database(), asyncio.Event()

    async def hang(_records: object) -> list[Fate]:
        begun.set()
        await asyncio.sleep(60)
        return []

    replay = asyncio.create_task(spool.replay(hang, is_outage=lambda _error: False))
    await begun.wait()
    replay.cancel()
    with pytest.raises(asyncio.CancelledError):
        await replay
    assert (await database.replay(spool)).kept == 1
    await spool.close()
