"""Links to pictures: made for admins, good for five minutes, and nothing in what they show can run."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from graphql_api.links import Links
from tests.screenshots.pictures import base64, encoded, screen

SEEN_BY_ALL = """
mutation ($input: SubmitFeedbackInput!) { submitFeedback(input: $input) { ... on SubmitFeedbackSuccess {
  feedback { screenshot { status %s } } } } }
"""
PNG = base64(encoded(screen(200, 100)))


@pytest.fixture
async def shown(gallery: Any) -> Any:
    async with gallery.working():
        receipt = await gallery.send(PNG)
        return await gallery.settled(receipt["id"])


def changed(url: str, **changes: str) -> str:
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
    return parts._replace(query=urlencode(query)).geturl()


async def test_a_picture_is_shown_so_that_nothing_in_it_can_run_or_stay(gallery: Any, shown: Any) -> None:
    async with gallery.service.session.get(shown["url"]) as whole:
        headers, content = whole.headers, await whole.read()
    assert (whole.status, len(content), headers["Content-Type"]) == (200, shown["sizeBytes"], "image/webp")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert headers["Cache-Control"] == "private, no-store"
    again = {"If-None-Match": headers["ETag"]}
    for asked, status, body in (
        (again, 304, b""),
        ({"Range": "bytes=0-3"}, 206, b"RIFF"),
        ({"Range": "bytes=-4"}, 206, content[-4:]),
        ({"Range": f"bytes={len(content) - 2}-"}, 206, content[-2:]),
        ({"Range": "bytes=0-3", "If-Range": '"other"'}, 200, content),
        ({"Range": "bytes=9999999-"}, 416, b""),
        ({"Range": "bytes=0-1,4-5"}, 200, content),
        ({"Range": "lines=1"}, 200, content),
    ):
        async with gallery.service.session.get(shown["url"], headers=asked) as answer:
            assert (answer.status, await answer.read()) == (status, body), asked
    async with gallery.service.session.head(shown["url"]) as head:
        assert (head.status, head.headers["Content-Length"]) == (200, str(len(content)))


async def test_a_link_that_was_changed_or_has_run_out_shows_nothing(
    gallery: Any, shown: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = urlsplit(shown["url"])
    other = shown["url"].replace(parts.path, parts.path[:-1] + ("0" if parts.path[-1] != "0" else "1"))
    bad = [
        parts._replace(query="").geturl(),
        changed(shown["url"], signature="A" * 43),
        changed(shown["url"], expires=str(int(parse_qs(parts.query)["expires"][0]) - 1)),
        changed(shown["url"], variant="thumbnail"),
        shown["url"] + "&variant=picture",
        shown["url"] + "&more=1",
        changed(shown["url"], signature="ü"),
        other,
    ]
    for url in bad:
        async with gallery.service.session.get(url) as answer:
            assert (answer.status, answer.headers["X-Content-Type-Options"]) == (403, "nosniff"), url
    now = time.time()
    monkeypatch.setattr("graphql_api.links.time.time", lambda: now + 301)
    async with gallery.service.session.get(shown["url"]) as answer:
        assert answer.status == 403


def test_a_link_is_never_good_for_longer_than_five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    links, now = Links(b"secret"), time.time()
    monkeypatch.setattr("graphql_api.links.time.time", lambda: now + 3600)
    ahead = links.sign("/screenshots/x", variant="picture")
    monkeypatch.setattr("graphql_api.links.time.time", lambda: now)
    query = {name: values[0] for name, values in parse_qs(urlsplit(ahead).query).items()}
    assert not links.is_good("/screenshots/x", query)
    assert not Links(b"other").is_good("/screenshots/x", query)


async def test_anonymous_callers_see_the_status_and_get_no_links(gallery: Any) -> None:
    sent = {"sessionId": "s", "message": "It broke again.", "screenshot": {"data": PNG}}
    seen = await gallery.service.ask(SEEN_BY_ALL % "", input=sent)
    asked = await gallery.service.ask(SEEN_BY_ALL % "url", input=sent)
    assert seen.data["submitFeedback"]["feedback"]["screenshot"] == {"status": "PENDING"}
    assert asked.body["data"]["submitFeedback"]["feedback"]["screenshot"] == {"status": "PENDING", "url": None}
    assert asked.codes == ["UNAUTHENTICATED"]


async def test_behind_our_proxy_links_have_its_scheme(open_gallery: Callable[..., Any]) -> None:
    async with open_gallery(trusted_proxy_hops=1) as gallery, gallery.working():
        receipt = await gallery.send(PNG)
        await gallery.settled(receipt["id"])
        asked = "query ($id: ID!) { feedback(id: $id) { screenshot { url } } }"
        headers = {"X-API-Key": gallery.settings.api_key.get_secret_value(), "Host": "feedback.example"}
        reply = await gallery.service.ask(asked, headers | {"X-Forwarded-Proto": "https"}, id=receipt["id"])
    assert reply.data["feedback"]["screenshot"]["url"].startswith("https://feedback.example/screenshots/")
