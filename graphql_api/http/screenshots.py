"""GET /screenshots/{id}: a stored picture, to whoever has a link that is still good."""

import re
from uuid import UUID

import asyncpg
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from graphql_api.http.linked import HEADERS, has_good_link, refusal
from graphql_api.links import Links
from graphql_api.postgres.connect import fetch
from graphql_api.postgres.outage import is_outage
from graphql_api.storage.storage import ObjectMissing, Storage, StorageUnavailable

FIND = "SELECT picture_key, thumbnail_key, sha256 FROM screenshot WHERE feedback_id = $1 AND status = 'STORED'"
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class ScreenshotPage:
    """Shows pictures and thumbnails."""

    def __init__(self, storage: Storage, links: Links) -> None:
        self._storage = storage
        self._links = links

    async def show(self, request: Request) -> Response:
        """The picture, or a part of it; 403 for a link that is none of ours or has run out, 404 where there is none."""
        if not has_good_link(request, self._links):
            return refusal(403, "This link is not good, or not any more. Ask for a new one.")
        try:
            return await self._show(request, request.query_params.get("variant", ""))
        except (ObjectMissing, ValueError):
            return refusal(404, "There is no such picture.")
        except Exception as error:
            if not isinstance(error, StorageUnavailable) and not is_outage(error):
                raise
            return refusal(503, "The picture cannot be had just now. Try again in a moment.")

    async def _show(self, request: Request, variant: str) -> Response:
        row = await _find(UUID(request.path_params["id"]))
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
