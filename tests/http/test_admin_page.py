"""/graphiql with a build of the page, while there is none, and what no browser may do with either."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientResponse

from graphql_api.http.admin_page import AdminPage
from tests.client import Service
from tests.conftest import make_settings, running

SCRIPT = "assets/page-B1x_2-c3.js"


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """Where the service under test looks for a build."""
    return tmp_path / "dist"


@pytest.fixture
async def service(
    shared_database_url: str, tmp_path: Path, build: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Service]:
    monkeypatch.setattr("graphql_api.app.AdminPage", lambda: AdminPage(build))
    async with running(make_settings(shared_database_url, tmp_path / "data")) as service:
        yield service


def make_build(folder: Path) -> None:
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>The page</title>")
    (folder / "stamp").write_text("of no use to anyone else")
    (folder / SCRIPT).write_text("run()")
    (folder / f"{SCRIPT}.gz").write_bytes(gzip.compress(b"run()"))
    (folder / "assets/codicon-1.ttf").write_bytes(b"\x00\x01")


async def get(service: Service, path: str, **headers: str) -> tuple[ClientResponse, str]:
    async with service.session.get(f"{service.url}{path}", headers=headers, auto_decompress=False) as response:
        return response, (await response.read()).decode("latin-1")


def policy(response: ClientResponse) -> dict[str, str]:
    directives = response.headers["Content-Security-Policy"].split("; ")
    return {name: sources for name, _, sources in (directive.partition(" ") for directive in directives)}


async def test_without_a_build_it_says_how_to_get_one_and_the_api_runs(service: Service) -> None:
    response, body = await get(service, "/graphiql")
    assert (response.status, response.headers["Retry-After"]) == (503, "5")
    assert "./run.sh builds it at its start, where npm and Node.js" in body
    assert (await service.ask("{ viewer { name } }")).data == {"viewer": None}
    assert (await get(service, f"/graphiql/{SCRIPT}"))[0].status == 404


async def test_it_passes_on_why_there_is_no_build_as_text(service: Service, build: Path) -> None:
    build.with_suffix(".state").write_text("npm said <oh no>\n")
    response, body = await get(service, "/graphiql")
    assert response.status == 503
    assert "<p>npm said &lt;oh no&gt;</p>" in body


async def test_a_build_is_served_from_the_moment_it_is_there(service: Service, build: Path) -> None:
    assert (await get(service, "/graphiql"))[0].status == 503
    make_build(build)
    response, body = await get(service, "/graphiql")
    assert (response.status, response.content_type) == (200, "text/html")
    assert "The page" in body
    assert response.headers["Cache-Control"] == "no-cache"


async def test_its_files_are_kept_for_good_and_gzipped_for_those_who_take_it(service: Service, build: Path) -> None:
    make_build(build)
    plain, body = await get(service, f"/graphiql/{SCRIPT}", **{"Accept-Encoding": "identity"})
    assert (plain.status, plain.content_type, body) == (200, "text/javascript", "run()")
    assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Content-Encoding" not in plain.headers
    zipped, body = await get(service, f"/graphiql/{SCRIPT}", **{"Accept-Encoding": "gzip, br"})
    assert (zipped.content_type, zipped.headers["Content-Encoding"]) == ("text/javascript", "gzip")
    assert gzip.decompress(body.encode("latin-1")) == b"run()"
    assert plain.headers["Vary"] == zipped.headers["Vary"] == "Accept-Encoding"
    font, _ = await get(service, "/graphiql/assets/codicon-1.ttf", **{"Accept-Encoding": "gzip"})
    assert (font.content_type, "Content-Encoding" in font.headers) == ("font/ttf", False)


@pytest.mark.parametrize(
    "path", ["../index.html", "..%2Findex.html", "%2e%2e%2fstamp", ".gz", "", "a%00.js", "no.js", "%2Fetc%2Fpasswd"]
)
async def test_nothing_but_its_files_can_be_read(service: Service, build: Path, path: str) -> None:
    make_build(build)
    head = await service.raw(f"GET /graphiql/assets/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert head.split(b" ")[1] == b"404"


@pytest.mark.parametrize("path", ["/graphiql", f"/graphiql/{SCRIPT}", "/graphiql/assets/none.js"])
@pytest.mark.parametrize("is_built", [True, False])
async def test_only_this_host_can_give_it_scripts_and_nobody_can_frame_it(
    service: Service, build: Path, path: str, is_built: bool
) -> None:
    if is_built:
        make_build(build)
    response, _ = await get(service, path)
    assert policy(response) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "worker-src": "'self'",
        "connect-src": "'self'",
        "font-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/graphiql", f"/graphiql/{SCRIPT}"])
async def test_it_takes_nothing_but_reading(service: Service, path: str) -> None:
    async with service.session.post(f"{service.url}{path}", data=b"x") as response:
        assert response.status == 405
