"""GET /screenshots/{id}: a stored picture, to whoever has a link that is still good."""

import re
from uuid import UUID

import asyncpg
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from graphql_api.http.linked import HEADERS, LinkedPage
from graphql_api.links import Links
from graphql_api.postgres.connect import fetch
from graphql_api.storage.storage import ObjectMissing, Storage

FIND = "SELECT picture_key, thumbnail_key, sha256 FROM screenshot WHERE feedback_id = $1 AND status = 'STORED'"
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class ScreenshotPage(LinkedPage):
    """Shows pictures and thumbnails, or parts of them."""

    def __init__(self, storage: Storage, links: Links) -> None:
        super().__init__(storage, links, thing="picture")

    async def _show(self, request: Request, id_: UUID) -> Response:
        variant = request.query_params.get("variant", "")
        row = await _find(id_)
        key = row["thumbnail_key" if variant == "thumbnail" else "picture_key"]
        etag = f'"{row["sha256"].hex()}{"-t" if variant == "thumbnail" else ""}"'
        headers = HEADERS | {"ETag": etag, "Accept-Ranges": "bytes"}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        size = await self._storage.size(key)
        asked = request.headers.get("range") if request.headers.get("if-range", etag) == etag else None
        part = _part(asked, size)
        if part is not None and part.start >= part.stop:
            return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{size}"})
        if part is not None:
            headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
        chosen = part or range(size)
        headers |= {"Content-Length": str(len(chosen)), "Content-Disposition": 'inline; filename="screenshot.webp"'}
        status = 206 if part is not None else 200
        if request.method == "HEAD":
            return Response(status_code=status, headers=headers, media_type="image/webp")
        pieces = await self._storage.stream(key, part)
        return StreamingResponse(pieces, status_code=status, headers=headers, media_type="image/webp")


async def _find(feedback_id: UUID) -> asyncpg.Record:
    rows = await fetch(FIND, feedback_id)
    if not rows:
        raise ObjectMissing("no such screenshot")
    return rows[0]


def _part(asked: str | None, size: int) -> range | None:
    """The bytes that a header Range asks for (RFC 9110, 14.1.2), maybe none; None for all, as for what is no range."""
    found = ONE_RANGE.fullmatch(asked or "")
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)
