"""What a preview counts is what is older than its cutoff, to the microsecond."""

from datetime import timedelta

import pytest

from graphql_api.postgres.connect import fetch
from graphql_api.retention.preview import preview
from graphql_api.tallies import add_up_tallies
from tests.make import at, make_feedback

NOW = at(7_531) + timedelta(days=30, microseconds=77)
PICTURE = """
INSERT INTO screenshot (feedback_id, feedback_created_at, status, annotations, attempts)
SELECT id, created_at, $2, '[]', 0 FROM feedback WHERE id = $1
"""


@pytest.mark.usefixtures("storage")
@pytest.mark.parametrize("is_added_up", [False, True])
async def test_the_hour_of_the_cutoff_counts_up_to_the_cutoff(is_added_up: bool) -> None:
    cutoff = NOW - timedelta(days=30)
    hour = cutoff.replace(minute=0, second=0, microsecond=0)
    tick = timedelta(microseconds=1)
    old = [hour - timedelta(days=40), hour - tick, hour, cutoff - tick]
    for place, moment in enumerate([*old, cutoff, cutoff + tick, hour + timedelta(hours=1)]):
        feedback_id = await make_feedback(created_at=moment)
        await fetch(PICTURE, feedback_id, "REJECTED" if place == 2 else "PENDING")
    if is_added_up:
        await add_up_tallies()
    due = await preview(30, now=NOW)
    assert (due.submissions, due.screenshots, due.cutoff, due.oldest_at) == (4, 3, cutoff, old[0])
