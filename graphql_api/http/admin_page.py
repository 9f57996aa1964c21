"""The admin page at /graphiql: files that were built from `web/`, and what is said while they are not there."""

import html
import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

BUILT = Path(__file__).parents[2] / "web" / "dist"

# Scripts, fonts and workers come from this host alone, and only from files. Styles may be inline, as the editors make
# theirs while they run. Nobody may frame the page, and its forms are never sent by the browser itself.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
# Looked at again by browsers each time, as it names the files of the newest build.
PAGE_HEADERS = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Cache-Control": "no-cache"}
# Their names change with what is in them. Workers obey the policy that comes with their own file.
FILE_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cache-Control": "public, max-age=31536000, immutable",
    "Vary": "Accept-Encoding",
}

NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Feedback: the admin page is not here yet</title>
<h1>The admin page is not here yet</h1>
<p>{state}</p>
<p>The service runs all the same: <code>POST /graphql</code> takes an admin key in the header <code>X-API-Key</code>.
This page looks again every five seconds.</p>
</html>
"""
NEVER_TRIED = "./run.sh builds it at its start, where npm and Node.js 20.19 or newer are installed."

# What the build is made of; anything else would be served as mere bytes.
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml"}
NAME = re.compile(r"[\w-][\w.-]*", re.ASCII)


class AdminPage:
    """Serves a build of the admin page, from the moment at which there is one.

    Args:
        folder: where the build is, or will be: `index.html`, and `assets/` with a gzipped copy beside each text. Next
            to the folder may lie a file of its name and `.state`: a sentence that says why there is no build.
    """

    def __init__(self, folder: Path = BUILT) -> None:
        self._index = folder / "index.html"
        self._state = folder.with_suffix(".state")
        self._files = folder / "assets"

    @property
    def routes(self) -> list[Route]:
        """/graphiql, and the files that it asks for."""
        return [Route("/graphiql", self.page), Route("/graphiql/assets/{name}", self.file)]

    async def page(self, _request: Request) -> Response:
        """The page; 503 with a sentence for the operator while there is none."""
        if self._index.is_file():
            return FileResponse(self._index, headers=PAGE_HEADERS)
        state = self._state.read_text().strip() if self._state.is_file() else NEVER_TRIED
        said = NOT_BUILT.format(state=html.escape(state))
        return HTMLResponse(said, status_code=503, headers=PAGE_HEADERS | {"Retry-After": "5", "Refresh": "5"})

    async def file(self, request: Request) -> Response:
        """One of its files, gzipped for those who take it; 404 where there is none."""
        name = request.path_params["name"]
        path = self._files / name
        if not NAME.fullmatch(name) or not path.is_file():
            return PlainTextResponse("There is no such file.", status_code=404, headers=PAGE_HEADERS)
        media_type = MEDIA_TYPES.get(path.suffix, "application/octet-stream")
        zipped = path.with_name(f"{name}.gz")
        if "gzip" in request.headers.get("accept-encoding", "") and zipped.is_file():
            return FileResponse(zipped, media_type=media_type, headers=FILE_HEADERS | {"Content-Encoding": "gzip"})
        return FileResponse(path, media_type=media_type, headers=FILE_HEADERS)
