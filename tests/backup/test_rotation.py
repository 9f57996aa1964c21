"""Seven days, four weeks, six months."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from graphql_api.backup.rotation import backups, kept, name_for

TODAY = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def test_a_year_of_nights_leaves_seven_days_four_weeks_and_six_months() -> None:
    nights = [TODAY - timedelta(days=days) for days in range(365)]
    days = nights[:7]
    weeks = [datetime(2026, 11, day, 3, tzinfo=UTC) for day in (21, 15, 8, 1)]
    months = [
        datetime(2026, *month, 3, tzinfo=UTC) for month in ((11, 21), (10, 31), (9, 30), (8, 31), (7, 31), (6, 30))
    ]
    assert kept(nights) == {*days, *weeks, *months}


def test_every_night_after_the_next_keeps_what_it_will_need() -> None:
    left: set[datetime] = set()
    for night in range(400):
        left = kept({*left, TODAY + timedelta(days=night)})
    assert len({(at.year, at.month) for at in left}) == 6
    assert len(left) <= 7 + 4 + 6


def test_of_several_on_one_day_the_newest_stays() -> None:
    morning, evening = TODAY, TODAY + timedelta(hours=12)
    assert kept([morning, evening]) == {evening}


def test_names_are_read_back_and_others_are_left_alone(tmp_path: Path) -> None:
    for name in (name_for(TODAY), "feedback-notes.backup", "feedback-20261121T030000Z.backup.partial"):
        (tmp_path / name).touch()
    assert backups(tmp_path) == {tmp_path / name_for(TODAY): TODAY}
