"""The scalars that the service gives."""

import random
from datetime import UTC, datetime, timedelta, timezone

from graphql_api.scalars import SCALARS


def test_moments_are_given_as_python_writes_them_by_iso_8601() -> None:
    chance = random.Random(7)
    zones = [UTC, None, timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=3)), timezone.max]
    shown = SCALARS[datetime].serialize
    assert shown is not None
    for _ in range(500):
        microseconds = chance.choice([0, 5, 120_000, chance.randrange(10**6)])
        since = timedelta(seconds=chance.randrange(300 * 10**9), microseconds=microseconds)
        for zone in zones:
            moment = datetime.min.replace(tzinfo=zone) + since
            assert shown(moment) == moment.isoformat()
