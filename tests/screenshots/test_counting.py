"""Finding feedback by its pictures, and counting what they take."""

from typing import Any
from uuid import UUID

from graphql_api.postgres.connect import fetch
from tests.screenshots.pictures import base64, encoded, screen

LIST = """
query ($filter: FeedbackFilter) { feedbacks(filter: $filter) { totalCount edges { node { id } } } }
"""
COUNT = """
{ metrics { storage {
  totalSubmissions totalScreenshots screenshotsWaiting screenshotsKb screenshotsMb averageScreenshotKb
  largestScreenshotKb submissionsLast24Hours screenshotsLast24Hours
} } }
"""


async def listed(gallery: Any, **filter: Any) -> list[str]:
    connection = (await gallery.service.ask_as_admin(LIST, filter=filter)).data["feedbacks"]
    assert connection["totalCount"] == len(connection["edges"])
    return [edge["node"]["id"] for edge in connection["edges"]]


async def test_finds_feedback_with_and_without_a_screenshot(gallery: Any) -> None:
    with_one = [(await gallery.send(base64(encoded(screen(9, 9)))))["id"] for _ in range(2)]
    rejected = (await gallery.send(base64(b"<svg/>"), category="BUG"))["id"]
    without = (await gallery.service.submit())["id"]
    assert await listed(gallery, hasScreenshot=True) == [rejected, *reversed(with_one)]
    assert await listed(gallery, hasScreenshot=False) == [without]
    assert await listed(gallery, hasScreenshot=True, categories=["BUG"]) == [rejected]


async def test_counts_pictures_and_their_bytes(gallery: Any) -> None:
    empty = (await gallery.service.ask_as_admin(COUNT)).data["metrics"]["storage"]
    assert set(empty.values()) == {0, None}
    async with gallery.working():
        small, large = [await gallery.send(base64(encoded(screen(side, side)))) for side in (60, 900)]
        sizes = [(await gallery.settled(receipt["id"]))["sizeBytes"] for receipt in (small, large)]
    await gallery.send(base64(b"<svg/>"))
    await gallery.send(base64(encoded(screen(9, 9))))
    await fetch("UPDATE feedback SET created_at = now() - interval '25 hours' WHERE id = $1", UUID(small["id"]))
    await fetch("UPDATE screenshot SET feedback_created_at = now() - interval '25 hours' WHERE width = 60")
    assert (await gallery.service.ask_as_admin(COUNT)).data["metrics"]["storage"] == {
        "totalSubmissions": 4,
        "totalScreenshots": 2,
        "screenshotsWaiting": 1,
        "screenshotsKb": round(sum(sizes) / 1024, 1),
        "screenshotsMb": round(sum(sizes) / 1024**2, 2),
        "averageScreenshotKb": round(sum(sizes) / 2 / 1024, 1),
        "largestScreenshotKb": round(max(sizes) / 1024, 1),
        "submissionsLast24Hours": 3,
        "screenshotsLast24Hours": 3,
    }


async def test_prometheus_sees_what_waits(gallery: Any) -> None:
    await gallery.send(base64(encoded(screen(9, 9))))
    await fetch("INSERT INTO object_deletion (key, is_original, asked_at) VALUES ('a', false, now())")
    async with gallery.service.session.get(f"{gallery.service.url}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    assert 'feedback_screenshots_waiting{status="pending"} 1.0' in lines
    assert "feedback_originals 1.0" in lines
    assert "feedback_object_deletions 1.0" in lines
