"""What lies in quarantine can be looked at, put back, thrown away and erased."""

from pathlib import Path

import pytest

from graphql_api.spool.spool import Fate, NotRetriable, Spool
from tests.spool.make import Database, RefusalError, keys_on, make_record, make_spool, quarantined, segments


async def with_poison(spool: Spool, database: Database, *keys: str) -> None:
    """Let the database refuse records of these keys."""
    for key in keys:
        database.errors[key] = RefusalError()
        await spool.append(make_record(key, words=f"words of {key}"))
    await database.replay(spool)


async def test_a_refused_record_is_shown_with_its_reason(tmp_path: Path) -> None:
    spool, database = make_spool(tmp_path), Database()
    await with_poison(spool, database, "bad", "worse")
    first, _ = await spool.quarantined()
    assert len(await spool.quarantined(first=1)) == 1
    assert (first.reason, first.detail) == ("refused", "SQLSTATE 22P05")
    assert first.record is not None
    assert first.record == make_record(first.record.key, words=f"words of {first.record.key}")
    assert (await spool.status()).quarantined == {"refused": 2}
    await spool.close()


async def test_what_is_put_back_is_replayed_and_leaves_the_quarantine(tmp_path: Path) -> None:
    spool, database = make_spool(tmp_path), Database()
    await with_poison(spool, database, "bad")
    (held,) = await spool.quarantined()
    outcome = await spool.retry_quarantined(held.name)
    assert outcome is not None
    assert outcome.fate is Fate.KEPT
    assert await spool.quarantined() == []
    assert keys_on(tmp_path) == {"bad": 1}
    database.errors = {}
    assert (await database.replay(spool)).kept == 1
    assert await spool.retry_quarantined(held.name) is None
    await spool.close()


async def test_what_is_put_back_and_refused_again_is_in_quarantine_once(tmp_path: Path) -> None:
    spool, database = make_spool(tmp_path), Database()
    await with_poison(spool, database, "bad")
    (held,) = await spool.quarantined()
    await spool.retry_quarantined(held.name)
    await database.replay(spool)
    assert len(quarantined(tmp_path)) == 1
    assert (await spool.status()).sent_to_quarantine == 2
    await spool.close()


async def test_what_cannot_be_read_cannot_be_put_back_and_stays(tmp_path: Path) -> None:
    spool, database = make_spool(tmp_path), Database()
    await spool.append(make_record("torn"))
    await spool.append(make_record("unended"))
    await spool.close()
    (segment,) = segments(tmp_path)
    first, second = segment.read_bytes().splitlines(keepends=True)
    segment.write_bytes(first[:-9] + b"\n" + second.rstrip(b"\n"))
    spool = make_spool(tmp_path)
    await database.replay(spool)
    held = {each.reason: each for each in await spool.quarantined()}
    assert held.keys() == {"not_a_record", "torn"}
    with pytest.raises(NotRetriable):
        await spool.retry_quarantined(held["not_a_record"].name)
    # It lacks nothing but the line's end.
    assert await spool.retry_quarantined(held["torn"].name) is not None
    (left,) = await spool.quarantined()
    assert left.raw == first[:-9] + b"\n"
    assert await spool.discard_quarantined(left.name)
    assert not await spool.discard_quarantined(left.name)
    assert not quarantined(tmp_path)
    await spool.close()


async def test_a_key_that_another_spooled_record_has_stays_in_quarantine(tmp_path: Path) -> None:
    spool, database = make_spool(tmp_path), Database()
    await with_poison(spool, database, "bad")
    await spool.append(make_record("bad", body="bb"))
    (held,) = await spool.quarantined()
    with pytest.raises(NotRetriable):
        await spool.retry_quarantined(held.name)
    assert len(quarantined(tmp_path)) == 1
    await spool.close()


@pytest.mark.parametrize("name", ["../secret.key", "/etc/passwd", "", "..", "no.json", "a\0b.json"])
async def test_a_name_reaches_nothing_but_the_quarantine(tmp_path: Path, name: str) -> None:
    spool = make_spool(tmp_path)
    await spool.append(make_record())
    (tmp_path / "secret.key").write_text("secret")
    assert await spool.retry_quarantined(name) is None
    assert not await spool.discard_quarantined(name)
    assert (tmp_path / "secret.key").exists()
    await spool.close()


async def test_a_persons_records_can_be_erased_and_others_stay(tmp_path: Path) -> None:
    spool, other, database = make_spool(tmp_path), make_spool(tmp_path), Database()
    await with_poison(spool, database, "theirs-bad", "bad")
    for key in ("theirs-1", "mine-1", "theirs-2", "mine-2"):
        await spool.append(make_record(key, words=f"words of {key}"))
    await other.append(make_record("theirs-3"))
    erased = await spool.erase(lambda line: b"theirs-" in line)
    assert (erased.records, erased.segments_live) == (3, 1)
    await other.close()
    again = await spool.erase(lambda line: b"theirs-" in line)
    assert (again.records, again.segments_live) == (1, 0)
    assert not any(b"theirs-" in path.read_bytes() for path in (tmp_path / "spool").rglob("*.json*"))
    assert keys_on(tmp_path) == {"mine-1": 1, "mine-2": 1}
    assert len(quarantined(tmp_path)) == 1
    assert (await spool.find(make_record("theirs-1"))) is None
    await database.replay(spool)
    assert database.rows.keys() == {"mine-1", "mine-2"}
    await spool.close()


async def test_erasing_keeps_what_cannot_be_read(tmp_path: Path) -> None:
    spool, database = make_spool(tmp_path), Database()
    for key in ("theirs", "torn"):
        await spool.append(make_record(key))
    await spool.close()
    (segment,) = segments(tmp_path)
    segment.write_bytes(segment.read_bytes()[:-9])
    spool = make_spool(tmp_path)
    assert (await spool.erase(lambda line: b"theirs" in line)).records == 1
    assert (await database.replay(spool)).quarantined == 1
    assert not database.rows
    await spool.close()
